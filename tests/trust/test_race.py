"""However eight processes interleave, copies that arrive at the same moment are one story with one origin."""

from adapters.kit import read_desk
from bench.race import race
from config.settings import load_settings


def test_simultaneous_copies_in_eight_processes_are_one_story_each(database_url: str) -> None:
    settings = load_settings()
    outcome = race(database_url, settings, read_desk(settings), groups=40, copies=5, seed=1)
    assert (outcome.stories, outcome.split, outcome.left) == (40, 0, 0)
