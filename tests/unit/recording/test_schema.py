"""The published schema, the library's records and the standalone checker say the same of a record's form."""

import json
from datetime import date

import pytest
from jsonschema import Draft202012Validator

import sgpolicy
from sgpolicy import check_record
from sgpolicy.recording.shapes import Shapes

SCHEMA = sgpolicy.record_schema()
RESULTS = {"op", "is", "is_if_applicable"}


@pytest.mark.parametrize("name", sgpolicy.shipped())
def test_records_are_of_the_schema(repo, name):
    Draft202012Validator.check_schema(SCHEMA)
    validator = Draft202012Validator(SCHEMA)
    policy = sgpolicy.load(name)
    for file in sorted((repo / "policies" / name / "applications").iterdir()):
        record = policy.evaluate(file, on=date(2026, 11, 22)).record()
        assert [error.message for error in validator.iter_errors(record.data)] == []


def steps_of_the_schema():
    ops = SCHEMA["$defs"]["step"]["properties"]["op"]["enum"]
    return {op: SCHEMA["$defs"][f"step.{op}"] for op in ops}


def test_schema_and_checker_know_the_same_steps_with_the_same_parts():
    found = {op: set(one["properties"]) - RESULTS for op, one in steps_of_the_schema().items()}
    rules = {
        op: {field.rstrip("?") for field in fields.split()}
        for op, (_, fields, _) in check_record.RULES.items()
    }
    assert found == rules


def test_schema_and_checker_ask_for_the_same_parts():
    for op, one in steps_of_the_schema().items():
        fields = check_record.RULES[op][1].split()
        needed = {field for field in fields if not field.endswith("?")}
        assert set(one["required"]) - RESULTS == needed, op


@pytest.mark.parametrize("name", sgpolicy.shipped())
def test_every_expression_of_a_policy_is_one_of_the_steps(name):
    core = sgpolicy.load(name).core
    readings = {key: item.default for key, item in core.interpretations.items()}
    shapes = Shapes(core, readings)
    formulas = [shapes.formula(node.body) for node in core.nodes.values()]
    ops = {step["op"] for formula in formulas for step in check_record.steps(formula)}
    assert ops <= set(check_record.RULES)


def test_a_record_has_no_number_of_json():
    """So that no reader can round one."""
    policy = sgpolicy.load("shaoguan-2022-188")
    record = policy.evaluate({"资产总额": "1/3元"}, on=date(2026, 11, 22)).record()

    def refused(text):
        raise AssertionError(text)

    json.loads(record.text, parse_float=refused, parse_int=refused, parse_constant=refused)
