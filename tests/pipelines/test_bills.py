"""How far a bill has come: told stages, those that are only due, its names, and its line."""

from __future__ import annotations

from datetime import timedelta
from time import process_time

import pytest

from pipelines.bills import bill_of, stage_of, staged
from pipelines.controls import Heard, lines_of
from pipelines.ledger import reconcile
from pipelines.ledger.rulings import Told
from pipelines.text import read_text
from pipelines.types import ChangeKind, Fact, PolicyMove
from tests.build import move, sighting


@pytest.mark.parametrize(
    ("sentence", "stage"),
    [
        ("Senator Ada Vogel introduced the Widget Security Act on Monday.", "introduced"),
        ("A bill to bar widgets was introduced in March.", "introduced"),
        ("The House Trade Committee advanced the Widget Security Act by 30 votes to 2.", "committee"),
        ("The bill cleared the Senate Banking Committee.", "committee"),
        ("The House passed the Widget Security Act on Tuesday.", "passed House"),
        ("The bill was approved by the US Senate.", "passed Senate"),
        ("The Senate voted 77-20 for the Widget Act.", "passed Senate"),
        ("Congress gave final approval to the bill.", "passed both"),
        ("The president signed the Widget Security Act into law.", "signed"),
        ("The bill became law on Friday.", "signed"),
        ("The president vetoed the bill.", "vetoed"),
        ("美国参议院通过《齿轮安全法案》。", "passed Senate"),
        ("总统签署《齿轮安全法案》。", "signed"),
        ("众议院外交委员会通过该法案。", "committee"),
        ("The bill would require licences for widgets.", None),
        ("If the Senate passes it, the bill goes on.", None),
        ("The bill has yet to clear the Senate.", None),
        ("Sponsors expect the House to pass the bill.", None),
        ("The White House approved of widgets.", None),
        ("Congress has not passed the Widget Act.", None),
        ("The Senate never approved the bill.", None),
        ("The House didn’t pass the bill.", None),
        ("The House failed to pass the bill.", None),
        ("The Senate rejected and never passed it.", None),
        ("The House voted down the bill.", None),
        ("The bill was never approved by the Senate.", None),
        ("The president has not signed the Widget Act into law.", None),
        ("众议院未通过该法案。", None),
        ("参议院将通过该法案。", None),
        ("The Senate not only passed the bill but praised it.", "passed Senate"),
        ("The House has not voted, and the Senate passed the bill.", "passed Senate"),
        ("The House passed the bill, but the Senate has not passed it.", "passed House"),
        ("If the Senate passes it, as the Senate passed its forerunner.", "passed Senate"),
        ("After the committee advanced the Act, the House passed it.", "passed House"),
        ("After the Senate passed the Act, the president signed it into law.", "signed"),
        ("The House passed the bill after a committee vote.", "passed House"),
        ("The bill passed the House following panel approval.", "passed House"),
        ("The House committee passed the Act.", "committee"),
        ("The House Ways and Means Committee approved the bill.", "committee"),
        ("The bill was approved by the House Energy and Commerce Committee.", "committee"),
        ("The bill passed the Senate panel.", "committee"),
        ("The senator signed the letter in support of the bill.", None),
        ("The senator signed the letter backing the Widget Act.", None),
        ("The president signed the sweeping widget bill.", "signed"),
        ("The president signed the Widgets for All Act.", "signed"),
        ("The president signed the foreign widget bill.", "signed"),
        ("众议院通过委员会提出的法案。", "passed House"),
    ],
)
def test_a_stage_is_told_or_it_is_none(sentence: str, stage: str | None) -> None:
    assert stage_of(sentence) == stage


@pytest.mark.parametrize(
    ("sentence", "bill"),
    [
        ("The Widget Security Act would bar exports.", "Widget Security Act"),
        ("Sponsors of the Gears and Cogs for All Act met.", "Gears and Cogs for All Act"),
        ("The House took up H.R. 3447 on Monday.", "H.R. 3447"),
        ("参议院通过《齿轮安全法案》。", "齿轮安全法案"),
        ("His Widget Act tells nobody.", "Widget Act"),
        ("Ada Vogel’s Widget Act passed.", "Widget Act"),
        ("The Act was passed in 2018.", None),
        ("Ministers act on widgets.", None),
    ],
)
def test_a_bill_is_called_by_its_title_or_number(sentence: str, bill: str | None) -> None:
    assert bill_of(sentence) == bill


def told(sentence: str, **fields: object) -> PolicyMove:
    """A bill's move, as read from one sentence."""
    given = {"instrument": "bill", "status": "announced", "quote": sentence, "start": 0, "end": len(sentence)}
    return staged(move(**{**given, **fields}), read_text(sentence))


def test_a_bill_is_a_proposal_until_it_is_signed() -> None:
    assert told("The House passed the Widget Security Act.").status == "proposed"
    assert told("The president signed the Widget Security Act into law.", status="proposed").status == "announced"


def test_a_veto_undoes_what_the_bill_would_have_done() -> None:
    vetoed = told("The president vetoed the Widget Security Act.")
    assert (vetoed.direction, vetoed.status, vetoed.stage) == ("ease", "rescinded", "vetoed")


def test_other_instruments_have_no_stages() -> None:
    assert told("The House passed the Widget Security Act.", instrument="ban").stage is None


def test_a_bill_s_stages_ring_one_after_the_other_and_are_one_line() -> None:
    course = (
        ("Senator Ada Vogel introduced the Widget Security Act on widgets.", "widgets"),
        ("The House Trade Committee advanced the Widget Security Act on widgets.", "gears"),
        ("The House passed the Widget Security Act on widgets.", "widgets"),
        ("The Senate passed the Widget Security Act on widgets.", "cogs"),
        ("The president signed the Widget Security Act on widgets into law.", "widgets"),
    )
    facts: dict[str, Fact] = {}
    heard: list[Heard] = []
    kinds = []
    for week, (sentence, about) in enumerate(course):
        place = sighting(f"https://one.example/{week}", after=timedelta(weeks=week))
        claim = told(sentence, object=about)
        answer = reconcile([claim], list(facts.values()), sighting=place)
        facts |= {fact.id: fact for fact in answer.facts}
        kinds += [change.kind for change in answer.changes]
        heard += [Heard(change.fact, (Told(place, (claim,)),)) for change in answer.changes]
    assert kinds == [ChangeKind.NEW, *[ChangeKind.REVISED] * 4]
    (line,) = lines_of(heard)
    assert line.object == "Widget Security Act"
    assert [state.stage for state in line.states] == [
        "introduced", "committee", "passed House", "passed Senate", "signed",
    ]  # fmt: skip
    assert line.stands == line.states[-1]
    assert all(later.supersedes == (before.id,) for before, later in zip(line.states, line.states[1:], strict=False))


def test_an_endless_sentence_costs_what_it_is_long() -> None:
    begin = process_time()
    for phrase in ("the House committee ", "signed the Widget ", "signed the widget ", "passed the House of ", "not "):
        stage_of(phrase * 5_000)
    assert process_time() - begin < 5
