"""How far the numbers are from their bounds: a table with exact numbers, and a line drawn for each."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from sgpolicy.model.explanation import Quantity
from sgpolicy.model.outcome import Outcome
from sgpolicy.operators.periods import corresponding_day
from sgpolicy.records import dataclass
from sgpolicy.rendering.decisions.html import sign
from sgpolicy.rendering.decisions.naming import clause, plain, with_source
from sgpolicy.rendering.decisions.numbers import day, period, points, quantity
from sgpolicy.rendering.decisions.sentences import asked, shortfall
from sgpolicy.rendering.report.pieces import node_anchor, tests
from sgpolicy.rendering.report.wording import say
from sgpolicy.rendering.web import attributes, tag, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgpolicy.model.derivation import Derivation
    from sgpolicy.model.explanation import Entry, Explanation, Language, Reason

_OPPOSITE = {"ge": "lt", "gt": "le", "le": "gt", "lt": "ge", "eq": "ne", "ne": "eq"}


@dataclass(frozen=True, slots=True)
class Margin:
    """A number beside its bound.

    Attributes:
        entry: The rule it belongs to. `reason`: the test.
        low, high: The number, in base units or days; `high` None without an upper end, `low` None too
            where nothing is known.
        bound: The bound, likewise.
        operator: How the number must stand to it for the rule to be met.
        value, wanted, distance: The same in words.
    """

    entry: Entry
    reason: Reason
    low: Fraction | None
    high: Fraction | None
    bound: Fraction
    operator: str
    value: str
    wanted: str
    distance: str


def margins(explanation: Explanation, derivation: Derivation) -> Iterator[Margin]:
    """Every number on which the outcome could turn, in the order of the law.

    Args:
        explanation: An audit.
        derivation: How the decision follows: what it does not rest on is left out.
    """
    seen = set()
    for place in explanation.places:
        for entry in place.entries:
            if entry.mention.id not in derivation.entries:
                continue
            if entry.mention.outcome in (None, Outcome.NOT_APPLICABLE):
                continue
            for reason, _ in tests(entry.check):
                found = _margin(entry, reason, explanation.lang)
                if found is not None and (entry.mention.id, reason) not in seen:
                    seen.add((entry.mention.id, reason))
                    yield found


def table(found: list[Margin], lang: Language) -> str:
    """The table."""
    columns = ("rule", "value", "place", "bound", "distance")
    head = "".join(
        tag("th", text(say(f"column {key}", lang)), scope="col", class_=f"m-{key}")
        for key in columns
    )
    rows = "".join(tag("tr", "".join(_cells(one, lang))) for one in found)
    body = tag("table", tag("thead", tag("tr", head)) + tag("tbody", rows), class_="margins")
    return tag("p", text(say("margins hint", lang)), class_="hint") + body


def _cells(one: Margin, lang: Language) -> Iterator[str]:
    node, outcome = one.entry.mention, one.reason.outcome
    place = tag("small", text(clause(node.citation.clause, lang)))
    name = tag("a", text(node.name), href=f"#{node_anchor(node.id)}")
    yield tag("th", f"{sign(outcome, lang)} {name} {place}", scope="row", class_="m-rule")
    yield tag("td", text(one.value), class_="m-value")
    yield tag("td", drawn(one, lang), class_="m-place")
    yield tag("td", text(one.wanted), class_="m-bound")
    kind = outcome.name.lower()
    yield tag("td", text(one.distance), class_=f"m-distance o {kind}")


def drawn(one: Margin, lang: Language) -> str:
    """A line from zero to twice the bound, the bound in the middle, as SVG that stretches.

    The colours are the page's; positions are attributes, so that no inline style is needed.
    """
    label = "; ".join(part for part in (one.value, one.wanted, one.distance) if part)
    parts = []
    if one.operator in ("ge", "gt", "le", "lt"):
        start = "50%" if one.operator in ("ge", "gt") else "0%"
        parts.append(_element("rect", x=start, y=4, width="50%", height=16, class_="allowed"))
    parts.append(_element("line", x1="0%", x2="100%", y1=12, y2=12, class_="axis"))
    parts.append(_element("line", x1="50%", x2="50%", y1=1, y2=23, class_="bound"))
    if one.low is not None:
        low, high = _place(one.low, one.bound), _place(one.high, one.bound)
        if one.low == one.high:
            parts.append(_element("circle", cx=_percent(low), cy=12, r=5, class_="dot"))
            if one.bound > 0 and one.low > 2 * one.bound:
                parts.append(tag("text", "»", x="97%", y=17, text_anchor="end", class_="beyond"))
        else:
            width = _percent(max(high - low, Fraction(1, 100)))
            parts.append(
                _element("rect", x=_percent(low), y=9, width=width, height=6, rx=3, class_="dot")
            )
    return tag(
        "svg",
        "".join(parts),
        class_=f"track {one.reason.outcome.name.lower()}",
        role="img",
        aria_label=label,
        width="100%",
        height=24,
        lang="en" if lang == "en" else "zh-CN",
    )


def _place(number: Fraction | None, bound: Fraction) -> Fraction:
    """Where a number stands between zero and twice the bound; what is beyond stands just at the end."""
    if number is None:
        return Fraction(1)
    at = Fraction((number > bound) - (number < bound) + 1, 2) if bound <= 0 else number / bound / 2
    return min(max(at, Fraction(2, 100)), Fraction(92, 100) if at > 1 else Fraction(98, 100))


def _percent(share: Fraction) -> str:
    hundredths = round(share * 10_000)
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def _element(name: str, **given: str | int) -> str:
    return f"<{name}{attributes(**given)}/>"


def _margin(entry: Entry, reason: Reason, lang: Language) -> Margin | None:
    if reason.test == "compare" and len(reason.values) == 2 and not reason.note:
        return _compared(entry, reason, lang)
    if reason.test == "elapsed" and len(reason.values) == 2 and not reason.note:
        return _elapsed(entry, reason, lang)
    return None


def _compared(entry: Entry, reason: Reason, lang: Language) -> Margin | None:
    value, bound = (plain(one) for one in reason.values)
    if not isinstance(bound.datum, Quantity) or not bound.datum.is_known:
        return None
    number = value.datum if isinstance(value.datum, Quantity) else None
    if number is None and value.datum is not None:
        return None
    operator = str(reason.operator or "ge")
    if reason.is_negated:
        operator = _OPPOSITE[operator]
    distance = shortfall(reason, lang)
    if not distance and number is not None and number.is_known:
        distance = _apart(number, bound.datum, lang)
    low, high = (None, None) if number is None else (number.low, number.high)
    return Margin(
        entry,
        reason,
        low,
        high,
        bound.datum.low,
        operator,
        with_source(value, lang),
        asked(reason, lang),
        distance,
    )


def _apart(number: Quantity, bound: Quantity, lang: Language) -> str:
    gap = number.low - bound.low
    if gap == 0:
        return say("level", lang)
    unit = number.unit or bound.unit
    if bound.kind == "share":
        amount = points(abs(gap), lang)
    else:
        amount = quantity(Quantity(abs(gap), abs(gap), bound.kind, unit), lang)
    return say("above" if gap > 0 else "below", lang, amount)


def _elapsed(entry: Entry, reason: Reason, lang: Language) -> Margin | None:
    start, end = (one.datum for one in reason.values)
    if not isinstance(start, date) or not isinstance(end, date) or reason.length is None:
        return None
    bound = (corresponding_day(start, reason.length) - start).days
    gone = Fraction((end - start).days)
    over = (end - start).days - bound
    said = say("later" if over > 0 else "earlier", lang, abs(over)) if over else say("level", lang)
    operator = "ge" if reason.is_inclusive else "gt"
    key = "full" if reason.is_inclusive else "exceeded"
    return Margin(
        entry,
        reason,
        gone,
        gone,
        Fraction(bound),
        _OPPOSITE[operator] if reason.is_negated else operator,
        say("from to", lang, day(start, lang), day(end, lang)),
        say(key, lang, period(reason.length, lang)),
        shortfall(reason, lang) or said,
    )
