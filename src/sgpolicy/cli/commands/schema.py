"""`sgpolicy schema`: the application's JSON Schema."""

from __future__ import annotations

import argparse
import json

from sgpolicy.cli.choosing import open_policy
from sgpolicy.cli.exits import Exit
from sgpolicy.cli.wording import Lang, Words


def run(options: argparse.Namespace, words: Words, _results: Lang) -> int:
    """Print the schema."""
    schema = open_policy(options.policy, words).json_schema()
    print(json.dumps(schema, ensure_ascii=False, indent=2))
    return Exit.OK
