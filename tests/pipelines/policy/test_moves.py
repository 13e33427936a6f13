"""What a text states about controls, read with the shipped lexicon."""

from __future__ import annotations

from datetime import date

import pytest

from config.policy import PolicyLexicon
from config.taxonomy import Taxonomy
from pipelines.policy import read_moves
from pipelines.text import read_text
from tests.pipelines.policy.conftest import Read

BAN = "The US banned exports of the H20 to China."


def test_a_ban_is_read_with_actor_object_target_and_direction(read: Read) -> None:
    [move] = read(BAN)
    assert (move.jurisdiction, move.object, move.target) == ("US", "h20", "China")
    assert (move.instrument, move.direction, move.status) == ("ban", "tighten", "in-force")


def test_a_quote_is_the_text_between_its_offsets(read: Read) -> None:
    body = f"Shares rose.\n{BAN} 商务部将14家外国企业列入不可靠实体清单。"
    moves = read(body)
    assert len(moves) == 2
    assert all(body[move.start : move.end] == move.quote for move in moves)


def test_two_statements_in_one_sentence_are_two_moves_with_a_quote_each(read: Read) -> None:
    first, second = read(
        "While the U.S. loosens its hold on technology exports, China has banned exports of gallium to America."
    )
    assert (first.jurisdiction, first.direction) == ("US", "ease")
    assert (second.jurisdiction, second.direction, second.target) == ("China", "tighten", "US")
    assert first.end <= second.start


def test_one_statement_gives_one_move_however_many_wordings_fit(read: Read) -> None:
    assert (
        len(read("The Commerce Department imposed new export controls and licence rules on AI chips for China.")) == 1
    )


@pytest.mark.parametrize(
    "body",
    [
        "Nvidia denied that the US had banned the H20.",
        "If Washington were to ban the H20, Nvidia would lose billions.",
        "Huang urged Washington to ease its curbs on AI chips.",
        "Congress should block all sales of the H20 to China.",
        "The US did not ban the H20.",
        "英伟达否认美国已禁止H20对华出口。",
        "如果美国禁止H20出口，英伟达将损失数十亿美元。",
    ],
)
def test_denials_conditions_calls_and_negations_are_no_moves(read: Read, body: str) -> None:
    assert read(body) == ()


@pytest.mark.parametrize(
    "body",
    [
        "Buyers want to know whether the US will ban the H20.",
        "The notice says nothing about when licences for the H20 will be granted.",
        "The estimate assumes that Washington grants no licences for the H20.",
        "即使美国批准H20出口，需求也有限。",
        "目前尚不清楚美国何时批准H20出口。",
    ],
)
def test_open_questions_and_assumptions_are_no_moves(read: Read, body: str) -> None:
    assert read(body) == ()


def test_what_a_government_weighs_is_a_move_although_it_is_an_open_question(read: Read) -> None:
    [move] = read("Washington is weighing whether to drop the licence requirement for the H20.")
    assert (move.direction, move.status) == ("ease", "reported")


def test_a_government_that_denies_a_report_makes_a_move_and_a_company_does_not(read: Read) -> None:
    [move] = read("The Commerce Department denied that it would drop the licence requirement for the H20.")
    assert (move.jurisdiction, move.direction, move.status) == ("US", "ease", "denied")
    assert read("Nvidia denied that Washington would drop the licence requirement for the H20.") == ()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("Beijing closed its antitrust probe of Nvidia without a penalty.", "lifted"),
        ("市场监管总局结束对英伟达的反垄断调查。", "lifted"),
        ("BIS amends the regulations by removing a Chinese lens maker from the Entity List.", "in-force"),
        ("The Netherlands put off its licence requirement for DUV service until July.", "announced"),
        ("The licence requirement for DUV service will start in July rather than in April.", "announced"),
        ("Washington extended the waiver for Samsung's plants in China.", "announced"),
        ("商务部宣布暂停实施锗对美出口的禁令。", "announced"),
        ("The White House backed away from its plan to bar exports of the H20.", "announced"),
    ],
)
def test_what_ends_or_is_put_off_is_an_easing(read: Read, body: str, status: str) -> None:
    assert [(move.direction, move.status) for move in read(body)] == [("ease", status)]


