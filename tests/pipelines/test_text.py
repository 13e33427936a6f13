"""Texts are cut exactly, junk is told from the article, and nothing takes more than linear time."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.errors import Unreadable
from pipelines.text import language_of, normalised, plain_text, read_text


def sentences(body: str) -> list[str]:
    return [sentence.text for sentence in read_text(body).sentences]


def junk(body: str) -> list[str]:
    return [sentence.text for sentence in read_text(body).sentences if sentence.boilerplate]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Sales rose. Profit fell.", ["Sales rose.", "Profit fell."]),
        ("The deal is worth $2.5bn. It closes soon.", ["The deal is worth $2.5bn.", "It closes soon."]),
        ("The U.S. Commerce Department acted.", ["The U.S. Commerce Department acted."]),
        ("It may sell in the U.S. It hopes so.", ["It may sell in the U.S.", "It hopes so."]),
        ("Acme Inc. Chief Jo Roe spoke on Jan. 5 of No. 7.", ["Acme Inc. Chief Jo Roe spoke on Jan. 5 of No. 7."]),
        ("He said no. They left.", ["He said no.", "They left."]),
        ("Mr. J. Roe met her at 5 p.m. on Friday.", ["Mr. J. Roe met her at 5 p.m. on Friday."]),
        ('"We won." Then they left.', ['"We won."', "Then they left."]),
        ("Rates fell 0.25 points... and stayed.", ["Rates fell 0.25 points... and stayed."]),
        ("Das am 17. Oktober erlassene Verbot gilt.", ["Das am 17. Oktober erlassene Verbot gilt."]),
        ("公司发布公告。“我们赢了。”然后呢？好！", ["公司发布公告。", "“我们赢了。”", "然后呢？", "好！"]),
        ("营收为3.5亿元。同比增长。", ["营收为3.5亿元。", "同比增长。"]),
        ("Sales of Acme rose.公司发布公告。", ["Sales of Acme rose.", "公司发布公告。"]),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(body: str, expected: list[str]) -> None:
    assert sentences(body) == expected


def test_lines_end_sentences_and_bullets_are_not_part_of_them() -> None:
    body = "Key points\n- Sales rose 5%\n  • • Profit fell\n1. First rule;\n2) Second rule"
    assert sentences(body) == ["Key points", "Sales rose 5%", "Profit fell", "First rule;", "Second rule"]


def test_the_lines_of_hard_wrapped_wire_text_are_joined() -> None:
    body = (
        "PARIS, May 2 (Wire) - The maker of industrial\nPumps said on Friday that its sales in the second\n"
        "Quarter had risen by a tenth, helped by orders from\nAsia and by a weaker currency than in the year\n"
        "before. It kept its outlook."
    )
    assert len(sentences(body)) == 2


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("aB1 .!?。\n\r\t-•\"'”(U.S.$£é中文、；|"), max_size=300))
def test_every_offset_points_at_its_sentence_and_nothing_but_blanks_and_bullets_is_left_out(body: str) -> None:
    text = read_text(body)
    assert text.body == body
    end = 0
    for sentence in text.sentences:
        assert body[sentence.start : sentence.end] == sentence.text == sentence.text.strip() != ""
        assert not any(character.isalpha() for character in body[end : sentence.start])
        end = sentence.end
    assert not any(character.isalpha() for character in body[end:])


@pytest.mark.parametrize(
    "body",
    ["word " * 40_000, "a." * 100_000, "U.S. " * 40_000, "x" + " " * 200_000 + ". Y", ".))))" * 40_000, "- " * 100_000],
)
def test_a_hostile_text_is_read_to_its_end(body: str) -> None:
    """A blow-up would show as a suite that hangs; how fast it is read, bench/speed.py measures."""
    assert all(sentence.end <= len(body) for sentence in read_text(body).sentences)


@pytest.mark.parametrize(
    "line",
    [
        "Read more: Another company reports",
        "READ NEXT",
        "Also Read | Actor honoured",
        "Sign up for our daily newsletter",
        "We may earn a commission from links on this page.",
        "As an Amazon Associate I earn from qualifying purchases.",
        "Disclosure: the author holds shares.",
        "This is not financial advice.",
        "Advertisement",
        "Photo: Jane Roe / Getty Images",
        "(Reporting by Jane Roe; Editing by John Doe)",
        "Home | About us | Contact",
        "This site uses cookies to serve you better.",
        "Should you invest $1,000 in Acme right now?",
        "相关阅读：另一家公司公布业绩",
        "责任编辑：张三",
        "图源：视觉中国",
    ],
)
def test_page_furniture_is_marked(line: str) -> None:
    assert junk(f"Sales rose 5% to $3 billion.\n{line}\nProfit fell.") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Read that again, he said: sales fell 5%.",
        "Sales | $26.0 billion | $44.1 billion",
        "Bandwidth | 130 TB/s | 269 TB/s",
        "Subscribers rose to 3 million.",
        "Images of the chip leaked on Monday.",
        "The company shared this on Friday.",
    ],
)
def test_the_article_itself_is_not_marked(line: str) -> None:
    assert junk(f"Sales rose 5% to $3 billion.\n{line}\nProfit fell.") == []


def test_a_notice_within_a_line_is_the_site_s_to_the_end_of_that_line() -> None:
    body = "Sales rose. Disclaimer: This is our view. It may change.\nProfit fell.免责声明：仅供参考。投资有风险。"
    assert junk(body) == ["Disclaimer: This is our view.", "It may change.", "免责声明：仅供参考。", "投资有风险。"]


def test_headlines_listed_after_read_more_at_are_marked_and_what_follows_the_list_is_not() -> None:
    body = "Sales rose.\nRead more at The Paper\n– Acme buys Bolt for $8 billion.\n– Bolt shares up 34%.\nProfit fell."
    assert junk(body) == ["Read more at The Paper", "Acme buys Bolt for $8 billion.", "Bolt shares up 34%."]


def test_a_table_keeps_its_header() -> None:
    assert junk("Metric | 2024 | 2025\nRevenue | $26.0 billion | $44.1 billion") == []


def test_a_headline_repeated_in_the_body_is_read_once() -> None:
    assert junk("Acme sells Bolt\nThe price is $3.\nAcme sells Bolt") == ["Acme sells Bolt"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The company said that it will not pay for the chips."),
        ("de", "Das Unternehmen hat mit dem Verbot nicht gerechnet und wird sich wehren."),
        ("fr", "La société a dit que les ventes ne sont pas dans le plan."),
        ("es", "La empresa dijo que las ventas no son lo que se esperaba para el año."),
        ("it", "La società ha detto che le vendite non sono nel piano della casa."),
        ("nl", "Het bedrijf heeft gezegd dat de verkoop niet op tijd is."),
        ("zh", "公司表示将继续向客户提供H20芯片。"),
        ("ja", "同社は新しいチップを発表した。"),
        ("ko", "회사는 새로운 칩을 발표했다."),
        ("und", "42 1,000 7%"),
        ("und", ""),
    ],
)
def test_the_language_is_told_by_script_and_common_words(language: str, text: str) -> None:
    assert language_of(text) == language


def test_copies_that_differ_in_punctuation_case_and_width_are_equal_when_normalised() -> None:
    assert normalised("“Sales” rose,  5%—to ＄3bn!") == normalised("'SALES' rose 5% to $3bn") == "sales rose 5 to 3bn"


def test_a_page_gives_its_article_and_tables_without_its_scripts() -> None:
    page = (
        "<html><body><nav><a href='/'>Home</a></nav><article><h1>Acme grows</h1>"
        "<p>Acme said on Monday that its sales rose by five percent in the second quarter of the year.</p>"
        "<table><tr><td>Revenue</td><td>$44 billion</td></tr></table></article><script>var x=1</script></body></html>"
    )
    text = plain_text(page, url="https://example.org/a")
    assert "sales rose by five percent" in text
    assert "$44 billion" in text
    assert "var x" not in text


LEAD = "<p>Acme said on Monday that its sales rose by five percent in the second quarter of the year.</p>"
END = "<p>\u201cWe build what ports need,\u201d said its chief executive in a call with analysts on the same day.</p>"


@pytest.mark.parametrize(
    ("inside", "kept"),
    [
        ("<p>Shares rose 4%.</p>", "Shares rose 4%."),
        ("<ul><li>Orders of $1.77 billion</li><li>Margin of 31.4%</li></ul>", "Margin of 31.4%"),
        ("<ul><li><a href='/o'>Orders</a> of $1.77 billion</li></ul>", "Orders of $1.77 billion"),
        (
            "<table><thead><tr><th>Metric</th><th>Q2</th></tr></thead>"
            "<tbody><tr><td>Orders</td><td>$2 billion</td></tr></tbody></table>",
            "Orders | $2 billion",
        ),
        (
            "<blockquote><p>Orders reached $1.77 billion in the quarter.</p></blockquote>",
            "Orders reached $1.77 billion",
        ),
        ("<dl><dt>Orders</dt><dd>$1.77 billion</dd></dl>", "$1.77 billion"),
        ("<div>Orders reached $1.77 billion.<br><br>They were $1.5 billion before.</div>", "They were $1.5 billion"),
        (
            "<p>It expects $6.5 billion<sup><a href='#1'>1</a></sup> of orders.</p>",
            "It expects $6.5 billion of orders.",
        ),
        ("<p>The yard covers 40,000 m<sup>2</sup> of land.</p>", "40,000 m2 of land"),
    ],
)
def test_paragraphs_lists_and_tables_of_a_page_are_kept(inside: str, kept: str) -> None:
    menu = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/m'>Markets</a></li></ul></nav>"
    more = "<div class='related'><h3>Related</h3><ul><li><a href='/1'>Port strike enters third week</a></li></ul></div>"
    article = f"<article><h1>Acme grows</h1>{LEAD}{inside}{END}{more}</article>"
    page = f"<html><body>{menu}{article}<footer><p>© 2026 Acme News</p></footer></body></html>"
    text = plain_text(page, url="https://example.org/a")
    assert kept in text
    assert "Markets" not in text
    assert "Port strike" not in text
    assert "sales rose by five percent" in text


@pytest.mark.parametrize(
    "html", ["<b>Sales &amp; profit</b>", "Sales &amp; profit", "<p>Sales\x00 &amp; \ud800profit</p>"]
)
def test_a_fragment_such_as_feeds_carry_gives_its_words(html: str) -> None:
    assert plain_text(html, url="https://example.org/a") == "Sales & profit"


def test_a_page_without_text_is_unreadable_and_the_message_names_it() -> None:
    with pytest.raises(Unreadable, match=r"https://example\.org/empty"):
        plain_text("<html><script>x</script></html>", url="https://example.org/empty")


def test_a_chinese_brief_keeps_its_lines_and_loses_the_headlines_around_it() -> None:
    page = (
        "<html><body><div class='nav'><a href='/'>首页</a><a href='/f'>财经</a></div><article><h1>海岳重工上调预期</h1>"
        "<p>海岳重工周五表示，全年新签订单预计达到420亿元，高于此前预计的390亿元，主要原因是港口设备更新。</p>"
        "<p>公司称，二季度新签订单同比增长18%，其中海外订单占比首次超过四成。</p></article>"
        "<div class='rel'><h3>相关推荐</h3><a href='/1'>宁港集装箱吞吐量创新高</a></div></body></html>"
    )
    lines = plain_text(page, url="https://example.org/a").splitlines()
    assert [line[:4] for line in lines] == ["海岳重工", "海岳重工", "公司称，"]
