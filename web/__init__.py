"""The page of what changed, the health check and the metrics: read-only, without a script."""
