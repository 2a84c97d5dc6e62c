"""A ban means what is computed, not one name of it: every road to a gradient, every operator that is a normalisation.

Each road is seen to work where nothing is banned. And the registry of the installed torch is read: an operator whose name
says that it computes what is banned, and that is not closed, fails here.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable

import pytest

from beikao.grader import Grader
from tests.grader.submissions import Lab, first

Make = Callable[..., Lab]
SLOPE = """
@check
def slope(t: Trial) -> None:
    x = t.draw.normal(5)
    t.agree(lambda m: m.slope(x), rtol=1e-6)
"""
SLOPE_REFERENCE = "def slope(x):\n    return 3 * x**2\n"
BANS = (("torch.autograd.backward", "torch.autograd.grad"), ("torch.autograd.grad",), ("torch.func.grad",))
SLOPE_HEAD = """
import numpy as np
import torch
from torch.autograd.variable import Variable
ENGINE = Variable._execution_engine
RUN = ENGINE.run_backward
GRAD, NODE = torch.autograd.grad, torch._C.TensorBase.__dict__["grad_fn"].__get__

def cube(x):
    return (x * x * x).sum()

def leaf(x):
    return torch.from_numpy(x.copy()).requires_grad_()

def walk(node, g):
    if "Accumulate" in node.name():
        return g
    back = node(g)
    back = back if isinstance(back, tuple) else (back,)
    return sum(walk(n, b) for (n, _), b in zip(node.next_functions, back) if n is not None and b is not None)

class Spy(torch.autograd.Function):
    @staticmethod
    def forward(ctx, y):
        Spy.node = ctx.next_functions[0][0]
        return y.clone()

def slope(v):
    x = leaf(v)
    one = torch.ones(len(v), dtype=x.dtype)
