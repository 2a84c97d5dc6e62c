"""Operators that a task forbids ("write attention without calling attention"), made to refuse inside the learner's child.

A torch operator is overridden in torch's own dispatch table, for every backend that has a kernel and with the operators
it is built on: a saved reference, `torch.ops.aten`, `torch._C._nn`, the JIT and a module of `torch.nn` all end there. A
function written in Python has its code replaced, so whoever holds it holds the refusal; a function in C is taken out of
every module. All of it happens before the learner's first line, and nothing of the original is left to be found.

What it cannot stop: a copy of the library's Python source pasted into the submission, a fresh import of a C extension
under another name, and ctypes calls into LAPACK. The task asks not to; whoever goes that far has done the work of it.
"""

from __future__ import annotations

import ctypes
import importlib
import os
import sys
import types
import warnings
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

# What a name stands for beyond itself: the operators beneath it, and the other doors to the same thing.
FAMILIES: dict[str, tuple[str, ...]] = {
    "scaled_dot_product_attention": (
        "aten::_scaled_dot_product_", "aten::_native_multi_head_attention", "aten::_transformer_encoder_layer_fwd",
        "torch.nn.functional.multi_head_attention_forward",
    ),
    "torch.nn.MultiheadAttention": ("torch.nn.functional.multi_head_attention_forward", "aten::_native_multi_head_attention"),
    "numpy.linalg.svd": ("numpy.linalg._umath_linalg.svd", "numpy.linalg._umath_linalg.svd_f", "numpy.linalg._umath_linalg.svd_s"),
    "torch.optim.Optimizer": (
        "torch.optim.sgd.sgd", "torch.optim.adam.adam", "torch.optim.adamw.adamw", "aten::_fused_",
    ),
    "torch.lstm_cell": ("aten::lstm", "aten::_thnn_fused_", "aten::mkldnn_rnn_"),
    "torch.nn.functional.dropout": ("aten::native_dropout", "aten::_fused_dropout"),
    "torch.nn.functional.cross_entropy": ("aten::cross_entropy_", "aten::nll_"),
}  # fmt: skip
PACKAGES = ("sklearn",)  # banned whole
PREFIXES = ("", "_", "linalg_", "_linalg_", "special_", "fft_", "_fft_")
ALWAYS = ("CPU", "AutogradCPU")


class NotAllowedHere(RuntimeError):
    """The submission used what the task forbids; the message is the name as the task writes it."""


class UnknownOperator(ValueError):
    """A banned name that is no operator and no function here: the lab's fault."""


def ban(names: Iterable[str]) -> None:
    """Make every one of these refuse, in this process, for good. Raises UnknownOperator."""
    for name in names:
        if name in PACKAGES:
            _shut_out(name)
        elif not _ban(name, name, found=False):
            raise UnknownOperator(f"banned: nothing here is called {name!r}")


def _shut_out(package: str) -> None:
    """No file of this package is opened, run or linked from now on. An audit hook cannot be taken back.

    Looking for the package is let be: other libraries ask whether it is there.
    """
    place = f"{os.sep}{package}{os.sep}"
    told = package  # closed over: the submission reaches no name of ours through the hook

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event == "exec":
            path = getattr(args[0], "co_filename", "")
        elif event in ("open", "import"):
            path = args[0] if event == "open" else args[1]
        else:
            return
        if isinstance(path, str) and place in path:
            raise NotAllowedHere(told)

    sys.addaudithook(hook)


def _ban(name: str, told: str, *, found: bool) -> bool:
    """One name and its family; whether anything was there."""
    last = name.rpartition(".")[2].rpartition("::")[2]
    if name.startswith("aten::") and name != told:
        _ban_operators(_operators(name), told)
    elif name.startswith(("aten::", "torch.")):
        found = _ban_operators([op for p in PREFIXES for op in _operators(f"aten::{p}{last}")], told) or found
    if not name.startswith("aten::"):
        found = _ban_python(name, told) or found
    for more in (*FAMILIES.get(name, ()), *FAMILIES.get(last, ())):
        _ban(more, told, found=True)
    return found


def _operators(name: str) -> list[str]:
    """All overloads of an operator; of a name that ends in `_`, all operators that begin with it."""
    torch = sys.modules.get("torch")
    if torch is None:
        return []
    every = torch._C._dispatch_get_all_op_names()
    if name.endswith("_") and name not in every:
        return [op for op in every if op.startswith(name) and "backward" not in op]
    return [op for op in every if op == name or op.startswith(name + ".")]


def _ban_operators(operators: list[str], told: str) -> bool:
    """Override the kernels of these operators for every key that has one, and for the composite ones underneath."""
    if not operators:
        return False
    torch = sys.modules["torch"]
    library = torch._C._dispatch_library("IMPL", "aten", "", "", 0)
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(library))  # never freed, and no name leads to it: it cannot be undone
    refuse = refusal(told)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for operator in operators:
            short = operator.removeprefix("aten::")
            has = torch._C._dispatch_has_kernel_for_dispatch_key
            for key in [k for k in torch._C.DispatchKey.__members__ if k in ALWAYS or _has(has, operator, k)]:
                try:
                    library.impl(short, key, refuse)
                except RuntimeError:  # a key that takes no kernel from outside
                    continue
    return True


def _has(has: Callable[[str, str], bool], operator: str, key: str) -> bool:
    try:
        return has(operator, key)
    except RuntimeError:
        return False


def refusal(told: str) -> Callable[..., NoReturn]:
    """A function of any arguments that refuses. Its code needs nothing but builtins, so it can be lent to others."""
    source = (
        "def refuse(*args, **kwargs):\n"
        "    from beikao.grader.banned import NotAllowedHere\n"
        f"    raise NotAllowedHere({told!r})\n"
    )
    scope: dict[str, Any] = {}
    exec(compile(source, "<not allowed here>", "exec"), scope)
    made: Callable[..., NoReturn] = scope["refuse"]
    return made


def _ban_python(name: str, told: str) -> bool:
    """A function, class or C function by its dotted name; whether there is one."""
    value = _find(name)
    if value is None:
        return False
    refuse = refusal(told)
    if isinstance(value, type):
        value.__init__ = refuse  # type: ignore[misc]
        for method in ("forward", "__call__"):
            if method in vars(value):
                setattr(value, method, refuse)
        return True
    inner = getattr(value, "_implementation", value)  # numpy wraps its functions in a dispatcher written in C
    while isinstance(inner, types.FunctionType):
        below = getattr(inner, "__wrapped__", None)
        _lend(refuse, inner)
        if not isinstance(below, types.FunctionType):
            return True
        inner = below
    _take_out(value, refuse)
    return True


def _lend(refuse: Any, function: types.FunctionType) -> None:
    """Give a function the code of the refusal; one that closes over names gets a code that does too."""
    code = refuse.__code__
    if function.__code__.co_freevars:
        code = code.replace(co_freevars=function.__code__.co_freevars)
    function.__code__ = code
    function.__defaults__ = None
    function.__kwdefaults__ = None


def _take_out(value: Any, refuse: Any) -> None:
    """Replace an object in every module that holds it, under whatever name."""
    for module in list(sys.modules.values()):
        space = getattr(module, "__dict__", None)
        if isinstance(space, dict):
            for key in [k for k, v in list(space.items()) if v is value]:
                space[key] = refuse


def _find(name: str) -> Any:
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
