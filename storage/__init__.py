"""PostgreSQL, the truth: tables, and repositories that turn rows into nouns and back. `unit.Store` is the way in."""
