"""Derivatives, closed whole: a task that forbids one door of `torch.autograd` forbids them all.

A gradient comes from the engine (`backward`, `grad`, `torch.func`, checkpoints), from an operator that is the derivative
of another, from walking the graph by hand (`grad_fn(g)`), from a dual number (forward mode), or from the JIT, which
differentiates graphs of its own. Differences of values (`f(x + h) - f(x)`) are nobody's to forbid.
"""

from __future__ import annotations

import sys
from typing import Any

from beikao.grader import kernels, refusals

DOORS = r"torch\.(autograd|func)\.\w.*|torch\.Tensor\.backward|aten::_?(grad|backward)"
OPERATORS = r"backward|_grad$|^get_gradients$|_jvp$|_make_dual|_unpack_dual|_fw_primal"
JIT = r"^(dist_)?backward$|^grad$"
HARMLESS = frozenset({"retain_grad"})
PYTHON = (
    "torch.autograd.forward_ad.make_dual", "torch.autograd.forward_ad.enter_dual_level",
    "torch._C._jit_differentiate", "torch._C._distributed_autograd.backward", "torch._C._distributed_autograd.get_gradients",
    "torch.autograd.gradcheck.get_numerical_jacobian", "torch.autograd.gradcheck.get_analytical_jacobian",
    "torch.autograd.gradcheck._get_numerical_jacobian", "torch.autograd.gradcheck.gradcheck",
)  # fmt: skip


def operators() -> list[str]:
    """The operators that compute a derivative."""
    return [name for name in kernels.operators(OPERATORS) if kernels.base(name) not in HARMLESS]


def close(told: str) -> None:
    """Make all of it refuse, in this process, for good."""
    torch = sys.modules.get("torch")
    if torch is None:
        return
    refuse = refusals.refusal(told)
    kernels.refuse(operators(), refuse)
    kernels.unregister(kernels.jit_only(JIT))
    refusals.replace_member(type(torch.autograd.Variable._execution_engine), "run_backward", refuse)
    _close_graph(torch, refuse)
    for value in refusals.copies("backward|_jvp$"):
        refusals.refuse_value(value, refuse)
    for name in PYTHON:
        refusals.refuse_python(name, told)


def _close_graph(torch: Any, refuse: Any) -> None:
    """No node of a graph can be reached or called."""

    def node(tensor: Any) -> None:
        if tensor.requires_grad and not tensor.is_leaf:
            refuse()

    for name in ("grad_fn", "_grad_fn"):
        refusals.replace_member(torch._C.TensorBase, name, property(node))
    refusals.replace_member(torch._C._FunctionBase, "next_functions", property(refuse))
    for kind in vars(torch._C._functions).values():
        if isinstance(kind, type) and "__call__" in vars(kind):
            refusals.refuse_calls(kind, refuse)
