"""Which reasons are given, and how far off they say a value is."""

from datetime import date
from fractions import Fraction

import pytest

from sgpolicy.explaining import deciding_citations, explain
from sgpolicy.model.application import FindingRecord
from sgpolicy.model.outcome import Outcome


def reasons(part):
    yield from part.reasons
    for inner in part.parts:
        yield from reasons(inner)


def failing(mini, readings=None, on=None, **changes):
    found = explain(mini.trace(mini.application(**changes), readings, on or mini.ON))
    return [reason for part in found.decided for reason in reasons(part)]


def only(mini, readings=None, **changes):
    (reason,) = failing(mini, readings, **changes)
    assert reason.outcome is Outcome.NOT_MET
    return reason


def test_the_miniature_is_met(mini):
    assert mini.trace().outcome is Outcome.MET


@pytest.mark.parametrize(
    ("changes", "node", "gap"),
    [
        ({"served": 46}, "served_rule", Fraction(4)),
        ({"served": 49}, "served_rule", Fraction(1)),
        ({"assets": Fraction("999999.99")}, "assets_rule", Fraction(1, 100)),
        ({"area": Fraction("149.5")}, "space", Fraction(1, 2)),
        ({"by_year": {2025: 70, 2024: 70}}, "growth", Fraction(0)),
    ],
)
def test_shortfalls_are_exact(mini, changes, node, gap):
    reason = only(mini, **changes)
    assert (reason.node, reason.shortfall.amount.low) == (node, gap)
    assert reason.shortfall.is_strict is (node == "growth")


def test_a_share_says_how_many_heads(mini):
    reason = only(mini, degree=3, staff=7)
    assert reason.shortfall.amount.low == Fraction(1, 14)
    assert reason.shortfall.heads.low == 1
    assert reason.shortfall.whole.name == "专职人数"


def test_a_share_of_nothing_has_no_shortfall(mini):
    reason = only(mini, staff=0, degree=0)
    assert (reason.note, reason.shortfall) == ("empty_whole", None)


def test_a_period_says_from_when(mini):
    assert only(mini, registered_on=date(2025, 3, 2)).shortfall.day == date(2027, 3, 2)
    leap = only(mini, registered_on=date(2025, 8, 31)).shortfall.day
    assert leap == date(2027, 8, 31)


def test_a_month_without_the_day_ends_it(mini):
    trace = mini.trace(
        mini.application(registered_on=date(2024, 2, 29), applied_on=date(2026, 1, 5))
    )
    (reason,) = [r for p in explain(trace).decided for r in reasons(p) if r.node == "age"]
    assert reason.shortfall.day == date(2026, 2, 28)


def test_the_reading_in_force_decides_what_is_told(mini):
    reason = only(mini, {"degree_and_title": "both"}, both=3)
    assert reason.values[0].parts[0].name == "兼有人数"


def test_an_exception_that_applies_is_named(mini):
    (first, *_) = failing(mini, functions=frozenset({"综合服务"}), assets=400_000, centre=True)
    assert [applies for _, applies in first.exceptions] == [True]
    assert first.shortfall.amount.low == 100_000
    (beside, *_) = failing(mini, assets=700_000)
    assert [applies for _, applies in beside.exceptions] == [False]


def test_negated_tests_are_told_as_the_rule_asks(mini):
    reason = only(mini, banned=True)
    assert (reason.is_negated, reason.outcome, reason.values[0].datum) == (
        True,
        Outcome.NOT_MET,
        True,
    )


def test_every_function_applied_for_says_what_it_lacks(mini):
    found = explain(mini.trace(mini.application(events=2, filed=False)))
    (choice,) = [p for p in found.decided[0].parts[0].parts if p.at_least]
    assert [part.title for part in choice.parts] == ["信息服务", "培训服务"]
    assert [node.title for node in choice.inapplicable] == ["综合服务"]
    assert [[r.node for r in reasons(part)] for part in choice.parts] == [
        ["events_rule"],
        ["training", "training", "volume"],
    ]


def test_a_rule_met_names_the_function_that_carried_it(mini):
    found = explain(mini.trace())
    (choice,) = [p for p in found.decided[0].parts[1].parts if p.at_least]
    assert [part.title for part in choice.parts] == ["信息服务"]


def test_a_finding_keeps_who_when_and_why(mini):
    record = FindingRecord(met=False, by="bureau", on=date(2026, 11, 1), evidence="信用记录")
    judged = only(mini, findings={"sound": record}).judgement
    assert (judged.by, judged.on, judged.rests_on) == ("市工信局", date(2026, 11, 1), "信用记录")


