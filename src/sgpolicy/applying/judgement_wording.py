"""The words of every problem in what assessors found, a row each, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sgpolicy.applying.wording import Row

JUDGEMENTS: Final[tuple[Row, ...]] = (
    (
        "SG719",
        "bare-finding",
        "评定没有写明由谁、何时、依据什么作出",
        "A finding without who, when and on what evidence",
        "{where}只写了「{given}」。评定要写明由谁、在哪一天、依据什么作出。",
        "{where} says only “{given}”. A finding states who made it, when, and on what evidence.",
        "请写成：{form}。",
        "Write: {form}.",
    ),
    (
        "SG720",
        "incomplete-finding",
        "评定没有填全",
        "A finding that is incomplete",
        "{where}没有填：{missing}。",
        "{where} lacks: {missing}.",
        "请补全；还没有评定的，请把这一项的各栏都留空。",
        "Complete it, or leave all of it blank while nobody has judged.",
    ),
    (
        "SG721",
        "unknown-actor",
        "办法中没有这个主体",
        "Nobody the policy names",
        "{where}填的「{given}」不是办法中的主体。{nearest}",
        "{where}: “{given}” is nobody the policy names.{nearest}",
        "可填：{members}。",
        "One of: {members}.",
    ),
    (
        "SG724",
        "may-not-judge",
        "这个主体不能作这项评定",
        "Nobody who may judge this",
        "{where}填的「{given}」不能作这项评定：对{clause}，没有一种读法许它评定。",
        "{where}: “{given}” may not judge this; no reading of the policy admits it for {clause}.",
        "请由有权的主体重新评定；可以评定的是：{members}。",
        "Have it judged by one who may: {members}.",
    ),
    (
        "SG725",
        "no-voting",
        "几个人评定同一项，办法没有写怎样合成",
        "Several judgements, and no way to count them",
        "{where}有几个人的评定（{given}），这部办法的规则没有用“合议”写明怎样合成一个结论。",
        "{where} has judgements by several people ({given}); the policy declares no 合议 to count them by.",
        "请只填最后的一个结论；或者请维护规则的人写一条“合议”。",
        "State the one conclusion; or have a 合议 declared.",
    ),
    (
        "SG726",
        "same-member",
        "同一个人评定了两次",
        "A member twice on one panel",
        "{where}的「{given}」在第 {first} 行已经有了。一个人只评定一次。",
        "{where}: “{given}” stands in row {first} already. Nobody judges twice.",
        "请删去一行；同名的人请在姓名后加以区别，如单位。",
        "Remove one; tell people of the same name apart, by their institution for one.",
    ),
    (
        "SG727",
        "two-chairs",
        "不止一个组长",
        "More than one chair",
        "{where}有不止一个「{given}」。",
        "{where} has more than one “{given}” (chair).",
        "请只留一个组长，其余写成员。",
        "Leave one; the others are 成员 (members).",
    ),
    (
        "SG728",
        "other-standard",
        "所引的标准不是条文的文字",
        "Not the standard's words",
        "{where}引的是「{given}」，条文是「{phrases}」。",
        "{where} quotes “{given}”; the clause says 「{phrases}」.",
        "请照录条文，或者留空；按别的标准作的评定请重新评定。",
        "Quote the clause or leave it blank; what was judged by another standard must be judged anew.",
    ),
)
