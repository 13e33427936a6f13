"""What the tables share: moments in UTC, checked enumerations, and the columns that make a row a piece of work."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import CheckConstraint, DateTime, Dialect, Index, text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """timestamptz, in and out as aware UTC; a naive value is a mistake of ours and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse what has no zone."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value!r} has no zone: moments are stored in UTC")
        return value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Whatever the server's zone is, ours is UTC."""
        return None if value is None else value.astimezone(UTC)


class Work(SQLModel):
    """The columns of a row that somebody has to work on; `storage.work` moves them."""

    stage: str = "pending"
    leased_until: datetime | None = Field(default=None, sa_type=Moment)
    """Until then somebody is at it; past it, that somebody is taken for dead."""
    attempts: int = 0
    """Tries begun, whatever became of them."""
    next_attempt_at: datetime | None = Field(default=None, sa_type=Moment)
    """Not before then; empty: not by itself."""
    last_error: str = ""


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """An enumeration as text: readable in psql, and extended by a migration of one line."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def work_rules(table: str, stages: tuple[str, ...], waiting: tuple[str, ...]) -> tuple[CheckConstraint, Index]:
    """The allowed stages, and the index by which the sweeper finds what waits; it stays as small as the backlog."""
    listed = ", ".join(f"'{stage}'" for stage in waiting)
    due = Index(f"ix_{table}_due", "next_attempt_at", postgresql_where=text(f"stage IN ({listed})"))
    return one_of("stage", stages), due
