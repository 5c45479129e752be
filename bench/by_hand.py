"""Articles 7 and 8 by hand: what a careful programmer would write, three-valued, every rule's outcome.

True, False, or None where a fact is missing; `NOT_APPLIED` for a function that was not applied for.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

NOT_APPLIED = "not applied for"
KINDS = frozenset(
    {
        "中小企业服务机构",
        "社会中介机构",
        "技术服务机构",
        "科研院所",
        "互联网创业创新服务企业",
    }
)
CENTRES = frozenset({"成立中心", "认定中心", "指定中心"})


def all_of(values: Iterable[Any]) -> bool | None:
    """True if all are, False if one is, None otherwise."""
    result: bool | None = True
    for value in values:
        if value is False:
            return False
        if value is None:
            result = None
    return result


def any_of(values: Iterable[Any]) -> bool | None:
    """True if one is, False if none is, None otherwise."""
    result: bool | None = False
    for value in values:
        if value is True:
            return True
        if value is None:
            result = None
    return result


def at_least(value: Any, bound: Any) -> bool | None:  # noqa: ANN401
    """Whether a number is no less than a bound."""
    return None if value is None else value >= bound


def share(part: int | None, whole: int | None, bound: Fraction) -> bool | None:
    """Whether a part is no less of a whole than a bound; nothing, and a share of nothing, are not."""
    if whole == 0 or part == 0:
        return False
    if part is None or whole is None:
        return None
    return part * bound.denominator >= whole * bound.numerator


def years_later(day: date, years: int) -> date:
    """The corresponding day, or the month's last."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def one_in(value: str | None, members: frozenset[str]) -> bool | None:
    """Whether a choice is one of some."""
    return None if value is None else value in members


HALF = Fraction(1, 2)
SIXTY = Fraction(3, 5)
FIFTEEN = Fraction(3, 20)


