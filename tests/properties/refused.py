"""Applicants who are refused: one whose data are those of a real platform, with some of them worse.

Unlike the applicants elsewhere, what they state hangs together: a part is never more than its whole.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from fractions import Fraction

from sgpolicy.model.application import Application, FindingRecord

from .applicants import APPLIED, policy

ON = date(2026, 11, 22)
COUNTS = {
    "sme_served": 60,
    "sme_service_visits": 90,
    "all_enterprises_served": 64,
    "all_services": 120,
    "public_services": 15,
    "low_fee_services": 15,
    "public_or_low_fee_services": 30,
    "public_service_enterprises": 10,
    "low_fee_enterprises": 10,
    "public_or_low_fee_enterprises": 18,
    "full_time_staff": 10,
    "full_time_degree_or_title": 7,
    "full_time_degree_and_title": 2,
    "full_time_degree": 6,
    "full_time_title": 3,
    "all_staff": 14,
    "all_degree_or_title": 9,
    "all_degree_and_title": 3,
    "all_degree": 8,
    "all_title": 4,
    "offline_enterprises": 62,
    "offline_visits": 80,
    "offline_information_enterprises": 60,
    "offline_information_visits": 70,
    "information_activities": 4,
    "technical_activities": 5,
    "technical_talks": 1,
    "testing_and_diagnosis": 1,
    "technical_promotions": 1,
    "project_presentations": 1,
    "intellectual_property_activities": 1,
    "startup_activities": 6,
    "startup_talks": 3,
    "startup_presentations": 3,
    "training_attendances": 700,
    "financing_activities": 12,
    "financing_matchmaking": 3,
    "financing_planning": 3,
    "financing_recommendations": 3,
    "financing_agency": 3,
    "financing_business_count": 100,
    "small_and_agri_count": 70,
}
MONEY = {
    "total_assets": 1_200_000,
    "public_service_income": 60_000,
    "low_fee_income": 60_000,
    "public_or_low_fee_income": 120_000,
    "all_service_income": 500_000,
    "financing_business_amount": 1_000_000_000,
    "all_business_amount": 1_500_000_000,
    "previous_financing_business_amount": 600_000_000,
    "small_and_agri_amount": 650_000_000,
    "annual_financing_total": 300_000_000,
    "cumulative_financing_total": 500_000_000,
    "annual_new_guarantees": 100_000_000,
}
WORSE = {
    "sme_served": [49, 40],
    "full_time_staff": [5, 9],
    "full_time_degree_or_title": [4, 3],
    "public_or_low_fee_services": [17],
    "offline_enterprises": [59],
    "information_activities": [2],
    "technical_activities": [0],
    "startup_activities": [2],
    "training_attendances": [599],
    "total_assets": [999_999, 700_000],
    "small_and_agri_amount": [450_000_000],
    "financing_business_amount": [700_000_000],
    "annual_financing_total": [199_999_999],
    "user_satisfaction": [Fraction(79, 100), Fraction(3, 4)],
    "office_area": [149, 120],
    "has_fixed_premises": [False],
    "has_small_business_discount": [False],
    "has_development_plan": [False],
    "has_annual_targets": [False],
    "has_online_service": [False],
    "has_expert_pool": [False],
    "has_startup_guide": [False],
    "offers_government_agency": [False],
    "can_train_online": [False],
    "has_financial_licence": [False],
    "is_legal_person": [False],
    "registered_in_shaoguan": [False],
    "centre_origin": ["其他机构"],
    "organisation_type": ["其他类型"],
    "registration_date": [date(2024, 12, 20), date(2025, 3, 2)],
    "previously_recognised": [True],
    "enterprises_served_by_year": [{2023: 50, 2024: 64, 2025: 64}, {2023: 50, 2024: 70, 2025: 64}],
}
"""What may be worse, and how; the same in all readings."""


def sound():
    """An applicant whose data hang together, and who is eligible whatever it applies for."""
    core = policy().core
    facts = {}
    for fact in core.facts.values():
        value = COUNTS.get(fact.id, MONEY.get(fact.id))
        if value is None:
            match fact.type.kind:
                case "truth":
                    value = fact.id != "previously_recognised"
                case "choice":
                    value = fact.type.members[0]
                case "set":
                    value = frozenset(fact.type.members)
                case "area":
                    value = 200
                case "share":
                    value = Fraction(9, 10)
                case "series":
                    value = {2023: 50, 2024: 58, 2025: 64}
                case "date":
                    value = date(2019, 3, 1)
                case _:
                    continue
        facts[fact.id] = value
    facts["application_date"] = APPLIED
    facts["misconduct_verified"] = facts["title_revoked"] = False
    record = FindingRecord(met=True, by="expert", on=date(2026, 11, 15), evidence="评审意见")
    return Application(facts, {}, dict.fromkeys(core.findings, record))


def refused(seed):
    """An applicant with a few things worse; it may still be eligible."""
    chosen = random.Random(seed)  # noqa: S311 - no secret hangs on it
    base = sound()
    facts, findings = dict(base.facts), dict(base.findings)
    functions = policy().core.facts["applied_functions"].type.members
    facts["applied_functions"] = frozenset(chosen.sample(functions, chosen.choice([1, 1, 2])))
    for key in chosen.sample(sorted(WORSE), chosen.choice([1, 2, 2, 3, 4])):
        facts[key] = chosen.choice(WORSE[key])
    for key in chosen.sample(sorted(findings), chosen.choice([0, 0, 0, 1, 2])):
        findings[key] = replace(findings[key], met=False)
    return Application(facts, {}, findings)