def test_a_scope_decides_what_does_not_apply(mini):
    (away,) = failing(mini, in_city=False)
    assert away.node == "place"
    (late,) = failing(mini, on=date(2028, 1, 1))
    assert (late.node, late.test) == ("in_force", "within")


def test_an_interval_is_short_from_its_near_end(mini):
    rows = tuple({"code": str(i), "size": "小型" if i < 40 else None} for i in range(45))
    reason = only(mini, without=("served",), ledgers={"services": rows})
    value = reason.values[0]
    assert (value.datum.low, value.datum.high, reason.shortfall.amount.low) == (40, 45, 5)
    assert (value.ledger, value.rows, value.blank) == ("服务台账", 40, ("企业规模",))


def test_needs_tell_facts_from_findings(mini):
    found = explain(mini.trace(mini.application(without=("served",), findings={})))
    assert found.outcome is Outcome.MISSING_FACTS
    assert [need.id for need in found.missing] == ["served"]
    assert [(need.id, need.assessors) for need in found.awaiting] == [
        ("sound", ("评审专家", "市工信局"))
    ]
    assert found.decided == ()


def test_a_judgement_that_does_not_count_is_told(mini):
    record = FindingRecord(met=True, by="county", on=date(2026, 11, 1), evidence="")
    found = explain(mini.trace(mini.application(findings={"sound": record})), "audit")
    entries = [e for place in found.places for e in place.entries if e.mention.id == "sound"]
    assert entries[0].check.reason.judgement.refused_by == "县级工信部门"
    assert [need.cause for need in found.awaiting] == ["refused"]


def test_an_outcome_by_cases_says_so(mini):
    given = mini.application(without=("functions",), assets=700_000, centre=False)
    found = explain(mini.trace(given))
    assert found.outcome is Outcome.NOT_MET
    assert found.is_by_cases
    assert found.open_facts == ("申报功能",)
    assert {r.node for part in found.decided for r in reasons(part)} >= {
        "assets_rule",
        "centre_rule",
    }


def test_differences_are_always_reported(mini):
    rows = tuple({"code": str(i), "size": "小型"} for i in range(55))
    found = explain(mini.trace(mini.application(ledgers={"services": rows})))
    assert found.outcome is Outcome.MET
    (value,) = found.differences
    assert (value.name, value.stated.low, value.computed.low) == ("年服务企业数", 62, 55)


def test_readings_are_told_with_their_standing(mini):
    found = explain(mini.trace(readings={"judges": "expert"}))
    told = {reading.id: reading for reading in found.readings}
    assert list(told) == ["degree_and_title", "judges", "day"]
    assert told["degree_and_title"].is_default
    assert not told["judges"].is_default
    assert told["judges"].others == ("条文所列",)


def test_the_audit_holds_every_node_in_the_order_of_the_law(mini):
    found = explain(mini.trace(), "audit")
    places = [place.clause.id for place in found.places]
    sevenths = ["art7", "art7.1", "art7.2", "art7.4", "art7.5"]
    eighths = ["art8", "art8.1", "art8.4", "art8.6"]
    assert places == ["ch3", "art2", *sevenths, *eighths, "art16", "art19"]
    told = {e.mention.id for place in found.places for e in place.entries}
    clauses = {n for n, node in mini.CORE.nodes.items() if node.kind == "clause"}
    assert told | clauses == set(mini.CORE.nodes)


def test_the_audit_tells_what_was_not_used(mini):
    found = explain(mini.trace(mini.application(loans=1)), "audit")
    assert found.unused == ("融资总额",)


def test_the_same_trace_explains_itself_equally(mini):
    for length in ("line", "letter", "audit"):
        assert explain(mini.trace(), length) == explain(mini.trace(), length)


@pytest.mark.parametrize(
    ("changes", "labels"),
    [
        ({"served": 46}, ["第七条第（二）项「年服务中小微企业 50 家以上」"]),
        ({"in_city": False}, ["第二条「适用于韶关市」"]),
        (
            {"without": ("served",), "findings": {}},
            ["第七条第（一）项「经营规范」", "第七条第（二）项「年服务中小微企业 50 家以上」"],
        ),
    ],
)
def test_deciding_citations(mini, changes, labels):
    found = deciding_citations(mini.trace(mini.application(**changes)))
    assert [citation.label for citation in found] == labels


def test_citations_of_a_met_decision_cover_both_articles(mini):
    found = {citation.clause.id for citation in deciding_citations(mini.trace())}
    assert found == {"art7.1", "art7.2", "art7.4", "art7.5", "art8.1"}
