"""The parts of the Compose specification that docker-compose.yml uses; anything else in it is refused.

After https://github.com/compose-spec/compose-spec/blob/main/spec.md. Narrower than the specification where that lets
the file be written in several ways: it is written in one.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Duration = Annotated[str, StringConstraints(pattern=r"^\d+(us|ms|s|m|h)$")]
Size = Annotated[str, StringConstraints(pattern=r"^\d+[kmg]$")]
Mount = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*:/[^:]+(:ro)?$")]
"""A named volume at a path."""
Port = Annotated[str, StringConstraints(pattern=r"^(\d+\.){3}\d+:\d+:\d+$")]
"""Address of the machine, its port, the container's port."""


class Strict(BaseModel):
    """No unknown keys, and no number where a text is wanted: Compose refuses both."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Healthcheck(Strict):
    """How the engine asks whether a service works."""

    test: list[str] = []
    interval: Duration = "30s"
    timeout: Duration = "30s"
    retries: int = 3
    start_period: Duration = "0s"
    disable: bool = False

    @model_validator(mode="after")
    def _has_a_test(self) -> Healthcheck:
        if self.disable == bool(self.test):
            raise ValueError("either a test or `disable: true`")
        if self.test and (self.test[0] not in ("CMD", "CMD-SHELL") or len(self.test) < 2):
            raise ValueError("a test starts with CMD or CMD-SHELL, followed by what to run")
        if self.test[:1] == ["CMD-SHELL"] and len(self.test) != 2:
            raise ValueError("CMD-SHELL takes one line")
        return self


class Dependency(Strict):
    """What must have happened to another service first."""

    condition: Literal["service_started", "service_healthy", "service_completed_successfully"]


class Logging(Strict):
    """Where the engine keeps what a container prints."""

    driver: str
    options: dict[str, str]


class Service(Strict):
    """One kind of container."""

    image: str
    build: str | None = None
    user: str = "root"
    init: bool = False
    read_only: bool = False
    cap_drop: list[str] = []
    security_opt: list[str] = []
    tmpfs: list[str] = []
    shm_size: Size | None = None
    networks: list[str]
    ports: list[Port] = []
    volumes: list[Mount] = []
    environment: dict[str, str] = {}
    command: list[str] = []
    depends_on: dict[str, Dependency] = {}
    healthcheck: Healthcheck
    restart: Annotated[str, StringConstraints(pattern=r"^(no|always|unless-stopped|on-failure(:\d+)?)$")]
    stop_signal: str = "SIGTERM"
    stop_grace_period: Duration = "10s"
    logging: Logging


class Network(Strict):
    """One network of the project."""

    internal: bool = False


class Volume(Strict):
    """One named volume, with the engine's defaults."""


class Compose(Strict):
    """The file as a whole; `x-` keys are for its own anchors and have been taken out."""

    name: str
    services: Annotated[dict[str, Service], Field(min_length=1)]
    networks: dict[str, Network]
    volumes: dict[str, Volume]
