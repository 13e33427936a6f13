"""`deltawire extract`: figures and policy moves of texts on standard input."""

from __future__ import annotations

import json
import sys
from typing import Any

import typer

from cli.output import DONE, SOME_REFUSED, complain, print_record, refuse
from cli.session import settings
from config.desk import Lexicons, load_lexicons
from config.settings import SettingsRefused
from pipelines.desk import extract as read_claims
from pipelines.records import claim_record
from pipelines.text import read_text


def extract() -> None:
    """Print every figure and policy move of texts, one JSON object a line in and out.

    Example: echo '{"id":1,"text":"Sales fell 6% to $4.2bn."}' | deltawire extract
    """
    try:
        lexicons = load_lexicons(settings().config_dir, settings().desk)
    except SettingsRefused as error:
        refuse(str(error))
    refused = 0
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            print_record(_claims(json.loads(line), lexicons))
        except (ValueError, RecursionError) as error:
            refused += 1
            complain(f"line {number}: {error}; the line is passed over")
    raise typer.Exit(SOME_REFUSED if refused else DONE)


def _claims(record: Any, lexicons: Lexicons) -> dict[str, Any]:
    if not isinstance(record, dict) or "id" not in record or not isinstance(record.get("text"), str):
        raise ValueError("a JSON object with `id` and `text` is wanted")
    claims = read_claims(read_text(record["text"]), lexicons, published=None)
    return {"id": record["id"], "claims": [claim_record(claim) for claim in claims]}
