"""What `sgpolicy remedies`, `sufficient`, `sensitivity`, `why` and `what-if` say; see `wording`."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "remedies": ("怎样才能符合", "say how to qualify"),
    "remedies.long": (
        "求出改变最少的办法，使结论成为符合：改哪些事项、改多少、依哪一条；没有办法的，说明哪些条款不能满足。",
        "Find the smallest changes that make it met: what, by how much, by which clause; or what stands in the way.",
    ),
    "remedies.exit": (
        "0 已经符合，或者有办法；1 没有办法",
        "0 met, or there is a way; 1 there is none",
    ),
    "sufficient": ("结论由哪几项决定", "say what forces the outcome"),
    "sufficient.long": (
        "求出最少的几项资料，只凭它们就能断定结论；未有定论的，列出还能改变结论的各项，有决定作用的在前。",
        "Find the fewest data that force the outcome; while it is open, what can still change it, most decisive first.",
    ),
    "sufficient.exit": ("0 结论已定；3 未定", "0 decided; 3 still open"),
    "sensitivity": ("结论有多稳固", "say how firm the outcome is"),
    "sensitivity.long": (
        "看换一种读法结论是否不同（包括几项一起换），每个数量离结论改变之处还有多远。",
        "See whether other readings, alone or together, decide otherwise, and how far each quantity is from doing so.",
    ),
    "sensitivity.exit": (
        "0 没有一种读法作出别的结论；1 有",
        "0 no reading decides otherwise; 1 some does",
    ),
    "why": ("一条规则为什么是这个结论", "say why a rule came to its outcome"),
    "why.long": (
        "说明一条规则、一项评定或者一个条款为什么是这个结论；写 --not 的，说明为什么不是符合、怎样才能符合。",
        "Say why a rule, finding or clause came to its outcome; with --not, why it is not met and what would do.",
    ),
    "why.exit": ("0 已说明", "0 told"),
    "why.place": (
        "规则、评定的名称，或者条款，如 第七条第（一）项；未写明时为整个结论",
        "a rule's or finding's name, or a clause's citation; the whole decision if not given",
    ),
    "why.not": ("为什么不是符合", "why it is not met"),
    "why.unknown": ("办法中{message}", "the policy: {message}"),
    "what-if": ("假如某几项不同，结论如何", "say what would be otherwise"),
    "what-if.long": (
        "假如某几项申报或者评定不同、换一种读法、换一个评估日，说明有哪些不同，只说不同之处。",
        "Suppose other data, findings, readings or another day, and say what differs, and nothing else.",
    ),
    "what-if.exit": (
        "0 假如的结论为符合；1 不符合；3 待补材料或待评定；4 不适用",
        "0 met under what is supposed; 1 not met; 3 still open; 4 not applicable",
    ),
    "what-if.changes": (
        "改后的事项，如 资产总额=120万元；评定写 是 或 否；不写值则视为未申报",
        "data as changed, such as office_area=160; findings as yes or no; without a value, not stated",
    ),
    "what-if.reading": ("假如改用的读法", "a reading to suppose"),
    "what-if.on": ("假如的评估日", "an as-of date to suppose"),
    "what-if.bad": (
        "“{text}”应写作 事项=值",
        "“{text}” should be NAME=VALUE",
    ),
}