def test_a_bill_that_passes_is_a_step_further_than_one_that_is_proposed(read: Read) -> None:
    [passed] = read("The Senate passed the Chip Security Act on Thursday.")
    assert (passed.instrument, passed.status) == ("bill", "announced")


@pytest.mark.parametrize(
    "body",
    [
        "Nvidia trimmed the bill for its stranded chips.",
        "Germanium is a bargaining chip.",
        "英伟达因存货计提了55亿美元的费用。",
        "Malaysian police are helping with the probe of AI chip shipments.",
        "The Chinese embassy in Tokyo opposed the step on AI chips.",
    ],
)
def test_idioms_helpers_and_embassies_move_nothing(read: Read, body: str) -> None:
    assert read(body) == ()


@pytest.mark.parametrize(
    ("body", "jurisdiction"),
    [
        ("The United States added 23 Chinese companies to its trade blacklist.", "US"),
        ("Japan will require licences for chip tools shipped to China, its industry ministry announced.", "Japan"),
        ("SEOUL, March 2 (Agency) - The US has banned exports of HBM to China.", "US"),
        ("Washington extended a waiver for plants in China, South Korea's trade ministry said.", "US"),
        ("Suppliers need a licence to send goods subject to US rules to China.", "US"),
        ("From May, exporters of HBM need approval from Seoul.", "South Korea"),
        ("美国对华芯片出口管制再度收紧。", "US"),
    ],
)
def test_who_acts_is_the_subject_or_the_owner_of_the_control_and_never_its_address(
    read: Read, body: str, jurisdiction: str
) -> None:
    assert [move.jurisdiction for move in read(body)] == [jurisdiction]


@pytest.mark.parametrize(
    "body",
    [
        "Prices rose two weeks after Beijing banned exports of germanium to America.",
        "列入清单后，向这些企业出口芯片的公司纷纷撤离。",
        "Holders of export licences granted since last summer should check them.",
    ],
)
def test_what_only_tells_when_is_background(read: Read, body: str) -> None:
    moves = read(body)
    assert moves
    assert moves[0].background


def test_a_day_that_a_pause_lasts_until_is_not_taken_for_the_past(read: Read) -> None:
    [pause] = read("China suspended its ban on germanium exports until 30 September.")
    assert not pause.background


def test_a_firm_named_for_its_goods_is_not_the_one_that_is_fined(read: Read) -> None:
    [fine] = read("The Commerce Department fined a reseller for shipping servers with Nvidia chips to China.")
    assert fine.target == "China"


def test_a_protest_of_a_ministry_is_a_move_although_it_calls_for_something(read: Read) -> None:
    [move] = read("China's commerce ministry condemned the US curbs on AI chips and urged Washington to lift them.")
    assert (move.jurisdiction, move.direction) == ("China", "neutral")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("Washington is considering restrictions on shipments of AI chips to Malaysia.", "reported"),
        ("Senators proposed a bill that would ban chip tool sales to China.", "proposed"),
        ("The Commerce Department will restrict exports of AI chips next month.", "announced"),
        ("The limits on AI chip exports took effect on Monday.", "in-force"),
        ("Washington rescinded the AI diffusion rule.", "rescinded"),
        ("The US has restricted the H20, people familiar with the matter said.", "reported"),
    ],
)
def test_the_status_follows_how_far_the_control_is_said_to_be(read: Read, body: str, status: str) -> None:
    assert [move.status for move in read(body)] == [status]


