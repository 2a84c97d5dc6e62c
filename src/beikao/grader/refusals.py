"""Functions, classes and types made to refuse. A function written in Python has its code replaced, so whoever holds it
holds the refusal; a function in C is taken out of every module; a member of a C type, out of the type itself."""

from __future__ import annotations

import ctypes
import gc
import importlib
import re
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

# Where torch keeps what its operators compute once more, written in Python.
COPIES = (
    "torch._decomp.decompositions",
    "torch._refs",
    "torch._refs.nn.functional",
    "torch._higher_order_ops.flex_attention",
)
TP_CALL = 128  # where a type holds the function that calls its objects, in CPython since 3.8


class NotAllowedHere(RuntimeError):
    """The submission used what the task forbids; the message is the name as the task writes it."""


def refusal(told: str) -> Callable[..., NoReturn]:
    """A function of any arguments that refuses. Its code needs nothing but builtins, so it can be lent to others."""
    source = (
        "def refuse(*args, **kwargs):\n"
        "    from beikao.grader.refusals import NotAllowedHere\n"
        f"    raise NotAllowedHere({told!r})\n"
    )
    scope: dict[str, Any] = {}
    exec(compile(source, "<not allowed here>", "exec"), scope)
    made: Callable[..., NoReturn] = scope["refuse"]
    return made


def refuse_python(name: str, told: str) -> bool:
    """A function, class or C function by its dotted name; whether there is one."""
    value = find(name)
    if value is None:
        return False
    refuse_value(value, refusal(told))
    return True


def refuse_value(value: Any, refuse: Callable[..., NoReturn]) -> None:
    """The same, of the object itself."""
    if isinstance(value, type):
        value.__init__ = refuse  # type: ignore[misc]
        for method in ("forward", "__call__"):
            if method in vars(value):
                setattr(value, method, refuse)
        return
    inner = getattr(value, "_implementation", value)  # numpy wraps its functions in a dispatcher written in C
    while isinstance(inner, types.FunctionType):
        below = getattr(inner, "__wrapped__", None)
        _lend(refuse, inner)
        if not isinstance(below, types.FunctionType):
            return
        inner = below
    take_out(value, refuse)


def _lend(refuse: Any, function: types.FunctionType) -> None:
    """Give a function the code of the refusal; one that closes over names gets a code that does too."""
    code = refuse.__code__
    if function.__code__.co_freevars:
        code = code.replace(co_freevars=function.__code__.co_freevars)
    function.__code__ = code
    function.__defaults__ = None
    function.__kwdefaults__ = None


def take_out(value: Any, refuse: Any) -> None:
    """Replace an object in every module that holds it, under whatever name."""
    for module in list(sys.modules.values()):
        space = getattr(module, "__dict__", None)
        if isinstance(space, dict):
            for key in [k for k, v in list(space.items()) if v is value]:
                space[key] = refuse


def copies(pattern: str) -> Iterator[Any]:
    """Functions and classes in Python that compute what operators of such names do."""
    for module in COPIES:
        for name, value in list(vars(sys.modules.get(module, types)).items()):
            own = isinstance(value, types.FunctionType) or (isinstance(value, type) and value.__module__ == module)
            if own and re.search(pattern, name, re.IGNORECASE):
                yield value


class Closed(types.ModuleType):
    """In the place of a module that may not be imported: whatever is asked of it refuses."""

    def __init__(self, name: str, told: str) -> None:
        super().__init__(name)
        self.__told = told

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise NotAllowedHere(self.__told)


def replace_member(kind: type, name: str, value: Any) -> None:
    """Replace a method or attribute of a type written in C, for all its objects."""
    space = next(found for found in gc.get_referents(vars(kind)) if isinstance(found, dict))
    if name in space:
        space[name] = value
        ctypes.pythonapi.PyType_Modified(ctypes.py_object(kind))


def refuse_calls(kind: type, refuse: Callable[..., NoReturn]) -> None:
    """Make calling an object of a type written in C refuse: its slot is that of a class whose `__call__` is in Python."""
    replace_member(kind, "__call__", refuse)
    ctypes.c_void_p.from_address(id(kind) + TP_CALL).value = ctypes.c_void_p.from_address(id(_Called) + TP_CALL).value


class _Called:
    def __call__(self) -> None:
        """Only its slot is of use."""


def find(name: str) -> Any:
    """The object of a dotted name; modules on the way are imported. None where there is none."""
    parts = name.split(".")
    try:
        value: Any = importlib.import_module(parts[0])
    except ImportError:
        return None
    for i, part in enumerate(parts[1:], 2):
        if not hasattr(value, part):
            try:
                importlib.import_module(".".join(parts[:i]))
            except ImportError:
                return None
        value = getattr(value, part, None)
    return value
