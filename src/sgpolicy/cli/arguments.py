"""The command's arguments and its help, in either language."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from datetime import date

from sgpolicy import __version__
from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.layout import pad
from sgpolicy.cli.parser import COMMANDS, Parser
from sgpolicy.cli.wording import Lang, Words

_DATE = re.compile(r"(\d{4})\s*(?:-|/|年)\s*(\d{1,2})\s*(?:-|/|月)\s*(\d{1,2})\s*日?")


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(f"sgpolicy {__version__}")
        parser.exit()


def build_parser(lang: Lang) -> Parser:
    """The whole command's parser; its help and messages are in `lang`."""
    words = Words(lang)
    parser = Parser(
        prog="sgpolicy",
        words=words,
        description=words("description"),
        epilog=words("epilog"),
    )
    parser.add_argument("--version", action=_Version, nargs=0, help=words("version"))
    _add_lang(parser, words, default=None)
    commands = parser.add_subparsers(
        title=words("commands"), dest="command", metavar="COMMAND", required=True
    )
    for name in COMMANDS:
        command = commands.add_parser(
            name,
            words=words,
            help=words(name),
            description=words(f"{name}.long"),
            epilog=_exit_codes(words, name),
        )
        _DECLARE[name](command, words)
        _add_lang(command, words, default=argparse.SUPPRESS)
    return parser


def _exit_codes(words: Words, name: str) -> str:
    separator = "; " if words.lang == "en" else "；"
    entries = f"{words(f'{name}.exit')}{separator}{words('exit_common')}".split(separator)
    codes = sorted((int(code), meaning) for code, _, meaning in (e.partition(" ") for e in entries))
    lines = [f"  {pad(str(code), 4)} {meaning}" for code, meaning in codes]
    return "\n".join([words("exit_codes") + ("：" if words.lang == "zh" else ":"), *lines])


def _add_lang(parser: Parser, words: Words, default: str | None) -> None:
    parser.add_argument("--lang", choices=("zh", "en"), default=default, help=words("lang"))


def _add_policy(parser: Parser, words: Words) -> None:
    parser.add_argument("--policy", metavar="POLICY", help=words("policy"))


def _add_application(parser: Parser, words: Words) -> None:
    parser.add_argument("file", metavar="FILE", help=words("evaluate.file"))
    _add_policy(parser, words)
    parser.add_argument(
        "--on", metavar="DATE", type=lambda text: _date(text, parser), help=words("evaluate.on")
    )
    _add_readings(parser, words)


def _declare_evaluate(parser: Parser, words: Words) -> None:
    _add_application(parser, words)
    parser.add_argument(
        "--length",
        choices=("line", "letter", "audit"),
        default="letter",
        help=words("evaluate.length"),
    )
    parser.add_argument(
        "--format",
        choices=("text", "markdown", "json", "html", "docx", "pdf"),
        default="text",
        help=words("evaluate.format"),
    )
    parser.add_argument("--output", metavar="FILE", help=words("evaluate.output"))
    parser.add_argument(
        "--fonts", metavar="FOLDER", action="append", default=[], help=words("evaluate.fonts")
    )
    parser.add_argument("--notice", action="store_true", help=words("evaluate.notice"))
    for name in ("--deadline", "--issued"):
        parser.add_argument(
            name,
            metavar="DATE",
            type=lambda text: _date(text, parser),
            help=words(f"evaluate.{name[2:]}"),
        )
    parser.add_argument("--office", metavar="NAME", help=words("evaluate.office"))
    parser.add_argument("--jointly", action="store_true", help=words("evaluate.jointly"))
    parser.add_argument("--ignore-unknown", action="store_true", help=words("evaluate.ignore"))


def _declare_record(parser: Parser, words: Words) -> None:
    _add_application(parser, words)
    for name in ("document", "chosen-by", "reference"):
        parser.add_argument(
            f"--{name}",
            metavar="NAME=TEXT",
            action="append",
            default=[],
            help=words(f"record.{name}"),
        )
    parser.add_argument("--output", metavar="FILE", help=words("record.output"))
    parser.add_argument("--after", metavar="RECORD", help=words("record.after"))
    parser.add_argument("--sign", metavar="KEY", help=words("record.sign"))
    parser.add_argument("--ignore-unknown", action="store_true", help=words("evaluate.ignore"))