def test_what_lies_months_back_is_background(read: Read) -> None:
    [old] = read("Nvidia was forced to suspend H20 sales in April 2025 due to new US requirements.")
    [new] = read("Nvidia was forced to suspend H20 sales on Monday due to new US requirements.")
    assert old.background
    assert not new.background


def test_a_day_that_a_control_starts_on_is_its_effective_date(read: Read) -> None:
    [move] = read("Japan will restrict exports of chipmaking equipment from March 1, 2026.")
    assert move.effective == date(2026, 3, 1)
    [chinese] = read("商务部宣布，自2月1日起对镓实施出口管制。")
    assert chinese.effective == date(2026, 2, 1)


def test_a_consequence_for_a_company_states_the_control_behind_it(read: Read) -> None:
    [eased] = read("Nvidia expects to resume H20 shipments to China following US assurances.")
    assert (eased.direction, eased.status, eased.instrument, eased.jurisdiction) == (
        "ease",
        "announced",
        "assurance",
        "US",
    )


def test_what_a_statement_leaves_open_comes_from_the_context_and_lowers_its_confidence(read: Read) -> None:
    named, borrowed = read("The US banned exports of the H20 to China. The licence requirement also covers the MI308.")
    assert borrowed.jurisdiction == "US"
    assert borrowed.confidence < named.confidence
    assert "actor from the context" in borrowed.reasons


def test_a_control_named_in_passing_is_less_sure_than_one_that_is_dated(read: Read) -> None:
    [passing] = read("Despite US chip curbs, the lab trained a model.")
    [dated] = read("After the US chip curbs of October 2022, the lab trained a model.")
    assert passing.confidence < dated.confidence
    assert "named in passing" in passing.reasons


def test_chinese_statements_name_the_same_slots(read: Read) -> None:
    [move] = read("美国商务部撤销了英伟达向中国出口H20的许可证。")
    assert (move.jurisdiction, move.object, move.direction) == ("US", "h20", "tighten")


def test_an_article_without_controls_states_nothing(read: Read) -> None:
    assert read("Huang praised open models. Arm licenses its designs to Qualcomm. The card draws 300 watts.") == ()


def test_a_sentence_without_end_is_read_to_its_end(lexicon: PolicyLexicon, taxonomy: Taxonomy) -> None:
    """A blow-up would show as a suite that hangs; how fast it is read, bench/speed.py measures."""
    text = read_text("The US banned chips and " * 800 + "rested.")
    assert len(read_moves(text, taxonomy=taxonomy, lexicon=lexicon, published=None)) <= 800


@pytest.mark.parametrize(
    ("body", "direction", "status"),
    [
        ("China will hold off on its curbs on rare earths for a year.", "ease", "announced"),
        ("中国公布的稀土出口管制措施暂停实施一年。", "ease", "announced"),
        ("The White House will not allow Nvidia to sell the B30A to China.", "tighten", "announced"),
        ("BIS moved its review of H200 exports from a presumption of denial to case-by-case.", "ease", "announced"),
        ("Negotiators left the GAIN AI Act out of the defence bill.", "ease", "rescinded"),
    ],
)
def test_which_way_a_move_goes_is_read_from_all_of_its_words(
    read: Read, body: str, direction: str, status: str
) -> None:
    (move,) = read(body)
    assert (move.direction, move.status) == (direction, status)


def test_what_is_seized_under_an_act_is_no_bill(read: Read) -> None:
    (move,) = read("The Dutch government took control of Nexperia under the Goods Availability Act.")
    assert (move.instrument, move.target) == ("seizure", "nexperia")


@pytest.mark.parametrize(
    "body",
    [
        "Trump said on Monday the US would allow Nvidia to sell H200 chips to approved customers in China.",
        "Washington and Beijing agreed that the affiliates rule would be suspended for a year.",
    ],
)
def test_what_a_power_said_it_would_do_is_announced(read: Read, body: str) -> None:
    (move,) = read(body)
    assert (move.direction, move.status, move.modality) == ("ease", "announced", "forecast")


