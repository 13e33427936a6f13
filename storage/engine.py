"""The one place that opens PostgreSQL: the same limits, zone and name for everybody who connects."""

from __future__ import annotations

from pydantic_core import from_json
from sqlalchemy import URL, Engine, create_engine, make_url

_LIMITS = {
    "timezone": "UTC",
    "statement_timeout": "60s",
    "lock_timeout": "30s",
    "idle_in_transaction_session_timeout": "60s",
}
"""A hung worker must not hold the ledger's lock for longer than the sweeper's patience."""
_PLANS = {"plan_cache_mode": "force_generic_plan"}
"""Prepared statements are planned once: planning around the partitions takes longer than looking into them."""
_KEEPALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 60_000}
"""A server that vanishes without a word is noticed within a minute; by itself TCP takes two hours."""


def open_engine(url: str, *, pool_size: int = 5) -> Engine:
    """A pool of connections; broken ones are noticed before use. Opens none yet."""
    options = " ".join(f"-c {name}={value}" for name, value in (_LIMITS | _PLANS).items())
    return create_engine(
        psycopg_url(url),
        pool_pre_ping=True,
        pool_size=pool_size,
        json_deserializer=from_json,  # a tenth of the time of json.loads, and candidates are mostly JSON
        connect_args={"options": options, "application_name": "deltawire", "connect_timeout": 10, **_KEEPALIVE},
    )


def psycopg_url(url: str) -> URL:
    """`postgresql://…` as SQLAlchemy wants it, with psycopg 3 behind it."""
    return make_url(url).set(drivername="postgresql+psycopg")
