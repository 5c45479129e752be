"""Changes and mutants, as records."""

from __future__ import annotations

from enum import Enum
from typing import Generic, TypeVar

from sgpolicy.model.citation import Clause
from sgpolicy.model.core import Core, Expr, Fact, Node, Provision, Ranking
from sgpolicy.records import dataclass, replace

_Part = TypeVar("_Part", Provision, Ranking)


class Operator(Enum):
    """The ways in which a rule is changed; the value is the last part of a mutant's id."""

    STRICT = "strict"
    UP = "up"
    DOWN = "down"
    AND_OR = "and-or"
    DROP = "drop"
    NO_EXCEPTION = "no-exception"
    ALWAYS_EXCEPTION = "always-exception"
    SWAP = "swap"
    MORE = "more"
    FEWER = "fewer"
    MEMBER = "member"
    NEGATE = "negate"
    NO_GUARD = "no-guard"
    NO_SCOPE = "no-scope"
    YEAR = "year"
    EDGE = "edge"
    MEASURE = "measure"
    SIGN = "sign"
    ORDER = "order"
    RESULT = "result"
    REVERSE = "reverse"
    SEQUENCE = "sequence"
    NO_PRIOR = "no-prior"
    NO_REQUIREMENT = "no-requirement"
    NO_GROUND = "no-ground"

    @property
    def zh(self) -> str:
        """What it does, in Chinese."""
        return _ZH[self]


_ZH = {
    Operator.STRICT: "界限含与不含本数互换",
    Operator.UP: "界限提高一步",
    Operator.DOWN: "界限降低一步",
    Operator.AND_OR: "且、或互换",
    Operator.DROP: "去掉一项",
    Operator.NO_EXCEPTION: "去掉例外",
    Operator.ALWAYS_EXCEPTION: "例外变成通例",
    Operator.SWAP: "两种读法互换",
    Operator.MORE: "至少几项多一项",
    Operator.FEWER: "至少几项少一项",
    Operator.MEMBER: "列举少一个",
    Operator.NEGATE: "是非颠倒",
    Operator.NO_GUARD: "去掉适用条件",
    Operator.NO_SCOPE: "去掉全文适用范围",
    Operator.YEAR: "年度前后移一年",
    Operator.EDGE: "期间首尾移一天",
    Operator.MEASURE: "笔数与不同个数互换",
    Operator.SIGN: "加减互换",
    Operator.ORDER: "最近、最早互换",
    Operator.RESULT: "所要求的结果换一个",
    Operator.REVERSE: "由高到低、由低到高互换",
    Operator.SEQUENCE: "先比、后比互换",
    Operator.NO_PRIOR: "去掉先行的步骤",
    Operator.NO_REQUIREMENT: "去掉须符合的规则",
    Operator.NO_GROUND: "去掉“当”的条件",
}


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one expression.

    Attributes:
        operator: The way it is changed.
        expr: What takes its place.
        before, after: How both are said; `after` is "" where something is left out.
        detail: Tells changes of one operator to one expression apart; "" where there is only one.
    """

    operator: Operator
    expr: Expr
    before: str
    after: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Changed(Generic[_Part]):
    """What becomes of a provision or a ranking.

    Attributes:
        operator: The way it is changed.
        path: What was changed in it: `after.0`, `keys.0`, `when.operands.1`.
        before, after: How both are said; `after` is "" where something is left out.
        whole: The provision or ranking, as changed.
        picks: Interpretation id → reading id that must be in force for the change to be consulted.
    """

    operator: Operator
    path: str
    before: str
    after: str
    whole: _Part
    picks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Mutant:
    """A policy with one thing changed.

    Attributes:
        id: Stable while the rule's structure stays: `office_size/body.right/up`.
        name: What the changed rule, definition, fact or provision is called; `clause` where it stands, if
            it does.
        before, after: What was changed into what; `after` is "" where something is left out.
        node, fact, provision, ranking: What was changed, as changed; the others are None.
        picks: Interpretation id → reading id that must be in force for the change to be consulted.
        scopes: The ids of the scopes of the changed policy.
    """

    id: str
    operator: Operator
    name: str
    clause: Clause | None
    before: str
    after: str
    node: Node | None
    fact: Fact | None
    picks: tuple[tuple[str, str], ...]
    scopes: tuple[str, ...]
    provision: Provision | None = None
    ranking: Ranking | None = None

    @property
    def place(self) -> str:
        """Where it is: 第七条第（三）项「场所面积」."""
        return f"{self.clause.label if self.clause else ''}「{self.name}」"

    @property
    def sentence(self) -> str:
        """What was done: 把第七条第（三）项「场所面积」的 150平方米 改为 151平方米."""
        if self.after:
            return f"把{self.place}的 {self.before} 改为 {self.after}"
        return f"去掉{self.place}的 {self.before}"

    def core(self, original: Core) -> Core:
        """The changed policy."""
        nodes, facts, provisions = original.nodes, original.facts, original.provisions
        if self.node is not None:
            nodes = {**nodes, self.node.id: self.node}
        if self.fact is not None:
            facts = {**facts, self.fact.id: self.fact}
        if self.provision is not None:
            provisions = {**provisions, self.provision.id: self.provision}
        rankings = original.rankings
        if self.ranking is not None:
            rankings = {**rankings, self.ranking.id: self.ranking}
        return replace(
            original,
            nodes=nodes,
            facts=facts,
            provisions=provisions,
            scopes=self.scopes,
            rankings=rankings,
        )
