"""Reads moves of controls out of news: who tightens or eases what, by which instrument, towards whom, at what step.

The words are data (config/policy.yaml); this package is the engine that applies them:

    words      tokens of a sentence, and the groups of words found in it
    roles      what the names of the desk's taxonomy are to a control
    passages   a text as sentences with both tagged
    frames     which wording of a control the groups make up, and where one statement ends and the next begins
    dates      days and years named in a statement
    history    whether it is news, or told as history or beside other news
    standing   whether it is stated at all (not denied, called for or supposed), and at what step
    actors     who moves the control
    aims       what it is laid on, and towards whom
    slots      all of these, with what is left open taken from what stands around
    confidence how surely it states a control at all
    moves      the way through these
    worth      whether an analyst of the desk would note the move
    line       which moves speak of one control, for the ledger
"""

from __future__ import annotations

from pipelines.policy.line import same_line, step
from pipelines.policy.moves import read_moves
from pipelines.policy.worth import worth_noting

__all__ = ["read_moves", "same_line", "step", "worth_noting"]
