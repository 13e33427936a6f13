"""Who hears of a change, when, and bundled with what."""
