"""A sheet's cell to text, as an applicant would write its value: 80万元, 85%, 2019-03-05."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sgpolicy.casing.workbooks import Cell
from sgpolicy.records import dataclass
from sgpolicy.source.numerals import half_width, read_arabic

UNITS: Mapping[str, frozenset[str]] = {
    "money": frozenset({"元", "千元", "万元", "百万元", "千万元", "亿元", "万", "亿"}),
    "share": frozenset({"%", "‰"}),
    "area": frozenset({"平方米", "平米", "㎡", "m²", "m2"}),
}
"""The units that a header or a number format may name, by kind; a count's own unit comes to these."""

_NOUNS = {
    "truth": "是或否",
    "count": "数量",
    "money": "金额",
    "share": "百分比",
    "area": "面积",
    "choice": "选项",
    "set": "选项",
    "series": "数量",
}
_EXACT = 10**15
_LITERAL = re.compile(r'"([^"]*)"')
_SCALED = re.compile(r"!\.|[0#?],+(?![0#?,])")
_SERIAL_START = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a column's cells hold.

    Attributes:
        kind: The kind of the fact's type; "text" for all that is only read as text.
        unit: The unit in which bare numbers are; "" for the kind's own.
        units: The units that the kind has.
    """

    kind: str = "text"
    unit: str = ""
    units: frozenset[str] = frozenset()


TEXT = Expected()


def text_of(cell: Cell | None, expected: Expected = TEXT) -> tuple[str, str]:
    """A cell's text and, where it cannot be read for certain, why not and what to do."""
    if cell is None or cell.is_blank:
        return "", ""
    if cell.trouble:
        return "", cell.trouble
    match cell.value:
        case bool():
            return ("是" if cell.value else "否"), ""
        case str():
            return _text(cell.value.strip(), expected), ""
        case datetime() | date():
            return _day(cell.value, expected)
        case time() | timedelta():
            return "", "这一格是时刻或者时长；请把格式改为“文本”后重新填写"
        case int() | float():
            return _number(cell.value, cell.form, expected)
        case _:
            return "", "这一格读不出内容；请重新填写"


def _text(text: str, expected: Expected) -> str:
    """Text as it stands; a bare number has the header's unit."""
    if expected.unit and expected.kind != "text" and read_arabic(text.lstrip("-")) is not None:
        return half_width(text) + expected.unit
    return text


def _day(value: date, expected: Expected) -> tuple[str, str]:
    if isinstance(value, datetime):
        is_day = value.time() == time()
        shown = value.date().isoformat() if is_day else value.isoformat(" ", "minutes")
    else:
        shown = value.isoformat()
    if expected.kind in _NOUNS:
        return "", (
            f"这一格是日期 {shown}，应为{_NOUNS[expected.kind]}；"
            "Excel 会把“3-5”之类的内容变成日期，请把格式改为“文本”后重新填写"
        )
    return shown, ""


def _number(value: float, form: str, expected: Expected) -> tuple[str, str]:
    number = Decimal(f"{value:.15g}")
    if abs(number) >= _EXACT:
        return "", (
            "Excel 的数只保留 15 位，后面的数字已经丢失；"
            "请把这一列的格式改为“文本”后重新填写（代码、文号都应是文本）"
        )
    if expected.kind == "date":
        return "", _serial(number)
    bare = _LITERAL.sub("", form.partition(";")[0])
    if "%" in bare:
        if expected.kind in {"share", "text"}:
            return f"{_plain(number * 100)}%", ""
        noun = _NOUNS.get(expected.kind, "文字")
        return "", f"这一格是百分比格式，应为{noun}；请改正单元格的格式"
    if _SCALED.search(bare):
        return "", "这一格的格式把数缩小了显示，看不出实际的数；请把格式改为“常规”后重新填写"
    if expected.kind == "text":
        return _code(number, bare), ""
    literals = _LITERAL.findall(form.partition(";")[0])
    shown = next((one.strip() for one in reversed(literals) if one.strip()), "")
    if shown in expected.units:
        if expected.unit and shown != expected.unit:
            return "", f"这一格显示的单位是“{shown}”，表头写的是“{expected.unit}”；请改成一致"
        return f"{_plain(number)}{shown}", ""
    return f"{_plain(number)}{expected.unit}", ""


def _code(number: Decimal, form: str) -> str:
    """A number that is a name: with the zeros in front that its format shows."""
    text = _plain(number)
    return text.zfill(len(form)) if re.fullmatch("0+", form) and text.isdigit() else text


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _serial(number: Decimal) -> str:
    guess = ""
    if 1 <= number <= 100_000:
        guess = f"，看来是 {(_SERIAL_START + timedelta(days=int(number))).isoformat()}"
    return f"这一格是数 {_plain(number)}，不是日期{guess}；请把单元格的格式改为“日期”，或者写成 2026-11-22"
