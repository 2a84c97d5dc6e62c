"""Operators that a task forbids ("write attention without calling attention"), made to refuse inside the learner's child.

A torch operator is overridden in torch's own dispatch table, for every backend that has a kernel and with the operators
it is built on: a saved reference, `torch.ops.aten`, `torch._C._nn`, the JIT and a module of `torch.nn` all end there
(`kernels`). Functions, classes and C types are changed where they stand (`refusals`); gradients are closed as a whole
(`derivatives`). All of it happens before the learner's first line, and nothing of the original is left to be found.

Which operators a name means is asked of the registry of the torch that is installed (`FAMILIES`), by their names: a new
torch brings new operators, and a test lists those that compute the same and are not closed.

What it cannot stop: a copy of the library's Python source pasted into the submission, a fresh import of a Python module
or a C extension under another name, and ctypes calls into LAPACK. The task asks not to; whoever goes that far has done the
work of it.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from beikao.grader import derivatives, kernels, refusals
from beikao.grader.refusals import NotAllowedHere

__all__ = ["NotAllowedHere", "UnknownOperator", "ban"]

F = "torch.nn.functional."
LAZY = ("torch.nn.attention.flex_attention",)  # closed before anybody imports it, which costs seconds
# What may stand before and behind the name of an operator that is another form of it.
BEFORE = r"_?(?:(?:native|fused|safe|foreach|linalg|special|fft|mkldnn|cudnn|miopen|quantized|sparse|masked)_)*"


@dataclass(frozen=True)
class Family:
    """Names (the last part of one, whole) that mean the same, the operators that compute it, and further doors to it."""

    names: str
    operators: str
    python: tuple[str, ...] = ()


FAMILIES = (
    Family(
        "scaled_dot_product_attention|flex_attention", "scaled_dot_product_|attention|transformer_encoder_layer_fwd",
        (f"{F}scaled_dot_product_attention", f"{F}multi_head_attention_forward", "torch.nn.attention.flex_attention.flex_attention"),
    ),
    Family(
        "MultiheadAttention|multi_head_attention_forward|Transformer(Encoder|Decoder)Layer",
        "multi_head_attention|transformer_encoder_layer_fwd", (f"{F}multi_head_attention_forward",),
    ),
    Family(
        r"(native_)?(batch|layer|group|instance|rms)_norm|(Batch|Layer|Group|Instance|RMS)Norm(\dd)?",
        "(batch|layer|group|instance|rms)_norm",
        (f"{F}batch_norm", f"{F}layer_norm", f"{F}group_norm", f"{F}instance_norm", f"{F}rms_norm"),
    ),
    Family("Optimizer|SGD|Adam|AdamW", r"^_fused_(sgd|adam|adamw|adagrad)", (
        "torch.optim.Optimizer", "torch.optim.sgd.sgd", "torch.optim.adam.adam", "torch.optim.adamw.adamw",
    )),
    Family("lstm_cell|lstm|LSTM(Cell)?", "lstm|mkldnn_rnn", ("torch.lstm_cell", "torch.lstm", "torch.nn.LSTM", "torch.nn.LSTMCell")),
    Family("dropout|Dropout", "dropout", (f"{F}dropout", "torch.nn.Dropout")),
    Family("cross_entropy|CrossEntropyLoss", "cross_entropy|nll_loss", (f"{F}cross_entropy", f"{F}nll_loss")),
    Family("(log_)?softmax|(Log)?Softmax(2d)?", "softmax", (f"{F}softmax", f"{F}log_softmax")),
)  # fmt: skip
PACKAGES = ("sklearn",)  # banned whole
MORE = {
    "numpy.linalg.svd": ("numpy.linalg._umath_linalg.svd", "numpy.linalg._umath_linalg.svd_f", "numpy.linalg._umath_linalg.svd_s"),
}  # fmt: skip


class UnknownOperator(ValueError):
    """A banned name that is no operator and no function here: the lab's fault."""


def ban(names: Iterable[str]) -> None:
    """Make every one of these refuse, in this process, for good. Raises UnknownOperator."""
    names = list(names)
    closed: set[Any] = set()
    for name in names:
        if name in PACKAGES:
            _shut_out(name)
            continue
        family = family_of(name)
        there = _ban_itself(name)
        if family is not None and family not in closed:
            closed.add(family)
            there = _ban_family(family, name) or there
        if not there:
            raise UnknownOperator(f"banned: nothing here is called {name!r}")
    if doors := [name for name in names if re.fullmatch(derivatives.DOORS, name)]:
        derivatives.close(doors[0])


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


def family_of(name: str) -> Family | None:
    """What else a name of torch stands for."""
    if not name.startswith(("aten::", "torch.")):
        return None
    return next((family for family in FAMILIES if re.fullmatch(family.names, last(name))), None)


def last(name: str) -> str:
    """The name without its modules or namespace."""
    return name.rpartition(".")[2].rpartition("::")[2]


def forms(name: str) -> str:
    """A pattern for the operators that are another form of one: in place, fused, under another prefix. An optimiser's
    step is an operator too."""
    if name.startswith("torch.optim."):
        return f"^_fused_{last(name).lower()}_?$"
    return f"^{BEFORE}{re.escape(last(name))}_?$"


def _ban_itself(name: str) -> bool:
    """The name and its other forms; whether anything was there."""
    there = False
    if name.startswith(("aten::", "torch.")):
        there = kernels.refuse(kernels.operators(forms(name)), refusals.refusal(name))
    if not name.startswith("aten::"):
        there = refusals.refuse_python(name, name) or there
    if name.startswith("torch.optim.") and there:
        lower = last(name).lower()
        refusals.refuse_python(f"torch.optim.{lower}.{lower}", name)
    for more in MORE.get(name, ()):
        refusals.refuse_python(more, name)
    return there


def _ban_family(family: Family, told: str) -> bool:
    """All that means the same, in torch's tables, in Python, and in what is not imported yet."""
    refuse = refusals.refusal(told)
    there = kernels.refuse(kernels.operators(family.operators), refuse)
    kernels.unregister(kernels.jit_only(family.operators))
    for value in refusals.copies(family.operators):
        refusals.refuse_value(value, refuse)
    for name in family.python:
        module = name.rpartition(".")[0]
        if module in LAZY and module not in sys.modules:
            sys.modules[module] = refusals.Closed(module, told)
        else:
            refusals.refuse_python(name, told)
    return there