def _declare_verify(parser: Parser, words: Words) -> None:
    parser.add_argument("files", metavar="RECORD", nargs="*", help=words("verify.files"))
    _add_policy(parser, words)
    parser.add_argument("--after", metavar="DIGEST", help=words("verify.after"))
    parser.add_argument("--last", metavar="DIGEST", help=words("verify.last"))
    parser.add_argument("--key", metavar="KEY", help=words("verify.key"))
    parser.add_argument("--export-checker", metavar="FILE", help=words("verify.export"))


def _declare_summary(parser: Parser, words: Words) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", help=words("rank.file"))
    _add_policy(parser, words)
    parser.add_argument(
        "--on", metavar="DATE", type=lambda text: _date(text, parser), help=words("evaluate.on")
    )
    _add_readings(parser, words)
    parser.add_argument("--output", metavar="FILE", required=True, help=words("summary.output"))


def _declare_advice(parser: Parser, words: Words) -> None:
    """What every question to a decision takes: the application, the day, readings, a form."""
    _add_application(parser, words)
    parser.add_argument(
        "--format",
        choices=("text", "markdown", "json"),
        default="text",
        help=words("evaluate.format"),
    )
    parser.add_argument("--ignore-unknown", action="store_true", help=words("evaluate.ignore"))


def _declare_why(parser: Parser, words: Words) -> None:
    _declare_advice(parser, words)
    parser.add_argument("place", metavar="PLACE", nargs="?", help=words("why.place"))
    parser.add_argument("--not", dest="is_not", action="store_true", help=words("why.not"))


def _declare_what_if(parser: Parser, words: Words) -> None:
    _declare_advice(parser, words)
    parser.add_argument("changes", metavar="NAME=VALUE", nargs="*", help=words("what-if.changes"))
    parser.add_argument(
        "--if-reading",
        metavar="NAME=READING",
        action="append",
        default=[],
        help=words("what-if.reading"),
    )
    parser.add_argument(
        "--if-on", metavar="DATE", type=lambda text: _date(text, parser), help=words("what-if.on")
    )


def _declare_applicable(parser: Parser, words: Words) -> None:
    parser.add_argument("file", metavar="FILE", nargs="?", help=words("applicable.file"))
    parser.add_argument(
        "--policy", metavar="POLICY", action="append", help=words("applicable.policy")
    )
    parser.add_argument(
        "--on", metavar="DATE", type=lambda text: _date(text, parser), help=words("evaluate.on")
    )
    parser.add_argument("--of", metavar="POLICY", help=words("applicable.of"))
    parser.add_argument(
        "--assume",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help=words("applicable.assume"),
    )
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--template", action="store_true", help=words("applicable.template"))
    instead.add_argument("--fill", metavar="POLICY", help=words("applicable.fill"))
    instead.add_argument("--names", action="store_true", help=words("applicable.names"))
    parser.add_argument(
        "--format",
        choices=("text", "markdown", "json"),
        default="text",
        help=words("applicable.format"),
    )


def _declare_rank(parser: Parser, words: Words) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", help=words("rank.file"))
    _add_policy(parser, words)
    parser.add_argument(
        "--on", metavar="DATE", type=lambda text: _date(text, parser), help=words("evaluate.on")
    )
    _add_readings(parser, words)
    parser.add_argument(
        "--quota",
        metavar="N",
        type=lambda text: _whole(text, parser, "rank.bad_quota"),
        help=words("rank.quota"),
    )
    parser.add_argument("--ranking", metavar="NAME", help=words("rank.ranking"))
    parser.add_argument(
        "--format", choices=("text", "markdown", "json"), default="text", help=words("rank.format")
    )


def _declare_batch(parser: Parser, words: Words) -> None:
    parser.add_argument("source", metavar="IN", help=words("batch.source"))
    parser.add_argument("target", metavar="OUT", help=words("batch.target"))
    _add_policy(parser, words)
    parser.add_argument(
        "--on", metavar="DATE", type=lambda text: _date(text, parser), help=words("evaluate.on")
    )
    _add_readings(parser, words)
    parser.add_argument(
        "--rule", metavar="NAME", action="append", default=[], help=words("batch.rule")
    )
    parser.add_argument("--reasons", action="store_true", help=words("batch.reasons"))
    parser.add_argument(
        "--ledger",
        metavar="NAME=FILE",
        action="append",
        default=[],
        help=words("batch.ledger"),
    )
    parser.add_argument("--key", metavar="COLUMN", help=words("batch.key"))
    parser.add_argument("--ignore-unknown", action="store_true", help=words("batch.ignore"))


