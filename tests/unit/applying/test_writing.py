"""Applications out and in again: plain data, YAML, JSON, the schema, the model, the form to fill in."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction

import jsonschema
import pydantic
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sgpolicy.applying.documents import read_document
from sgpolicy.applying.judgements import may_ever_judge
from sgpolicy.applying.modelling import application_model
from sgpolicy.applying.quantities import LIMIT
from sgpolicy.applying.reading import read_application, read_text
from sgpolicy.applying.schema import json_schema, value_schema
from sgpolicy.applying.template import template
from sgpolicy.applying.writing import decimal_text, to_data
from sgpolicy.model.application import Application, FindingRecord, Panel, Seat
from sgpolicy.model.core import Core
from sgpolicy.model.types import Type
from sgpolicy.records import replace

from .conftest import build
from .test_values import ACCEPTED

CORE = build()
SCHEMA = jsonschema.Draft202012Validator(json_schema(CORE))
COUNTS = st.integers(0, LIMIT)
AMOUNTS = st.fractions(0, 10**9, max_denominator=10**6) | COUNTS | st.decimals(
    0, 10**9, places=4
).map(Fraction)  # fmt: skip
TEXTS = (
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), min_size=2)
    .map(str.strip)
    .filter(lambda text: len(text) > 1 and text not in {"没有", "暂无"})
    .map(lambda text: f"文{text}")
)


def _values(type_: Type) -> st.SearchStrategy[object]:
    match type_.kind:
        case "truth":
            return st.booleans()
        case "count":
            return COUNTS
        case "share":
            low = -5 if type_.unit else 0
            return st.fractions(low, 5 if type_.unit else 1, max_denominator=10**6)
        case "date":
            return st.dates()
        case "choice":
            return st.sampled_from(type_.members)
        case "set":
            return st.frozensets(st.sampled_from(type_.members))
        case "series":
            return st.dictionaries(st.integers(1000, 9999), COUNTS, min_size=1, max_size=4)
        case "text":
            return TEXTS
        case _:
            return AMOUNTS


@st.composite
def applications(draw: st.DrawFn) -> Application:
    facts: dict[str | tuple[str, str], object] = {}
    for fact in CORE.facts.values():
        keys: list[str | tuple[str, str]] = [fact.id]
        if fact.split:
            keys = [(fact.id, r.id) for r in CORE.interpretations[fact.split].readings]
        for key in keys:
            if draw(st.booleans()):
                facts[key] = draw(_values(fact.type))
    ledgers = {}
    if draw(st.booleans()):
        (ledger,) = CORE.ledgers.values()
        cells = {c.id: st.none() | _values(c.type) for c in ledger.columns}
        row = st.fixed_dictionaries(cells).filter(lambda r: any(v is not None for v in r.values()))
        ledgers[ledger.id] = tuple(draw(st.lists(row, max_size=3)))
    findings = {}
    for key in draw(st.sets(st.sampled_from(list(CORE.findings)))):
        by = draw(st.sampled_from(sorted(may_ever_judge(CORE, CORE.findings[key].assessors) or ())))
        findings[key] = draw(_records(by) | _panels(by))
    return Application(facts, ledgers, findings)  # type: ignore[arg-type]


def _records(by: str) -> st.SearchStrategy[FindingRecord]:
    said = st.just("") | TEXTS
    return st.builds(FindingRecord, st.booleans(), st.just(by), st.dates(), TEXTS, said, said, said)


@st.composite
def _panels(draw: st.DrawFn, by: str) -> Panel:
    people = draw(st.lists(TEXTS, min_size=1, max_size=3, unique_by=str.strip))
    seats = []
    for number, person in enumerate(people):
        is_chair = not number and draw(st.booleans())
        judged = draw(st.none() | _records(by))
        if judged is not None:
            role = "组长" if is_chair else draw(st.sampled_from(["", "成员"]))
            judged = replace(judged, person=person, role=role)
        seats.append(Seat(by, person, is_chair, judged))
    return Panel(tuple(seats))


def _by_key(data: dict[str, object]) -> dict[str, object]:
    """The same data by ASCII keys."""
    ids = {fact.name: fact.id for fact in CORE.facts.values()}
    ids |= {"服务台账": "service_ledger", "评定": "findings"}
    return {ids[name]: value for name, value in data.items()}


@given(applications())
def test_round_trip(application: Application) -> None:
    data = to_data(CORE, application)
    for given_ in (data, _by_key(data)):  # type: ignore[arg-type]
        read = read_application(CORE, given_)
        assert not read.problems
        assert read.application == application
    as_json = read_text(CORE, json.dumps(data, ensure_ascii=False), "json")
    assert as_json.application == application
    as_yaml = read_text(CORE, yaml.safe_dump(data, allow_unicode=True))
    assert not as_yaml.problems
    assert as_yaml.application == application


@given(applications())
def test_what_is_written_follows_the_schema(application: Application) -> None:
    data = to_data(CORE, application)
    SCHEMA.validate(data)
    SCHEMA.validate(_by_key(data))  # type: ignore[arg-type]


@given(applications())
def test_the_model_holds_what_is_written(application: Application) -> None:
    model = application_model(CORE)
    data = to_data(CORE, application)
    for given_ in (data, _by_key(data)):  # type: ignore[arg-type]
        instance = model.model_validate(given_)
        read = read_application(CORE, instance)
        assert not read.problems
        assert read.application == application


def test_canonical_forms() -> None:
    application = Application(
        facts={
            "revenue": Fraction(2401, 2), ("total_assets", "on_day"): 1200000, "staff": 6,
            "satisfaction": Fraction(17, 20), "growth": Fraction(-1, 3), "legal": False,
            "registered": date(2020, 1, 2), "items": frozenset({"信息服务目录/技术"}),
            ("served", "calendar"): {2024: 52}, "area": Fraction(1, 3),
        }
    )  # fmt: skip
    assert to_data(CORE, application) == {
        "独立法人": "否", "资产总额": {"申请时": "1200000元"}, "营业收入": "1200.5元",
        "用户满意度": "85%", "服务增长率": "-1/3", "办公面积": "1/3平方米", "注册日期": "2020-01-02",
        "专职人数": "6人", "服务项目": ["信息服务目录/技术"], "年服务企业数": {"自然年": {"2024": "52家"}},
    }  # fmt: skip


def test_what_the_policy_lacks_is_an_error() -> None:
    with pytest.raises(KeyError):
        to_data(CORE, Application(facts={"nonsense": 1}))


@given(st.decimals(-(10**9), 10**9, places=6))
def test_decimal_text_is_exact(number: Decimal) -> None:
    text = decimal_text(Fraction(number))
    assert text is not None
    assert Fraction(text) == Fraction(number)


def test_the_schema_is_one() -> None:
    schema = json_schema(CORE)
    jsonschema.Draft202012Validator.check_schema(schema)
    json.dumps(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid({})
    assert not validator.is_valid({"营业收入": "1元", "revenue": "1元"})
    assert not validator.is_valid({"营业收人": "1元"})
    assert not validator.is_valid({"用户满意度": 0.85})
    assert not validator.is_valid({"用户满意度": "0.85"})
    assert not validator.is_valid({"评定": {"经营规范": "符合"}})
    assert not validator.is_valid({"专职人数": "6家"})


@pytest.mark.parametrize(("type_", "given_", "value"), ACCEPTED, ids=range(len(ACCEPTED)))
def test_the_schema_takes_every_accepted_form(type_: Type, given_: object, value: object) -> None:
    del value
    if isinstance(given_, Decimal | Fraction | date | set) or given_ in ("大专(含)", [None, " "]):
        return  # not plain data, or not spelt exactly
    if isinstance(given_, dict):
        given_ = {str(key): item for key, item in given_.items()}
    jsonschema.validate(given_, value_schema(type_))


def test_the_form_as_it_stands_states_nothing() -> None:
    text = template(CORE)
    read = read_text(CORE, text)
    assert not read.problems
    assert read.application == Application()
    jsonschema.validate(read_document(text).data, json_schema(CORE))
    for fact in CORE.facts.values():
        assert fact.name in text
        assert fact.question in text


def test_the_form_s_example_rows_can_be_used() -> None:
    lines = template(CORE).splitlines()
    start = lines.index("服务台账:") + 1
    for i in range(start, lines.index("", start)):
        lines[i] = lines[i].removeprefix("#")
    read = read_text(CORE, "\n".join(lines))
    assert not read.problems
    (row,) = read.application.ledgers["service_ledger"]
    assert None not in row.values()


def test_facts_stand_in_the_order_of_the_law() -> None:
    text = template(CORE)
    places = [
        text.index(mark) for mark in ("── 第七条第（一）项", "── 第八条第（五）项", "── 其他事项")
    ]
    assert places == sorted(places)
    assert text.index("\n独立法人:") < text.index("\n融资种类:") < text.index("\n专职人数:")


def test_the_model() -> None:
    model = application_model(CORE)
    instance = model(revenue="120万元", 注册日期=date(2020, 1, 2), total_assets={"上年末": 3})
    assert instance.revenue == "120万元"  # type: ignore[attr-defined]
    read = read_application(CORE, instance).application
    assert read.facts["revenue"] == 1200000
    assert read.facts["total_assets", "year_end"] == 3
    with pytest.raises(pydantic.ValidationError) as caught:
        model(satisfaction="0.85", 专职人数="60家", 服务台账=[{"日期": "2022-02-31"}], 甲=1)
    assert [error["type"] for error in caught.value.errors()] == [
        "SG710", "SG707", "SG712", "extra_forbidden",
    ]  # fmt: skip
    assert "85%" in caught.value.errors()[0]["msg"]
    assert model.model_json_schema()["properties"]


def test_reading_needs_neither_pydantic_nor_yaml(core: Core) -> None:
    assert core.facts
    code = (
        "import sys, sgpolicy.applying.reading, sgpolicy.applying.schema, sgpolicy.applying.template,"
        "sgpolicy.applying.writing, sgpolicy.applying.modelling\n"
        "assert not {'pydantic', 'yaml'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
