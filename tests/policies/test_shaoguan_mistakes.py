"""One mistake, one finding: each kind of slip, tried on the declarations of the shipped policy.

The quick level tries every seventh declaration, the long level all of them.
"""

import pytest

from sgpolicy.lowering.ordering import references
from sgpolicy.model import tree as t

from .test_shaoguan_check import DECLARATIONS, findings_after, written

KEYS = list(DECLARATIONS)
SOME = [
    pytest.param(key, marks=() if at % 7 == 0 else pytest.mark.long) for at, key in enumerate(KEYS)
]


def slips(declaration):
    """Each slip: what it is, the place, and what stands there then."""
    span, text = declaration.span, written(declaration.span)

    def at(start, end, new=""):
        return t.Span(span.file, span.start + start, span.start + end), new

    key = text.index(declaration.id)
    yield "no key", at(key, key + len(declaration.id) + 1)
    yield "misspelt word", at(0, 1, "鑫")
    semicolon, closing, opening = text.find("；"), text.find("」"), text.find("「")
    if semicolon >= 0:
        yield "no semicolon", at(semicolon, semicolon + 1)
    if opening >= 0:
        yield "quote not opened", at(opening, opening + 1)
        yield "quote not closed", at(closing, closing + 1)
    bracket = text.rfind("）")
    if declaration.body is not None and bracket > max(text.rfind("」"), text.find("：")):
        yield "bracket not closed", at(bracket, bracket + 1)
    for quote in declaration.quotes[:1]:
        middle = (quote.span.start + quote.span.end) // 2
        yield "misquoted", (t.Span(span.file, middle, middle + 1), "鑫")
    for name in list(references(declaration))[:1]:
        middle = (name.span.start + name.span.end) // 2
        yield "misspelt name", (t.Span(span.file, middle, middle + 1), "鑫")


@pytest.mark.parametrize("key", SOME)
def test_one_finding(key):
    wrong = {}
    for slip, (span, new) in slips(DECLARATIONS[key]):
        found = findings_after(span, new)
        if len(found) != 1:
            wrong[slip] = [(d.code, d.title()) for d in found]
    assert wrong == {}


@pytest.mark.parametrize("key", SOME)
def test_it_stands_where_the_mistake_is(key):
    declaration = DECLARATIONS[key]
    for slip, (span, new) in slips(declaration):
        for found in findings_after(span, new):
            assert found.file == declaration.span.file, slip
            assert found.span is not None, slip
            assert declaration.span.start <= found.span.start <= declaration.span.end, slip
            assert found.clause == declaration.clause, slip


@pytest.mark.parametrize("key", SOME)
def test_the_full_stop_may_be_left_out(key):
    span = DECLARATIONS[key].span
    if written(span).endswith("。"):
        assert findings_after(t.Span(span.file, span.end - 1, span.end), "") == []
