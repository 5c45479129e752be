"""Every kind of single change to a record is found and named, also where the digests are made to fit.

Three levels. Without new digests they alone show the change. With the record's own digest made anew, the
checks find it, by the standalone checker or by the replay. With both digests made anew, what nothing else in
the record or in the policy speaks of (testimony: what the applicant or an assessor said and no rule reads)
makes another record that is consistent; it is found by the record that follows it, or by its signature.
"""

import re
from collections import Counter
from datetime import date
from functools import cache

import pytest
from hypothesis import settings

import sgpolicy
from sgpolicy import check_record
from sgpolicy.model.application import Panel, Seat
from sgpolicy.recording.canonical import canonical, digest
from sgpolicy.records import replace

ON = date(2026, 11, 22)
POLICY = "shaoguan-2022-188"
IS_LONG = settings.default.max_examples >= 1000
FEW = 3 if IS_LONG else 1
"""So many places of each kind are changed."""
GONE = object()

TESTIMONY = {
    ("basis.facts[].reading", "remove"),  # what a plain value means under the default reading
    ("basis.facts[].reference", "change"),
    ("basis.facts[].reference", "remove"),
    ("basis.facts[].value.number", "change"),  # of a fact by a reading that is not in force
    ("basis.facts[].value.text", "change"),
    ("basis.findings[].evidence", "change"),
    ("basis.findings[].on", "change"),  # to another day before the evaluation
    ("basis.findings[].person", "change"),
    ("basis.findings[].person", "remove"),
    ("basis.findings[].position", "change"),
    ("basis.findings[].position", "remove"),
    ("basis.findings[].reasons", "change"),
    ("basis.findings[].votes", "swap"),
    ("basis.findings[].votes[].chair", "change"),  # where the majority decides
    ("basis.findings[].votes[].judged.evidence", "change"),
    ("basis.findings[].votes[].judged.on", "change"),
    ("basis.findings[].votes[].judged.reasons", "change"),
    ("basis.findings[].votes[].person", "change"),
    ("basis.findings[].votes[].position", "change"),
    ("basis.findings[].votes[].position", "remove"),
    ("basis.ledgers[].reference", "change"),
    ("basis.ledgers[].reference", "remove"),
    ("basis.ledgers[].rows", "repeat"),  # a row about somebody already counted
    ("basis.ledgers[].rows", "shorten"),  # by a row that no tally counts
    ("basis.ledgers[].rows", "swap"),
    ("basis.ledgers[].rows[].*.*", "change"),
    ("basis.library", "change"),  # to an older one
    ("basis.readings[].chosen_by", "change"),
    ("basis.readings[].chosen_by", "remove"),
    ("basis.readings[].document", "change"),
    ("basis.readings[].document", "remove"),
    ("previous", "change"),
}
"""What somebody said and no rule reads: changed everywhere, it makes another record in itself consistent."""


@cache
def series():
    """Three records, each following the one before it; the middle one says everything a record can."""
    policy = sgpolicy.load(POLICY)
    folder = policy_folder() / "applications"
    first = policy.evaluate(folder / "不符合-差一家.yaml", on=ON).record()
    application = policy.read_application(folder / "符合-综合服务中心.yaml")
    middle = policy.evaluate(
        judged_by_name(application), on=ON, readings={"K-7": other_reading(policy, "K-7")}
    ).record(
        previous=first,
        references={"资产总额": "2025 年度审计报告第 3 页", "服务台账": "台账原件"},
        documents={"K-7": "韶工信函〔2026〕1号"},
        choosers={"K-7": "局长办公会议"},
    )
    last = policy.evaluate(folder / "待补材料.yaml", on=ON).record(previous=middle)
    return first, middle, last


def judged_by_name(application):
    """The same with a panel, of whom one has not judged yet, and with a judgement by name."""
    findings = dict(application.findings)
    record = findings["sound_operation"]
    votes = [
        replace(record, person=person, role=role, met=met, note="账目清楚")
        for person, role, met in (("甲", "组长", True), ("乙", "成员", True), ("丙", "成员", False))
    ]
    seats = [Seat(one.by, one.person, one.role == "组长", one) for one in votes]
    findings["sound_operation"] = Panel((*seats[:2], Seat(record.by, "丁"), seats[2]))
    first = next(iter(findings))
    findings[first] = replace(findings[first], person="戊", role="审计专家")
    return replace(application, findings=findings)