def _declare_compile(parser: Parser, words: Words) -> None:
    parser.add_argument("--to", choices=("python", "core"), required=True, help=words("compile.to"))
    _add_policy(parser, words)
    _add_readings(parser, words)


def _add_readings(parser: Parser, words: Words) -> None:
    parser.add_argument(
        "--reading",
        metavar="NAME=READING",
        action="append",
        default=[],
        help=words("evaluate.reading"),
    )


def _add_life(parser: Parser, words: Words) -> None:
    parser.add_argument(
        "--on", metavar="DATE", type=lambda text: _date(text, parser), help=words("status.on")
    )
    _add_readings(parser, words)
    parser.add_argument("--holidays", metavar="FILE", help=words("status.holidays"))


def _declare_status(parser: Parser, words: Words) -> None:
    parser.add_argument("history", metavar="HISTORY", help=words("status.history"))
    _add_policy(parser, words)
    _add_life(parser, words)
    parser.add_argument(
        "--length",
        choices=("line", "letter", "audit"),
        default="letter",
        help=words("status.length"),
    )
    parser.add_argument("--timeline", action="store_true", help=words("status.timeline"))
    parser.add_argument(
        "--format",
        choices=("text", "markdown", "json", "svg"),
        default="text",
        help=words("status.format"),
    )


def _declare_next(parser: Parser, words: Words) -> None:
    parser.add_argument("history", metavar="HISTORY", help=words("status.history"))
    _add_policy(parser, words)
    _add_life(parser, words)
    parser.add_argument(
        "--format", choices=("text", "markdown", "json"), default="text", help=words("next.format")
    )


def _declare_calendar(parser: Parser, words: Words) -> None:
    parser.add_argument(
        "--year",
        metavar="YEAR",
        type=lambda text: _year(text, parser),
        required=True,
        help=words("calendar.year"),
    )
    parser.add_argument(
        "--history", metavar="HISTORY", action="append", default=[], help=words("calendar.history")
    )
    _add_policy(parser, words)
    _add_life(parser, words)
    parser.add_argument(
        "--format",
        choices=("text", "markdown", "json", "ics"),
        default="text",
        help=words("calendar.format"),
    )


def _declare_template(parser: Parser, words: Words) -> None:
    _add_policy(parser, words)
    parser.add_argument("--history", action="store_true", help=words("template.history"))


def _declare_schema(parser: Parser, words: Words) -> None:
    _add_policy(parser, words)
    of = parser.add_mutually_exclusive_group()
    of.add_argument("--history", action="store_true", help=words("schema.history"))
    of.add_argument("--record", action="store_true", help=words("schema.record"))


def _declare_register(parser: Parser, words: Words) -> None:
    parser.add_argument("source", metavar="IN", help=words("register.source"))
    parser.add_argument("target", metavar="OUT", help=words("register.target"))
    _add_policy(parser, words)
    _add_life(parser, words)
    parser.add_argument(
        "--processes",
        metavar="N",
        type=lambda text: _whole(text, parser, "register.bad_processes"),
        help=words("register.processes"),
    )


def _declare_check(parser: Parser, words: Words) -> None:
    parser.add_argument("path", metavar="PATH", nargs="?", help=words("check.path"))
    parser.add_argument(
        "--format",
        choices=("text", "concise", "json", "sarif", "github"),
        default="text",
        help=words("check.format"),
    )
    fixing = parser.add_mutually_exclusive_group()
    fixing.add_argument("--fix", action="store_true", help=words("check.fix"))
    fixing.add_argument("--diff", action="store_true", help=words("check.diff"))


def _declare_describe(parser: Parser, words: Words) -> None:
    parser.add_argument("code", metavar="CODE", nargs="?", help=words("describe.code"))


def _declare_test(parser: Parser, words: Words) -> None:
    parser.add_argument("path", metavar="PATH", nargs="?", help=words("check.path"))
    parser.add_argument("--verbose", action="store_true", help=words("test.verbose"))
    parser.add_argument("--junit", metavar="FILE", help=words("test.junit"))


