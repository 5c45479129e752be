"""A record behaves as the dataclass of the same fields; its methods appear when they are looked at."""

from __future__ import annotations

import abc
import copy
import dataclasses
import inspect
import pickle
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgpolicy import records
from sgpolicy.records import dataclass, field, fields, is_dataclass, maker, replace

HEAD = "from __future__ import annotations\n"


def both(body, said="frozen=True, slots=True"):
    """The same class twice: by the standard library and as a record."""
    made = []
    for kind in (dataclasses, records):
        scope = {"__name__": __name__, "dataclass": kind.dataclass, "field": kind.field}
        exec(f"{HEAD}@dataclass({said})\nclass R:\n{body}", scope)  # noqa: S102 - our own
        made.append(scope["R"])
    return made


def outcome(work, *arguments):
    """What a call gives, or how it fails."""
    try:
        return work(*arguments)
    except Exception as error:  # noqa: BLE001 - compared
        return type(error), str(error)


KINDS = ("", "= 1", "= 'x'", "= ()", "= field(default=2)", "= field(default_factory=list)")
EXTRA = ("", "compare=False", "repr=False", "compare=False, repr=False")


@st.composite
def bodies(draw):
    """Fields, those without a default first."""
    lines = []
    for number in range(draw(st.integers(0, 5))):
        kind = draw(st.sampled_from(KINDS if number else KINDS[:1] + KINDS[4:]))
        extra = draw(st.sampled_from(EXTRA))
        if extra and kind in ("", "= 1"):
            kind = "= field(default=7)" if kind else "= field()"
        if extra:
            kind = kind.replace("()", f"({extra})") if kind == "= field()" else kind
            kind = kind.replace("field(default", f"field({extra}, default")
        lines.append(f" f{number}: int {kind}")
    order = sorted(lines, key=lambda line: "default" in line or line.endswith(("1", "'x'", "= ()")))
    return "\n".join([' """R."""', *order])


FLAGS = st.sampled_from(
    [
        f"slots=True, frozen={frozen}, eq={eq}, order={order}"
        for frozen in (True, False)
        for eq, order in ((True, False), (True, True), (False, False))
    ]
)
VALUES = st.lists(st.integers(0, 2) | st.sampled_from(["", "a", ()]), max_size=6)


@given(bodies(), FLAGS, VALUES, VALUES, st.data())
def test_alike_whatever_the_fields(body, said, first, second, data):
    plain, record = both(body, said)
    assert outcome(lambda: repr(plain(*first))) == outcome(lambda: repr(record(*first)))
    assert plain.__match_args__ == record.__match_args__
    assert plain.__slots__ == record.__slots__
    assert inspect.signature(plain).parameters.keys() == inspect.signature(record).parameters.keys()
    assert str(inspect.signature(plain)) == str(inspect.signature(record))
    names = data.draw(st.sets(st.sampled_from([*plain.__match_args__, "other"])))
    given_ = dict.fromkeys(sorted(names), 1)
    assert outcome(lambda: repr(plain(**given_))) == outcome(lambda: repr(record(**given_)))
    try:
        pair, made = ([kind(*values) for values in (first, second)] for kind in (plain, record))
    except TypeError:
        return
    is_same = "eq=True" in said
    asked = (
        lambda a, b: (a == b, a != b) if is_same else None,
        lambda a, _: (a == a, a == 1),  # noqa: PLR0124 - itself
        lambda a, b: a < b,
        lambda a, b: a >= b,
        lambda a, b: (hash(a) == hash(b)) if is_same else hash(a) is None,
        lambda a, _: hash(a) if is_same else None,
        lambda a, _: setattr(a, "f0", 5),
        lambda _, b: delattr(b, "f0"),
        lambda a, _: setattr(a, "unknown", 5),
        lambda a, _: repr(a),
        lambda a, _: repr(copy.copy(a)),
        lambda a, _: repr(copy.deepcopy(a)),
    )
    for ask in asked:
        there, here = outcome(ask, *pair), outcome(ask, *made)
        if isinstance(here, tuple) and here[0] is dataclasses.FrozenInstanceError:
            assert there[0] is here[0] or there[0] is TypeError  # 3.11 fails so with slots
        else:
            assert there == here
    changes = {name: 9 for name in plain.__match_args__ if data.draw(st.booleans())}
    assert outcome(lambda: repr(dataclasses.replace(pair[1], **changes))) == outcome(
        lambda: repr(replace(made[1], **changes))
    )
    assert outcome(lambda: repr(replace(made[1], **changes))) == outcome(
        lambda: repr(dataclasses.replace(made[1], **changes))
    )


