"""`sgpolicy schema`: the JSON Schema of applications, histories or decision records."""

from __future__ import annotations

import argparse
import json

import sgpolicy
from sgpolicy.cli.choosing import open_policy
from sgpolicy.cli.exits import Exit
from sgpolicy.cli.wording import Lang, Words


def run(options: argparse.Namespace, words: Words, _results: Lang) -> int:
    """Print the schema."""
    if options.record:
        schema = sgpolicy.record_schema()
    else:
        policy = open_policy(options.policy, words)
        schema = policy.history_schema() if options.history else policy.json_schema()
    print(json.dumps(schema, ensure_ascii=False, indent=2))
    return Exit.OK