"""
SLOPE_ROADS = {
    "backward": "cube(x).backward()\n    return x.grad.numpy()",
    "autograd-backward": "torch.autograd.backward([cube(x)])\n    return x.grad.numpy()",
    "autograd-grad": "return GRAD(cube(x), x)[0].numpy()",
    "engine": "y = cube(x)\n    return ENGINE.run_backward((y,), (torch.ones_like(y),), False, False, (x,), allow_unreachable=True, accumulate_grad=False)[0].numpy()",
    "engine-saved": "y = cube(x)\n    return RUN((y,), (torch.ones_like(y),), False, False, (x,), allow_unreachable=True, accumulate_grad=False)[0].numpy()",
    "engine-new": "y = cube(x)\n    return torch._C._ImperativeEngine().run_backward((y,), (torch.ones_like(y),), False, False, (x,), allow_unreachable=True, accumulate_grad=False)[0].numpy()",
    "graph-engine": "y = cube(x)\n    return torch.autograd.graph._engine_run_backward((y,), (torch.ones_like(y),), False, False, (x,), allow_unreachable=True, accumulate_grad=False)[0].numpy()",
    "aten-backward": "torch.ops.aten._backward(cube(x), [x])\n    return x.grad.numpy()",
    "functional-vjp": "return torch.autograd.functional.vjp(cube, x)[1].numpy()",
    "functional-jacobian": "return torch.autograd.functional.jacobian(cube, x).numpy()",
    "func-grad": "return torch.func.grad(cube)(x.detach()).numpy()",
    "func-vjp": "return torch.func.vjp(lambda a: a * a * a, x.detach())[1](one)[0].numpy()",
    "func-jvp": "return torch.func.jvp(lambda a: a * a * a, (x.detach(),), (one,))[1].numpy()",
    "func-jacrev": "return torch.func.jacrev(cube)(x.detach()).numpy()",
    "func-jacfwd": "return torch.func.jacfwd(cube)(x.detach()).numpy()",
    "forward-mode": "import torch.autograd.forward_ad as f\n    with f.dual_level():\n        return f.unpack_dual((lambda a: a * a * a)(f.make_dual(x.detach(), one))).tangent.numpy()",
    "forward-aten": "import torch.autograd.forward_ad as f\n    with f.dual_level():\n        a = torch.ops.aten._make_dual(x.detach(), one, 0)\n        return torch.ops.aten._unpack_dual(a * a * a, 0)[1].numpy()",
    "checkpoint": "from torch.utils.checkpoint import checkpoint\n    checkpoint(cube, x, use_reentrant=True).backward()\n    return x.grad.numpy()",
    "node": "return walk(cube(x).grad_fn, torch.ones((), dtype=x.dtype)).detach().numpy()",
    "node-saved": "return walk(NODE(cube(x)), torch.ones((), dtype=x.dtype)).detach().numpy()",
    "node-of-a-function": "Spy.apply(cube(x))\n    return walk(Spy.node, torch.ones((), dtype=x.dtype)).detach().numpy()",
    "edge": "return walk(torch.autograd.graph.get_gradient_edge(cube(x)).node, torch.ones((), dtype=x.dtype)).detach().numpy()",
    "operator": "return torch.ops.aten.threshold_backward(3 * x.detach()**2, one, 0).numpy()",
    "decomposition": "return torch._decomp.decompositions.threshold_backward(3 * x.detach()**2, one, 0).numpy()",
    "jit": "g = torch.jit.CompilationUnit('def f(x: Tensor):\\n    y = (x * x * x).sum()\\n    return torch.autograd.grad([y], [x])[0]\\n')\n    return g.f(x).numpy()",
    "jit-operation": "g = torch._C._jit_get_operation('aten::grad')\n    return g[0]([cube(x)], [x])[0].numpy()",
    "jit-differentiate": "g = torch.jit.script(lambda a: a).graph if False else torch.jit.CompilationUnit('def f(x):\\n    return x * x * x\\n').f.graph\n    torch._C._jit_differentiate(g)\n    return 3 * v**2",
    "distributed": "import torch.distributed.autograd as d\n    torch._C._distributed_autograd.backward(0, [cube(x)])\n    return x.grad.numpy()",
    "thread": "import concurrent.futures as c\n    c.ThreadPoolExecutor(1).submit(cube(x).backward).result()\n    return x.grad.numpy()",
    "optimiser": "w = torch.nn.Parameter(x.detach().clone())\n    torch.optim.SGD([w], lr=1.0).step(lambda: cube(w).backward())\n    return (x.detach() - w.detach()).numpy()",
}  # fmt: skip
# Closed by taking the operator out of the JIT's registry, which leaves no place for words; and what fails of itself here.
UNTOLD = {"jit": "Unknown builtin op", "jit-operation": "", "distributed": ""}
SHUT = {"jit-differentiate", "distributed", "thread"}  # need more than a line to work; the ban alone is seen


def slope(road: str) -> str:
    return f"{SLOPE_HEAD}    {SLOPE_ROADS[road]}\n"


@pytest.mark.parametrize("road", SLOPE_ROADS)
def test_no_road_leads_to_a_gradient(grader: Grader, lab: Make, road: str) -> None:
    made = lab(SLOPE, SLOPE_REFERENCE, seconds=60)
    if road not in SHUT:
        assert grader.check(made.job(slope(road)), seed=3)["state"] == "passed", "the road is open without the ban"
    verdict = grader.check(made.job(slope(road), banned=BANS[0]), seed=3)
    assert verdict["state"] == "failed", verdict
    said = first(verdict)["message"]["en"]
    assert UNTOLD[road] in said if road in UNTOLD else "is not allowed here" in said, said


@pytest.mark.parametrize("banned", BANS[1:])
@pytest.mark.parametrize("road", ["backward", "engine", "func-jvp", "node"])
def test_one_door_closes_all(grader: Grader, lab: Make, road: str, banned: tuple[str, ...]) -> None:
    verdict = grader.check(lab(SLOPE, SLOPE_REFERENCE).job(slope(road), banned=banned), seed=3)
    assert f"{banned[0]} is not allowed here" in first(verdict)["message"]["en"], first(verdict)


def test_what_computes_no_gradient_still_works(grader: Grader, lab: Make) -> None:
    text = """
    import torch
    def slope(v):
        x = torch.nn.Parameter(torch.from_numpy(v))
        m = torch.nn.Sequential(torch.nn.Linear(5, 4), torch.nn.LayerNorm(4), torch.nn.Dropout(0.1), torch.nn.GELU()).double()
        y = m(x).sum() + torch.nn.functional.cross_entropy(x[None], torch.tensor([1]))
        str(y), str(x), repr(m), y.item(), torch.nn.LSTM(5, 3).double()(x[None])
        assert x.grad_fn is None and "grad_fn" not in str(torch.ones(2))
        return (3 * x * x).detach().numpy()
    """
    verdict = grader.check(lab(SLOPE, SLOPE_REFERENCE).job(text, banned=BANS[0]), seed=3)
    assert verdict["state"] == "passed", first(verdict)


NORM = """
@check
def norms(t: Trial) -> None:
    x = t.draw.normal(6, 4)
    t.agree(lambda m: m.norm(x), rtol=1e-6)
