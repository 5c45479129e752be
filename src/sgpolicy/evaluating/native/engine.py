"""A policy's function in machine code: as `Generated.plain`, several times as fast."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, cast

from llvmlite import binding

from sgpolicy.evaluating.columnar.lowering import lower
from sgpolicy.evaluating.native.function import NAME, Written, write
from sgpolicy.evaluating.native.objects import places
from sgpolicy.evaluating.native.reading import sources
from sgpolicy.model.core import Core

Plain = Callable[..., Any]
_METH_FASTCALL = 0x0080


class UnsupportedError(Exception):
    """This Python's objects are not as a function in machine code reads them."""


class _Method(ctypes.Structure):
    """How Python is told of a function."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("function", ctypes.c_void_p),
        ("flags", ctypes.c_int),
        ("doc", ctypes.c_char_p),
    )


def native(
    core: Core, readings: Mapping[str, str], truths: Sequence[str], plain: Plain, about: date
) -> Plain:
    """Make a function that gives what another gives, except amounts (计算).

    Args:
        core: The policy.
        readings: Interpretation id → reading id, for all.
        truths: The nodes whose outcomes it gives, in order.
        plain: The other: it is called for what is not plainly as columns hold it, and the same comes of it.
        about: A day near those as of which will be decided; see `reading.sources`.

    Raises:
        NotColumnarError: The policy computes what steps cannot.
        UnsupportedError: This Python is not CPython, or keeps objects otherwise.
    """
    found = places()
    if found is None:
        raise UnsupportedError
    read = sources(core, readings, about)
    program = lower(core, readings, read.layout, about, truths)
    wanted = [program.conclusion, *(program.nodes[key] for key in truths)]
    return _callable(write(program, wanted, read, plain, found))


def _callable(written: Written) -> Plain:
    """A function that Python can call."""
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    machine = binding.Target.from_default_triple().create_target_machine(opt=1)
    module = binding.parse_assembly(written.source)
    module.verify()
    engine = binding.create_mcjit_compiler(module, machine)
    engine.finalize_object()
    method = _Method(NAME.encode(), engine.get_function_address(NAME), _METH_FASTCALL, None)
    # a declaration of our own: that of `ctypes.pythonapi` is everybody's
    declared = ctypes.PYFUNCTYPE(
        ctypes.py_object, ctypes.c_void_p, ctypes.py_object, ctypes.c_void_p
    )
    make = declared(("PyCFunction_NewEx", ctypes.pythonapi))
    # what the function needs is what it is bound to: Python keeps that as long as the function
    needed = (method, engine, machine, written.kept)
    return cast("Plain", make(ctypes.addressof(method), needed, None))
