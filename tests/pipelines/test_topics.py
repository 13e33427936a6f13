"""A document's topics follow from what it names and how it speaks of it, and the reasons say so."""

from __future__ import annotations

import json
import re
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


def test_the_reasons_begin_with_a_plain_sentence_and_name_what_was_heard_where() -> None:
    sentence, *evidence = small("Acme recall", "Acme calls pumps back. The cartoon coyote does not mind.").reasons
    assert sentence.startswith("Relevant to acme: it names Acme ×2 and speaks of recall (title), though it also")
    assert re.sub(r"\d\.\d\d", "N", "\n".join(evidence)) == (
        "acme N, names: acme ×2 (title)\n"
        "acme N, terms: recall (title)\n"
        "against: the cartoon: cartoon, coyote\n"
        "closest: old.txt N\n"
        "seed old.txt: likeness N, acme N → N"
    )


def test_a_near_miss_is_told_what_it_is_about_and_what_would_have_let_it_in() -> None:
    said = small("Acme in a cartoon", "The coyote is back, and so are the other heroes of the cartoon.")
    assert not said.relevant
    assert said.reasons[0].startswith("Kept out: it is about the cartoon (cartoon ×2 (title), coyote); Acme is named")
    assert said.reasons[0].endswith(f"Score {said.score:.2f}, threshold 0.50.")
    assert said.reasons[-1].startswith("it would be in: without the words on the cartoon (acme 0.")


def test_a_language_that_the_terms_do_not_cover_is_judged_with_lower_confidence() -> None:
    german = small("Acme", "Der Konzern Acme hat die Pumpen zurückgerufen, und das ist nicht alles.")
    assert "language: German, judged by names and figures only: lower confidence" in german.reasons
    assert not any(reason.startswith("language") for reason in small("Acme recall", "Acme calls it back.").reasons)


def test_words_of_the_field_and_names_that_look_like_it_make_a_name_speak_more_surely() -> None:
    field = SMALL.model_copy(update={"field": {"pump": 2.0}, "shapes": ("P[0-9]{2}",)})
    bare = small("Acme", "Acme met its guests.", taxonomy=field).score
    assert bare < small("Acme", "Acme met its pump guests.", taxonomy=field).score
    shaped = small("Acme", "Acme met its P77 guests.", taxonomy=field)
    assert bare < shaped.score
    assert "field: P77" in shaped.reasons
    assert small("Guests", "They met a pump and a P77.", taxonomy=field).score < 0.2, "alone it speaks for nothing"


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


# ---------------------------------------------------------------- short items in the words of later news
def test_short_items_of_later_news_are_told_from_their_near_misses(chips: tuple[Taxonomy, Corpus]) -> None:
    lines = (ROOT / "tests/corpus/topics/dev.jsonl").read_text(encoding="utf-8").splitlines()
    items = [json.loads(line) for line in lines]
    wrong = [
        (item["title"], said.topics)
        for item in items
        if set((said := verdict(item["title"], item["text"], chips)).topics) != set(item["topics"])
    ]
    assert len(wrong) <= 0.04 * len(items), wrong


# ---------------------------------------------------------------- examples
TRADE_FAIR = (
    "Acme opens its doors at the trade fair in Lyon",
    "Visitors of the trade fair in Lyon may watch how pumps are cast. The stand of Acme has a kiosk and a band.",
)
LIKE_IT = (
    "Acme shows pumps at a trade fair",
    "At the trade fair in Porto, visitors watch how pumps are cast; the stand has a band, and opens its doors at nine.",
)
UNLIKE_IT = ("Acme recall widens", "A second plant of Acme calls back valves sold since March.")


def example(mark: str, title: str, body: str, topics: str = "") -> str:
    return f"---\ntitle: {title}\nexample: {mark}\ntopics: [{topics}]\n---\n{body}"


def shown(*examples: str, threshold: float = 0.5) -> tuple[Taxonomy, Corpus]:
    seeds = [read_seed("old.txt", "Acme orders a recall of valves.")]
    seeds += [read_seed(f"example-{number}.md", content) for number, content in enumerate(examples)]
    taxonomy = SMALL.model_copy(update={"threshold": threshold})
    return taxonomy, build_corpus(seeds, taxonomy)


def test_an_article_comes_in_after_one_like_it_was_marked_relevant_and_says_so() -> None:
    threshold = verdict(*LIKE_IT, shown()).score + 0.02
    before = verdict(*LIKE_IT, shown(threshold=threshold))
    after = verdict(*LIKE_IT, shown(example("relevant", *TRADE_FAIR), threshold=threshold))
    assert (before.relevant, after.relevant) == (False, True)
    assert "example example-0.md (marked relevant)" in after.reasons[0]
    assert f"moved it from {before.score:.2f} to {after.score:.2f}" in after.reasons[0]


def test_an_article_goes_out_after_one_like_it_was_marked_irrelevant_and_says_so() -> None:
    threshold = verdict(*LIKE_IT, shown()).score - 0.02
    before = verdict(*LIKE_IT, shown(threshold=threshold))
    after = verdict(*LIKE_IT, shown(example("irrelevant", *TRADE_FAIR), threshold=threshold))
    assert (before.relevant, after.relevant) == (True, False)
    assert "example example-0.md (marked irrelevant)" in after.reasons[0]


@pytest.mark.parametrize("mark", ["relevant", "irrelevant"])
def test_an_example_leaves_what_is_unlike_it_where_it_was(mark: str) -> None:
    moved = verdict(*UNLIKE_IT, shown(example(mark, *TRADE_FAIR))).score - verdict(*UNLIKE_IT, shown()).score
    assert abs(moved) < 0.02


def test_of_two_examples_that_contradict_each_other_the_liker_one_wins() -> None:
    both = shown(example("irrelevant", *TRADE_FAIR), example("relevant", *LIKE_IT))
    assert verdict(*LIKE_IT, both).score > verdict(*LIKE_IT, shown()).score


def test_an_example_against_one_topic_leaves_the_others() -> None:
    other = Topic(id="fairs", title="Fairs", terms={"trade fair": 2})
    taxonomy = SMALL.model_copy(update={"topics": (*SMALL.topics, other)})
    plain, told = (
        verdict(
            *LIKE_IT, (taxonomy, build_corpus([read_seed(f"{i}.md", one) for i, one in enumerate(given)], taxonomy))
        )
        for given in ((), (example("irrelevant", *TRADE_FAIR, topics="fairs"),))
    )
    assert "fairs" in plain.topics
    assert "fairs" not in told.topics
    assert "acme" in plain.topics
    assert "acme" in told.topics


def test_an_example_makes_nothing_known() -> None:
    assert read_seed("e.md", example("relevant", "Acme earns more", "Acme earned $4.5 billion.")).claims == ()
