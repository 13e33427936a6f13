"""Settings, logging and the desks' plain data: taxonomy, metrics, policy lexicon, sources."""
