"""Writes the schema of a webhook's body: python -m tests.docs.webhook_schema > config/webhook.schema.json"""

from __future__ import annotations

import json
import sys

from pipelines.render.webhook import schema

if __name__ == "__main__":
    sys.stdout.write(json.dumps(schema(), indent=2) + "\n")
