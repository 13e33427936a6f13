"""Which language a text is in, told by its script and then by its commonest words."""

from __future__ import annotations

import re
from collections import Counter

SAMPLE = 4_000
"""Characters that are looked at; more would not change the answer."""
WORD = re.compile(r"[^\W\d_]+")
HAN, KANA, HANGUL = (re.compile(rf"[{span}]") for span in ("\u4e00-\u9fff", "\u3040-\u30ff", "\uac00-\ud7af"))
ANY_SCRIPT = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")

COMMONEST = {
    "en": "the of and to in is that for on with as was by at from it its has have said which are be will",
    "de": "der die das und den von zu mit sich des auf für ist im dem nicht ein eine als auch es wird hat",
    "fr": "le la les des et du en un une que pour dans est sur qui par pas au aux plus ce avec sont ses",
    "es": "el la los las de y en un una que por del se con para su como más es al lo sus fue ha según",
    "it": "il lo la gli le di che e un una per in del della dei con non sono si è da alla nel più anche",
    "nl": "de het een en van in is dat op te voor met zijn aan niet door ook naar bij worden heeft om uit",
}
STOP_WORDS = {code: frozenset(words.split()) for code, words in COMMONEST.items()}
ANY_STOP_WORD = frozenset().union(*STOP_WORDS.values())


def language_of(text: str) -> str:
    """ISO 639-1 code of `text`: en, zh, de, fr, es, it, nl, ja or ko; "und" where it cannot be told."""
    sample = text[:SAMPLE]
    return by_script(sample) or by_words(sample)


def by_script(sample: str) -> str | None:
    """ja, ko or zh where their script carries the text; a Han character counts as two Latin letters."""
    if ANY_SCRIPT.search(sample) is None:
        return None
    han, kana, hangul = (len(script.findall(sample)) for script in (HAN, KANA, HANGUL))
    latin = len(re.findall(r"[A-Za-z]", sample))
    if 2 * (han + kana + hangul) <= latin or han + kana + hangul == 0:
        return None
    if hangul > han + kana:
        return "ko"
    return "ja" if kana * 10 > han else "zh"


def by_words(sample: str) -> str:
    """The language whose commonest words fill most of the sample; "und" below one word in sixteen, or on a tie."""
    words = WORD.findall(sample.casefold())
    met = Counter(word for word in words if word in ANY_STOP_WORD)
    counts = sorted(((sum(met[word] for word in stop), code) for code, stop in STOP_WORDS.items()), reverse=True)
    (best, code), (second, _) = counts[0], counts[1]
    return code if best * 16 >= len(words) > 0 and best > second else "und"
