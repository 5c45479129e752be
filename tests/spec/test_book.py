"""The book's cases come out as it says. `make accept` rewrites what it says; the diff is the review."""

import pytest

from .conftest import HERE, book, result_of


@pytest.mark.parametrize("case", book(), ids=lambda c: c.id)
def test_case(case, pytestconfig):
    assert case.expect_at is not None, f"{case.title}: no expect block"
    if not pytestconfig.getoption("--accept"):
        assert result_of(case) == case.parts["expect"], case.title


@pytest.mark.parametrize("page", sorted(HERE.glob("*.md")), ids=lambda p: p.stem)
def test_page(page, pytestconfig):
    """The same page by page, so that it can be rewritten as a whole."""
    text = page.read_text("utf-8")
    for case in sorted((c for c in book() if c.page == page), key=lambda c: c.start, reverse=True):
        start, end = case.expect_at
        text = text[:start] + result_of(case) + text[end:]
    if pytestconfig.getoption("--accept"):
        page.write_text(text, "utf-8")
    assert page.read_text("utf-8") == text
