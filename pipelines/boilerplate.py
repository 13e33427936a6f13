"""Which sentences of a page are not the article: navigation, credits, disclosures, lists of other headlines."""

from __future__ import annotations

import re
from collections.abc import Sequence

Span = tuple[int, int]

# Lines or sentences that begin like this are the site speaking, not the article.
OPENING = re.compile(
    r"""(?:
    # More to read, here or elsewhere
    (?:read|see|also\s+read|watch|listen)\s+(?:more|next|also|full|the\s+full|coverage)\b (?!\s+than)
  | also\s+read\b | see\s+also\b | more\s+(?:tech|news|from|on|stories)\s*: | related(?:\s+\w+)?\s*:
  | recommended\s*: | in\s+this\s+article\s*: | table\s+of\s+contents\b | hashtags?\b | reading\s+time\s*:
  | 相关阅读 | 相關閱讀 | 延伸阅读 | 延伸閱讀 | 推荐阅读 | 推薦閱讀 | 更多精彩 | 関連記事 | 관련\s*기사
  | mehr\s+zum\s+thema | lesen\s+sie\s+auch | lire\s+aussi | à\s+lire | lees\s+ook | leggi\s+anche | lea\s+también
    # Ways about the site
  | skip\s+to\b | jump\s+to\b | top\s+of\s+page | home\s*(?:/|\|) | menu\s*(?:/|\|) | no\s+(?:result|comments)\b
  | sign\s+(?:up|in)\b | log\s?in\b | subscribe\b | unlock\s+the\b | share\s+(?:this|on)\b | follow\s+us\b
  | leave\s+a\s+(?:reply|comment)\b
  | getting\s+your\s+\w+\s+audio | if\s+you\s+(?:like|enjoyed)\s+this\s+(?:post|article)
  | get\s+(?:the\s+)?(?:top|latest|our|live|[A-Z]+'s)\b.*(?:newsletter|delivered|inbox|quotes)
  | thank\s+you\s+for\s+(?:donating|reading|subscribing|signing) | (?:we|(?:this|our)\s+(?:web)?site)\s+uses?\s+cookies
  | 点击(?:查看|阅读|关注|订阅) | 點擊 | 扫码 | 扫描二维码 | 关注我们
    # Advertisements, disclosures, rights
  | advertisement\b | ads?\s+by\b | sponsored\b | promoted\b | 3rd\s+party\s+ad | anzeige\b | 广告 | 廣告 | 広告
  | (?:(?:should|before|if)\s+you\s+)?(?:put|invest(?:ed)?|buy)\s+\$[\d,]+\s+(?:in|into|of|at)\b
  | as\s+an\s+amazon\s+associate | we\s+may\s+earn | .{0,60}\bmay\s+(?:also\s+)?earn\s+(?:a\s+)?(?:commission|fee)
  | disclosure\s*: | disclaimer\s*: | .{0,90}\b(?:not|no|nor)\b.{0,60}(?:financial|investment)\s+advice
  | copyright\b | © | all\s+rights\s+reserved | 版权(?:声明|所有) | 版權(?:聲明|所有)
  | 免责声明 | 免責聲明 | 무단\s*전재
    # Credits and datelines
  | (?:photo|image|picture|foto|bild|credits?|photograph)(?:\s+(?:source|credit|by))?\s*: | \(?photo\s+(?:credit|by)\b
  | \(?(?:reporting|editing|writing|translated)\s+by\b | \(?additional\s+reporting\b | with\s+inputs?\s+from\b
  | (?:published|updated|posted|last\s+updated)(?:\s+on)?\s*[:|]
  | 责任编辑 | 責任編輯 | 图(?:片来)?源[：:] | 圖(?:片來)?源[：:]
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# Contained in a short line, these give it away as a credit or a dateline.
CREDIT = re.compile(
    r"getty\s+images|shutterstock|\bAP\s+photo|/\s*(?:AFP|reuters|AP|getty)\b|\|\s*(?:reuters|afp|ap|bloomberg)\b"
    r"|image\s+source|file\s+photo|123rf|CC\s+BY|\b\d+\s+min(?:ute)?s?\s+read\b|pic\.twitter\.com",
    re.IGNORECASE,
)
# After such a line the items that follow are other articles' headlines.
LIST_HEAD = re.compile(
    r"\s*(?:read\s+more|more)\s+(?:at|from|on)\b|\s*(?:related|most\s+read|trending|you\s+may\s+also\s+like|latest)\b.{0,30}$"
    r"|\s*(?:相关阅读|相關閱讀|延伸阅读|延伸閱讀|推荐阅读|相关新闻|関連記事)",
    re.IGNORECASE,
)
ITEM = re.compile(r"[-–—•*·▪►●■][ \t\u00a0]")
SEPARATOR = re.compile(r"\s[|•·]\s")
FIGURE_CELL = re.compile(r"[~<>+-]?\d[\d.,]*\s?[A-Za-z/]{0,12}(?:\s\(.{0,30}\))?")
SHORT = 120
"""Characters up to which a line may be a credit, a menu or a byline."""


def is_boilerplate(body: str, spans: Sequence[Span]) -> tuple[bool, ...]:
    """For each span of `body`, whether it is page furniture rather than article; repeats of a sentence are, too."""
    marks: list[bool] = []
    seen: set[str] = set()
    listing = False
    texts = [body[start:end] for start, end in spans]
    for (start, _), text, following in zip(spans, texts, [*texts[1:], ""], strict=False):
        item = is_item(body, start)
        listing = (listing and item) or (LIST_HEAD.match(text) is not None and len(text) < SHORT)
        repeated = text in seen
        seen.add(text)
        marks.append(listing or repeated or (is_furniture(text) and not heads_table(text, following)))
    return tuple(marks)


def is_item(body: str, start: int) -> bool:
    """Whether the sentence at `start` opens, or stands in, a bulleted line."""
    line = max(body.rfind("\n", max(0, start - 2_000), start) + 1, start - 2_000, 0)
    while line < start and body[line] in " \t\u00a0":
        line += 1
    return ITEM.match(body, line) is not None


def is_furniture(text: str) -> bool:
    """Whether this sentence, by itself, is the page's and not the article's."""
    if OPENING.match(text):
        return True
    return len(text) < SHORT and (CREDIT.search(text) is not None or is_menu(text))


def is_menu(text: str) -> bool:
    """Whether this is a bar of short labels: parts set off by bars or bullets, none a sentence, no row of figures."""
    parts = [part for part in SEPARATOR.split(text) if part]
    figures = sum(FIGURE_CELL.fullmatch(part.strip()) is not None for part in parts)
    return len(parts) > 1 and figures < 2 and text[-1] not in ".!?。" and not any(sign in text for sign in "$€£¥%")


def heads_table(text: str, following: str) -> bool:
    """Whether `text` is the header of a table whose first row is `following`."""
    bars = text.count("|")
    return bars > 1 and following.count("|") == bars and not is_furniture(following)
