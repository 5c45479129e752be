"""Hand-written DuckDB: leaves in a subquery, what is made of them around it; AND and OR only, so that null is exact.

A CASE on null would decide wrongly. The applicants lie in a table of its own, in memory, its fastest way (an Arrow
table is scanned anew by every query; loading is told apart). The result is an Arrow table. Written, not generated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb
import pyarrow as pa

from peers.columns import Columns, arrow
from peers.rules import Rules

_QUERY = """\
SELECT *, "art7" AND "art8" AS "articles_7_and_8" FROM (
SELECT *,
  "art7.1" AND "art7.2" AND "art7.3" AND "art7.4" AND "art7.5" AS "art7",
  "art8.1" OR "art8.2" OR "art8.3" OR "art8.4" OR "art8.5" OR "art8.6" AS "art8"
FROM (
SELECT *,
  legal_person AND registration_age AND min_assets AND kind_of_organisation AS "art7.1",
  yearly_clients AND satisfied_users AND steady_growth AS "art7.2",
  fixed_premises AND office_size AS "art7.3",
  small_business_discount AND public_share AND development_plan AND annual_targets AS "art7.4",
  min_staff AND qualified_share AS "art7.5",
  info_applies AND online_and_linked AND offline_clients AND information_events AS "art8.1",
  technical_applies AND experts_and_projects AND instruments_shared AND technical_events AS "art8.2",
  startup_applies AND startup_resources AND government_agency AND startup_events AS "art8.3",
  training_applies AND training_licence AND training_ability AND training_volume AS "art8.4",
  financing_applies AND financial_licence AND regulator_approval AND kinds_of_financing
    AND financing_events AND financing_share AND small_and_agri_share AND financing_volume AS "art8.5",
  comprehensive_applies AND official_centre AS "art8.6"
FROM (
SELECT
  is_legal_person AS legal_person,
  application_date >= registration_date + INTERVAL 2 YEAR AS registration_age,
  (only_comprehensive AND total_assets >= 500000) OR total_assets >= 1000000 AS min_assets,
  organisation_type <> '其他类型' AS kind_of_organisation,
  sme_served >= 50 AS yearly_clients,
  user_satisfaction >= 8000 AS satisfied_users,
  (application_date BETWEEN DATE '2024-01-01' AND DATE '2024-12-31'
    AND "enterprises_served_by_year.2023" > "enterprises_served_by_year.2022")
  OR (application_date BETWEEN DATE '2025-01-01' AND DATE '2025-12-31'
    AND "enterprises_served_by_year.2024" > "enterprises_served_by_year.2023")
  OR (application_date BETWEEN DATE '2026-01-01' AND DATE '2026-12-31'
    AND "enterprises_served_by_year.2025" > "enterprises_served_by_year.2024")
  OR (application_date BETWEEN DATE '2027-01-01' AND DATE '2027-12-31'
    AND "enterprises_served_by_year.2026" > "enterprises_served_by_year.2025")
  OR application_date > DATE '9999-01-01' AS steady_growth,
  has_fixed_premises AS fixed_premises,
  office_area >= 150 AS office_size,
  has_small_business_discount AS small_business_discount,
  public_or_low_fee_services * 20 >= all_services * 3
    AND public_or_low_fee_services > 0 AND all_services > 0 AS public_share,
  has_development_plan AS development_plan,
  has_annual_targets AS annual_targets,
  full_time_staff >= 6 AS min_staff,
  full_time_degree_or_title * 2 >= full_time_staff
    AND full_time_degree_or_title > 0 AND full_time_staff > 0 AS qualified_share,
  has_online_service AND has_online_offline_linkage AS online_and_linked,
  offline_enterprises >= 60 AS offline_clients,
  information_activities >= 3 AS information_events,
  has_expert_pool AND has_project_pool AS experts_and_projects,
  NOT can_share_instruments OR shares_instruments AS instruments_shared,
  technical_activities >= 1 AS technical_events,
  has_startup_projects AND has_startup_guide AND has_startup_hotline AS startup_resources,
  offers_government_agency AS government_agency,
  startup_activities >= 3 AS startup_events,
  has_training_licence OR filed_with_county AS training_licence,
  can_train_online AND can_train_offline AS training_ability,
  training_attendances >= 600 AS training_volume,
  has_financial_licence AS financial_licence,
  approved_by_regulator AS regulator_approval,
  {any_financing} AS kinds_of_financing,
  financing_activities >= 3 AS financing_events,
  financing_business_amount * 2 >= all_business_amount
    AND financing_business_amount > 0 AND all_business_amount > 0 AS financing_share,
  small_and_agri_amount > 0 AND financing_business_amount > 0 AND (
    small_and_agri_amount * 5 >= financing_business_amount * 3
    OR (NOT previously_recognised AND small_and_agri_amount * 2 >= financing_business_amount)
  ) AS small_and_agri_share,
  annual_financing_total >= 200000000 OR annual_new_guarantees >= 1200000000 AS financing_volume,
  centre_origin <> '其他机构' AS official_centre,
  "applied_functions.信息服务" AS info_applies,
  "applied_functions.技术服务" AS technical_applies,
  "applied_functions.创业服务" AS startup_applies,
  "applied_functions.培训服务" AS training_applies,
  "applied_functions.融资服务" AS financing_applies,
  "applied_functions.综合服务" AS comprehensive_applies
FROM (
SELECT *,
  "applied_functions.综合服务" AND NOT "applied_functions.信息服务"
    AND NOT "applied_functions.技术服务" AND NOT "applied_functions.创业服务"
    AND NOT "applied_functions.培训服务" AND NOT "applied_functions.融资服务" AS only_comprehensive
FROM applicants
))))
"""


class Tuned:
    """Decides the applicants in a table of its own."""

    def __init__(self, rules: Rules) -> None:
        kinds = rules.facts["financing_kinds"].members
        any_financing = " OR ".join(f'"financing_kinds.{member}"' for member in kinds)
        self.query = _QUERY.format(any_financing=any_financing)
        self._connection = duckdb.connect(":memory:")

    def load(self, rules: Rules, columns: Columns) -> None:
        """Put applicants in the table."""
        self._connection.register("given", arrow(rules, columns))
        self._connection.execute("CREATE OR REPLACE TABLE applicants AS SELECT * FROM given")
        self._connection.unregister("given")

    def decide(self) -> pa.Table:
        """Every rule's outcome."""
        return self._connection.sql(self.query).to_arrow_table()


def outcomes(found: pa.Table) -> Mapping[str, list[Any]]:
    """By rule."""
    return dict(found.to_pydict())
