"""What the Federal Register prints above the text of a document: agency, action, dates, docket, parts of the code.

Its labels are the same for every agency (https://www.archives.gov/federal-register/write/handbook).
"""

from __future__ import annotations

import re
from datetime import date

from pipelines.filing import Filing, FilingKind
from pipelines.official.days import days_in
from pipelines.types import Text

JURISDICTION = "US"
_LABEL = re.compile(
    r"^[ \t]*(AGENC(?:Y|IES)|ACTION|SUMMARY|DATES|EFFECTIVE DATE|ADDRESSES|FOR FURTHER INFORMATION CONTACT"
    r"|SUPPLEMENTARY INFORMATION)\s*:",
    re.MULTILINE,
)
_PARTS = re.compile(r"\b(\d{1,2}) CFR (?:Parts?|Chapter [IVX]+, Parts?) ((?:\d+(?:, and |, | and )?)+)")
_DOCKET = re.compile(r"\bDocket (?:No\.|Number|ID):?\s*([A-Z0-9][\w-]+)")
_RIN = re.compile(r"\bRIN:?\s*(\d{4}-[A-Z]{2}\d{2})\b")
_NUMBER = re.compile(r"\bFR Doc\. ((?:19|20)\d\d-\d{5})\b")
_INVERTED = re.compile(r"(?P<name>.+) (?P<office>Bureau|Department|Office|Administration|Agency)")


def read_register_text(title: str, text: Text, published: date | None) -> Filing | None:
    """The filing that a document's labels make up; None where AGENCY, ACTION or SUMMARY is not among them."""
    sections = sections_of(text.body)
    if not {"AGENCY", "ACTION", "SUMMARY"} <= sections.keys():
        return None
    told = {label: " ".join(text.body[start:end].split()) for label, (start, end) in sections.items()}
    head = text.body[: sections["AGENCY"][0]]
    days = days_in(told.get("DATES", ""), published)
    numbers = _NUMBER.findall(text.body)
    return Filing(
        kind=kind_of(told["ACTION"]),
        number=numbers[-1] if numbers else "",
        action=told["ACTION"].rstrip(" .-"),
        agencies=tuple(filter(None, (part.strip(" .-") for part in told["AGENCY"].split(",")))),
        jurisdiction=JURISDICTION,
        effective=days.effective,
        comments_close=days.comments_close,
        dockets=tuple(dict.fromkeys(_DOCKET.findall(head))),
        rins=tuple(dict.fromkeys(_RIN.findall(head))),
        parts=_parts(head),
    )


def sections_of(body: str) -> dict[str, tuple[int, int]]:
    """Label -> where its passage begins and ends; none where the labels are missing."""
    labels = list(_LABEL.finditer(body))
    ends = [*(label.start() for label in labels[1:]), len(body)]
    sections: dict[str, tuple[int, int]] = {}
    for label, end in zip(labels, ends, strict=False):
        sections.setdefault(_plain(label[1]), (label.end(), end))
    return sections


def kind_of(action: str) -> FilingKind:
    """What a document is, by the type or the action that it names."""
    told = action.casefold()
    if "propos" in told or told == "prorule":
        return "proposed rule"
    if "rule" in told or "final" in told:
        return "rule"
    presidential = ("presidential", "executive order", "proclamation", "presdocu")
    return "presidential document" if any(word in told for word in presidential) else "notice"


def upright(agency: str) -> str:
    """An agency's name as it is spoken: the lists of the register put what it is about first."""
    found = _INVERTED.fullmatch(agency)
    return f"{found['office']} of {found['name']}" if found and " and " in found["name"] else agency


def _plain(label: str) -> str:
    return {"AGENCIES": "AGENCY", "EFFECTIVE DATE": "DATES"}.get(label, label)


def _parts(head: str) -> tuple[str, ...]:
    found = ((title, re.findall(r"\d+", numbers)) for title, numbers in _PARTS.findall(head))
    return tuple(dict.fromkeys(f"{title} CFR {number}" for title, numbers in found for number in numbers))