@given(bodies(), FLAGS)
def test_the_standard_library_takes_records(body, said):
    plain, record = both(body, said)
    assert dataclasses.is_dataclass(record)
    there, here = dataclasses.fields(plain), dataclasses.fields(record)
    assert [repr(one) for one in there] == [repr(one) for one in here]
    assert [(one.name, one.type, one.compare) for one in there] == [
        (one.name, one.type, one.compare) for one in fields(record)
    ]
    assert plain.__dataclass_params__.frozen is record.__dataclass_params__.frozen
    made = record(*range(len(here)))
    assert dataclasses.asdict(made) == {one.name: n for n, one in enumerate(here)}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (" a: int = 1\n b: int", "frozen=True, slots=True"),
        (" a: list = []", "frozen=True, slots=True"),
        (" a: int = field(default=1, default_factory=int)", "frozen=True, slots=True"),
        (" a: int", "slots=True, order=True, eq=False"),
    ],
)
def test_wrong_declarations_are_refused_as_there(body, said):
    for kind in (dataclasses, records):
        scope = {"__name__": __name__, "dataclass": kind.dataclass, "field": kind.field}
        with pytest.raises((TypeError, ValueError)):
            exec(f"{HEAD}@dataclass({said})\nclass R:\n{body}", scope)  # noqa: S102 - our own


@pytest.mark.parametrize("said", ["ClassVar[int]", "InitVar[int]", "KW_ONLY"])
def test_what_records_do_not_know_is_refused(said):
    scope = {"dataclass": dataclass}
    with pytest.raises(TypeError):
        exec(f"{HEAD}@dataclass(frozen=True, slots=True)\nclass R:\n a: {said}", scope)  # noqa: S102
    with pytest.raises(TypeError):
        dataclass(frozen=True)
    with pytest.raises(TypeError):
        fields(3)
    assert not is_dataclass(3)


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int = 0
    note: str = field(default="", compare=False)

    @property
    def far(self):
        return self.x + self.y


@dataclass(frozen=True, slots=True)
class Solid(Point):
    z: int = 0
    parts: dict = field(default_factory=dict)


@dataclass(slots=True)
class Counted:
    names: list
    total: int = field(init=False)
    seen: set = field(default_factory=set, init=False)

    def __post_init__(self):
        self.total = len(self.names)


@dataclass(frozen=True, slots=True)
class Own:  # noqa: PLW1641 - a record has a hash
    value: int

    def __eq__(self, other):
        return isinstance(other, Own)

    def __repr__(self):
        return "own"


@dataclass(frozen=True, slots=True, eq=False)
class Same:
    value: int


def test_inheritance():
    solid = Solid(1, 2, "n", 3)
    assert Solid.__match_args__ == ("x", "y", "note", "z", "parts")
    assert Solid.__slots__ == ("z", "parts")
    assert not hasattr(solid, "__dict__")
    assert solid == Solid(1, 2, "other", 3)
    assert solid != Solid(1, 2, "n", 4)
    assert Point(1) != Solid(1)
    assert solid.far == 3
    assert repr(Solid(1)) == "Solid(x=1, y=0, note='', z=0, parts={})"
    with pytest.raises(TypeError):

        @dataclass(slots=True)
        class Loose(Point):
            pass


def test_a_base_first_used_through_a_class_derived_from_it():
    """The method goes into the class it belongs to, not into the one that was asked."""

    @dataclass(frozen=True, slots=True)
    class Base:
        a: int

    class Derived(Base):
        def more(self):
            return super().__repr__()

    one = Derived(1)
    assert one == Derived(1)
    assert hash(one) == hash(Derived(1))
    assert "__init__" not in vars(Derived)
    assert inspect.isfunction(vars(Base)["__init__"])
    assert Base(2).a == 2
    assert one.more().endswith("Derived(a=1)")
    assert [each.name for each in dataclasses.fields(Derived)] == ["a"]


def test_match_by_position():
    match Point(3, 4):
        case Point(3, y, note):
            assert (y, note) == (4, "")
        case _:
            pytest.fail("not matched")


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("value", [Point(1, 2, "n"), Solid(1, parts={"a": Point(2)})])
def test_pickled_and_copied(value, protocol):
    again = pickle.loads(pickle.dumps(value, protocol))  # noqa: S301 - our own
    assert again == value
    assert again.note == value.note
    assert copy.deepcopy(value) == value


