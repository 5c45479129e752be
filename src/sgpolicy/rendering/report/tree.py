"""How the outcome follows, as a tree that unfolds: from the decision to the tests, each node told once."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from sgpolicy.model.outcome import Outcome
from sgpolicy.rendering.decisions.html import sign
from sgpolicy.rendering.decisions.naming import mentioned, phrases
from sgpolicy.rendering.decisions.relied import titled
from sgpolicy.rendering.report.pieces import gist, node_anchor, pill, told
from sgpolicy.rendering.report.wording import say
from sgpolicy.rendering.web import tag, text
from sgpolicy.rendering.words import word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sgpolicy.model.derivation import Derivation
    from sgpolicy.model.explanation import Check, Entry, Explanation, Language, ReadingUsed


def tree(derivation: Derivation, explanation: Explanation) -> str:
    """The tree as nested lists."""
    grown = _Tree(derivation, explanation)
    return tag("ul", "".join(grown.node(start, 0) for start in derivation.starts), class_="tree")


class _Tree:
    def __init__(self, derivation: Derivation, explanation: Explanation) -> None:
        self._entries = derivation.entries
        self._lang: Language = explanation.lang
        self._readings: Mapping[str, ReadingUsed] = {r.id: r for r in explanation.readings}
        self._anchors = {
            entry.mention.id for place in explanation.places for entry in place.entries
        }
        self._told: set[str] = set()
        # What an auditor looks for first is open: what failed, or what is still open.
        self._wanted = {explanation.outcome} - {Outcome.MET, Outcome.NOT_APPLICABLE}

    def node(self, key: str, depth: int) -> str:
        entry = self._entries[key]
        outcome = entry.mention.outcome
        head = self._name(entry)
        if outcome is not None:
            head = f"{pill(outcome, self._lang)} {head}"
        if key in self._told:
            above = word("bracketed", self._lang, say("told above", self._lang))
            return tag("li", tag("div", head + text(above), class_="leaf"))
        self._told.add(key)
        below = "".join(self._below(entry, depth + 1))
        if not below:
            return tag("li", tag("div", head, class_="leaf"))
        short = gist(entry, self._lang, self._readings)
        if short:
            head += tag("span", short, class_="gist")
        is_open = depth == 0 or outcome in self._wanted
        return tag("li", tag("details", tag("summary", head) + tag("ul", below), open=is_open))

    def _name(self, entry: Entry) -> str:
        said = text(mentioned(entry.mention, self._lang))
        if entry.mention.id not in self._anchors:
            return tag("span", said, class_="name")
        return tag("a", said, class_="name", href=f"#{node_anchor(entry.mention.id)}")

    def _below(self, entry: Entry, depth: int) -> Iterator[str]:
        if entry.guard is not None:
            yield self._group(word("guard", self._lang), entry.guard, depth)
        if entry.check is not None:
            yield from self._check(entry.check, depth, is_top=True)

    def _group(self, label: str, check: Check, depth: int) -> str:
        inner = tag("ul", "".join(self._check(check, depth)))
        return tag("li", tag("div", f"{sign(check.outcome, self._lang)} {text(label)}") + inner)

    def _check(self, check: Check, depth: int, *, is_top: bool = False) -> Iterator[str]:
        lang = self._lang
        match check.form:
            case "test":
                if check.reason is not None:
                    said = f"{sign(check.outcome, lang)} {told(check.reason, lang)}"
                    yield tag("li", tag("div", said, class_="leaf"))
            case "reference":
                if check.target is not None:
                    yield self.node(check.target.id, depth)
            case "constant":
                key = "always" if check.outcome is Outcome.MET else "never"
                said = f"{sign(check.outcome, lang)} {text(word(key, lang))}"
                yield tag("li", tag("div", said, class_="leaf"))
            case "all" if is_top:
                for part in check.parts:
                    yield from self._check(part, depth)
            case "all" | "at_least" | "not" | "reading":
                inner = "".join(one for part in check.parts for one in self._check(part, depth))
                head = f"{sign(check.outcome, lang)} {text(self._joined_by(check))}"
                yield tag("li", tag("div", head) + tag("ul", inner))
            case "exception":
                yield self._exception(check, depth)
            case _:
                assert_never(check.form)

    def _joined_by(self, check: Check) -> str:
        lang = self._lang
        match check.form:
            case "at_least":
                return word("some of", lang, check.number)
            case "not":
                return word("not", lang)
            case "reading":
                used = self._readings.get(check.reading)
                title, chosen = (titled(used), used.chosen) if used else (check.reading, "")
                return word("reading", lang, title, chosen)
            case _:
                return word("all of", lang)

    def _exception(self, check: Check, depth: int) -> str:
        lang = self._lang
        condition, then, otherwise = check.parts
        kind = word("case", lang)
        if check.citation is not None:
            kind = word("exception", lang, phrases(check.citation))
        state = {True: "applies", False: "does not apply", None: "is open"}[check.taken]
        head = kind + word("colon", lang) + word(state, lang)
        is_case = check.citation is None
        inner = [self._group(word("when", lang), condition, depth)]
        if check.taken is not False:
            inner.append(self._group(word("case then" if is_case else "then", lang), then, depth))
        if check.taken is not True:
            key = "case otherwise" if is_case else "otherwise"
            inner.append(self._group(word(key, lang), otherwise, depth))
        said = f"{sign(check.outcome, lang)} {text(head)}"
        return tag("li", tag("div", said) + tag("ul", "".join(inner)))