def test_a_licence_from_a_power_is_given_by_that_power(read: Read) -> None:
    (move,) = read("Samsung won a licence from the US to bring chipmaking equipment to its Chinese plant.")
    assert (move.jurisdiction, move.target, move.direction) == ("US", "China", "ease")


@pytest.mark.parametrize(
    "body",
    [
        "Nvidia sells a slower chip in place of the H20, barred since April, to its buyers in China.",
        "Huawei, which the US put on its Entity List in 2019, showed a new processor on Thursday.",
        "Barred from selling the A800 in China, Nvidia had come up with the H20.",
        "The curbs imposed under the Biden administration kept AI chips from China.",
        "Huang attacked US export controls that keep AI chips from China.",
        "Washington already bars Nvidia's most advanced AI chips from China.",
        "The ban on the H20 does the opposite of what it should.",
    ],
)
def test_what_only_tells_which_thing_is_meant_is_background(read: Read, body: str) -> None:
    assert all(move.background for move in read(body))


@pytest.mark.parametrize(
    "body",
    [
        "AMD expects a charge since its MI308 now needs a US licence for China.",
        "The Commerce Department confirmed that it had taken back licences for the H20.",
        "BIS rescinded the AI Diffusion Rule of January 15, 2025.",
        "From April, firms will need a licence to sell HBM to China, the Dutch government said.",
        "Days earlier Beijing told operators to stop buying Micron chips.",
        "The Commerce Department unveiled export controls that keep HBM from China.",
    ],
)
def test_causes_backshift_and_dates_of_older_rules_make_no_history(read: Read, body: str) -> None:
    assert [move.background for move in read(body)] == [False]


def test_goods_are_taken_from_the_clause_of_the_control(read: Read) -> None:
    [move] = read("China raised its tariffs on American goods to 125 percent. The H20 sold well, an analyst said.")
    assert move.object != "h20"


def test_the_chips_are_those_that_the_text_spoke_of(read: Read) -> None:
    [move] = read("Nvidia takes a charge over its H20. The US told it that a licence is needed to ship the chips.")
    assert move.object == "h20"


def test_an_office_without_a_country_is_that_of_which_the_text_speaks(read: Read) -> None:
    *_, move = read("China's market regulator spoke. The market regulator opened an antitrust probe into Qualcomm.")
    assert (move.jurisdiction, move.target) == ("China", "qualcomm")


def test_a_country_that_faces_a_control_does_not_lay_it_down(read: Read) -> None:
    [move] = read("China faces a tariff of 145 percent on its chips.")
    assert (move.jurisdiction, move.target) == ("US", "China")


def test_a_buyer_that_is_kept_from_goods_is_the_target(read: Read) -> None:
    [move] = read("The US keeps Huawei from chipmaking tools.")
    assert move.target == "huawei"


def test_a_condition_may_stand_without_if(read: Read) -> None:
    assert read("Should Washington ban the H20, Nvidia would lose billions.") == ()


def test_a_ban_that_is_only_talked_of_is_no_move(read: Read) -> None:
    assert read("Huang said that a total ban on AI chips would hand the market to Huawei.") == ()


@pytest.mark.parametrize(
    "body",
    [
        "Nvidia's Jensen Huang praises AI models amid easing US export controls.",
        "The US government has been tightening restrictions on AI chips.",
        "The recent easing of export controls suggests a thaw.",
        "Keeping AI chips from China makes foreign makers stronger, Nvidia said.",
    ],
)
def test_what_is_under_way_is_background(read: Read, body: str) -> None:
    assert all(move.background for move in read(body))


@pytest.mark.parametrize(
    "body",
    ["Washington is easing its export controls on AI chips.", "They bring controls on chipmaking equipment, BIS said."],
)
def test_what_is_being_done_is_news(read: Read, body: str) -> None:
    assert [move.background for move in read(body)] == [False]


