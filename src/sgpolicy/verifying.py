"""Records verified by replaying them: is each what its policy's files give, and do they follow one another?

for found in sgpolicy.verify([Path("甲.json").read_bytes()]):
    print(found.is_right, *found.problems)
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from sgpolicy.errors import PolicyError, RecordError, UnknownPolicyError
from sgpolicy.model.record import FORMAT
from sgpolicy.recording.canonical import canonical, digest
from sgpolicy.recording.comparing import MISSING, differences
from sgpolicy.recording.reading import UnreadableError
from sgpolicy.records import dataclass

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from sgpolicy.policy import Policy

Kind = Literal[
    "form",
    "format",
    "policy",
    "hash",
    "chain",
    "last",
    "unreadable",
    "newer",
    "differs",
    "signature",
]
_VOLATILE = ("sha256", "fingerprint")
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something that is not right about a record.

    Attributes:
        kind: "form" (no canonical JSON), "format" (of another schema), "policy" (which cannot be loaded),
            "hash", "chain" (does not follow the one before it), "last" (the series goes on or ends otherwise),
            "unreadable" (a datum that the policy does not know), "newer" (made by a newer library),
            "differs" (from what the replay gives), "signature".
        place: Where in the record; "" for the whole.
        said: What it says there, shortened.
        found: What it should say, likewise.
    """

    kind: Kind
    place: str = ""
    said: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """What verifying one record found.

    Attributes:
        sha256: The digest that the record gives of itself; "" if it has none.
        policy, applicant, outcome: What it is about and says, as far as it can be read.
        problems: Everything that is not right.
        library: The version of the library that made it, if that is another; only the outcomes, values
            and inputs are then compared, not how the steps are written.
        before: The record that it follows, where that was not given.
    """

    sha256: str
    policy: str
    outcome: str
    problems: tuple[Mismatch, ...]
    library: str = ""
    before: str = ""

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.problems


def verify(
    records: Iterable[bytes | str],
    *,
    policy: Policy | None = None,
    after: str | None = None,
    last: str | None = None,
    signatures: Mapping[int, bytes] | None = None,
    key: Ed25519PublicKey | None = None,
) -> tuple[Verification, ...]:
    """Replay records of a series, in its order, and compare.

    Args:
        records: Each one's text, as it was kept.
        policy: The policy to replay them under; without one, the shipped policy that each names.
        after: The digest of the record that the first one follows; "" that it is the series' first.
        last: The digest of the last one.
        signatures: Number of a record, from 0 → its detached signature.
        key: Whose signatures they must be; every record must then be signed.
    """
    found: list[Verification] = []
    shipped: dict[str, Policy] = {}
    before = after
    for number, text in enumerate(records):
        one = _Verifying(policy, shipped).whole(text)
        problems = list(one.problems)
        said = one.before
        if before is not None and said != before:
            problems.append(Mismatch("chain", "previous", said, before))
        if key is not None and not _is_signed(text, (signatures or {}).get(number), key):
            problems.append(Mismatch("signature"))
        open_end = said if before is None else ""
        found.append(
            Verification(
                one.sha256, one.policy, one.outcome, tuple(problems), one.library, open_end
            )
        )
        before = one.sha256
    if last is not None and found and found[-1].sha256 != last:
        end = found[-1]
        problem = Mismatch("last", "sha256", end.sha256, last)
        found[-1] = Verification(
            end.sha256, end.policy, end.outcome, (*end.problems, problem), end.library, end.before
        )
    return tuple(found)


def _is_signed(text: bytes | str, signature: bytes | None, key: Ed25519PublicKey) -> bool:
    from sgpolicy.recording.signing import is_signed

    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return signature is not None and is_signed(data.rstrip(b"\r\n"), signature, key)


