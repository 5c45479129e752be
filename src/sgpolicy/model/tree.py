"""The syntax tree: declarations and expressions as written, each with its place.

How it differs from the document: blocks are cut into declarations and their words are told apart.
Names are still text; nothing has a type yet.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from sgpolicy.model.citation import Clause
from sgpolicy.records import dataclass, field, replace
from sgpolicy.source.text import Span


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Names:
    """Several names, with 、 between them."""

    names: tuple[Name, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its unit in base form (see `source.quantities`)."""

    value: Fraction
    unit: str
    written: str
    span: Span


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar."""

    value: date
    written: str
    span: Span


@dataclass(frozen=True, slots=True)
class Constant:
    """A word that stands for itself: 是, 否, 评估日, 该年."""

    word: str
    span: Span


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left word right`, or `left right word` for 以上 and its like.

    `included` is an inline （含） True, （不含） False, or None.
    """

    left: Syntax
    before: str
    right: Syntax
    after: str
    included: bool | None
    span: Span


@dataclass(frozen=True, slots=True)
class Elapsing:
    """`start 至 end 满|超过|不满 length`."""

    start: Syntax
    end: Syntax
    word: str
    length: Number
    span: Span


@dataclass(frozen=True, slots=True)
class Membership:
    """`value 属于|为|不为|含|不含|仅为|涉及 (names)`."""

    value: Syntax
    word: str
    names: tuple[Name, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Inside:
    """`day 在 stretch`."""

    day: Syntax
    stretch: Syntax
    span: Span


@dataclass(frozen=True, slots=True)
class Negation:
    """非."""

    operand: Syntax
    span: Span


@dataclass(frozen=True, slots=True)
class Junction:
    """Operands joined by 且 or 或 (`word`)."""

    word: str
    operands: tuple[Syntax, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Several:
    """至少 n 项（a；b；c）."""

    number: Number
    operands: tuple[Syntax, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Terms with 加 or 减 before each (the first has 加)."""

    terms: tuple[tuple[str, Syntax], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Share:
    """`part 占 whole`."""

    part: Syntax
    whole: Syntax
    span: Span


@dataclass(frozen=True, slots=True)
class Product:
    """`left 乘|除以 right`."""

    left: Syntax
    word: str
    right: Syntax
    span: Span


@dataclass(frozen=True, slots=True)
class Accrual:
    """`value 每满 step 得 gain`; with （含不满） (`is_rounded_up`) a part counts as a whole step."""

    value: Syntax
    step: Number
    gain: Number
    is_rounded_up: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Award:
    """`condition 得 gain`."""

    condition: Syntax
    gain: Number
    span: Span


@dataclass(frozen=True, slots=True)
class Capped:
    """`value 封顶|保底 end`."""

    value: Syntax
    word: str
    end: Number
    span: Span


@dataclass(frozen=True, slots=True)
class Accessor:
    """`value 的 word`, `value 的 前 length`, `value 后 length`."""

    value: Syntax
    word: str
    length: Number | None
    span: Span


@dataclass(frozen=True, slots=True)
class YearOf:
    """`series 于 stretch`."""

    series: Syntax
    stretch: Syntax
    span: Span


@dataclass(frozen=True, slots=True)
class FromTo:
    """`从 first 到 last`."""

    first: Syntax
    last: Syntax
    span: Span


@dataclass(frozen=True, slots=True)
class Choice:
    """按 interpretation（reading：expression；…）."""

    interpretation: Name
    branches: tuple[tuple[Name, Syntax], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of numbers as a label: 5000万元 以下, 超过 2亿元."""

    before: str
    number: Number
    after: str
    included: bool | None
    span: Span


@dataclass(frozen=True, slots=True)
class Cases:
    """按 subject（label：expression；…；其余：expression）: by category or by band.

    A label is the options it stands for, a band, or None for 其余. The first one that fits decides.
    """

    subject: Name
    branches: tuple[tuple[Names | Band | None, Syntax], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Tallying:
    """统计 ledger 当 where，计 measure. `measure` is 笔数, 不同 or 合计.

    A total is one of a column or, with brackets, of an expression (`summed`).
    """

    ledger: Name
    where: Syntax | None
    measure: str
    column: Name | None
    span: Span
    this_round: bool = False
    summed: Syntax | None = None


@dataclass(frozen=True, slots=True)
class EventRef:
    """Events of a kind: `kind（result，当 where）`."""

    kind: Name
    result: Name | None
    where: Syntax | None
    span: Span


@dataclass(frozen=True, slots=True)
class Happened:
    """有过 event, 本轮有 event: whether there is one."""

    word: str
    event: EventRef
    span: Span


@dataclass(frozen=True, slots=True)
class Recorded:
    """`word event 的 column`: a cell of the latest (最近), first (最早) or this round's latest (本轮)."""

    word: str
    event: EventRef
    column: Name
    span: Span


@dataclass(frozen=True, slots=True)
class Extremes:
    """较早, 较晚, 较大, 较小（a；b）: the one at an end among some days or numbers."""

    word: str
    operands: tuple[Syntax, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Every:
    """各项全部满足 (`number` None) or 各项至少 n 项满足."""

    number: Number | None
    span: Span


def cases_of(choice: Choice) -> Cases:
    """A choice between single names, read as cases of a fact."""
    branches = tuple((Names((label,), label.span), branch) for label, branch in choice.branches)
    return Cases(choice.interpretation, branches, choice.span)


def pushed_into(comparison: Comparison, cases: Cases) -> Cases:
    """The cases with the comparison inside each: 甲 不少于 按 类型（…：10户；…：500户）."""
    is_left = comparison.left is cases
    branches = tuple(
        (
            label,
            replace(comparison, left=branch, span=branch.span)
            if is_left
            else replace(comparison, right=branch, span=branch.span),
        )
        for label, branch in cases.branches
    )
    return Cases(cases.subject, branches, cases.span)


Syntax = (
    Name
    | Names
    | Number
    | Day
    | Constant
    | Comparison
    | Elapsing
    | Membership
    | Inside
    | Negation
    | Junction
    | Several
    | Arithmetic
    | Share
    | Product
    | Accrual
    | Award
    | Capped
    | Accessor
    | YearOf
    | FromTo
    | Choice
    | Cases
    | Tallying
    | Happened
    | Recorded
    | Extremes
    | Every
)


@dataclass(frozen=True, slots=True)
class Quote:
    """A phrase quoted from the clause, with the place of its inner text."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Text:
    """Free words: a question, a reason."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class ExceptionNode:
    """例外 「…」：当 condition，则 then."""

    quotes: tuple[Quote, ...]
    condition: Syntax
    then: Syntax
    span: Span


@dataclass(frozen=True, slots=True)
class Because:
    """因 numbers：words: why the rule's numbers differ from its quote's."""

    bounds: tuple[tuple[str, Number, str], ...]
    text: Text
    span: Span


@dataclass(frozen=True, slots=True)
class ReadingNode:
    """读法 name id：words."""

    name: Name
    id: str
    text: Text
    is_default: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A named part of a procedure's declaration: 由, 委托, 向, 对, 先, 须, 或, 结果, 期限, 口径 …

    Attributes:
        word: Which part.
        names: The names it gives.
        results: For 先, 须 and 起于, the result that is asked of each name ("" for any).
        body: For 由, 委托, 向, 对, 存续 and 遇假顺延, the expression.
        text: Free words, if it takes any.
        numbers: The numbers it holds.
    """

    word: str
    names: tuple[Name, ...] = ()
    results: tuple[str, ...] = ()
    text: Text | None = None
    numbers: tuple[Number, ...] = ()
    written: str = ""
    body: Syntax | None = None


@dataclass(frozen=True, slots=True)
class Declaration:
    """One declaration.

    Attributes:
        word: 规则, 评定, … (see `operators.words.DECLARATIONS`).
        whole: 适用 全文.
        body: The expression, where the declaration has one.
        parts: Everything else, in order.
        draft: Where it says that nobody has confirmed it yet (待确认); None once somebody has.
    """

    word: str
    name: Name
    id: str
    clause: Clause
    quotes: tuple[Quote, ...]
    span: Span
    whole: bool = False
    body: Syntax | None = None
    guard: Syntax | None = None
    exceptions: tuple[ExceptionNode, ...] = ()
    because: tuple[Because, ...] = ()
    readings: tuple[ReadingNode, ...] = ()
    parts: tuple[Part, ...] = field(default=())
    draft: Span | None = None

    def part(self, word: str) -> Part | None:
        """The first part of that word."""
        return next((p for p in self.parts if p.word == word), None)