def test_what_somebody_guesses_at_is_no_move(read: Read) -> None:
    assert read("A weaker chip is possible but could be banned.") == ()


def test_a_ministry_that_warns_gives_guidance(read: Read) -> None:
    [move] = read("Beijing warned that helping with US curbs may break Chinese law.")
    assert (move.jurisdiction, move.instrument) == ("China", "guidance")


def test_who_is_asked_is_not_who_acts(read: Read) -> None:
    [move] = read("China's commerce ministry told Washington to correct its wrongs.")
    assert (move.jurisdiction, move.target) == ("China", "US")


def test_the_power_is_that_of_the_last_control_of_the_kind(read: Read) -> None:
    *_, move = read(
        "The US banned the H20. China raised its tariffs on American goods. The MI308 will require a licence, too."
    )
    assert move.jurisdiction == "US"


@pytest.mark.parametrize(
    ("body", "jurisdiction", "direction", "instrument"),
    [
        ("荷兰经济部接管安世半导体。", "Netherlands", "tighten", "seizure"),
        ("India's commerce ministry restricted imports of servers.", "India", "tighten", "licence requirement"),
        ("据路透社报道，中国已禁止数据中心使用外国AI芯片。", "China", "tighten", "ban"),
        (
            "马来西亚工业部表示，即日起出口美国高性能AI芯片须取得许可。",
            "Malaysia",
            "tighten",
            "licence requirement",
        ),
        ("特朗普表示不会允许Blackwell芯片出口到中国。", "US", "tighten", "ban"),
        ("日本政府将半导体制造设备纳入出口管制。", "Japan", "tighten", "licence requirement"),
        ("工信部要求企业避免采购RTX Pro 6000D芯片。", "China", "tighten", "guidance"),
        ("The European Union added two Chinese chipmakers to its sanctions list.", "EU", "tighten", "entity listing"),
        ("Japan ordered exporters to obtain approval for chipmaking tools.", "Japan", "tighten", "licence requirement"),
        ("Commerce rescinded its letters telling EDA firms to seek licences.", "US", "ease", "licence requirement"),
        ("The licence exception for HBM expired on Sunday, BIS said.", "US", "tighten", "waiver"),
    ],
)
def test_powers_and_instruments_of_many_kinds(
    read: Read, body: str, jurisdiction: str, direction: str, instrument: str
) -> None:
    [move] = read(body)
    assert (move.jurisdiction, move.direction, move.instrument) == (jurisdiction, direction, instrument)


@pytest.mark.parametrize(
    "body", ["台湾将华为和中芯国际列入实体名单。", "Taiwan added Huawei and SMIC to its entity list."]
)
def test_of_firms_in_a_row_the_first_is_the_target_in_either_language(read: Read, body: str) -> None:
    [move] = read(body)
    assert move.target == "huawei"


@pytest.mark.parametrize(
    "body",
    [
        "商务部宣布暂停实施2025年10月9日公布的稀土出口管制措施。",
        "China suspended its October 2025 rare earth controls for a year.",
        "China suspended the rare earth controls announced in October 2025.",
    ],
)
def test_the_date_of_the_rule_that_is_eased_makes_no_history(read: Read, body: str) -> None:
    assert [move.background for move in read(body)] == [False]


@pytest.mark.parametrize(
    "body",
    [
        "The Trump administration froze sales of AI chips to China earlier this year.",
        "The H20 had been barred since April, when Washington demanded a licence for it.",
    ],
)
def test_a_time_in_the_clause_or_before_it_makes_history(read: Read, body: str) -> None:
    moves = read(body)
    assert moves
    assert all(move.background for move in moves)


def test_a_government_that_urges_firms_to_avoid_goods_gives_guidance(read: Read) -> None:
    [move] = read("Beijing has urged local companies to avoid the H20.")
    assert (move.jurisdiction, move.instrument, move.object) == ("China", "guidance", "h20")


