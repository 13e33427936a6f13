"""`deltawire extract`: figures and policy moves of texts on standard input."""

from __future__ import annotations

import sys
from typing import Any

import typer

from cli.lines import read_lines
from cli.output import DONE, SOME_REFUSED, print_record, refuse
from cli.session import settings
from config.desk import load_lexicons
from pipelines.desk import extract as read_claims
from pipelines.records import claim_record
from pipelines.text import read_text


def extract() -> None:
    """Print every figure and policy move of texts, one JSON object a line in and out.

    Example: echo '{"id":1,"text":"Sales fell 6% to $4.2bn."}' | deltawire extract
    """
    if sys.stdin.isatty():
        refuse("extract reads standard input: pipe one JSON object a line into it, with `id` and `text`")
    lexicons = load_lexicons(settings().config_dir, settings().desk)
    refused: list[str] = []
    for given, text in read_lines(sys.stdin.buffer, _given, refused):
        claims = read_claims(read_text(text), lexicons, published=None)
        print_record({"id": given, "claims": [claim_record(claim) for claim in claims]})
    raise typer.Exit(SOME_REFUSED if refused else DONE)


def _given(record: Any) -> tuple[Any, str]:
    """Id and text of one line."""
    if not isinstance(record, dict):
        raise ValueError("not a JSON object")
    if "id" not in record:
        raise ValueError("field `id` is missing")
    if not isinstance(record.get("text"), str):
        raise ValueError("field `text` is missing or no string")
    return record["id"], record["text"]
