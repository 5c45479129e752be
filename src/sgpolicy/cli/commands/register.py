"""`sgpolicy register`: many histories in, a register of platforms out."""

from __future__ import annotations

import argparse
from concurrent.futures.process import BrokenProcessPool

from sgpolicy.cli.choosing import chosen_readings, open_policy
from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.lives import day_of, open_holidays
from sgpolicy.cli.row_files import row_files
from sgpolicy.cli.wording import Lang, Words
from sgpolicy.registers.sharing import processors


def run(options: argparse.Namespace, words: Words, results: Lang) -> int:
    """Write the register, and say how many hold a title, and what is overdue."""
    policy = open_policy(options.policy, words, options.source)
    readings = chosen_readings(policy, options.reading, words)
    holidays = open_holidays(options.holidays, words)
    on = day_of(options, words)
    try:
        with row_files(options.source, "register.problems", words) as shown:
            report = policy.compiled(readings).register_file(
                options.source,
                options.target,
                on=on,
                holidays=holidays,
                processes=options.processes or processors(),
                lang=results,
                progress=shown,
            )
    except BrokenProcessPool:
        raise CommandError(
            Exit.INTERNAL, words("register.broken"), words("register.broken.remedy")
        ) from None
    counts = [
        words("register.count", held=words(f"register.{key}"), count=report.outcomes[key])
        for key in ("有", "没有", "不能断定", "不适用")
        if report.outcomes.get(key)
    ]
    if counts:
        print(words("register.done", count=report.platforms, outcomes=words.list(counts)))
    else:
        print(words("register.none"))
    if report.overdue:
        print(words("register.overdue", count=report.overdue))
    print(words("register.written", path=str(report.target)))
    if report.rejected:
        print(words("register.rejected", count=report.rejected, path=str(report.rejects)))
    if report.same_names:
        print(words("register.same", count=report.same_names, path=str(report.rejects)))
    return Exit.OK if report.rejects is None else Exit.NO
