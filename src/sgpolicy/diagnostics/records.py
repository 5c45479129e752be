"""A finding about a policy, and the collector that stages report to."""

from __future__ import annotations

from collections.abc import Callable

from sgpolicy.diagnostics.catalogue import CATALOGUE
from sgpolicy.model.citation import Clause
from sgpolicy.records import dataclass, field
from sgpolicy.source.text import Span


@dataclass(frozen=True, slots=True)
class Fix:
    """What to write instead, offered where a finding leaves no doubt about what was meant.

    Attributes:
        span: What is replaced; it may be empty, where something is only put in.
        replacement: What stands there then.
        is_safe: Whether `sgpolicy check --fix` may apply it without being asked about it.
    """

    span: Span
    replacement: str
    is_safe: bool = True


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake in a policy folder: what, where, under which clause, and how to mend it.

    Attributes:
        code: Stable, `SG` and three digits; the hundreds give the stage.
        span: The text to underline; None where a whole file is meant (see `file`).
        clause: The clause it stands under, if any.
        facts: What the wording speaks of, by name.
        file: The file, relative to the policy folder.
        fix: What would mend it, where that is certain enough to offer.
    """

    code: str
    span: Span | None
    clause: Clause | None = None
    facts: tuple[tuple[str, str], ...] = ()
    file: str = ""
    fix: Fix | None = None

    @property
    def slug(self) -> str:
        """The code's name in words."""
        return CATALOGUE[self.code].slug

    def title(self, lang: str = "zh") -> str:
        """What is wrong, in one sentence."""
        return CATALOGUE[self.code].title(lang).format_map(dict(self.facts))

    def help(self, lang: str = "zh") -> str:
        """What to do."""
        return CATALOGUE[self.code].help(lang).format_map(dict(self.facts))

    @property
    def sort_key(self) -> tuple[str, int, str]:
        """By file, then place, then code."""
        return (self.file, self.span.start if self.span else -1, self.code)


@dataclass(slots=True)
class Collector:
    """Where stages report; they do not raise on a policy's text.

    Attributes:
        found: Every finding, once.
        made: How many reports were made, also of what had been reported.
    """

    found: list[Diagnostic] = field(default_factory=list)
    made: int = 0
    _seen: set[Diagnostic] = field(default_factory=set, repr=False)

    def report(
        self,
        code: str,
        span: Span | None,
        clause: Clause | None = None,
        *,
        file: str = "",
        fix: Fix | None = None,
        **facts: object,
    ) -> None:
        """Record a finding; `facts` fill its wording, `fix` would mend it."""
        texts = tuple((key, str(value)) for key, value in facts.items())
        name = span.file if span else file
        self.add(Diagnostic(code, span, clause, texts, name, fix))

    def add(self, item: Diagnostic) -> None:
        """Record a finding that was made before."""
        self.made += 1
        if item not in self._seen:
            self._seen.add(item)
            self.found.append(item)

    def drop(self, is_consequence: Callable[[Diagnostic], bool]) -> None:
        """Forget findings that only follow from another one."""
        self.found = [finding for finding in self.found if not is_consequence(finding)]

    def sorted(self) -> list[Diagnostic]:
        """All findings by place."""
        return sorted(self.found, key=lambda d: d.sort_key)