def test_fields_that_init_does_not_take():
    counted = Counted(["a", "b"])
    assert (counted.total, counted.seen) == (2, set())
    assert Counted.__match_args__ == ("names",)
    counted.total = 5
    assert counted.total == 5
    assert counted != Counted(["a", "b"])
    with pytest.raises(TypeError, match="unhashable"):
        hash(counted)
    with pytest.raises(ValueError, match="init=False"):
        replace(counted, total=1)
    assert replace(counted, names=["a"]).total == 1
    with pytest.raises(TypeError):
        Counted([], 3)


def test_what_a_class_says_itself_stays():
    assert Own(1) == Own(2)
    assert repr(Own(1)) == "own"
    assert hash(Own(1)) == hash((1,))
    assert Same(1) != Same(1)
    assert len({Same(1), Same(1)}) == 2


def test_abstract_bases_stay_abstract():
    class Named(abc.ABC):
        __slots__ = ()

        @abc.abstractmethod
        def name(self): ...

    @dataclass(frozen=True, slots=True)
    class Open(Named):
        a: int

    @dataclass(frozen=True, slots=True)
    class Full(Named):
        a: int

        def name(self):
            return "full"

    with pytest.raises(TypeError):
        Open(1)
    assert Full(1).name() == "full"


def test_a_field_may_be_called_as_anything_is():
    @dataclass(frozen=True, slots=True)
    class Odd:
        self: int
        other: int
        cls: int = 3
        hash: int = 4

    assert Odd(1, 2) == Odd(1, 2)
    assert hash(Odd(1, 2)) == hash(Odd(1, 2))
    assert Odd(1, 2).self == 1


def test_nothing_is_written_before_it_is_used():
    @dataclass(frozen=True, slots=True)
    class Fresh:
        a: int

    waiting = ("__init__", "__eq__", "__hash__", "__dataclass_fields__")
    assert not [name for name in waiting if inspect.isfunction(vars(Fresh)[name])]
    Fresh(1)
    assert inspect.isfunction(vars(Fresh)["__init__"])
    assert not inspect.isfunction(vars(Fresh)["__eq__"])
    assert Fresh.__init__.__qualname__.endswith("Fresh.__init__")


def test_first_used_by_many_threads_at_once():
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(50):

            @dataclass(frozen=True, slots=True)
            class Shared:
                a: int
                b: dict = field(default_factory=dict)
                c: str = field(default="", compare=False)

            found, gate = [], threading.Barrier(4)

            def work(made=Shared, found=found, gate=gate):
                gate.wait()
                one, other = made(1, c="x"), made(1, c="y")
                found.append((one == other, [f.name for f in dataclasses.fields(made)]))

            threads = [threading.Thread(target=work) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert found == [(True, ["a", "b", "c"])] * 4
    finally:
        sys.setswitchinterval(interval)


def test_a_maker_makes_what_the_class_makes():
    @dataclass(frozen=True, slots=True)
    class Made:
        name: str
        parts: tuple[int, ...] = ()

    make = maker(Made)
    for arguments, named in ((("a",), {}), (("a", (1,)), {}), ((), {"name": "a", "parts": (2,)})):
        found = make(*arguments, **named)
        assert type(found) is Made
        assert found == Made(*arguments, **named)
        assert hash(found) == hash(Made(*arguments, **named))
        with pytest.raises(dataclasses.FrozenInstanceError):
            found.name = "b"
        assert not hasattr(found, "__dict__")
    with pytest.raises(TypeError):
        make()


def test_a_class_that_does_more_when_it_is_made_makes_its_records_itself():
    @dataclass(frozen=True, slots=True)
    class Checked:
        number: int

        def __post_init__(self):
            if self.number < 0:
                raise ValueError

    @dataclass(frozen=True, slots=True)
    class Counted:
        number: int = field(default=1, init=False)

    assert maker(Checked) is Checked
    assert maker(Counted) is Counted


def test_a_maker_fills_each_record_anew():
    @dataclass(frozen=True, slots=True)
    class Filled:
        name: str
        parts: list[int] = field(default_factory=list)

    make = maker(Filled)
    one, other = make("a"), make(name="a")
    assert one == other == Filled("a")
    assert one.parts is not other.parts
    given = [1]
    assert make("b", given).parts is given
    assert make is not Filled
