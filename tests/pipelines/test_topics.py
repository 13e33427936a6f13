"""A document's topics follow from what it names and how it speaks of it, and the reasons say so."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from config.corpus import read_folder
from config.taxonomy import Entity, NearMiss, Taxonomy, Topic
from pipelines.seeds import read_seed
from pipelines.text import read_text
from pipelines.topics import Corpus, build_corpus, classify
from pipelines.types import Verdict

ROOT = Path(__file__).parents[2]
RELEVANT = [
    ("nvidia export-controls", "Nvidia told to stop H20 sales", "Nvidia needs a licence to ship the H20 to China."),
    ("huawei", "Huawei sets out Ascend plans", "The Ascend 950 comes in early 2026, Huawei said, with its own memory."),
    (
        "nvidia",
        "Nvidia earns more",
        "Nvidia's revenue rose to $57 billion on sales of Blackwell systems to data centers.",
    ),
    (
        "export-controls",
        "The Hague seizes control of Nexperia",
        "Dutch law let ministers act; Beijing answered with an export ban.",
    ),
    ("export-controls", "商务部对镓和锗实施出口管制", "未经许可，不得出口镓、锗相关物项。"),
    ("nvidia export-controls", "英伟达被约谈", "网信办就H20芯片的后门风险约谈英伟达。"),
    (
        "nvidia export-controls",
        "Nvidia verse 15 % de ses ventes",
        "Nvidia obtient des licences d'exportation pour ses puces H20.",
    ),
    ("export-controls", "US adds 23 firms to Entity List", "Commerce cites chipmaking equipment sold to SMIC."),
]
BESIDE = [
    (
        "New GeForce driver fixes black screens",
        "Nvidia put out a GeForce hotfix driver for gamers; it mends games with DLSS.",
    ),
    ("Huawei Watch Fit reviewed", "The Huawei smartwatch has a bright screen and a battery that lasts ten days."),
    (
        "Should you buy Nvidia before earnings?",
        "Long-term investors may add the stock to a portfolio, at 35 times forward earnings.",
    ),
    ("India limits sugar exports", "New Delhi extended its export restrictions on sugar; mills need a licence."),
    (
        "Jakarta bans bauxite exports",
        "The export ban took effect on Saturday and the licences of three firms were revoked.",
    ),
    ("Carmaker picks Nvidia", "The cars will use Drive AGX for driver assistance and autonomous driving."),
    ("Bank cuts its rate", "The interest rate falls to 4.25%; inflation may rise."),
    ("华为三折叠手机开售", "华为新款三折叠手机今日开售，售价17999元起，影像升级。"),
]


@pytest.fixture(scope="module")
def chips() -> tuple[Taxonomy, Corpus]:
    taxonomy = Taxonomy.model_validate(yaml.safe_load((ROOT / "config/desks/chips.yaml").read_text(encoding="utf-8")))
    seeds = [read_seed(name, content) for name, content in read_folder(ROOT / "seeds" / "chips")]
    return taxonomy, build_corpus(seeds, taxonomy)


def verdict(title: str, body: str, desk: tuple[Taxonomy, Corpus]) -> Verdict:
    return classify(read_text(body, title), taxonomy=desk[0], corpus=desk[1])


@pytest.mark.parametrize(("topics", "title", "body"), RELEVANT)
def test_news_on_the_desk_is_relevant_with_its_topics(
    topics: str, title: str, body: str, chips: tuple[Taxonomy, Corpus]
) -> None:
    said = verdict(title, body, chips)
    assert said.relevant, said
    assert set(said.topics) == set(topics.split()), said


@pytest.mark.parametrize(("title", "body"), BESIDE)
def test_a_neighbouring_subject_is_not_relevant(title: str, body: str, chips: tuple[Taxonomy, Corpus]) -> None:
    said = verdict(title, body, chips)
    assert (said.relevant, said.topics) == (False, ()), said


def test_each_seed_is_relevant_to_a_corpus_that_lacks_it(chips: tuple[Taxonomy, Corpus]) -> None:
    taxonomy, _ = chips
    seeds = [read_seed(name, content) for name, content in read_folder(ROOT / "seeds" / "chips")]
    for left_out in seeds:
        corpus = build_corpus([seed for seed in seeds if seed is not left_out], taxonomy)
        assert set(verdict(left_out.title, left_out.body, (taxonomy, corpus)).topics) == set(left_out.topics)


SMALL = Taxonomy(
    topics=(Topic(id="acme", title="Acme", terms={"recall": 2}),),
    entities=(Entity(id="acme", kind="company", names=("Acme",), topics=("acme",), watched=True),),
    near_misses=(NearMiss(id="the cartoon", terms={"coyote": 3, "cartoon": 3}),),
)


def small(title: str, body: str, *, taxonomy: Taxonomy = SMALL) -> Verdict:
    return verdict(
        title, body, (taxonomy, build_corpus([read_seed("old.txt", "Acme orders a recall of pumps.")], taxonomy))
    )


def test_the_reasons_name_what_was_heard_where_the_closest_seed_and_what_speaks_against() -> None:
    said = small("Acme recall", "Acme calls pumps back. The cartoon coyote does not mind.")
    assert said.reasons == (
        f"acme {said.score:.2f}, names: acme ×2 (title)",
        f"acme {said.score:.2f}, terms: recall (title)",
        said.reasons[2],
        "against: the cartoon: cartoon, coyote",
    )
    assert said.reasons[2].startswith("closest seed: old.txt 0.")


def test_a_near_miss_lowers_the_score() -> None:
    assert (
        small("Acme pumps", "The coyote cartoon is back.").score < small("Acme pumps", "The usual sale is back.").score
    )


def test_a_term_counts_for_little_where_nothing_watched_is_named() -> None:
    assert (
        small("Toy recall", "The recall is wide.").score
        < 0.2
        < small("Toy recall", "The recall by Acme is wide.").score
    )


def test_page_furniture_says_nothing_about_the_article() -> None:
    assert not small("Pumps", "Pumps are dear.\nRead more: Acme recall, Acme recall\nRelated: Acme").relevant


def test_the_threshold_is_the_desks_own() -> None:
    strict = SMALL.model_copy(update={"threshold": 0.999})
    assert small("Acme recall", "Acme calls back.").relevant
    assert not small("Acme recall", "Acme calls back.", taxonomy=strict).relevant


def test_a_desk_without_seeds_or_a_text_without_words_gives_a_verdict() -> None:
    assert not verdict("", "", (SMALL, build_corpus([], SMALL))).relevant