def decide(facts: dict[str, Any]) -> dict[str, Any]:  # noqa: PLR0915 - as long as the law
    """Every rule's outcome, by the rule's id."""
    get = facts.get
    out: dict[str, Any] = {}

    # Article 7 (1)
    out["legal_person"] = get("is_legal_person")
    registered, applied = get("registration_date"), get("application_date")
    out["registration_age"] = (
        None if registered is None or applied is None else applied >= years_later(registered, 2)
    )
    functions = get("applied_functions")
    assets = get("total_assets")
    full, reduced = at_least(assets, 1_000_000), at_least(assets, 500_000)
    if functions is None:
        out["min_assets"] = full if full == reduced else None
    else:
        out["min_assets"] = reduced if functions == {"综合服务"} else full
    out["kind_of_organisation"] = one_in(get("organisation_type"), KINDS)
    out["art7.1"] = all_of(
        (
            out["legal_person"],
            out["registration_age"],
            out["min_assets"],
            out["kind_of_organisation"],
        )
    )

    # Article 7 (2)
    out["yearly_clients"] = at_least(get("sme_served"), 50)
    out["satisfied_users"] = at_least(get("user_satisfaction"), Fraction(4, 5))
    served = get("enterprises_served_by_year")
    if served is None or applied is None:
        out["steady_growth"] = None
    else:
        last, before = served.get(applied.year - 1), served.get(applied.year - 2)
        out["steady_growth"] = (
            False if last == 0 else None if last is None or before is None else last > before
        )
    out["art7.2"] = all_of((out["yearly_clients"], out["satisfied_users"], out["steady_growth"]))

    # Article 7 (3)
    out["fixed_premises"] = get("has_fixed_premises")
    out["office_size"] = at_least(get("office_area"), 150)
    out["art7.3"] = all_of((out["fixed_premises"], out["office_size"]))

    # Article 7 (4)
    out["small_business_discount"] = get("has_small_business_discount")
    out["public_share"] = share(get("public_or_low_fee_services"), get("all_services"), FIFTEEN)
    out["development_plan"] = get("has_development_plan")
    out["annual_targets"] = get("has_annual_targets")
    out["art7.4"] = all_of(
        (
            out["small_business_discount"],
            out["public_share"],
            out["development_plan"],
            out["annual_targets"],
        )
    )

    # Article 7 (5)
    staff = get("full_time_staff")
    out["min_staff"] = at_least(staff, 6)
    out["qualified_share"] = share(get("full_time_degree_or_title"), staff, HALF)
    out["art7.5"] = all_of((out["min_staff"], out["qualified_share"]))

    out["art7"] = all_of(
        (out["art7.1"], out["art7.2"], out["art7.3"], out["art7.4"], out["art7.5"])
    )

    # Article 8
    out["online_and_linked"] = all_of(
        (get("has_online_service"), get("has_online_offline_linkage"))
    )
    out["offline_clients"] = at_least(get("offline_enterprises"), 60)
    out["information_events"] = at_least(get("information_activities"), 3)
    information = all_of(
        (out["online_and_linked"], out["offline_clients"], out["information_events"])
    )

    out["experts_and_projects"] = all_of((get("has_expert_pool"), get("has_project_pool")))
    able = get("can_share_instruments")
    out["instruments_shared"] = any_of(
        (None if able is None else not able, get("shares_instruments"))
    )
    out["technical_events"] = at_least(get("technical_activities"), 1)
    technical = all_of(
        (out["experts_and_projects"], out["instruments_shared"], out["technical_events"])
    )

    out["startup_resources"] = all_of(
        (get("has_startup_projects"), get("has_startup_guide"), get("has_startup_hotline"))
    )
    out["government_agency"] = get("offers_government_agency")
    out["startup_events"] = at_least(get("startup_activities"), 3)
    startup = all_of((out["startup_resources"], out["government_agency"], out["startup_events"]))

    out["training_licence"] = any_of((get("has_training_licence"), get("filed_with_county")))
    out["training_ability"] = all_of((get("can_train_online"), get("can_train_offline")))
    out["training_volume"] = at_least(get("training_attendances"), 600)
    training = all_of((out["training_licence"], out["training_ability"], out["training_volume"]))

    out["financial_licence"] = get("has_financial_licence")
    out["regulator_approval"] = get("approved_by_regulator")
    kinds = get("financing_kinds")
    out["kinds_of_financing"] = None if kinds is None else len(kinds) >= 1
    out["financing_events"] = at_least(get("financing_activities"), 3)
    business = get("financing_business_amount")
    out["financing_share"] = share(business, get("all_business_amount"), HALF)
    small = get("small_and_agri_amount")
    first, again = share(small, business, HALF), share(small, business, SIXTY)
    recognised = get("previously_recognised")
    if recognised is None:
        out["small_and_agri_share"] = first if first == again else None
    else:
        out["small_and_agri_share"] = again if recognised else first
    out["financing_volume"] = any_of(
        (
            at_least(get("annual_financing_total"), 200_000_000),
            at_least(get("annual_new_guarantees"), 1_200_000_000),
        )
    )
    financing = all_of(
        (
            out["financial_licence"],
            out["regulator_approval"],
            out["kinds_of_financing"],
            out["financing_events"],
            out["financing_share"],
            out["small_and_agri_share"],
            out["financing_volume"],
        )
    )

    out["official_centre"] = one_in(get("centre_origin"), CENTRES)

    items = (
        ("art8.1", "信息服务", information),
        ("art8.2", "技术服务", technical),
        ("art8.3", "创业服务", startup),
        ("art8.4", "培训服务", training),
        ("art8.5", "融资服务", financing),
        ("art8.6", "综合服务", out["official_centre"]),
    )
    carried = []
    for key, name, met in items:
        if functions is None:
            out[key] = None
            carried.append(all_of((None, met)))
        elif name in functions:
            out[key] = met
            carried.append(met)
        else:
            out[key] = NOT_APPLIED
            carried.append(False)
    out["art8"] = any_of(carried)
    out["articles_7_and_8"] = all_of((out["art7"], out["art8"]))
    return out
