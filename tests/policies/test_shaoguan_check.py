"""The shipped policy against its law: nothing to report, and nothing can be changed unreported.

Every variant is the shipped folder with one edit, compiled in memory. Declarations that an edit
leaves alone are parsed once only.
"""

import re
from pathlib import Path

import pytest

from sgpolicy.checking.bounds import bounds_in_text
from sgpolicy.diagnostics.records import Collector
from sgpolicy.loading import read_folder
from sgpolicy.model import tree as t
from sgpolicy.model.citation import parse_clause
from sgpolicy.operators.bounds import AFTER, BEFORE
from sgpolicy.parsing.markdown import read_tables
from sgpolicy.pipeline import compile_policy
from sgpolicy.remembering import Memory
from sgpolicy.source.normalising import normalise
from sgpolicy.source.text import SourceFile

HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / "policies" / "shaoguan-2022-188"


# ── the policy, and variants of it ──


def _read():
    found = Collector()
    manifest, files = read_folder(FOLDER, found)
    return manifest, files, compile_policy(manifest, files, found)


MANIFEST, FILES, SHIPPED = _read()
DECLARATIONS = {d.id: d for d in SHIPPED.program.declarations.values()}
FACTS = {f.id: f for f in SHIPPED.program.tables.facts.values() if f.type.kind != "text"}
COLUMNS = {
    f"{ledger.id}.{column.id}": column
    for ledger in SHIPPED.program.tables.ledgers.values()
    for column in ledger.columns.values()
    if column.type.kind != "text"
}


MEMORY = Memory()
"""So that each edit costs what it changes."""


def findings_after(span, new):
    """What is reported when the text at `span` is replaced."""
    text = FILES[span.file].text
    edited = SourceFile(span.file, text[: span.start] + new + text[span.end :])
    found = Collector()
    compile_policy(MANIFEST, {**FILES, span.file: edited}, found, MEMORY)
    return found.sorted()


def written(span):
    return FILES[span.file].text[span.start : span.end]


def walk(node):
    """Every record inside a declaration."""
    waiting = [node]
    while waiting:
        at = waiting.pop()
        if isinstance(at, tuple):
            waiting.extend(at)
        elif hasattr(at, "__dataclass_fields__"):
            yield at
            waiting.extend(getattr(at, name) for name in at.__dataclass_fields__)


def quotes_of(declaration):
    return [node for node in walk(declaration) if isinstance(node, t.Quote)]


def numbers_of(declaration):
    return [node for node in walk(declaration) if isinstance(node, t.Number | t.Day)]


def having(select):
    """The ids of the declarations for which `select` gives anything."""
    return [key for key, declaration in DECLARATIONS.items() if select(declaration)]


# ── as shipped ──


def test_nothing_is_reported():
    assert [(d.code, d.title(), d.file) for d in SHIPPED.diagnostics] == []
    assert SHIPPED.core is not None


def test_every_operative_character_is_accounted_for():
    assert SHIPPED.coverage.total > 2000
    assert SHIPPED.coverage.covered == SHIPPED.coverage.total
    assert all(clause.covered == clause.total for clause in SHIPPED.coverage.clauses)


# ── against the inventory that readers made (norms.md) ──


def tables_of(path, name):
    return list(read_tables(SourceFile(name, path.read_text("utf-8"))))


def norm_rows():
    """Id, phrase and marks of every row of norms.md's tables of clauses."""
    for table in tables_of(HERE / "norms.md", "norms.md"):
        if "phrase" in table.header:
            for row in table.rows:
                cells = dict(zip(table.header, (cell.text for cell in row), strict=True))
                yield cells["id"], cells["phrase"], marks_of(cells["mark"])


def marks_of(text):
    return {mark.strip() for mark in text.split("+")}


def norm_interpretations():
    """Id, marks and number of readings of every row of norms.md's table of ambiguities."""
    for table in tables_of(HERE / "norms.md", "norms.md"):
        if table.header and "the question" in table.header:
            for key, marks, _, readings in table.rows:
                yield key.text, set(marks.text.split()), len(readings.text.split("·"))


NORMS = {key: (phrase, marks) for key, phrase, marks in norm_rows()}
AMBIGUITIES = {key: (marks, count) for key, marks, count in norm_interpretations()}


def listed():
    """The rows of the policy's own list of clauses, by id."""
    rows = {}
    for table in SHIPPED.document.inventory:
        for row in table.rows:
            cells = dict(zip(table.header, (cell.text for cell in row), strict=True))
            rows[cells["编号"]] = cells
    return rows


def test_norms_were_read():
    assert len(NORMS) > 80
    assert list(AMBIGUITIES) == [f"K-{n}" for n in range(1, 38)]


@pytest.mark.parametrize("key", NORMS)
def test_the_list_of_clauses_has_the_row_with_the_same_marks(key):
    assert marks_of(listed()[key]["类别"]) == NORMS[key][1]


@pytest.mark.parametrize("key", NORMS)
def test_declarations_do_what_the_row_says(key):
    row = listed()[key]
    clause = parse_clause(row["条款"])
    kinds = set()
    for phrase in row["词句"].split(" / "):
        start = SHIPPED.quoted.forms[clause].text.index(normalise(phrase).text)
        end = start + len(normalise(phrase).text)
        kinds |= {
            owner.mark
            for owner, first, last in SHIPPED.quoted.places
            if owner.mark and owner.clause == clause and first < end and start < last
        }
    assert kinds == NORMS[key][1]


