"""Hand-written NumPy, as one tunes it: two-valued for complete columns, three-valued for columns with gaps.

Two-valued: blocks of 64k rows that stay in the cache, `out=` buffers and outputs allocated once, a byte for each
outcome, the day two years later from a look-up table instead of calendar arithmetic, the year of a block settled
once where all its rows have the same. Three-valued: 0 no, 1 unknown, 2 yes, so that AND is `minimum` and OR is
`maximum`. Written, not generated: it stands for what one would write. Both give all 55 outcomes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import numpy as np

from peers.columns import EPOCH, Array, Columns
from peers.infix import YEARS
from peers.rules import Rules

BLOCK = 65_536
FUNCTIONS = ("信息服务", "技术服务", "创业服务", "培训服务", "融资服务", "综合服务")
_FIRST, _LAST = date(1950, 1, 1), date(2050, 1, 1)
BASE = (_FIRST - EPOCH).days


def _tables() -> tuple[Array, Array]:
    """By the day since `_FIRST`: the day two years later, and the year."""
    days = np.arange(BASE, (_LAST - EPOCH).days).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    due = months + 24
    last = (due + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    later = np.minimum(due.astype("datetime64[D]") + (days - months.astype("datetime64[D]")), last)
    years = days.astype("datetime64[Y]").astype(np.int16) + 1970
    return later.astype(np.int32), years.astype(np.int16)


LATER, YEAR = _tables()


class TwoValued:
    """Decides complete columns; the outputs are its own and are overwritten by the next call."""

    def __init__(self, rules: Rules, rows: int) -> None:
        self.out: dict[str, Array] = {key: np.empty(rows, np.bool_) for key in rules.keys}
        self._flag, self._other = np.empty(BLOCK, np.bool_), np.empty(BLOCK, np.bool_)
        self._one, self._two = np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64)
        self._day = np.empty(BLOCK, np.int32)
        members = {key: type_.members for key, type_ in rules.facts.items()}
        self._kinds = len(members["organisation_type"]) - 1  # all but the last
        self._centres = len(members["centre_origin"]) - 1
        self._financing = [f"financing_kinds.{member}" for member in members["financing_kinds"]]

    def decide(self, columns: Columns) -> Mapping[str, Array]:
        """Every rule's outcome, a byte a row."""
        for begin in range(0, columns.rows, BLOCK):
            stop = min(begin + BLOCK, columns.rows)
            self._block(
                {name: array[begin:stop] for name, array in columns.values.items()},
                {key: array[begin:stop] for key, array in self.out.items()},
                stop - begin,
            )
        return self.out

    def _share(self, part: Array, whole: Array, bound: tuple[int, int], out: Array) -> None:
        n = len(out)
        one, two, flag = self._one[:n], self._two[:n], self._flag[:n]
        np.multiply(part, bound[1], out=one)
        np.multiply(whole, bound[0], out=two)
        np.greater_equal(one, two, out=out)
        np.greater(whole, 0, out=flag)
        np.logical_and(out, flag, out=out)

    def _block(self, c: Mapping[str, Array], o: Mapping[str, Array], n: int) -> None:  # noqa: PLR0915
        ge, both, either = np.greater_equal, np.logical_and, np.logical_or
        flag, other, day = self._flag[:n], self._other[:n], self._day[:n]

        def every(out: Array, *parts: Array) -> None:
            both(parts[0], parts[1], out=out)
            for part in parts[2:]:
                both(out, part, out=out)

        # Article 7 (1)
        o["legal_person"][:] = c["is_legal_person"]
        np.subtract(c["registration_date"], BASE, out=day)
        np.take(LATER, day, out=day, mode="clip")
        ge(c["application_date"], day, out=o["registration_age"])
        functions = [c[f"applied_functions.{name}"] for name in FUNCTIONS]
        either(functions[0], functions[1], out=flag)
        for one in functions[2:5]:
            either(flag, one, out=flag)
        np.greater(functions[5], flag, out=flag)  # 综合服务, and none of the others
        ge(c["total_assets"], 500_000, out=other)
        both(flag, other, out=flag)
        ge(c["total_assets"], 1_000_000, out=other)
        either(flag, other, out=o["min_assets"])
        np.less(c["organisation_type"], self._kinds, out=o["kind_of_organisation"])
        every(
            o["art7.1"], o["legal_person"], o["registration_age"], o["min_assets"],
            o["kind_of_organisation"],
        )  # fmt: skip

        # Article 7 (2)
        ge(c["sme_served"], 50, out=o["yearly_clients"])
        ge(c["user_satisfaction"], 8_000, out=o["satisfied_users"])
        self._growth(c, o["steady_growth"], day)
        every(o["art7.2"], o["yearly_clients"], o["satisfied_users"], o["steady_growth"])

        # Article 7 (3), (4), (5)
        o["fixed_premises"][:] = c["has_fixed_premises"]
        ge(c["office_area"], 150, out=o["office_size"])
        both(o["fixed_premises"], o["office_size"], out=o["art7.3"])
        for key in ("small_business_discount", "development_plan", "annual_targets"):
            o[key][:] = c[f"has_{key}"]
        self._share(c["public_or_low_fee_services"], c["all_services"], (3, 20), o["public_share"])
        every(
            o["art7.4"], o["small_business_discount"], o["public_share"], o["development_plan"],
            o["annual_targets"],
        )  # fmt: skip
        ge(c["full_time_staff"], 6, out=o["min_staff"])
        self._share(
            c["full_time_degree_or_title"], c["full_time_staff"], (1, 2), o["qualified_share"]
        )
        both(o["min_staff"], o["qualified_share"], out=o["art7.5"])
        every(o["art7"], *(o[f"art7.{i}"] for i in range(1, 6)))

        # Article 8
        applies = ("info", "technical", "startup", "training", "financing", "comprehensive")
        for name, one in zip(applies, functions, strict=True):
            o[f"{name}_applies"][:] = one
        both(c["has_online_service"], c["has_online_offline_linkage"], out=o["online_and_linked"])
        ge(c["offline_enterprises"], 60, out=o["offline_clients"])
        ge(c["information_activities"], 3, out=o["information_events"])
        every(
            o["art8.1"], functions[0], o["online_and_linked"], o["offline_clients"],
            o["information_events"],
        )  # fmt: skip
        both(c["has_expert_pool"], c["has_project_pool"], out=o["experts_and_projects"])
        # not able, or does share: on truth values `able <= does`
        np.less_equal(
            c["can_share_instruments"], c["shares_instruments"], out=o["instruments_shared"]
        )
        ge(c["technical_activities"], 1, out=o["technical_events"])
        every(
            o["art8.2"], functions[1], o["experts_and_projects"], o["instruments_shared"],
            o["technical_events"],
        )  # fmt: skip
        every(
            o["startup_resources"], c["has_startup_projects"], c["has_startup_guide"],
            c["has_startup_hotline"],
        )  # fmt: skip
        o["government_agency"][:] = c["offers_government_agency"]
        ge(c["startup_activities"], 3, out=o["startup_events"])
        every(
            o["art8.3"], functions[2], o["startup_resources"], o["government_agency"],
            o["startup_events"],
        )  # fmt: skip
        either(c["has_training_licence"], c["filed_with_county"], out=o["training_licence"])
        both(c["can_train_online"], c["can_train_offline"], out=o["training_ability"])
        ge(c["training_attendances"], 600, out=o["training_volume"])
        every(
            o["art8.4"], functions[3], o["training_licence"], o["training_ability"],
            o["training_volume"],
        )  # fmt: skip
        self._financing_service(c, o, functions[4])
        np.less(c["centre_origin"], self._centres, out=o["official_centre"])
        both(functions[5], o["official_centre"], out=o["art8.6"])
        either(o["art8.1"], o["art8.2"], out=o["art8"])
        for i in range(3, 7):
            either(o["art8"], o[f"art8.{i}"], out=o["art8"])
        both(o["art7"], o["art8"], out=o["articles_7_and_8"])

    def _growth(self, c: Mapping[str, Array], out: Array, day: Array) -> None:
        np.subtract(c["application_date"], BASE, out=day)
        first, last = int(YEAR[day.min()]), int(YEAR[day.max()])
        series = "enterprises_served_by_year"
        if first == last and first - 2 in YEARS and first - 1 in YEARS:
            np.greater(c[f"{series}.{first - 1}"], c[f"{series}.{first - 2}"], out=out)
            return
        years = YEAR[day]
        out[:] = False
        for year in range(max(first, YEARS.start + 2), min(last, YEARS.stop) + 1):
            out |= (years == year) & (c[f"{series}.{year - 1}"] > c[f"{series}.{year - 2}"])

    def _financing_service(
        self, c: Mapping[str, Array], o: Mapping[str, Array], applied: Array
    ) -> None:
        ge, both, either = np.greater_equal, np.logical_and, np.logical_or
        flag = self._other[: len(applied)]
        o["financial_licence"][:] = c["has_financial_licence"]
        o["regulator_approval"][:] = c["approved_by_regulator"]
        kinds = o["kinds_of_financing"]
        either(c[self._financing[0]], c[self._financing[1]], out=kinds)
        for name in self._financing[2:]:
            either(kinds, c[name], out=kinds)
        ge(c["financing_activities"], 3, out=o["financing_events"])
        business = c["financing_business_amount"]
        self._share(business, c["all_business_amount"], (1, 2), o["financing_share"])
        share = o["small_and_agri_share"]
        # 60% implies 50%: 50% is needed of all, 60% of those recognised before
        self._share(c["small_and_agri_amount"], business, (3, 5), share)
        self._share(c["small_and_agri_amount"], business, (1, 2), flag)
        np.greater(flag, c["previously_recognised"], out=flag)
        either(share, flag, out=share)
        ge(c["annual_financing_total"], 200_000_000, out=o["financing_volume"])
        ge(c["annual_new_guarantees"], 1_200_000_000, out=flag)
        either(o["financing_volume"], flag, out=o["financing_volume"])
        met = o["art8.5"]
        both(applied, o["financial_licence"], out=met)
        for key in (
            "regulator_approval", "kinds_of_financing", "financing_events", "financing_share",
            "small_and_agri_share", "financing_volume",
        ):  # fmt: skip
            both(met, o[key], out=met)