"""
LAYER = "import numpy as np\ndef norm(x):\n    return (x - x.mean(1, keepdims=True)) / np.sqrt(x.var(1, keepdims=True) + 1e-5)\n"
NORM_ROADS = {
    "functional": "F.layer_norm(x, [4])",
    "module": "torch.nn.LayerNorm(4, dtype=x.dtype)(x).detach()",
    "torch": "torch.layer_norm(x, [4])",
    "native": "torch.native_layer_norm(x, [4], None, None, 1e-5)[0]",
    "aten-native": "torch.ops.aten.native_layer_norm.default(x, [4], None, None, 1e-5)[0]",
    "group": "F.group_norm(x, 1)",
    "native-group": "torch.native_group_norm(x, None, None, 6, 4, 1, 1, 1e-5)[0]",
    "batch-of-transposed": "F.batch_norm(x.T, None, None, training=True).T",
    "native-batch": "torch.native_batch_norm(x.T.contiguous(), None, None, None, None, True, 0.1, 1e-5)[0].T",
    "legit": "torch._native_batch_norm_legit(x.T.contiguous(), None, None, True, 0.1, 1e-5)[0].T",
    "functional-legit": "torch.ops.aten._native_batch_norm_legit_functional(x.T.contiguous(), None, None, torch.zeros(6, dtype=x.dtype), torch.ones(6, dtype=x.dtype), True, 0.1, 1e-5)[0].T",
    "with-update": "torch.ops.aten._batch_norm_with_update(x.T.contiguous(), None, None, torch.zeros(6, dtype=x.dtype), torch.ones(6, dtype=x.dtype), 0.1, 1e-5)[0].T",
    "instance": "F.instance_norm(x[None])[0]",
    "rms-of-centred": "F.rms_norm(x - x.mean(1, keepdim=True), [4], eps=1e-5)",
    "fused-rms": "torch.ops.aten._fused_rms_norm(x - x.mean(1, keepdim=True), [4], None, 1e-5)[0]",
    "static-runtime": "torch.ops.static_runtime.layer_norm(x, [4], None, None, 1e-5, False)[0]",
    "copy-in-python": "torch._refs.native_layer_norm(x, [4], None, None, 1e-5)[0]",
}  # fmt: skip
CLOSED_ANYWAY = {"static-runtime", "with-update"}


@pytest.mark.parametrize("road", NORM_ROADS)
def test_no_road_leads_to_a_normalisation(grader: Grader, lab: Make, road: str) -> None:
    banned = ("torch.nn.functional.layer_norm", "torch.nn.LayerNorm", "aten::native_layer_norm")[len(road) % 3]
    made = lab(NORM, LAYER)
    body = f"import torch\nfrom torch.nn import functional as F\ndef norm(v):\n    x = torch.from_numpy(v)\n    return ({NORM_ROADS[road]}).numpy()\n"
    if road not in CLOSED_ANYWAY:
        verdict = grader.check(made.job(body), seed=3)
        assert verdict["state"] == "passed", first(verdict)
    verdict = grader.check(made.job(body, banned=(banned,)), seed=3)
    assert verdict["state"] == "failed"
    if road not in CLOSED_ANYWAY:
        assert f"{banned} is not allowed here" in first(verdict)["message"]["en"], first(verdict)
    assert grader.check(made.job(LAYER, banned=(banned,)), seed=3)["state"] == "passed"


FLEX = {
    "flex": "from torch.nn.attention.flex_attention import flex_attention as f\n    return f(q, k, v).numpy()",
    "math": "from torch._higher_order_ops.flex_attention import math_attention as f\n    return f(q, k, v, 1, 2, 3, 4)",
    "copy": "from torch._decomp.decompositions import scaled_dot_product_flash_attention_for_cpu as f\n    return f(q, k, v)[0]",
    "flash": "return torch.ops.aten._flash_attention_forward(q, k, v, None, None, 2, 2, 0.0, False, False)[0]",
}


@pytest.mark.parametrize("road", FLEX)
def test_attention_by_its_further_names(grader: Grader, lab: Make, road: str) -> None:
    text = f"import torch\ndef slope(x):\n    q = k = v = torch.ones(1, 1, 2, 8)\n    {FLEX[road]}\n"
    job = lab(SLOPE, SLOPE_REFERENCE).job(text, banned=("torch.nn.functional.scaled_dot_product_attention",))
    assert "is not allowed here" in first(grader.check(job, seed=3))["message"]["en"]


ENUMERATED = {  # what is banned: what the name of an operator says that it computes the same
    "torch.autograd.grad": r"backward|(?<![a-z])grad(ient)?s?$|jvp|vjp|dual|tangent",
    "torch.nn.functional.layer_norm": r"(batch|layer|group|instance|rms).?norm",
    "torch.softmax": "soft.?max",
    "torch.nn.functional.scaled_dot_product_attention": "attention|scaled.?dot|transformer.*(fwd|forward)",
    "torch.nn.MultiheadAttention": "multi.?head",
    "torch.optim.AdamW": r"fused_adamw",
    "torch.svd": r"(?<![a-z])svd_?$",
    "torch.exp": r"^_?(foreach_|special_)?exp_?$",
}
NOT_THE_SAME = {"retain_grad", "requires_grad", "gradient", "grad"}
LIST = """
import re, sys, torch
from beikao.grader import banned, kernels
name, pattern = sys.argv[1:]
refused = set()
original = kernels.refuse
def noted(names, refusal):
    names = list(names)
    refused.update(names)
    return original(names, refusal)
kernels.refuse = noted
banned.ban([name])
left = [n for n in torch._C._dispatch_get_all_op_names() if re.search(pattern, kernels.base(n), re.I) and n not in refused]
known = {s.name for s in torch._C._jit_get_all_schemas()} - {n.partition(".")[0] for n in torch._C._dispatch_get_all_op_names()}
left += [n for n in known if re.search(pattern, kernels.base(n), re.I)]
print(sorted({kernels.base(n) for n in left}))
"""


@pytest.mark.parametrize("name", ENUMERATED)
def test_no_operator_of_the_registry_is_left_open(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIST, name, ENUMERATED[name]], capture_output=True, text=True, check=True
    )
    left = set(re.findall(r"'(\w+)'", done.stdout)) - NOT_THE_SAME
    assert not left, f"{name} is banned and these compute the same: {left}"