def test_a_threat_is_no_step_yet(read: Read) -> None:
    [move] = read("Trump threatened to impose a tariff of 100 percent on chips from China.")
    assert (move.instrument, move.status) == ("tariff", "reported")


def test_firms_on_a_list_and_goods_under_controls_are_two_instruments(read: Read) -> None:
    [firm] = read("The Commerce Department may add memory maker CXMT to the Entity List.")
    [goods] = read("Washington put the H20 on the list of chips that need a licence.")
    assert (firm.instrument, goods.instrument) == ("entity listing", "licence requirement")


def test_a_firm_that_was_only_bought_is_not_what_a_probe_is_about(read: Read) -> None:
    [move] = read("China's market regulator opened a probe into Nvidia over its purchase of Mellanox.")
    assert move.target == "nvidia"


def test_leave_that_somebody_got_is_that_of_its_owner(read: Read) -> None:
    [move] = read("South Korea's industry ministry said that it had secured a US waiver for exports to Samsung's fabs.")
    assert move.jurisdiction == "US"


def test_a_start_that_is_put_off_eases(read: Read) -> None:
    [move] = read("BIS delayed the effective date of the export rule by 60 days.")
    assert (move.direction, move.status) == ("ease", "announced")


def test_who_reports_a_warning_is_not_what_it_is_about(read: Read) -> None:
    [move] = read("Beijing is discouraging local firms from buying the H20, Bloomberg reported.")
    assert move.target != "bloomberg"


def test_a_month_of_what_was_decided_lies_ahead(read: Read) -> None:
    [move] = read("韩国政府决定自5月起对高带宽内存出口实行许可管理。")
    assert not move.background


def test_items_on_a_list_need_a_licence_and_are_no_firms(read: Read) -> None:
    [move] = read("Japan put 23 types of equipment on a list that needs clearance before export to China.")
    assert (move.jurisdiction, move.instrument) == ("Japan", "licence requirement")


def test_leave_to_trade_is_given_by_the_country_of_the_traders(read: Read) -> None:
    *_, move = read("China restricted exports of gallium. US chip makers are to resume sales of AI chips to China.")
    assert (move.jurisdiction, move.target) == ("US", "China")


@pytest.mark.parametrize(
    "body",
    [
        "Has Washington put the H200 under licence?",
        "Q: Today the ministry of commerce issued export controls on rare earths. What is the reason?",
        "问：商务部对稀土技术实施出口管制，有何考虑？",
    ],
)
def test_a_question_states_no_move(body: str, read: Read) -> None:
    assert not read(body)


def test_the_answer_to_a_question_is_read(read: Read) -> None:
    moves = read(
        "Q: Why were rare earths brought under control?\n\nA: China imposed export controls on rare earths today."
    )
    assert [move.direction for move in moves] == ["tighten"]


def test_what_follows_a_condition_is_no_more_certain_than_it(read: Read) -> None:
    assert not read("If The Hague suspends the order, China will resume exports of Nexperia's chips.")


@pytest.mark.parametrize(
    ("body", "direction"),
    [
        ("China suspended its export controls on rare earths.", "ease"),
        ("China extended the suspension of its export controls on rare earths.", "ease"),
        ("China ended the suspension of its export controls on rare earths.", "tighten"),
        ("China's export controls on rare earths remain in force.", "tighten"),
        ("China announced the lifting of its export controls on rare earths.", "ease"),
    ],
)
def test_acts_upon_acts_add_up(body: str, direction: str, read: Read) -> None:
    assert [move.direction for move in read(body)] == [direction]


def test_two_places_that_one_control_binds_are_not_those_who_lay_it_down(read: Read) -> None:
    moves = read("Washington has widened its rules. Malaysia and Thailand come under licensing in April.")
    assert {move.jurisdiction for move in moves} == {"US"}
