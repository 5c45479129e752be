"""Records: the slotted classes of `dataclasses`, whose methods are written when they are first used.

The standard library writes, compiles and runs six methods for every class when its module is imported, a
third of a millisecond each; a program that decides one application imports some hundred and fifty records
and uses few methods of most. Here a class starts with descriptors in their place. The first look at one
writes that method and puts it into the class, where it is then as any other: calls cost what they cost in
`dataclasses`, and `inspect.signature` sees what it sees there.

The names are those of `dataclasses`, for type checkers the very same; so are the semantics, except that
there is less: slots always, no `ClassVar`, `InitVar` or keyword-only fields. `dataclasses.fields`, `replace`,
`is_dataclass` and `asdict` take records too.
"""

from __future__ import annotations

from collections.abc import Callable
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, Final, TypeVar

_FIELDS: Final = "__record_fields__"
_NOT_FIELDS: Final = ("ClassVar", "InitVar", "KW_ONLY")
_ORDERS: Final = {"__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}


class _Missing:
    """Stands for no default."""


class _Made:
    """Stands for a default that is made anew for each record, in signatures."""

    def __repr__(self) -> str:
        return "<factory>"


Made = TypeVar("Made")

_MISSING: Final = _Missing()
_FACTORY: Final = _Made()


class _Field:
    """A field as `field` says it, then as its class knows it."""

    __slots__ = ("compare", "default", "default_factory", "init", "name", "repr", "type")

    def __init__(
        self,
        *,
        default: object = _MISSING,
        default_factory: object = _MISSING,
        init: bool = True,
        repr: bool = True,  # noqa: A002 - as in `dataclasses`
        compare: bool = True,
    ) -> None:
        if default is not _MISSING and default_factory is not _MISSING:
            raise ValueError("cannot specify both default and default_factory")
        self.name = ""
        self.type: Any = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.compare = compare

    @property
    def has_default(self) -> bool:
        """Whether a record can be made without saying what it is."""
        return self.default is not _MISSING or self.default_factory is not _MISSING


class _Method:
    """A method not yet written: looking at it writes it, and puts it into the class in its own place.

    Two threads that look at once both write it, and one's is kept; they are alike.
    """

    __slots__ = ("_name", "_owner", "_write")

    def __init__(self, write: Callable[[type, str], Any]) -> None:
        self._write = write

    def __set_name__(self, owner: type, name: str) -> None:
        self._owner, self._name = owner, name

    def __get__(self, instance: object, owner: type | None = None) -> Any:  # noqa: ANN401
        made = self._write(self._owner, self._name)
        type.__setattr__(self._owner, self._name, made)
        return made.__get__(instance, owner) if hasattr(made, "__get__") else made


def _record(
    *, frozen: bool = False, slots: bool = False, eq: bool = True, order: bool = False
) -> Callable[[type], type]:
    """As `dataclasses.dataclass`, with `slots=True`."""
    if not slots:
        raise TypeError("a record has slots")
    if order and not eq:
        raise ValueError("eq must be true if order is true")

    def made(cls: type) -> type:
        return _with_slots(cls, frozen=frozen, eq=eq, order=order)

    return made


def _with_slots(cls: type, *, frozen: bool, eq: bool, order: bool) -> type:
    """The class anew, with slots for its fields and its methods to come."""
    own = _own_fields(cls)
    known: dict[str, _Field] = {}
    taken: set[str] = set()
    for base in reversed(cls.__mro__[1:]):
        if _FIELDS in base.__dict__:
            if base.__dict__["__record_frozen__"] is not frozen:
                raise TypeError(f"{cls.__name__} and {base.__name__}: both are frozen or neither")
            known.update((one.name, one) for one in base.__dict__[_FIELDS])
        taken.update(base.__dict__.get("__slots__", ()))
    known.update((one.name, one) for one in own)
    fields = tuple(known.values())
    _check_order(fields)

    body = dict(cls.__dict__)
    for name in ("__dict__", "__weakref__", *(one.name for one in own)):
        body.pop(name, None)
    body |= {
        _FIELDS: fields,
        "__record_frozen__": frozen,
        "__dataclass_fields__": _Method(_as_dataclass),
        "__dataclass_params__": _Method(_as_dataclass),
        "__qualname__": cls.__qualname__,
        "__slots__": tuple(one.name for one in own if one.name not in taken),
    }
    body.setdefault("__match_args__", tuple(one.name for one in fields if one.init))
    body.setdefault("__init__", _Method(_written_init))
    body.setdefault("__repr__", _repr)
    body.setdefault("__replace__", _replaced)
    if eq:
        if "__hash__" not in body or (body["__hash__"] is None and "__eq__" in body):
            body["__hash__"] = _Method(_written_hash) if frozen else None
        body.setdefault("__eq__", _Method(_written_comparison))
    if order:
        body |= {name: _Method(_written_comparison) for name in _ORDERS}
    if frozen:
        body |= {"__setattr__": _no_setting, "__delattr__": _no_deleting}
        body.setdefault("__getstate__", _state)
        body.setdefault("__setstate__", _set_state)
    return type(cls)(cls.__name__, cls.__bases__, body)


def _own_fields(cls: type) -> list[_Field]:
    own = []
    for name, said in cls.__annotations__.items():
        if any(word in str(said) for word in _NOT_FIELDS):
            raise TypeError(f"{cls.__name__}.{name}: a record has plain fields only, not {said}")
        given = cls.__dict__.get(name, _MISSING)
        one = given if isinstance(given, _Field) else _Field(default=given)
        if type(one.default).__hash__ is None:
            raise ValueError(f"mutable default for field {name}: use default_factory")
        one.name, one.type = name, said
        own.append(one)
    return own


def _check_order(fields: tuple[_Field, ...]) -> None:
    seen = False
    for one in fields:
        if one.init and seen and not one.has_default:
            raise TypeError(f"non-default argument {one.name!r} follows default argument")
        seen = seen or (one.init and one.has_default)


# ── methods written for a class ─────────────────────────────────────────────────────────────


def _written_init(cls: type, name: str) -> Callable[..., None]:
    """`__init__`; of a frozen record, setting each slot through its descriptor."""
    fields: tuple[_Field, ...] = vars(cls)[_FIELDS]
    frozen = vars(cls)["__record_frozen__"]
    me = "self" if all(one.name != "self" for one in fields) else "__record_self__"
    scope: dict[str, Any] = {"__record_factory__": _FACTORY}
    parameters, lines = [me], []
    for one in fields:
        value = one.name
        if one.default_factory is not _MISSING:
            scope[f"__make_{one.name}__"] = one.default_factory
            scope[f"__default_{one.name}__"] = _FACTORY
            value = f"__make_{one.name}__()"
            if one.init:
                value += f" if {one.name} is __record_factory__ else {one.name}"
        elif one.default is not _MISSING:
            scope[f"__default_{one.name}__"] = one.default
            if not one.init:
                value = f"__default_{one.name}__"
        if one.init:
            default = f"=__default_{one.name}__" if one.has_default else ""
            parameters.append(one.name + default)
        if not (one.init or one.has_default):
            continue
        if frozen:
            scope[f"__set_{one.name}__"] = getattr(cls, one.name).__set__
            lines.append(f" __set_{one.name}__({me}, {value})")
        else:
            lines.append(f" {me}.{one.name} = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append(f" {me}.__post_init__()")
    made = _compiled(cls, name, ", ".join(parameters), "\n".join(lines) or " pass", scope)
    made.__annotations__ = {one.name: one.type for one in fields if one.init} | {"return": None}
    return made


def _written_comparison(cls: type, name: str) -> Callable[..., bool]:
    """`__eq__` and its like: of two records of one class, by their fields in order."""
    sign = _ORDERS.get(name, "==")
    mine, theirs = _compared(cls, "self"), _compared(cls, "other")
    body = (
        f" if other.__class__ is self.__class__:\n  return {mine} {sign} {theirs}\n"
        " return NotImplemented"
    )
    return _compiled(cls, name, "self, other", body, {})


def _written_hash(cls: type, name: str) -> Callable[..., int]:
    return _compiled(cls, name, "self", f" return hash({_compared(cls, 'self')})", {})


def _compared(cls: type, of: str) -> str:
    """The fields that tell records apart, as the source of a tuple."""
    return f"({''.join(f'{of}.{one.name},' for one in vars(cls)[_FIELDS] if one.compare)})"


def _compiled(
    cls: type, name: str, parameters: str, body: str, scope: dict[str, Any]
) -> Callable[..., Any]:
    source = f"def {name}({parameters}):\n{body}"
    exec(compile(source, f"<record {cls.__qualname__}>", "exec"), scope)  # noqa: S102 - of names only
    made: Callable[..., Any] = scope[name]
    made.__qualname__ = f"{cls.__qualname__}.{name}"
    made.__module__ = cls.__module__
    return made


def _as_dataclass(cls: type, name: str) -> Any:  # noqa: ANN401
    """What the standard library keeps of a dataclass, as it keeps it of one like this."""
    import dataclasses

    fields = []
    for one in vars(cls)[_FIELDS]:
        said = {"init": one.init, "repr": one.repr, "compare": one.compare}
        if one.default is not _MISSING:
            said["default"] = one.default
        if one.default_factory is not _MISSING:
            said["default_factory"] = one.default_factory
        fields.append((one.name, one.type, dataclasses.field(**said)))
    frozen = vars(cls)["__record_frozen__"]
    alike = dataclasses.make_dataclass(cls.__name__, fields, frozen=frozen, slots=True)
    return getattr(alike, name)


# ── methods that all classes share ──────────────────────────────────────────────────────────


@recursive_repr()
def _repr(self: Any) -> str:  # noqa: ANN401
    cls = type(self)
    shown = ", ".join(
        f"{one.name}={getattr(self, one.name)!r}" for one in getattr(cls, _FIELDS) if one.repr
    )
    return f"{cls.__qualname__}({shown})"


def _no_setting(self: object, name: str, value: object) -> None:  # noqa: ARG001
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _no_deleting(self: object, name: str) -> None:  # noqa: ARG001
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: object) -> list[Any]:
    return [getattr(self, one.name) for one in getattr(self, _FIELDS)]


def _set_state(self: object, state: list[Any]) -> None:
    for one, value in zip(getattr(self, _FIELDS), state, strict=True):
        object.__setattr__(self, one.name, value)


def maker(cls: type[Made]) -> Callable[..., Made]:
    """A function that makes records of a frozen class as the class itself does, in a third of the time.

    For what makes them by the hundred. Arguments go by position or by name, as the class takes them. The
    slots are filled while the record still belongs to a twin that is not frozen, with the same slots.

    Args:
        cls: A record with neither bases nor methods of its own that making it would call.
    """
    fields: tuple[_Field, ...] = vars(cls)[_FIELDS]
    is_plain = cls.__bases__ == (object,) and not hasattr(cls, "__post_init__")
    if not is_plain or not all(one.init for one in fields):
        return cls
    names = tuple(one.name for one in fields)
    twin = type(cls.__name__, (), {"__slots__": names})
    try:
        blank: Any = twin()
        blank.__class__ = cls
    except TypeError:  # an interpreter that lays them out otherwise
        return cls
    scope: dict[str, Any] = {"__new__": object.__new__, "__twin__": twin, "__cls__": cls}
    parameters, lines = [], ""
    for one in fields:
        value = one.name
        scope[f"__default_{one.name}__"] = one.default
        if one.default_factory is not _MISSING:
            scope[f"__default_{one.name}__"] = _FACTORY
            scope[f"__make_{one.name}__"] = one.default_factory
            value = f"__make_{one.name}__() if {value} is __default_{one.name}__ else {value}"
        parameters.append(f"{one.name}=__default_{one.name}__" if one.has_default else one.name)
        lines += f" __record__.{one.name} = {value}\n"
    body = f" __record__ = __new__(__twin__)\n{lines} __record__.__class__ = __cls__\n return __record__"
    return _compiled(cls, "maker", ", ".join(parameters), body, scope)


# ── what takes records ──────────────────────────────────────────────────────────────────────


def _fields(record: Any) -> tuple[_Field, ...]:  # noqa: ANN401
    """The fields of a record or its class, in order, each with `name`, `type` and `compare`.

    Raises:
        TypeError: If it is no record.
    """
    found: tuple[_Field, ...] | None = getattr(record, _FIELDS, None)
    if found is None:
        raise TypeError("must be called with a record type or instance")
    return found


def _is_record(value: object) -> bool:
    """Whether something is a record or a class of records."""
    return hasattr(value, _FIELDS)


def _replaced(record: Any, /, **changes: Any) -> Any:  # noqa: ANN401
    """The record with some fields changed.

    Raises:
        TypeError: If there is no such field.
        ValueError: If a field is one that `__init__` does not take.
    """
    for one in _fields(record):
        if not one.init:
            if one.name in changes:
                raise ValueError(f"field {one.name} is declared with init=False")
        elif one.name not in changes:
            changes[one.name] = getattr(record, one.name)
    return record.__class__(**changes)


_NAMES: Final[dict[type[Any], tuple[str, ...]]] = {}


def field_names(kind: type[Any]) -> tuple[str, ...]:
    """The names of a record class's fields, for those who walk many records; () for another class."""
    names = _NAMES.get(kind)
    if names is None:
        names = tuple(f.name for f in fields(kind)) if is_dataclass(kind) else ()
        _NAMES[kind] = names
    return names


if TYPE_CHECKING:
    from dataclasses import dataclass, field, fields, is_dataclass, replace
else:
    dataclass, field, fields = _record, _Field, _fields
    is_dataclass, replace = _is_record, _replaced

__all__ = ["dataclass", "field", "field_names", "fields", "is_dataclass", "maker", "replace"]
