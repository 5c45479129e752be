"""Values in words: their name, what they are and where they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from sgpolicy.model.explanation import Quantity
from sgpolicy.rendering.decisions.numbers import percent, shown
from sgpolicy.rendering.words import word

if TYPE_CHECKING:
    from sgpolicy.model.citation import Citation, Clause
    from sgpolicy.model.explanation import Header, Language, Mention, Part, Value

_MOST_ROWS = 5


def to_applicant(key: str, header: Header, lang: Language, *parts: object) -> str:
    """Words for who applies, as `word` has them; a person is spoken to otherwise than an organisation."""
    return word(f"{key} person" if header.is_person else key, lang, *parts)


def plain(value: Value) -> Value:
    """A definition that is nothing but another value stands for that value."""
    while value.form == "definition" and len(value.parts) == 1:
        value = value.parts[0]
    return value


def name(value: Value, lang: Language) -> str:
    """What a value is called."""
    value = plain(value)
    match value.form:
        case "fact" | "definition" | "amount" | "tally":
            return value.name
        case "product" | "accrual" | "extreme" | "case":
            return word("list", lang).join(
                dict.fromkeys(text for part in value.parts if (text := name(part, lang)))
            )
        case "year":
            return word("in year", lang, value.name, value.written) if value.written else value.name
        case "as_of":
            return word("as of", lang)
        case "ratio":
            return " ÷ ".join(_grouped(part, lang) for part in value.parts)
        case "sum":
            signs = (" + " if sign == "+" else " − " for sign in value.written)
            joined = "".join(
                sign + name(part, lang) for sign, part in zip(signs, value.parts, strict=False)
            )
            return joined.removeprefix(" + ")
        case "size":
            return word("size of", lang, name(value.parts[0], lang)) if value.parts else ""
        case "constant" | "day" | "span":
            return ""
        case _:
            assert_never(value.form)


def told(value: Value, lang: Language, remark: str = "") -> str:
    """A value with its name and source: 年服务中小微企业数 46 家（申报值）.

    Args:
        value: The value.
        lang: In which language.
        remark: Something to add in the same brackets.
    """
    value = plain(value)
    aside = word("bracketed", lang, remark) if remark else ""
    if value.form == "ratio" and len(value.parts) == 2 and value.source == "derived":
        return _told_ratio(value, lang) + aside
    if value.form == "sum" and value.source == "derived":
        terms = _told_terms(value, lang)
        return (terms if value.datum is None else f"{terms} = {shown(value.datum, lang)}") + aside
    label = name(value, lang)
    if value.form in ("day", "span", "constant", "as_of"):
        return f"{label} {shown(value.datum, lang)}".strip() + aside
    if value.form == "size" and value.parts:
        inner = word("bracketed", lang, told(value.parts[0], lang))
        return f"{label} {shown(value.datum, lang)}{inner}{aside}"
    return f"{label} {with_source(value, lang, remark)}".strip()


def with_source(value: Value, lang: Language, remark: str = "") -> str:
    """A value and where it comes from, without its name."""
    if value.source in ("missing", "absent"):
        return word(value.source, lang) + (word("bracketed", lang, remark) if remark else "")
    text = word("comma", lang).join(part for part in (source(value, lang), remark) if part)
    return shown(value.datum, lang) + (word("bracketed", lang, text) if text else "")


def source(value: Value, lang: Language) -> str:
    """Where a value comes from; blank cells are named."""
    ledger = value.ledger or word("ledger", lang)
    match value.source:
        case "stated" | "missing" | "absent":
            return word(f"source {value.source}", lang)
        case "ledger" | "both":
            text = word(f"source {value.source}", lang, ledger)
        case "conflict":
            stated, computed = shown(value.stated, lang), shown(value.computed, lang)
            text = word("source conflict", lang, ledger, stated, computed)
        case "constant" | "derived" | "law":
            return ""
        case _:
            assert_never(value.source)
    return word("comma", lang).join((text, *open_cells(value, lang)))


def open_cells(value: Value, lang: Language) -> tuple[str, ...]:
    """Which rows of a ledger leave a value open, and which of their columns are blank."""
    if not value.open_rows:
        return ()
    rows = word("list", lang).join(str(row) for row in value.open_rows[:_MOST_ROWS])
    text = word("open rows", lang, rows)
    if len(value.open_rows) > _MOST_ROWS:
        text = word("more rows", lang, rows, len(value.open_rows))
    blank = word("list", lang).join(word("quoted", lang, column) for column in value.blank)
    return (text + (word("bracketed", lang, word("blank", lang, blank)) if blank else ""),)


def brief(value: Value, lang: Language) -> str:
    """For one line: 申报 46 家, 台账核算 46 家."""
    value = plain(value)
    text = shown(value.datum, lang)
    match value.source:
        case "stated":
            return word("said", lang, text)
        case "ledger":
            return word("counted", lang, text, value.ledger or word("ledger", lang))
        case "missing":
            return word("missing", lang)
        case "derived" if value.form == "ratio":
            return word("share", lang, text)
        case "conflict":
            return word("bracketed", lang, source(value, lang)).strip(" （）()")
        case _:
            return text


def clause(place: Clause, lang: Language) -> str:
    """A clause's label: 第七条第（二）项, Article 7(2)."""
    return place.label_en if lang == "en" else place.label


def citation(cited: Citation, lang: Language) -> str:
    """A clause with the phrases quoted from it."""
    quoted = phrases(cited)
    space = " " if lang == "en" and quoted else ""
    return clause(cited.clause, lang) + space + quoted


def one_of(names: tuple[str, ...], lang: Language) -> str:
    """Names of which one is enough: 评审专家、市工信局或县级工信部门."""
    *others, last = names or ("",)
    return word("or", lang).join((word("list", lang).join(others), last)) if others else last


def phrases(cited: Citation) -> str:
    """The phrases quoted, each in 「」."""
    return "".join(f"「{phrase.strip(_EDGES)}」" for phrase in cited.phrases)


def mentioned(node: Mention | Part, lang: Language) -> str:
    """A node by place and name; a clause by its place alone."""
    label = clause(node.citation.clause, lang)
    return f"{label} {node.title if node.kind == 'clause' else node.name}".rstrip()


_EDGES = "，；。、 "


def _told_ratio(value: Value, lang: Language) -> str:
    parts = " ÷ ".join(
        f"（{_told_terms(plain(part), lang)}）" if plain(part).form == "sum" else told(part, lang)
        for part in value.parts
    )
    share = value.datum
    if not isinstance(share, Quantity):
        return parts
    if share.is_known:
        text = percent(share.low)
        if "≈" in text:
            return f"{parts} ≈ {text.partition('≈')[2].rstrip('）')}"
        return f"{parts} = {text}"
    return f"{parts}{word('comma', lang)}{shown(share, lang)}"


def _told_terms(value: Value, lang: Language) -> str:
    signs = (" + " if sign == "+" else " − " for sign in value.written)
    joined = "".join(
        sign + told(part, lang) for sign, part in zip(signs, value.parts, strict=False)
    )
    return joined.removeprefix(" + ")


def _grouped(value: Value, lang: Language) -> str:
    text = name(value, lang)
    return f"（{text}）" if plain(value).form == "sum" else text