def policy_folder():
    from sgpolicy.loading import shipped_folder

    return shipped_folder() / POLICY


def other_reading(policy, number):
    item = policy.interpretations[number]
    return next(one.id for one in item.readings if one.id != item.default)


def places(data, path=()):
    """Every place in a record, outermost first."""
    yield path
    if isinstance(data, dict):
        for key, value in data.items():
            yield from places(value, (*path, key))
    elif isinstance(data, list):
        for i, value in enumerate(data):
            yield from places(value, (*path, i))


def kind(data, path):
    """A place less which of its like it is: steps by their operation, rows by nothing."""
    words, at = [], data
    for key in path:
        at = at[key]
        if isinstance(key, int):
            words.append("[]")
        elif words[-3:-1] == ["rows", "[]"] or (words and words[-1] == "[]" and "rows" in words):
            words.append("*")
        else:
            words.append(key)
        if isinstance(at, dict) and "op" in at:
            words = ["proof", "nodes", "[]", at["op"]]
    return re.sub(r"\.\[", "[", ".".join(words))


def at(data, path):
    for key in path:
        data = data[key]
    return data


def other(value):
    """Another value that looks like this one."""
    match value:
        case bool():
            return not value
        case None:
            return "0" * 64
        case str() if value in check_record.CHAIN:
            return check_record.CHAIN[(check_record.CHAIN.index(value) + 3) % 4]
        case str() if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return f"{int(value[:4]) - 1}{value[4:]}"
        case str() if re.fullmatch(r"[0-9a-f]{64}", value):
            return value[::-1]
        case str() if re.fullmatch(r"-?\d+", value):
            return str(int(value) + 1)
        case str() if re.fullmatch(r"\d+\.\d+\.\d+", value):
            return "0.0.1"
        case str():
            return value + "改"
    raise TypeError


def edits(value):
    """What can be done to a value: a word for it, and what then stands in its place."""
    if not isinstance(value, list | dict):
        yield "change", other(value)
    if isinstance(value, dict):
        yield "add", {**value, "extra": "多"}
    if isinstance(value, list) and value:
        yield "shorten", value[:-1]
        yield "repeat", [*value, value[0]]
        if len(value) > 1 and value[0] != value[1]:
            yield "swap", [value[1], value[0], *value[2:]]


def changes(data, few):
    """(kind of place, what is done, where, what stands there then or `GONE`), for a few of each kind."""
    seen = Counter()
    for path in places(data):
        name, value = kind(data, path), at(data, path)
        seen[name] += 1
        if seen[name] <= few:
            yield from ((name, what, path, made) for what, made in edits(value))
            if path and isinstance(path[-1], str):
                yield name, "remove", path, GONE


class Changed:
    """The middle record with one change, while the block runs."""

    def __init__(self, path, made):
        self.path, self.made = path, made

    def __enter__(self):
        self.data = middle()
        if not self.path:
            return self.made
        self.holder, self.key = at(self.data, self.path[:-1]), self.path[-1]
        self.before = self.holder[self.key]
        if self.made is GONE:
            del self.holder[self.key]
        else:
            self.holder[self.key] = self.made
        return self.data

    def __exit__(self, *_):
        if self.path:
            self.holder[self.key] = self.before


@cache
def middle():
    return series()[1].data


@cache
def tampered():
    found = tuple(changes(middle(), FEW))
    return [one for one in found if one[2] not in [("sha256",), ("fingerprint",)]]


def sealed(data, *, fingerprint):
    """The record with its digests made to fit."""
    made = {key: value for key, value in data.items() if key != "sha256"}
    if fingerprint and "fingerprint" in made:
        made["fingerprint"] = digest(canonical(made.get("basis")))
    return {**made, "sha256": digest(canonical(made))}


def by_the_checker(data):
    found = []
    check_record.check(data, lambda place, what: found.append((place, what)), policy_folder())
    return found


def by_the_replay(data):
    (verified,) = sgpolicy.verify([canonical(data)], policy=the_policy())
    return verified.problems


@cache
def the_policy():
    return sgpolicy.load(POLICY)