class _Verifying:
    """One record being verified."""

    def __init__(self, policy: Policy | None, shipped: dict[str, Policy]) -> None:
        self._policy = policy
        self._shipped = shipped
        self._problems: list[Mismatch] = []
        self._library = ""

    def whole(self, text: bytes | str) -> Verification:
        data = self._read(text)
        if data.get("format") != FORMAT:
            self._wrong("format", "format", data.get("format", MISSING), FORMAT)
        elif not self._problems:
            self._hashes(data)
            self._replay(data)
        basis, end = (data.get(key) for key in ("basis", "conclusion"))
        said = basis.get("policy") if isinstance(basis, Mapping) else None
        return Verification(
            _known(data, "sha256"),
            _known(said, "id"),
            _known(end, "outcome"),
            tuple(self._problems),
            self._library,
            _known(data, "previous"),
        )

    def _wrong(self, kind: Kind, place: str = "", said: object = "", found: object = "") -> None:
        self._problems.append(Mismatch(kind, place, _shown(said), _shown(found)))

    def _read(self, text: bytes | str) -> dict[str, Any]:
        """The record, which must stand in canonical form."""
        try:
            plain = text.decode() if isinstance(text, bytes) else text
            plain = plain.rstrip("\r\n")
            data = json.loads(plain)
            if isinstance(data, dict) and canonical(data) == plain:
                return data
        except (ValueError, RecursionError):
            data = None
        self._wrong("form")
        return data if isinstance(data, dict) else {"format": FORMAT}

    def _named(self, data: Mapping[str, Any]) -> Policy:
        """The shipped policy that the record names."""
        from sgpolicy.loading import shipped_policies
        from sgpolicy.opening import load

        basis = data.get("basis")
        name = _known(basis.get("policy"), "id") if isinstance(basis, Mapping) else ""
        names = shipped_policies()
        if name not in names:
            raise UnknownPolicyError(_shown(name), names)
        if name not in self._shipped:
            self._shipped[name] = load(name)
        return self._shipped[name]

    def _hashes(self, data: dict[str, Any]) -> None:
        try:
            whole = digest(canonical({key: data[key] for key in data if key != "sha256"}))
            basis = digest(canonical(data.get("basis")))
        except UnicodeEncodeError:
            self._wrong("form")
            return
        for key, found in (("fingerprint", basis), ("sha256", whole)):
            if data.get(key) != found:
                self._wrong("hash", key, data.get(key, MISSING), found)

    def _replay(self, data: dict[str, Any]) -> None:
        from sgpolicy import __version__

        try:
            policy = self._policy or self._named(data)
            again = policy.records.replay(data).data
        except UnreadableError as error:
            self._wrong("unreadable", error.place, error.value)
            return
        except (PolicyError, RecordError) as error:
            self._wrong("policy", "basis.policy", str(error))
            return
        basis = data["basis"]
        made_by = basis.get("library")
        if made_by != __version__:
            if not isinstance(made_by, str) or not _is_older(made_by, __version__):
                self._wrong("newer", "basis.library", made_by, __version__)
            self._library = _shown(made_by)
            again["basis"]["library"] = made_by
            data, again = _without_steps(data), _without_steps(again)
        said = {key: data[key] for key in data if key not in _VOLATILE}
        found = {key: again[key] for key in again if key not in _VOLATILE}
        for one in differences(said, found):
            self._wrong("differs", one.place, one.said, one.found)


def _without_steps(data: Mapping[str, Any]) -> dict[str, Any]:
    """A record less how its steps are written, which a later library may do otherwise."""
    proof = data.get("proof")
    nodes = proof.get("nodes") if isinstance(proof, Mapping) else None
    if not isinstance(nodes, list):
        return {**data}
    kept = [
        {key: value for key, value in node.items() if key not in ("body", "guard")}
        if isinstance(node, Mapping)
        else node
        for node in nodes
    ]
    return {**data, "proof": kept}


def _is_older(version: str, than: str) -> bool:
    try:
        parts = [tuple(int(part) for part in one.split(".")) for one in (version, than)]
    except ValueError:
        return False
    return parts[0] < parts[1]


def _known(data: object, key: str) -> str:
    found = data.get(key) if isinstance(data, Mapping) else None
    return found if isinstance(found, str) else ""


def _shown(value: object) -> str:
    if value is MISSING:
        return ""
    text = value if isinstance(value, str) else canonical(value)  # type: ignore[arg-type]
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