@pytest.mark.parametrize("key", AMBIGUITIES)
def test_the_interpretation_is_declared(key):
    marks, count = AMBIGUITIES[key]
    (declared,) = [i for i in SHIPPED.core.interpretations.values() if i.number == key]
    assert {"eligibility": "E", "life": "L"}.keys() >= set(declared.bears_on)
    assert {"eligibility": "E", "life": "L"}[declared.bears_on[0]] in marks
    assert {{"eligibility": "E", "life": "L"}[use] for use in declared.bears_on} == marks
    assert len(declared.readings) >= count
    assert declared.default == declared.readings[0].id


def test_ids_stay_apart():
    numbers = [i.number for i in SHIPPED.core.interpretations.values()]
    assert len(numbers) == len(set(numbers))


# ── one edit ──


@pytest.mark.parametrize("key", DECLARATIONS)
def test_deleting_a_declaration_is_reported(key):
    assert findings_after(DECLARATIONS[key].span, "")


@pytest.mark.parametrize("key", having(lambda d: d.word != "说明"))
def test_a_note_in_its_place_is_reported(key):
    declaration = DECLARATIONS[key]
    quotes = "".join(f"「{quote.text}」" for quote in quotes_of(declaration))
    note = f"说明 {declaration.name.text} {declaration.id} {quotes}：\n  因：没有可以计算的条件。"
    assert findings_after(declaration.span, note)


def line_of(name):
    """The whole line a table's row stands on."""
    text = FILES[name.span.file].text
    start = text.rindex("\n", 0, name.span.start) + 1
    return t.Span(name.span.file, start, text.index("\n", start) + 1)


@pytest.mark.parametrize("key", FACTS)
def test_deleting_a_fact_is_reported(key):
    assert findings_after(line_of(FACTS[key].name), "")


@pytest.mark.parametrize("key", COLUMNS)
def test_deleting_a_column_is_reported(key):
    assert findings_after(line_of(COLUMNS[key].name), "")


@pytest.mark.parametrize("key", having(quotes_of))
def test_changing_a_quoted_character_is_reported(key):
    for quote in quotes_of(DECLARATIONS[key]):
        middle = quote.span.start + len(quote.text) // 2
        assert findings_after(t.Span(quote.span.file, middle, middle + 1), "鑫"), quote.text


@pytest.mark.long
@pytest.mark.parametrize("key", having(quotes_of))
def test_changing_any_quoted_character_is_reported(key):
    for quote in quotes_of(DECLARATIONS[key]):
        for at in range(quote.span.start, quote.span.end):
            place = t.Span(quote.span.file, at, at + 1)
            if normalise(written(place)).text:
                assert findings_after(place, "鑫"), (quote.text, written(place))


# ── numbers ──

_DIGITS = re.compile(r"\d[\d,.]*")


def bumped(text):
    """The number's last part, one more: 100万元 → 101万元, 2022年10月20日 → 2022年10月21日."""
    last = list(_DIGITS.finditer(text))[-1]
    return text[: last.start()] + str(int(last[0]) + 1) + text[last.end() :]


@pytest.mark.parametrize("key", having(numbers_of))
def test_changing_a_number_is_reported(key):
    for number in numbers_of(DECLARATIONS[key]):
        assert findings_after(number.span, bumped(written(number.span))), number.written


@pytest.mark.parametrize("key", having(numbers_of))
def test_taking_another_number_of_the_quote_is_reported(key):
    declaration = DECLARATIONS[key]
    stated = [b for quote in quotes_of(declaration) for b in bounds_in_text(quote.text)]
    for number in numbers_of(declaration):
        if isinstance(number, t.Number):
            for other in stated:
                if other.unit == number.unit and other.value != number.value:
                    assert findings_after(number.span, other.written), (number, other.written)


OTHER_UNIT = {
    "家": "次",
    "次": "家",
    "人": "家",
    "人次": "人",
    "万元": "亿元",
    "亿元": "万元",
    "平方米": "人",
    "%": "家",
    "年": "个月",
    "个月": "年",
    "月": "年",
    "项": "家",
    "笔": "次",
}


@pytest.mark.parametrize("key", having(numbers_of))
def test_changing_a_unit_is_reported(key):
    for number in numbers_of(DECLARATIONS[key]):
        if isinstance(number, t.Number):
            text = written(number.span)
            unit = next(u for u in sorted(OTHER_UNIT, key=len)[::-1] if text.endswith(u))
            changed = text.removesuffix(unit) + OTHER_UNIT[unit]
            assert findings_after(number.span, changed), text


OTHER_WORD = {"以上": "以下", "以下": "以上", "满": "超过", "至少": "至多"}
_WORD = re.compile("|".join(sorted((*BEFORE, *AFTER), key=len, reverse=True)))


def bound_words(declaration):
    """The places of the bound words that stand with a number."""
    for node in walk(declaration):
        if isinstance(node, t.Comparison) and isinstance(node.right, t.Number):
            gap = t.Span(node.span.file, node.left.span.end, node.right.span.start)
            tail = t.Span(node.span.file, node.right.span.end, node.span.end)
            if node.after:
                yield place_in(tail)
            else:
                yield place_in(gap)
        elif isinstance(node, t.Elapsing):
            yield place_in(t.Span(node.span.file, node.end.span.end, node.length.span.start))


def place_in(span):
    match = _WORD.search(written(span))
    return t.Span(span.file, span.start + match.start(), span.start + match.end())


@pytest.mark.parametrize("key", having(lambda d: list(bound_words(d))))
def test_changing_a_bound_word_is_reported(key):
    for place in bound_words(DECLARATIONS[key]):
        word = written(place)
        strict = OTHER_WORD.get(word) or ("不低于" if word == "超过" else "超过")
        if {word, strict} == {"超过", "不低于"} and ".elapsing" in key:
            continue
        changed = "满" if word == "超过" else strict
        assert findings_after(place, changed), word
