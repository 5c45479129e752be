"""`sgpolicy policies`: what is shipped."""

from __future__ import annotations

import argparse

import sgpolicy
from sgpolicy.cli.choosing import open_policy
from sgpolicy.cli.exits import Exit
from sgpolicy.cli.wording import Lang, Words


def run(_options: argparse.Namespace, words: Words, _results: Lang) -> int:
    """Print each shipped policy's name, title and document number."""
    for name in sgpolicy.shipped():
        policy = open_policy(name, words)
        print(f"{name}  {policy.title}（{policy.document_number}）")
        if policy.manifest.example:
            print(f"  {words('policies.example', note=policy.manifest.example)}")
    return Exit.OK