def test_the_series_itself_is_right():
    texts = [one.to_bytes() for one in series()]
    assert all(one.is_right for one in sgpolicy.verify(texts, policy=the_policy()))
    assert all(by_the_checker(one.data) == [] for one in series())


def test_there_are_changes_of_every_kind():
    """More than two hundred, and none of the record's places has no change of its kind."""
    assert len(tampered()) >= 500
    kinds = {kind(middle(), path) for path in places(middle())}
    assert kinds - {name for name, *_ in tampered()} <= {"sha256", "fingerprint"}


def test_without_new_digests_they_show_every_change():
    for name, what, path, made in tampered()[::7]:
        with Changed(path, made) as data:
            assert by_the_checker(data), (name, what)
    for digest_of in ("sha256", "fingerprint"):
        with Changed((digest_of,), "0" * 64) as data:
            assert by_the_checker(data)
            assert by_the_replay(data)


def test_with_a_new_digest_the_checks_find_every_change():
    """Who changes a record makes its digest fit; the checks must find the change itself."""
    missed = set()
    some = tampered() if IS_LONG else tampered()[::3]
    assert len(some) >= 200
    for name, what, path, made in some:
        with Changed(path, made) as data:
            resealed = sealed(data, fingerprint=False)
            if not by_the_checker(resealed) and not by_the_replay(resealed):
                missed.add((name, what))
    assert missed <= {("previous", "change")}, "which only the chain can show"


def test_with_both_digests_anew_only_testimony_passes_and_the_next_record_shows_it():
    first, _, last = series()
    passed = set()
    for name, what, path, made in tampered():
        if path[:1] not in [("basis",), ("previous",)]:
            continue  # as in the test before: the second digest is of the basis only
        with Changed(path, made) as data:
            resealed = sealed(data, fingerprint=True)
            if by_the_checker(resealed) or by_the_replay(resealed):
                continue
            passed.add((name, what))
            texts = [first.to_bytes(), canonical(resealed).encode(), last.to_bytes()]
            found = sgpolicy.verify(texts, policy=the_policy())
            assert any(one.kind == "chain" for one in found[2].problems)
    assert passed <= TESTIMONY


@pytest.mark.parametrize(
    ("order", "wrong"),
    [((0, 2), 1), ((0, 2, 1), 1), ((0, 1, 1, 2), 2), ((1, 0, 2), 1)],
    ids=["removed", "reordered", "repeated", "first two exchanged"],
)
def test_a_series_with_a_record_out_of_place_shows_it(tmp_path, capsys, order, wrong):
    records = [series()[i] for i in order]
    found = sgpolicy.verify([one.to_bytes() for one in records], policy=the_policy())
    assert [one.kind for one in found[wrong].problems] == ["chain"]
    assert all(one.is_right for one in found[:wrong])
    file = tmp_path / "一批.jsonl"
    file.write_text("".join(f"{one}\n" for one in records), "utf-8")
    assert check_record.main([str(file)]) == 1
    said = capsys.readouterr().out
    assert f"第 {wrong + 1} 行：有问题" in said


def test_a_series_whose_ends_are_missing_shows_by_their_digests(tmp_path, capsys):
    first, second, third = series()
    texts = [second.to_bytes()]
    found = sgpolicy.verify(texts, policy=the_policy(), last=third.sha256)
    assert [one.kind for one in found[0].problems] == ["last"]
    assert found[0].before == first.sha256
    file = tmp_path / "记录.json"
    file.write_bytes(second.to_bytes())
    assert check_record.main([str(file), "--last", third.sha256]) == 1
    assert check_record.main([str(file), "--after", first.sha256]) == 0
    assert check_record.main([str(file), "--after", third.sha256]) == 1
    assert check_record.main([str(file)]) == 0
    assert "前面还有一份" in capsys.readouterr().out


def test_the_place_is_named():
    number, node = next(
        (i, one) for i, one in enumerate(middle()["proof"]["nodes"]) if one["is"] == "不符合"
    )
    with Changed(("proof", "nodes", number, "is"), "符合") as data:
        resealed = sealed(data, fingerprint=True)
        place = f"proof.nodes[{node['name']}]"
        assert any(where.startswith(place) for where, _ in by_the_checker(resealed))
        assert any(one.place.startswith(place) for one in by_the_replay(resealed))
