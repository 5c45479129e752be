"""The book's cases come out as it says. `SGPOLICY_ACCEPT=1` rewrites what it says."""

import os

import pytest

from .conftest import HERE, book, result_of

ACCEPT = bool(os.environ.get("SGPOLICY_ACCEPT"))


@pytest.mark.parametrize("case", book(), ids=lambda c: c.id)
def test_case(case):
    assert case.expect_at is not None, f"{case.title}: no expect block"
    if not ACCEPT:
        assert result_of(case) == case.parts["expect"], case.title


@pytest.mark.skipif(not ACCEPT, reason="set SGPOLICY_ACCEPT=1 to rewrite the book")
@pytest.mark.parametrize("page", sorted(HERE.glob("*.md")), ids=lambda p: p.stem)
def test_accept(page):
    text = page.read_text("utf-8")
    for case in sorted((c for c in book() if c.page == page), key=lambda c: c.start, reverse=True):
        start, end = case.expect_at
        text = text[:start] + result_of(case) + text[end:]
    page.write_text(text, "utf-8")
