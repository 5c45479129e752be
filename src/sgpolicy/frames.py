"""Data frames decided row by row: Polars, pandas and PyArrow in, the same kind out, with outcomes.

How columns are named, and what their values may be: see `sgpolicy.columns`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

import narwhals as nw

from sgpolicy.columns import REASONS, Columns, FrameError, FrameProblem
from sgpolicy.model.outcome import Outcome

if TYPE_CHECKING:
    from sgpolicy.compiled import CompiledPolicy

_LABELS = [outcome.zh for outcome in Outcome]


def evaluate_frame(
    compiled: CompiledPolicy,
    frame: Any,  # noqa: ANN401 - whatever narwhals takes
    *,
    on: date,
    rules: Iterable[str] = (),
    reasons: bool = False,
    ignore_unknown: bool = False,
) -> Any:  # noqa: ANN401 - the same kind
    """Decide every row of a frame; see `CompiledPolicy.evaluate_frame`."""
    data = _opened(frame)
    columns = Columns(
        compiled, data.columns, rules=rules, reasons=reasons, ignore_unknown=ignore_unknown
    )
    outcomes = columns.decide({name: data[name].to_list() for name in columns.used}, len(data), on)
    is_arrow = data.implementation is nw.Implementation.PYARROW
    outcome = nw.Categorical() if is_arrow else nw.Enum(_LABELS)
    series = [
        nw.new_series(
            name,
            labels,
            nw.Categorical() if reasons and name == REASONS else outcome,
            backend=data.implementation,
        )
        for name, labels in zip(columns.added, outcomes, strict=True)
    ]
    if data.implementation is nw.Implementation.PANDAS:
        index = nw.to_native(data).index
        for one in series:
            nw.to_native(one).index = index
    return nw.to_native(data.with_columns(*series))


def _opened(frame: Any) -> nw.DataFrame[Any]:  # noqa: ANN401
    try:
        return nw.from_native(frame, eager_only=True)
    except TypeError:
        kind = type(frame).__name__
        zh = f"不认识的数据表 {kind}；可用 Polars、pandas 的 DataFrame 或者 PyArrow 的 Table，惰性的表请先 collect()。"
        en = f"{kind} is no eager frame of Polars, pandas or PyArrow; collect a lazy one first."
        raise FrameError([FrameProblem("", None, zh, en)]) from None