class ThreeValued:
    """Decides columns with gaps: 0 no, 1 unknown, 2 yes. Its outputs are its own."""

    def __init__(self, rules: Rules, rows: int) -> None:
        self.out: dict[str, Array] = {key: np.empty(rows, np.uint8) for key in rules.keys}
        self._members = {key: type_.members for key, type_ in rules.facts.items()}

    def decide(self, columns: Columns) -> Mapping[str, Array]:
        """Every rule's outcome, a byte a row."""
        for begin in range(0, columns.rows, BLOCK):
            part = slice(begin, min(begin + BLOCK, columns.rows))
            found = self._block(
                {name: array[part] for name, array in columns.values.items()},
                {name: array[part] for name, array in columns.masks.items()},
            )
            for key, array in found.items():
                self.out[key][part] = array
        return self.out

    def _block(self, c: Mapping[str, Array], m: Mapping[str, Array]) -> dict[str, Array]:  # noqa: PLR0915
        low, high = np.minimum, np.maximum

        def known(truth: Array, *facts: str) -> Array:
            value = truth.view(np.uint8) << 1
            for fact in facts:
                if fact in m:
                    value[m[fact]] = 1
            return value

        def flag(fact: str) -> Array:
            return known(c[fact], fact)

        def at_least(fact: str, bound: int) -> Array:
            return known(c[fact] >= bound, fact)

        def share(part: str, whole: str, numerator: int, denominator: int) -> Array:
            # nothing, and a share of nothing, are not enough whatever the other is
            enough = known(c[part] * denominator >= c[whole] * numerator, part, whole)
            return low(low(enough, known(c[part] > 0, part)), known(c[whole] > 0, whole))

        def every(*parts: Array) -> Array:
            found = low(parts[0], parts[1])
            for part in parts[2:]:
                low(found, part, out=found)
            return found

        def some(*parts: Array) -> Array:
            found = high(parts[0], parts[1])
            for part in parts[2:]:
                high(found, part, out=found)
            return found

        o: dict[str, Array] = {}
        o["legal_person"] = flag("is_legal_person")
        due = LATER[c["registration_date"] - BASE]
        o["registration_age"] = known(
            c["application_date"] >= due, "application_date", "registration_date"
        )
        functions = [known(c[f"applied_functions.{f}"], "applied_functions") for f in FUNCTIONS]
        alone = every(functions[5], *(2 - one for one in functions[:5]))
        o["min_assets"] = high(
            low(alone, at_least("total_assets", 500_000)), at_least("total_assets", 1_000_000)
        )
        kinds = len(self._members["organisation_type"]) - 1
        o["kind_of_organisation"] = known(c["organisation_type"] < kinds, "organisation_type")
        o["art7.1"] = every(
            o["legal_person"], o["registration_age"], o["min_assets"], o["kind_of_organisation"]
        )
        o["yearly_clients"] = at_least("sme_served", 50)
        o["satisfied_users"] = at_least("user_satisfaction", 8_000)
        o["steady_growth"] = self._growth(c, known)
        o["art7.2"] = every(o["yearly_clients"], o["satisfied_users"], o["steady_growth"])
        o["fixed_premises"] = flag("has_fixed_premises")
        o["office_size"] = at_least("office_area", 150)
        o["art7.3"] = low(o["fixed_premises"], o["office_size"])
        o["small_business_discount"] = flag("has_small_business_discount")
        o["public_share"] = share("public_or_low_fee_services", "all_services", 3, 20)
        o["development_plan"] = flag("has_development_plan")
        o["annual_targets"] = flag("has_annual_targets")
        o["art7.4"] = every(
            o["small_business_discount"], o["public_share"], o["development_plan"],
            o["annual_targets"],
        )  # fmt: skip
        o["min_staff"] = at_least("full_time_staff", 6)
        o["qualified_share"] = share("full_time_degree_or_title", "full_time_staff", 1, 2)
        o["art7.5"] = low(o["min_staff"], o["qualified_share"])
        o["art7"] = every(*(o[f"art7.{i}"] for i in range(1, 6)))

        applies = ("info", "technical", "startup", "training", "financing", "comprehensive")
        for name, one in zip(applies, functions, strict=True):
            o[f"{name}_applies"] = one
        o["online_and_linked"] = low(flag("has_online_service"), flag("has_online_offline_linkage"))
        o["offline_clients"] = at_least("offline_enterprises", 60)
        o["information_events"] = at_least("information_activities", 3)
        o["art8.1"] = every(
            functions[0], o["online_and_linked"], o["offline_clients"], o["information_events"]
        )
        o["experts_and_projects"] = low(flag("has_expert_pool"), flag("has_project_pool"))
        o["instruments_shared"] = high(
            2 - flag("can_share_instruments"), flag("shares_instruments")
        )
        o["technical_events"] = at_least("technical_activities", 1)
        o["art8.2"] = every(
            functions[1], o["experts_and_projects"], o["instruments_shared"], o["technical_events"]
        )
        o["startup_resources"] = every(
            flag("has_startup_projects"), flag("has_startup_guide"), flag("has_startup_hotline")
        )
        o["government_agency"] = flag("offers_government_agency")
        o["startup_events"] = at_least("startup_activities", 3)
        o["art8.3"] = every(
            functions[2], o["startup_resources"], o["government_agency"], o["startup_events"]
        )
        o["training_licence"] = high(flag("has_training_licence"), flag("filed_with_county"))
        o["training_ability"] = low(flag("can_train_online"), flag("can_train_offline"))
        o["training_volume"] = at_least("training_attendances", 600)
        o["art8.4"] = every(
            functions[3], o["training_licence"], o["training_ability"], o["training_volume"]
        )
        o["financial_licence"] = flag("has_financial_licence")
        o["regulator_approval"] = flag("approved_by_regulator")
        any_kind = c["financing_kinds." + self._members["financing_kinds"][0]].copy()
        for member in self._members["financing_kinds"][1:]:
            any_kind |= c[f"financing_kinds.{member}"]
        o["kinds_of_financing"] = known(any_kind, "financing_kinds")
        o["financing_events"] = at_least("financing_activities", 3)
        business = "financing_business_amount"
        o["financing_share"] = share(business, "all_business_amount", 1, 2)
        first = 2 - flag("previously_recognised")
        o["small_and_agri_share"] = high(
            share("small_and_agri_amount", business, 3, 5),
            low(first, share("small_and_agri_amount", business, 1, 2)),
        )
        o["financing_volume"] = high(
            at_least("annual_financing_total", 200_000_000),
            at_least("annual_new_guarantees", 1_200_000_000),
        )
        o["art8.5"] = every(
            functions[4], o["financial_licence"], o["regulator_approval"],
            o["kinds_of_financing"], o["financing_events"], o["financing_share"],
            o["small_and_agri_share"], o["financing_volume"],
        )  # fmt: skip
        centres = len(self._members["centre_origin"]) - 1
        o["official_centre"] = known(c["centre_origin"] < centres, "centre_origin")
        o["art8.6"] = low(functions[5], o["official_centre"])
        o["art8"] = some(*(o[f"art8.{i}"] for i in range(1, 7)))
        o["articles_7_and_8"] = low(o["art7"], o["art8"])
        return o

    def _growth(self, c: Mapping[str, Array], known: Callable[..., Any]) -> Array:
        years = YEAR[c["application_date"] - BASE]
        grew = np.zeros(len(years), np.bool_)
        series = "enterprises_served_by_year"
        for year in range(max(int(years.min()), YEARS.start + 2), int(years.max()) + 1):
            if year - 1 in YEARS:
                grew |= (years == year) & (c[f"{series}.{year - 1}"] > c[f"{series}.{year - 2}"])
        return known(grew, series, "application_date")
