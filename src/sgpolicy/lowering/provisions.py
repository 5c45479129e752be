"""Steps, duties, powers, notes, documents and catalogues → Core's provisions."""

from __future__ import annotations

from sgpolicy.lowering.elaborating import Elaborator
from sgpolicy.lowering.events import results_of
from sgpolicy.lowering.reporting import MisfitError, Scope
from sgpolicy.model import core as c
from sgpolicy.model import tree as t
from sgpolicy.model.citation import Citation
from sgpolicy.model.types import ACTORS, SPAN, TRUTH, Type
from sgpolicy.source.nearest import nearest

PROVISION_WORDS: dict[str, c.ProvisionKind] = {
    "步骤": "step",
    "义务": "duty",
    "权力": "power",
    "说明": "note",
    "文件": "document",
    "目录": "catalogue",
}
_NEEDED = {
    "步骤": ("由", "结果"),
    "义务": ("由", "期限"),
    "权力": ("由",),
    "文件": ("作用", "文号"),
}


def build_provision(
    declaration: t.Declaration, citation: Citation, elaborator: Elaborator, scope: Scope
) -> c.Provision:
    """One provision, its names bound."""
    word = declaration.word
    missing = [w for w in _NEEDED.get(word, ()) if declaration.part(w) is None]
    if word == "权力" and not (declaration.part("可以") or declaration.part("应当")):
        missing.append("可以或应当")
    if word == "说明" and not declaration.because:
        missing.append("因")
    if missing:
        raise elaborator.fail(
            "SG602",
            declaration.name.span,
            scope,
            word=word,
            text=declaration.name.text,
            missing="、".join(missing),
        )
    results = declaration.part("结果")
    after, begins = declaration.part("先"), declaration.part("起于")
    catalogue = declaration.part("目录")
    audience = declaration.part("对象")
    role, number = declaration.part("作用"), declaration.part("文号")
    text = "；".join(b.text.text for b in declaration.because)
    for part in (role, audience):
        if part is not None and part.text is not None:
            text = part.text.text
    return c.Provision(
        declaration.id,
        declaration.name.text,
        PROVISION_WORDS[word],
        citation,
        by=_valued(declaration, "由", ACTORS, elaborator, scope),
        delegates=_valued(declaration, "委托", ACTORS, elaborator, scope),
        towards=_valued(declaration, "向", ACTORS, elaborator, scope),
        about=_valued(declaration, "对", ACTORS, elaborator, scope),
        after=_priors(after, elaborator, scope) if after else (),
        requires=_requirements(declaration, elaborator, scope),
        begins_with=_priors(begins, elaborator, scope)[0] if begins else None,
        lasts=_valued(declaration, "存续", SPAN, elaborator, scope),
        moved=_valued(declaration, "遇假顺延", TRUTH, elaborator, scope),
        instead_of=_declared(declaration, "或", "步骤", elaborator, scope),
        results=tuple(n.text for n in results.names) if results else (),
        deadline=_deadline(declaration, elaborator, scope),
        discretion=_discretion(declaration),
        interpretations=_declared(declaration, "口径", "口径", elaborator, scope),
        amounts=_declared(declaration, "金额为", "计算", elaborator, scope),
        items=tuple(n.text for n in catalogue.names) if catalogue else (),
        text=text,
        number=number.text.text if number and number.text else "",
    )


def _discretion(declaration: t.Declaration) -> str:
    if declaration.part("可以"):
        return "may"
    return "must" if declaration.part("应当") else ""


def _valued(
    declaration: t.Declaration, word: str, wanted: Type, elaborator: Elaborator, scope: Scope
) -> c.Expr | None:
    """The expression of a part: actors, since readings may differ; a period; a condition."""
    part = declaration.part(word)
    if part is None or part.body is None:
        return None
    return elaborator.typed(part.body, wanted, scope)


def _requirements(
    declaration: t.Declaration, elaborator: Elaborator, scope: Scope
) -> tuple[tuple[str, str], ...]:
    """须: rules that the act must satisfy, each for one of its results or for all."""
    own = results_of(declaration)
    found = []
    for part in (p for p in declaration.parts if p.word == "须"):
        for name, result in zip(part.names, part.results, strict=True):
            made = elaborator.truth(name, scope)
            if not isinstance(made, c.Ref):
                raise elaborator.wrong_kind(name, "别的名称", "规则、评定、组合或定义", scope)
            if result and result not in own:
                choices = Type("choice", None, own)
                raise elaborator.no_member(t.Name(result, name.span), choices, scope)
            found.append((made.node, result))
    return tuple(found)


def _bound(name: t.Name, word: str, elaborator: Elaborator, scope: Scope) -> t.Declaration:
    declarations = elaborator.program.declarations
    found = declarations.get(name.text)
    if found is None:
        owner = elaborator.program.owners.get(name.text)
        if owner in ("事项", "台账", "主体"):
            raise elaborator.wrong_kind(name, owner, word, scope)
        if owner is not None:
            raise MisfitError(name.text)
        known = [n for n, d in declarations.items() if d.word == word]
        near = nearest(name.text, known)
        hint = f"，是不是“{near}”？" if near else ""
        raise elaborator.fail("SG301", name.span, scope, text=name.text, nearest=hint)
    if found.word != word:
        raise elaborator.fail(
            "SG308", name.span, scope, text=name.text, actual=found.word, wanted=word
        )
    elaborator.used.add(name.text)
    return found


def _declared(
    declaration: t.Declaration, part_word: str, word: str, elaborator: Elaborator, scope: Scope
) -> tuple[str, ...]:
    parts = [p for p in declaration.parts if p.word == part_word]
    return tuple(_bound(n, word, elaborator, scope).id for p in parts for n in p.names)


def _priors(part: t.Part, elaborator: Elaborator, scope: Scope) -> tuple[tuple[str, str], ...]:
    priors = []
    for name, result in zip(part.names, part.results, strict=True):
        step = _bound(name, "步骤", elaborator, scope)
        results = step.part("结果")
        known = [n.text for n in results.names] if results else []
        if result and result not in known:
            near = nearest(result, known)
            hint = f"，是不是“{near}”？" if near else f"：{'、'.join(known)}"
            raise elaborator.fail("SG403", name.span, scope, text=result, nearest=hint)
        priors.append((step.id, result))
    return tuple(priors)


def _deadline(
    declaration: t.Declaration, elaborator: Elaborator, scope: Scope
) -> c.Deadline | None:
    part = declaration.part("期限")
    if part is None or part.text is None:
        return None
    number = part.numbers[0] if part.numbers else None
    month: int | None = None
    times: int | None = None
    period: c.Period | None = None
    yearly, by_end = "每年" in part.text.text, "底前" in part.text.text
    if number is not None and by_end:
        if number.unit != "月" or number.value not in range(1, 13):
            raise elaborator.fail("SG404", number.span, scope, text=number.written)
        month = int(number.value)
    elif number is not None and yearly:
        times = int(number.value)
    elif number is not None:
        period = elaborator.period(number, scope)
    return c.Deadline(
        every_year=yearly,
        by_end_of_month=month,
        period=period,
        times=times,
        written=part.text.text,
    )
