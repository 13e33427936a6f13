"""Figures in context: whose, of what, for when, and whether an analyst would write them down."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from config.desk import read_yaml
from config.metrics import Metrics
from config.settings import ROOT
from config.taxonomy import Entity, Taxonomy, Topic
from pipelines.figures import read_figures, worth_noting
from pipelines.types import Figure, Sentence, Text
from tests.work import calls_of

METRICS = read_yaml(ROOT / "config" / "metrics.yaml", Metrics)
TAXONOMY = Taxonomy(
    topics=(Topic(id="pumps", title="Pumps"),),
    entities=(
        Entity(id="acme", kind="company", names=("Acme",), topics=("pumps",), watched=True, fiscal_year_ends=1),
        Entity(
            id="bolt", kind="company", names=("Bolt", "博尔特"), topics=("pumps",), watched=True, fiscal_year_ends=12
        ),
        Entity(id="zeta", kind="company", names=("Zeta",)),
        Entity(id="p20", kind="product", names=("P20",), maker="acme", topics=("pumps",), watched=True),
        Entity(id="bureau", kind="body", names=("Bureau",), jurisdiction="US"),
    ),
)
PUBLISHED = date(2025, 5, 28)


def text_of(*sentences: str, boilerplate: frozenset[int] = frozenset(), title: str = "") -> Text:
    cut: list[Sentence] = []
    for at, sentence in enumerate(sentences):
        start = cut[-1].end + 1 if cut else 0
        cut.append(Sentence(sentence, start, start + len(sentence), at in boilerplate))
    return Text(title=title, body=" ".join(sentences), language="en", sentences=tuple(cut))


def read(*sentences: str, title: str = "") -> tuple[Figure, ...]:
    return read_figures(text_of(*sentences, title=title), taxonomy=TAXONOMY, metrics=METRICS, published=PUBLISHED)


def noted(*sentences: str, boilerplate: frozenset[int] = frozenset()) -> list[float]:
    text = text_of(*sentences, boilerplate=boilerplate)
    figures = read_figures(text, taxonomy=TAXONOMY, metrics=METRICS, published=PUBLISHED)
    return [one.value for one in figures if worth_noting(one, text, ("pumps",), TAXONOMY, METRICS) is None]


def test_a_figure_knows_its_subject_metric_object_period_modality_and_speaker() -> None:
    (figure,) = read("Acme said it expects to miss about $8 billion of P20 sales in the July quarter.")
    assert (figure.value, figure.unit, figure.approx) == (8e9, "USD", "about")
    assert (figure.subject, figure.metric, figure.object) == ("acme", "lost sales", "p20")
    assert (figure.period, figure.modality, figure.speaker) == ("FY2026-Q2", "forecast", "acme")


def test_the_quote_stands_at_its_offsets_in_the_body() -> None:
    text = text_of("Bolt makes pumps.", "Its revenue rose 12% to $3.4 billion.")
    for figure in read_figures(text, taxonomy=TAXONOMY, metrics=METRICS, published=None):
        assert text.body[figure.start : figure.end] == figure.quote


def test_the_old_value_is_marked_as_prior_beside_the_new_one() -> None:
    new, old = read("Acme took a $4.5 billion charge, less than the $5.5 billion it had warned of.")
    assert (new.prior, old.prior) == (False, True)
    assert new.metric == old.metric == "charge"


def test_the_old_value_is_marked_as_prior_in_chinese() -> None:
    new, old = read("博尔特表示，公司损失约25亿美元销售额，低于此前估计的55亿美元。")
    assert (new.value, new.unit, new.prior) == (2.5e9, "USD", False)
    assert (old.value, old.unit, old.prior) == (5.5e9, "USD", True)
    assert (new.subject, new.metric, new.approx, new.modality) == ("bolt", "lost sales", "about", "reported")
    assert (old.subject, old.metric, old.modality) == ("bolt", "lost sales", "estimated")


def test_one_sum_in_two_currencies_is_noted_once() -> None:
    sentence = "Bolt had a revenue of 7.3bn yuan ($1.02bn) in 2024."
    assert [(one.value, one.unit) for one in read(sentence)] == [(7.3e9, "CNY"), (1.02e9, "USD")]
    assert noted(sentence) == [7.3e9]


def test_a_pronoun_speaks_of_the_company_of_the_sentence_before() -> None:
    figures = read("Bolt held a meeting.", "Its revenue came to $3 billion.")
    assert figures[0].subject == "bolt"


def test_each_company_of_a_list_has_its_own_figure() -> None:
    figures = read("Acme lost nearly 3% and Bolt nearly 2%.")
    assert [(one.subject, one.metric, one.value) for one in figures] == [
        ("acme", "share price move", 3),
        ("bolt", "share price move", 2),
    ]


def test_a_share_of_revenue_is_not_revenue() -> None:
    assert read("Exports gave Acme 17% of its revenue in fiscal 2024.")[0].metric == "revenue share"


def test_earnings_per_share_are_dollars() -> None:
    figures = read("Acme earned $1.05 per share against 81 cents a share.")
    assert [(one.value, one.unit) for one in figures] == [(1.05, "USD"), (0.81, "USD")]


def test_a_number_inside_a_known_name_is_no_figure() -> None:
    assert read("The P20 is the part that Acme sells.") == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Shares of Zeta fell 4.2%.",
        "Two executives spoke to the press about Acme chips.",
        "Acme closed at $117.06 on Friday.",
        "Acme was founded 30 years ago.",
        "Acme expects revenue to vary by plus or minus 2%.",
    ],
)
def test_what_no_analyst_would_write_down(sentence: str) -> None:
    assert noted(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("Acme will write down $5.5 billion.", 5.5e9),
        ("Acme's market share fell to 50%.", 50),
        ("The Bureau added 28 companies to the entity list.", 28),
        ("Acme may ship up to 50,000 chips.", 50_000),
        ("The Bureau wants answers within 90 days.", 90),
        ("The P20 moves 400 GB/s.", 400),
    ],
)
def test_what_an_analyst_writes_down(sentence: str, value: float) -> None:
    assert value in noted(sentence)


def test_figures_in_boilerplate_are_read_but_never_noted() -> None:
    sentences = ("Acme met its buyers.", "Read more: Bolt reports revenue of $3 billion")
    assert [one.value for one in read(*sentences)] == [3e9]
    assert noted(*sentences, boilerplate=frozenset({1})) == []


def test_what_is_held_back_says_why() -> None:
    text = text_of("Shares of Zeta fell 4.2%.")
    (figure,) = read_figures(text, taxonomy=TAXONOMY, metrics=METRICS, published=None)
    held = worth_noting(figure, text, ("pumps",), TAXONOMY, METRICS)
    assert held is not None
    assert "not watched" in held.reason


def test_a_figure_without_a_subject_counts_only_in_an_article_of_the_desk() -> None:
    text = text_of("Revenue came to $3 billion.")
    (figure,) = read_figures(text, taxonomy=TAXONOMY, metrics=METRICS, published=None)
    assert worth_noting(figure, text, ("pumps",), TAXONOMY, METRICS) is None
    assert worth_noting(figure, text, (), TAXONOMY, METRICS) is not None


def test_figures_of_a_firm_that_is_not_watched_are_held() -> None:
    assert noted("Zeta paid $8.45 billion for a film studio.") == []


def test_a_word_behind_the_next_joint_speaks_of_the_next_figure() -> None:
    figures = read("Bolt's revenue rose 4% to 427 million yuan while net profit fell 32%.")
    assert [one.metric for one in figures] == ["revenue", "revenue", "net income"]


def test_the_period_of_a_report_holds_for_its_later_figures() -> None:
    figures = read("Acme reported first-quarter revenue of $44.1 billion.", "Net income was $18.8 billion.")
    assert [one.period for one in figures] == ["FY2026-Q1", "FY2026-Q1"]


def test_a_bare_year_holds_only_for_the_figure_beside_it() -> None:
    old, new = read("In 2021 Acme had a market share of 95 percent, and curbs have brought it to 50 percent.")
    assert (old.period, new.period) == ("2021", None)


def test_a_sum_that_names_no_currency_takes_that_of_the_text() -> None:
    figures = read("Acme paid €5 billion.", "It may lose hundreds of millions in sales.")
    assert (figures[1].unit, figures[1].value_high) == ("EUR", 1e9)
    assert "currency: assumed" in figures[1].reasons


@pytest.mark.parametrize("sentence", ["L'action Acme a perdu 6,9 %.", "Die Aktie von Acme fiel um 6,9 Prozent."])
def test_a_decimal_comma_is_told_by_what_follows(sentence: str) -> None:
    assert [one.value for one in read(sentence)] == [6.9]


def test_a_forecast_behind_a_semicolon_leaves_what_was_reported_alone() -> None:
    reported, forecast = read("Bolt had revenue of $3.4 billion; it expects revenue of $4.1 billion next quarter.")
    assert (reported.modality, forecast.modality) == ("reported", "forecast")


def test_how_much_of_the_capacity_is_used_is_no_production() -> None:
    (figure,) = read("Bolt said its capacity utilisation was 95.8%.")
    assert figure.metric == "capacity utilisation"


def test_an_upper_bound_alone_is_no_control() -> None:
    (figure,) = read("Bolt will make up to 50,000 chips in 2026.")
    assert (figure.metric, figure.subject, figure.approx) == ("production", "bolt", "up-to")


def test_sums_without_a_currency_cost_no_second_reading_of_the_text() -> None:
    sentences = ["Bolt lost 5,000,000 in sales."] * 400
    once, fourfold = (calls_of(partial(read, *sentences[:count])) for count in (100, 400))
    assert fourfold <= 5 * once


@pytest.mark.parametrize(
    "sentence",
    ["Bolt sold 5 pumps " + "x" * 5_000_000, "and so on, 7% more " * 10_000 + "pumps " * 2_000],
    ids=["5 MB", "200,000 characters"],
)
def test_a_sentence_without_end_is_read_with_its_context(sentence: str) -> None:
    assert read(sentence)[0].value in (5, 7)


def test_what_is_held_against_a_year_ago_is_no_value_of_a_year_ago() -> None:
    (change,) = read("Bolt posted revenue 206% higher than a year ago.")
    assert not change.prior
    now, then = read("Bolt made $44bn, compared with $26bn a year ago.")
    assert (now.prior, then.prior) == (False, True)


def test_a_share_without_a_metric_is_of_the_metric_of_the_sentence_before() -> None:
    yields = read("The yield of Bolt's line is 40%.", "The goal is 60%.", "Acme sold 5,000 pumps.", "It is at 30%.")
    assert [one.metric for one in yields] == ["yield", "yield", "shipments", None]


def test_the_product_of_the_own_clause_is_the_object() -> None:
    twins = Taxonomy(
        topics=TAXONOMY.topics,
        entities=(*TAXONOMY.entities, Entity(id="q7", kind="product", names=("Q7",), maker="acme", topics=("pumps",))),
    )
    text = text_of("The P20 was reported at only 20% and the Q7 at 50%.")
    found = read_figures(text, taxonomy=twins, metrics=METRICS, published=PUBLISHED)
    assert [one.object for one in found] == ["p20", "q7"]


def test_an_exchange_before_a_ticker_is_no_index() -> None:
    (figure,) = read("Bolt (NASDAQ:BLT) rose as much as 2.6%.")
    assert figure.metric == "share price move"
    assert read("Bolt is down 6% and drags the Nasdaq lower.")[0].metric == "share price move"


@pytest.mark.parametrize(
    ("sentence", "left"),
    [
        ("Shares of Bolt (BLT 3.23%) rose 4.9%.", [4.9]),
        ("Bolt gained 3% to $117.06 on the news.", [3]),
        ("Two weeks before the deadline the Bureau listed 28 companies.", [28]),
        ("The inflation rate was 2.3% when Bolt met its buyers.", []),
    ],
)
def test_what_only_accompanies_a_figure_is_not_noted(sentence: str, left: list[float]) -> None:
    assert noted(sentence) == left


def test_what_a_country_has_as_well_as_a_firm_is_the_countrys_where_no_firm_is_near() -> None:
    nations = Taxonomy(
        topics=TAXONOMY.topics,
        entities=(*TAXONOMY.entities, Entity(id="ruritania", kind="country", names=("Ruritania",))),
    )

    def subject(sentence: str) -> tuple[str | None, str | None]:
        (figure,) = read_figures(text_of(sentence), taxonomy=nations, metrics=METRICS, published=PUBLISHED)
        return figure.subject, figure.metric

    assert subject("Ruritania exported 3 million tonnes of ore.") == ("ruritania", "exports")
    assert subject("Acme exported 3 million tonnes of ore from Ruritania.") == ("acme", "exports")
    assert subject("Ruritania's revenue was $3 billion.") == (None, "revenue")


def test_a_price_for_each_tonne_is_a_price_and_a_weight_is_no_process_node() -> None:
    (price,) = read("Traders asked $258 for each tonne.")
    assert (price.unit, price.metric) == ("USD per tonne", "price")
    (node,) = read("Bolt makes it at 7nm.")
    assert node.metric == "process node"


@pytest.mark.parametrize(
    ("sentence", "metric"),
    [
        ("The bureau shelved its rule for one year.", "deadline"),
        ("Acme may serve its old pumps under the licence for 60 days.", "deadline"),
        ("The bill gives members 30 days to stop a sale.", "deadline"),
        ("The bureau gave out 310 general licences.", "licences"),
        ("Nine further elements come under control.", "controlled items"),
        ("The committee voted 42 to 2 for the bill.", "votes"),
        ("Acme links 90 cabinets.", "systems"),
        ("该规则暂缓实施90天。", "deadline"),
    ],
)
def test_durations_and_counts_of_controls_are_worth_a_note(sentence: str, metric: str) -> None:
    text = text_of(sentence)
    (figure,) = read_figures(text, taxonomy=TAXONOMY, metrics=METRICS, published=PUBLISHED)
    assert figure.metric == metric
    assert worth_noting(figure, text, ("pumps",), TAXONOMY, METRICS) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Licences were granted seven weeks after the ban.",
        "The licence has changed little over the past two years.",
        "LEX -0.4% | EUR/SEK 11.2",
        "LEX 20 +1.2%, Sub-Index +1.8%",
        "PUMP WATCH #212",
    ],
)
def test_distances_in_time_quotations_and_running_numbers_are_not(sentence: str) -> None:
    assert noted(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "prior"),
    [
        ("Acme's revenue was $50 million, not $50 billion.", [False, True]),
        ("Acme's revenue was $50 million rather than $60 million.", [False, True]),
        ("博尔特营收为5亿元，而非50亿元。", [False, True]),
        ("低于此前估计的55亿美元。", [True]),
        ("路透此前报道，博尔特收到订单200万件。", [False]),
    ],
)
def test_a_negated_value_is_prior_and_one_reported_earlier_is_not(sentence: str, prior: list[bool]) -> None:
    assert [figure.prior for figure in read(sentence)] == prior


def test_a_report_in_cells_is_no_line_of_quotations() -> None:
    assert noted("Revenue +12% | Gross margin 72.4%") == [12.0, 72.4]
