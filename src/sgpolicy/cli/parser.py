"""A parser of arguments that speaks the reader's language, and lays its help out by terminal cells."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

from sgpolicy.cli.exits import CommandError, Exit
from sgpolicy.cli.wording import Words
from sgpolicy.source.text import cells
from sgpolicy.source.wrapping import wrapped

COMMANDS = (
    "evaluate",
    "record",
    "verify",
    "summary",
    "remedies",
    "sufficient",
    "sensitivity",
    "why",
    "what-if",
    "applicable",
    "rank",
    "batch",
    "compile",
    "status",
    "next",
    "calendar",
    "register",
    "new",
    "check",
    "describe",
    "test",
    "mutate",
    "coverage",
    "fmt",
    "fingerprint",
    "lsp",
    "show",
    "template",
    "schema",
    "policies",
)

# argparse speaks English only; these are its messages that a user can cause.
_ARGPARSE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"the following arguments are required: (.*)"), r"缺少参数 \1"),
    (re.compile(r"unrecognized arguments: (.*)"), r"无法识别的参数 \1"),
    (re.compile(r"argument (.*?): expected one argument"), r"\1 后面须写一个值"),
    (
        re.compile(r"argument COMMAND: invalid choice: '?(.*?)'? \(choose from .*\)"),
        rf"没有 \1 这个命令；可用的命令：{'、'.join(COMMANDS)}",
    ),
    (
        re.compile(r"argument (.*?): invalid choice: '?(.*?)'? \(choose from (.*)\)"),
        r"\1 不能是 \2；可选 \3",
    ),
    (re.compile(r"argument (.*?): ignored explicit argument (.*)"), r"\1 后面不带值，多写了 \2"),
    (re.compile(r"ambiguous option: (.*?) could match (.*)"), r"\1 不明确，可能指 \2"),
    (re.compile(r"argument (.*?): (.*)"), r"\1：\2"),
)


class HelpFormatter(argparse.HelpFormatter):
    """Help laid out by terminal cells, with headings in the reader's language."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrapped(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        filled = []
        for paragraph in text.split("\n"):
            inner = indent + " " * (len(paragraph) - len(paragraph.lstrip()))
            filled += [inner + line for line in wrapped(paragraph, width - cells(inner))] or [""]
        return "\n".join(filled)


class Parser(argparse.ArgumentParser):
    """A parser that raises `CommandError` on a usage error, worded in the reader's language."""

    def __init__(self, *, words: Words, prog: str, description: str, epilog: str) -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            add_help=False,
            allow_abbrev=False,
            formatter_class=HelpFormatter,
        )
        self.color = False  # what argparse colours since Python 3.14 would be English only
        self.words = words
        self._positionals.title = words("arguments")
        self._optionals.title = words("options")
        self.add_argument("-h", "--help", action="help", help=words("help"))

    def format_help(self) -> str:
        """The help, its headings in the reader's language."""
        text = super().format_help()
        if self.words.lang == "en":
            return text
        # `usage: ` and `用法： ` both take seven cells, so what argparse aligned stays aligned.
        text = text.replace("usage: ", "用法： ", 1)
        return re.sub(r"^(\S+):$", r"\1：", text, flags=re.MULTILINE)

    def error(self, message: str) -> NoReturn:
        """Report a usage error."""
        if self.words.lang == "zh":
            for pattern, chinese in _ARGPARSE:
                if pattern.fullmatch(message):
                    message = pattern.sub(chinese, message)
                    break
        hint = self.words("usage_hint", prog=self.prog)
        raise CommandError(Exit.USAGE, message, hint)
