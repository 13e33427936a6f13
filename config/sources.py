"""The sources that a desk's fresh installation starts with, as plain data; afterwards the list is stored."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from config.desk import read_yaml
from config.taxonomy import Frozen


class SourceConfig(Frozen):
    """One source, as its operator describes it."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    url: str
    kind: Literal["feed", "json-feed", "federal-register", "edgar", "listing"] = "feed"
    """Name of the reader in `pipelines.sources.READERS`."""
    outlet: Annotated[str, Field(min_length=1)]
    """Whose words these are: what alerts name, and what independence is counted by."""
    tier: Annotated[int, Field(ge=1, le=3)] = 2
    """1 official or primary, 2 press, 3 aggregator."""
    language: Annotated[str, Field(pattern=r"^([a-z]{2})?$")] = ""
    """ISO 639-1 code; empty where it varies."""
    min_interval: Annotated[int, Field(ge=60)] = 600
    """Shortest time between two polls, in seconds; what the publisher can bear."""
    conditional: bool = True
    """Whether to ask with If-None-Match and If-Modified-Since: some servers give stale answers to that."""
    needs_contact: bool = False
    """The publisher answers only programs that name their operator: DELTAWIRE_USER_AGENT_CONTACT."""
    verified: bool = False
    """Whether somebody has seen it answer; `deltawire sources check` is how."""

    @field_validator("url")
    @classmethod
    def _on_the_web(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
            raise ValueError(f"{url!r} is no http(s) address without a password in it")
        return url

    def left_out(self, contact: str) -> str | None:
        """Why this source cannot be polled with these settings, and the cure; None where it can."""
        if self.needs_contact and not contact:
            return f"{self.name}: its publisher wants a mail address; set DELTAWIRE_USER_AGENT_CONTACT and add it"
        return None


class SourceList(Frozen):
    """The file as a whole."""

    sources: tuple[SourceConfig, ...]

    @field_validator("sources")
    @classmethod
    def _named_once(cls, sources: tuple[SourceConfig, ...]) -> tuple[SourceConfig, ...]:
        for field in ("name", "url"):
            values = [getattr(source, field) for source in sources]
            if twice := {value for value in values if values.count(value) > 1}:
                raise ValueError(f"more than one source has the {field} {', '.join(sorted(twice))}")
        return sources


def load_sources(config_dir: Path, desk: str) -> tuple[SourceConfig, ...]:
    """The sources of CONFIG_DIR/desks/DESK.sources.yaml, in its order; none where there is no such file.

    Raises SettingsRefused, naming what is wrong and where.
    """
    path = config_dir / "desks" / f"{desk}.sources.yaml"
    return read_yaml(path, SourceList).sources if path.exists() else ()
