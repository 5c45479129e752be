"""`sgpolicy schema`: the JSON Schema of applications or histories."""

from __future__ import annotations

import argparse
import json

from sgpolicy.cli.choosing import open_policy
from sgpolicy.cli.exits import Exit
from sgpolicy.cli.wording import Lang, Words


def run(options: argparse.Namespace, words: Words, _results: Lang) -> int:
    """Print the schema."""
    policy = open_policy(options.policy, words)
    schema = policy.history_schema() if options.history else policy.json_schema()
    print(json.dumps(schema, ensure_ascii=False, indent=2))
    return Exit.OK
