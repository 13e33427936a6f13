"""`deltawire subs apply`: the subscriptions of a file become those that are stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer

from adapters.apprise_sender import mask
from adapters.senders import check_address
from cli.often import warn_of_many
from cli.output import Format, complain, print_record, print_table, refuse, say
from cli.session import session, settings
from config.desk import Lexicons
from config.subscriptions import TargetConfig, Written, address_of, read_subscriptions
from pipelines.alerts.fields import timing_of, wants_of
from pipelines.alerts.naming import known_names
from pipelines.alerts.refusals import refusals
from pipelines.alerts.types import Wants
from pipelines.errors import Refused
from storage.declared import Difference, NewTarget, Plan, carry_out, plan
from storage.subscriptions import NewSubscription
from storage.unit import Unit

_SIGNS = {"added": "+", "changed": "~", "removed": "-"}
_OF_WANTS = frozenset(Wants.__dataclass_fields__)


def apply(
    file: Annotated[Path | None, typer.Option(help="The file; default: CONFIG_DIR/subscriptions.yaml.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")] = False,
    format: Annotated[Format, typer.Option(help="Table or NDJSON.")] = Format.TABLE,
) -> None:
    """Make the stored subscriptions those of a file: all in one transaction, or none where something is wrong.

    What an earlier apply had stored and the file no longer has is removed; what was added by hand stays.
    Addresses do not stand in the file: it names the environment variables that hold them.

    Example: deltawire subs apply --dry-run
    """
    written = read_subscriptions(file or settings().config_dir / "subscriptions.yaml")
    with session() as kit:
        with kit.store.unit() as unit:
            given = subscriptions_of(written, kit.desk.lexicons)
            made = plan(unit, _targets(written, unit), given)
            if not dry_run:
                carry_out(unit, made, now=kit.now())
        _show(made, format, dry_run=dry_run)
        warn_of_many(made.subscriptions, kit)


def subscriptions_of(written: Written, lexicons: Lexicons) -> Sequence[NewSubscription]:
    """The file's subscriptions. Refuses, with line, field and cure, those that could never ring."""
    known = known_names(lexicons)
    wrong: list[str] = []
    given: list[NewSubscription] = []
    for place, one in enumerate(written.file.subscriptions):
        wants, timing = known.named(wants_of(one.wants)), timing_of(one.timing)
        for reason in refusals(wants, timing, lexicons):
            field, _, why = reason.partition(": ")
            part = "wants" if field in _OF_WANTS else "timing"
            wrong.append(f"{written.at('subscriptions', place, part, field)}: {why}")
        given.append(NewSubscription(one.name, one.targets, wants, timing, one.language, one.enabled, declared=True))
    _refuse_all(wrong)
    return given


def _targets(written: Written, unit: Unit) -> Sequence[NewTarget]:
    """The file's targets with the addresses that the environment has. Refuses what cannot be written to."""
    stored = {target.name: target for target in unit.targets.list()}
    wrong: list[str] = []
    given: list[NewTarget] = []
    for place, one in enumerate(written.file.targets):
        address = address_of(one)
        try:
            if address is not None:
                check_address(address)
            elif one.name not in stored:
                raise Refused(_without_address(one))
        except Refused as error:
            wrong.append(f"{written.at('targets', place, 'address_from')}: {error}")
            continue
        masked = mask(address) if address is not None else stored[one.name].masked
        given.append(NewTarget(one.name, masked, one.on_ambiguous, address))
    _refuse_all([*wrong, *_unmatched(written, stored)])
    return given


def _without_address(target: TargetConfig) -> str:
    if target.address_from:
        return f"{target.address_from} is not set; export it with the address, for this one call"
    return "no address is stored under this name; name the environment variable that holds it as address_from"


def _unmatched(written: Written, stored: Iterable[str]) -> Iterator[str]:
    """Targets that nobody uses, and names that are no target."""
    listed = [target.name for target in written.file.targets]
    used = {name for one in written.file.subscriptions for name in one.targets}
    for place, name in enumerate(listed):
        if name not in used:
            yield f"{written.at('targets', place, 'name')}: no subscription names it; add it to one, or take it out"
    known = [*listed, *stored]
    for place, one in enumerate(written.file.subscriptions):
        for name in one.targets:
            if name not in known:
                close = get_close_matches(name, known, n=1)
                cure = f"did you mean {close[0]}?" if close else "list it under targets"
                yield f"{written.at('subscriptions', place, 'targets')}: there is no target {name!r}; {cure}"


def _refuse_all(wrong: Sequence[str]) -> None:
    if wrong:
        for told in wrong[:-1]:
            complain(told)
        refuse(wrong[-1])


def _show(made: Plan, format: Format, *, dry_run: bool) -> None:
    if format is Format.NDJSON:
        for one in made.differences:
            print_record({"type": "difference", **{name: getattr(one, name) for name in Difference.__slots__}})
        return
    columns = ("", "what", "name", "field", "before", "after")
    print_table("Would change" if dry_run else "Changed", columns, _rows(made.differences), empty="nothing")
    for name in made.left:
        say(f"{name} is not in the file and was added by hand: it stays (`deltawire subs remove` drops it)")
    if dry_run and made.differences:
        say("Nothing was changed; without --dry-run it is.")


def _rows(differences: Iterable[Difference]) -> Iterator[tuple[str, ...]]:
    """What is said of a thing once is not said again below."""
    before: tuple[str, str] | None = None
    for one in differences:
        again = before == (one.kind, one.name)
        before = (one.kind, one.name)
        head = ("", "", "") if again else (_SIGNS[one.action], one.kind, one.name)
        values = (one.before or "none", one.after or "none") if one.action == "changed" else (one.before, one.after)
        yield (*head, one.field or one.action, *values)