def _declare_coverage(parser: Parser, words: Words) -> None:
    parser.add_argument("path", metavar="PATH", nargs="?", help=words("check.path"))
    parser.add_argument(
        "--format", choices=("text", "json", "html"), default="text", help=words("coverage.format")
    )
    parser.add_argument("--output", metavar="FILE", help=words("coverage.output"))
    parser.add_argument(
        "--fail-under", metavar="N", type=float, default=0.0, help=words("coverage.fail_under")
    )


def _declare_mutate(parser: Parser, words: Words) -> None:
    parser.add_argument("path", metavar="PATH", nargs="?", help=words("check.path"))
    parser.add_argument("--clause", metavar="CLAUSE", help=words("mutate.clause"))
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help=words("mutate.format")
    )


def _declare_show(parser: Parser, words: Words) -> None:
    parser.add_argument("clause", metavar="CLAUSE", help=words("show.clause"))
    _add_policy(parser, words)


def _declare_new(parser: Parser, words: Words) -> None:
    parser.add_argument("text", metavar="TEXT", help=words("new.text"))
    parser.add_argument("--output", metavar="FOLDER", help=words("new.output"))


def _declare_fmt(parser: Parser, words: Words) -> None:
    parser.add_argument("path", metavar="PATH", nargs="?", help=words("fmt.path"))
    parser.add_argument("--check", action="store_true", help=words("fmt.check"))
    parser.add_argument("--diff", action="store_true", help=words("fmt.diff"))


def _declare_fingerprint(parser: Parser, words: Words) -> None:
    parser.add_argument("path", metavar="PATH", nargs="?", help=words("check.path"))
    parser.add_argument("--clause", metavar="CLAUSE", help=words("fingerprint.clause"))
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help=words("fingerprint.format")
    )


def _declare_lsp(parser: Parser, words: Words) -> None:
    parser.add_argument("--stdio", action="store_true", help=words("lsp.stdio"))


_DECLARE: dict[str, Callable[[Parser, Words], None]] = {
    "evaluate": _declare_evaluate,
    "remedies": _declare_advice,
    "sufficient": _declare_advice,
    "sensitivity": _declare_advice,
    "why": _declare_why,
    "what-if": _declare_what_if,
    "record": _declare_record,
    "verify": _declare_verify,
    "summary": _declare_summary,
    "applicable": _declare_applicable,
    "rank": _declare_rank,
    "batch": _declare_batch,
    "compile": _declare_compile,
    "status": _declare_status,
    "next": _declare_next,
    "calendar": _declare_calendar,
    "register": _declare_register,
    "check": _declare_check,
    "describe": _declare_describe,
    "test": _declare_test,
    "mutate": _declare_mutate,
    "coverage": _declare_coverage,
    "new": _declare_new,
    "fmt": _declare_fmt,
    "fingerprint": _declare_fingerprint,
    "lsp": _declare_lsp,
    "show": _declare_show,
    "template": _declare_template,
    "schema": _declare_schema,
    "policies": lambda _parser, _words: None,
}


def _date(text: str, parser: Parser) -> date:
    """A day as --on takes it."""
    match = _DATE.fullmatch(text.strip())
    try:
        if match:
            return date(*(int(part) for part in match.groups()))
    except ValueError:
        pass
    raise CommandError(
        Exit.USAGE,
        parser.words("bad_date", text=text),
        parser.words("usage_hint", prog=parser.prog),
    )


def _whole(text: str, parser: Parser, otherwise: str) -> int:
    """A whole number from 1, as --quota and --processes take it; otherwise the key of what is said."""
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) == int(text):
        return int(text)
    raise CommandError(
        Exit.USAGE,
        parser.words(otherwise, text=text),
        parser.words("usage_hint", prog=parser.prog),
    )


def _year(text: str, parser: Parser) -> int:
    """A year as --year takes it."""
    digits = text.strip().removesuffix("年")
    if digits.isascii() and digits.isdigit() and 1 <= int(digits[:5]) <= 9998:
        return int(digits)
    raise CommandError(
        Exit.USAGE,
        parser.words("calendar.bad_year", text=text),
        parser.words("usage_hint", prog=parser.prog),
    )
