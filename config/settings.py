"""The one reader of the environment: a frozen `Settings`, refused at start where a value is wrong."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

ROOT = Path(__file__).resolve().parent.parent
"""Where the packages and the bundled data (config/, seeds/, demo/) are installed."""


class SettingsRefused(Exception):
    """A setting that cannot be used; the message gives its name, where it was read, and the cure."""


class Settings(BaseSettings):
    """Everything an operator can set, as DELTAWIRE_<NAME>, in `.env`, or in `deltawire.toml`."""

    model_config = SettingsConfigDict(
        env_prefix="DELTAWIRE_", env_file=".env", toml_file="deltawire.toml", extra="ignore", frozen=True
    )

    home: Path = Field(default=Path(".deltawire"), description="Data of the embedded servers and of runs.")
    database_url: SecretStr | None = Field(
        default=None, description="postgresql://… of the production database; unset: an embedded PostgreSQL."
    )
    redis_url: SecretStr | None = Field(
        default=None, description="redis://… of the production broker; unset: an embedded Valkey."
    )
    seeds_dir: Path = Field(
        default=ROOT / "seeds", description="The seed corpora, a folder for each desk; or one desk's documents."
    )
    config_dir: Path = Field(default=ROOT / "config", description="Desks, lexicons, default sources.")
    desk: str = Field(default="chips", description="Which desk under CONFIG_DIR/desks is watched.")
    allow_private_addresses: bool = Field(
        default=False, description="Let sources lie on loopback or private networks. For demos and intranets."
    )
    user_agent_contact: str = Field(
        default="",
        description="Mail address of the operator, put into the User-Agent; some sources demand it.",
    )
    secret_key: SecretStr | None = Field(
        default=None, description="Encrypts the addresses of targets; unset: a key kept in HOME."
    )
    public_url: str = Field(default="", description="Address of the web page, for links in alerts.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="INFO", description="How much is logged.")
    workers: int = Field(default=2, ge=1, le=64, description="Worker processes for one `deltawire worker`.")
    poll_seconds: int = Field(default=600, ge=1, description="Shortest interval between two polls of a source.")
    poll_seconds_at_most: int = Field(default=3_600, ge=1, description="Longest interval, for quiet sources.")
    second_look_seconds: int = Field(
        default=21_600, ge=0, description="When a page is read once more, for corrections; 0: never."
    )
    keep_polls_days: int = Field(
        default=90, ge=1, description="How long bodies of polls are kept, and polls that brought nothing."
    )
    messages_a_week: float = Field(
        default=25, ge=0, description="Warn of a subscription that would have rung more often than this; 0: never."
    )
    reckon_by: Literal["arrival", "publication"] = Field(
        default="arrival",
        description="Which moment counts for what is new, at once or stale; 'publication' is for backfills.",
    )
    sweep_seconds: float = Field(default=30, gt=0, description="How often the sweeper looks for left-over work.")
    lease_seconds: int = Field(default=120, ge=2, description="How long a worker may hold a piece of work.")
    task_seconds: int = Field(default=90, ge=2, description="Hard limit of one task; below LEASE_SECONDS.")
    fetch_seconds: float = Field(default=30.0, gt=0, description="Total deadline of one HTTP exchange.")
    send_seconds: float = Field(default=20.0, gt=0, description="How long a target may take to answer one message.")
    max_body_bytes: int = Field(default=20_000_000, gt=0, description="Largest body, after decompression.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment, `.env`, and `deltawire.toml`."""
        return init_settings, env_settings, dotenv_settings, TomlConfigSettingsSource(settings_cls)

    @field_validator("home", "seeds_dir", "config_dir")
    @classmethod
    def _absolute(cls, path: Path) -> Path:
        return path.expanduser().absolute()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.task_seconds >= self.lease_seconds:
            raise ValueError("DELTAWIRE_TASK_SECONDS must be below DELTAWIRE_LEASE_SECONDS, or work is done twice")
        if self.fetch_seconds >= self.task_seconds:
            raise ValueError("DELTAWIRE_FETCH_SECONDS must be below DELTAWIRE_TASK_SECONDS, or no slow answer is read")
        if self.send_seconds >= self.task_seconds:
            raise ValueError("DELTAWIRE_SEND_SECONDS must be below DELTAWIRE_TASK_SECONDS, or a send may be cut off")
        if self.poll_seconds > self.poll_seconds_at_most:
            raise ValueError("DELTAWIRE_POLL_SECONDS must not exceed DELTAWIRE_POLL_SECONDS_AT_MOST")
        return self

    @field_validator("database_url")
    @classmethod
    def _postgresql(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not url.get_secret_value().startswith(("postgresql://", "postgresql+psycopg://")):
            raise ValueError("must start with postgresql:// — Deltawire speaks no other dialect")
        return _with_a_readable_port(url)

    @field_validator("redis_url")
    @classmethod
    def _redis(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not url.get_secret_value().startswith(("redis://", "rediss://", "redis+socket://")):
            raise ValueError("must start with redis:// or rediss://")
        return _with_a_readable_port(url)

    @cached_property
    def user_agent(self) -> str:
        """Names the program and, where set, the operator."""
        return f"Deltawire/0.1 ({self.user_agent_contact})" if self.user_agent_contact else "Deltawire/0.1"


def load_settings(**given: object) -> Settings:
    """Read the settings once, at the door. Raises SettingsRefused, naming each wrong value and its cure."""
    try:
        return Settings(**given)  # type: ignore[arg-type]  # pydantic checks them, and its words become ours
    except ValidationError as error:
        raise SettingsRefused("\n".join(map(_told, error.errors()))) from None
    except TOMLDecodeError as error:
        raise SettingsRefused(f"deltawire.toml is not TOML: {error}") from None


def _with_a_readable_port(url: SecretStr | None) -> SecretStr | None:
    """Refuses an address whose port is no number; the usual reason is a sign of the password that needs escaping."""
    try:
        _ = urlsplit(url.get_secret_value()).port if url is not None else None
    except ValueError:
        raise ValueError("its port is no number; in a password, write / : @ as %2F %3A %40") from None
    return url


def _told(problem: ErrorDetails) -> str:
    """One wrong value: its name, what is wrong with it, and the cure; never a value that may hold a secret."""
    told = problem["msg"].removeprefix("Value error, ")
    where = "set it in the environment, in .env or in deltawire.toml"
    if not problem["loc"]:
        return f"{told}; {where}"
    name = str(problem["loc"][0])
    secret = name in ("database_url", "redis_url", "secret_key")
    got = "a value that is kept secret" if secret else repr(problem["input"])
    return f"DELTAWIRE_{name.upper()}: {told} (got {got}); {where}"
