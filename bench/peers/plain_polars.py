"""Hand-written Polars, as one tunes it: leaves first, then what is made of them, eagerly.

One lazy query with all 55 columns looks for common subexpressions over all of them. Here each `select` computes
columns that rest on columns which are there, in parallel over them; `lazily` is the other way, to compare. It is
three-valued by Polars' own null, and exact: a choice between two bounds is "the higher, or the lower where that is
enough", and "nothing is no share" is a condition of its own. The day two years later comes from a look-up table and
years are compared as days: `offset_by` and `year` took four fifths of the time. Written, not generated. It gives all
55 outcomes as boolean columns with nulls.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any

import polars as pl

from peers.columns import Columns, arrow
from peers.infix import YEARS
from peers.plain_numpy import BASE, LATER
from peers.rules import Rules

FUNCTIONS = {
    "info": "信息服务", "technical": "技术服务", "startup": "创业服务",
    "training": "培训服务", "financing": "融资服务", "comprehensive": "综合服务",
}  # fmt: skip


def frame_of(rules: Rules, columns: Columns) -> pl.DataFrame:
    """The columns as a frame; choices are enums."""
    frame = pl.from_arrow(arrow(rules, columns))
    if not isinstance(frame, pl.DataFrame):
        raise TypeError
    choices = {key: type_.members for key, type_ in rules.facts.items() if type_.kind == "choice"}
    return frame.with_columns(pl.col(key).cast(pl.Enum(m)) for key, m in choices.items())


def _share(part: str, whole: str, numerator: int, denominator: int) -> pl.Expr:
    p, w = pl.col(part), pl.col(whole)
    return (p * denominator >= w * numerator) & (p > 0) & (w > 0)


def _all(*names: str) -> pl.Expr:
    return reduce(and_, map(pl.col, names))


def _growth() -> pl.Expr:
    day, series = pl.col("application_date"), "enterprises_served_by_year"
    cases = [
        day.is_between(date(one, 1, 1), date(one, 12, 31))
        & (pl.col(f"{series}.{one - 1}") > pl.col(f"{series}.{one - 2}"))
        for one in range(YEARS.start + 2, YEARS.stop + 1)
    ]
    return reduce(or_, cases, day > date(9999, 1, 1))  # unknown where the day is


class Tuned:
    """Decides a frame."""

    def __init__(self, rules: Rules) -> None:
        members = {key: type_.members for key, type_ in rules.facts.items()}
        col = pl.col
        later = pl.Series("later", LATER)
        only = reduce(
            and_, (~col(f"applied_functions.{name}") for name in [*FUNCTIONS.values()][:5])
        )
        only &= col("applied_functions.综合服务")
        assets, business = col("total_assets"), "financing_business_amount"
        kinds = [col(f"financing_kinds.{member}") for member in members["financing_kinds"]]
        leaves = {
            "legal_person": col("is_legal_person"),
            "registration_age": col("application_date").to_physical()
            >= pl.lit(later).gather(col("registration_date").to_physical() - BASE),
            "min_assets": (only & (assets >= 500_000)) | (assets >= 1_000_000),
            "kind_of_organisation": col("organisation_type") != members["organisation_type"][-1],
            "yearly_clients": col("sme_served") >= 50,
            "satisfied_users": col("user_satisfaction") >= 8_000,
            "steady_growth": _growth(),
            "fixed_premises": col("has_fixed_premises"),
            "office_size": col("office_area") >= 150,
            "small_business_discount": col("has_small_business_discount"),
            "public_share": _share("public_or_low_fee_services", "all_services", 3, 20),
            "development_plan": col("has_development_plan"),
            "annual_targets": col("has_annual_targets"),
            "min_staff": col("full_time_staff") >= 6,
            "qualified_share": _share("full_time_degree_or_title", "full_time_staff", 1, 2),
            "online_and_linked": _all("has_online_service", "has_online_offline_linkage"),
            "offline_clients": col("offline_enterprises") >= 60,
            "information_events": col("information_activities") >= 3,
            "experts_and_projects": _all("has_expert_pool", "has_project_pool"),
            "instruments_shared": ~col("can_share_instruments") | col("shares_instruments"),
            "technical_events": col("technical_activities") >= 1,
            "startup_resources": _all(
                "has_startup_projects", "has_startup_guide", "has_startup_hotline"
            ),
            "government_agency": col("offers_government_agency"),
            "startup_events": col("startup_activities") >= 3,
            "training_licence": col("has_training_licence") | col("filed_with_county"),
            "training_ability": _all("can_train_online", "can_train_offline"),
            "training_volume": col("training_attendances") >= 600,
            "financial_licence": col("has_financial_licence"),
            "regulator_approval": col("approved_by_regulator"),
            "kinds_of_financing": reduce(or_, kinds),
            "financing_events": col("financing_activities") >= 3,
            "financing_share": _share(business, "all_business_amount", 1, 2),
            "small_and_agri_share": _share("small_and_agri_amount", business, 3, 5)
            | (~col("previously_recognised") & _share("small_and_agri_amount", business, 1, 2)),
            "financing_volume": (col("annual_financing_total") >= 200_000_000)
            | (col("annual_new_guarantees") >= 1_200_000_000),
            "official_centre": col("centre_origin") != members["centre_origin"][-1],
        }
        for name, function in FUNCTIONS.items():
            leaves[f"{name}_applies"] = col(f"applied_functions.{function}")
        items = {
            "art7.1": ("legal_person", "registration_age", "min_assets", "kind_of_organisation"),
            "art7.2": ("yearly_clients", "satisfied_users", "steady_growth"),
            "art7.3": ("fixed_premises", "office_size"),
            "art7.4": ("small_business_discount", "public_share", "development_plan", "annual_targets"),
            "art7.5": ("min_staff", "qualified_share"),
            "art8.1": ("info_applies", "online_and_linked", "offline_clients", "information_events"),
            "art8.2": ("technical_applies", "experts_and_projects", "instruments_shared", "technical_events"),
            "art8.3": ("startup_applies", "startup_resources", "government_agency", "startup_events"),
            "art8.4": ("training_applies", "training_licence", "training_ability", "training_volume"),
            "art8.5": (
                "financing_applies", "financial_licence", "regulator_approval", "kinds_of_financing",
                "financing_events", "financing_share", "small_and_agri_share", "financing_volume",
            ),
            "art8.6": ("comprehensive_applies", "official_centre"),
        }  # fmt: skip
        self._leaves = [expr.alias(name) for name, expr in leaves.items()]
        self._items = [_all(*parts).alias(name) for name, parts in items.items()]
        sevens = [name for name in items if name.startswith("art7")]
        eights = [pl.col(name) for name in items if name.startswith("art8")]
        self._articles = [_all(*sevens).alias("art7"), reduce(or_, eights).alias("art8")]
        self._root = [_all("art7", "art8").alias("articles_7_and_8")]

    def decide(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Every rule's outcome."""
        found = frame.select(self._leaves)
        for step in (self._items, self._articles, self._root):
            found = found.hstack(found.select(step))
        return found

    def lazily(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The same as one lazy query, to compare."""
        found = frame.lazy().select(self._leaves)
        for step in (self._items, self._articles, self._root):
            found = found.with_columns(step)
        return found.collect()


def outcomes(found: pl.DataFrame) -> Mapping[str, list[Any]]:
    """By rule."""
    return found.to_dict(as_series=False)
