"""What a task forbids is refused by whatever road a submission takes, and said as a rule, never as cheating."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from beikao.course.operators import known
from beikao.grader import Grader
from tests.grader.submissions import Lab, first

Make = Callable[..., Lab]
SDPA = "torch.nn.functional.scaled_dot_product_attention"
CHECKS = """
import torch

@check
def attends(t: Trial) -> None:
    q, k, v = (t.draw.normal(1, 2, 5, 8, like="torch") for _ in range(3))
    t.agree(lambda m: m.attend(q, k, v), rtol=1e-4, atol_scale=1e-5)
"""
REFERENCE = """
import torch

def attend(q, k, v):
    return torch.nn.functional.scaled_dot_product_attention(q, k, v)
"""
BY_HAND = """
import torch

def attend(q, k, v):
    return torch.softmax(q @ k.transpose(-1, -2) * q.shape[-1] ** -0.5, -1) @ v
"""
MHA = """
    m = torch.nn.MultiheadAttention(8, 2, batch_first=True)
    {mode}
    return m(q[0], k[0], v[0]{more})[0]
"""
ROADS = {
    "functional": "return torch.nn.functional.scaled_dot_product_attention(q, k, v)",
    "with-gradient": "return torch.nn.functional.scaled_dot_product_attention(q.clone().requires_grad_(), k, v)",
    "inference": "with torch.inference_mode():\n        return SAVED(q.clone(), k.clone(), v.clone())",
    "saved": "return SAVED(q, k, v)",
    "partial": "import functools\n    return functools.partial(SAVED, q, k)(v)",
    "chain": "return getattr(getattr(torch, 'n' + 'n').functional, 'scaled_dot_' + 'product_attention')(q, k, v)",
    "c-module": "return torch._C._nn.scaled_dot_product_attention(q, k, v)",
    "aten": "return torch.ops.aten.scaled_dot_product_attention(q, k, v)",
    "aten-default": "return torch.ops.aten.scaled_dot_product_attention.default(q, k, v)",
    "aten-math": "return torch.ops.aten._scaled_dot_product_attention_math(q, k, v)[0]",
    "aten-flash": "return torch.ops.aten._scaled_dot_product_flash_attention_for_cpu(q, k, v)[0]",
    "decompose": "return torch.ops.aten.scaled_dot_product_attention.default.decompose(q, k, v)",
    "kernel-of-a-key": "return torch.ops.aten.scaled_dot_product_attention.default._op_dk(torch._C.DispatchKey.AutogradCUDA, q, k, v)",
    "redispatch": "return torch.ops.aten._scaled_dot_product_attention_math.default.redispatch(torch._C.DispatchKeySet(torch._C.DispatchKey.CPU), q, k, v)[0]",
    "vmap": "return torch.vmap(SAVED)(q, k, v)",
    "func-grad": "return torch.func.grad(lambda a: SAVED(a, k, v).sum())(q)",
    "jit": "return torch._C._jit_get_operation('aten::scaled_dot_product_attention')[0](q, k, v)",
    "mha": MHA.format(mode="", more=""),
    "mha-no-weights": MHA.format(mode="", more=", need_weights=False"),
    "mha-fast-path": MHA.format(mode="m.eval().requires_grad_(False)", more=", need_weights=False"),
    "thread": "import concurrent.futures as c\n    return c.ThreadPoolExecutor(1).submit(SAVED, q, k, v).result()",
    "overwritten": "torch.library.Library('aten', 'IMPL').impl('dropout', lambda *a: a[0], 'CPU')\n    return SAVED(q, k, v)",
    "collected": "import gc\n    [o._destroy() for o in gc.get_objects() if isinstance(o, torch.library.Library)]\n    return SAVED(q, k, v)",
}  # fmt: skip
HEAD = "import torch\nSAVED = torch.nn.functional.scaled_dot_product_attention\n\ndef attend(q, k, v):\n    "


def attention(lab: Make, learner: str, banned: tuple[str, ...] = (SDPA,)) -> dict[str, object]:
    made = lab(CHECKS, REFERENCE)
    return {"job": made.job(learner, banned=banned), "free": made.job(learner)}


@pytest.mark.parametrize("road", ROADS)
def test_no_road_leads_to_it(grader: Grader, lab: Make, road: str) -> None:
    jobs = attention(lab, HEAD + ROADS[road].strip() + "\n")
    verdict = grader.check(jobs["job"], seed=3)  # type: ignore[arg-type]
    check = first(verdict)
    assert verdict["state"] == "failed"
    assert check["message"]["en"] == f"{SDPA} is not allowed here: this step is yours to write."
    assert SDPA in check["message"]["zh"] and "不能用" in check["message"]["zh"]


def test_the_roads_are_open_without_the_ban(grader: Grader, lab: Make) -> None:
    for road in ("functional", "aten-math", "chain", "mha"):
        jobs = attention(lab, HEAD + ROADS[road].strip() + "\n")
        assert "not allowed" not in str(grader.check(jobs["free"], seed=3)["checks"]), road  # type: ignore[arg-type]


def test_by_hand_passes_and_the_reference_may_use_it(grader: Grader, lab: Make) -> None:
    verdict = grader.check(attention(lab, BY_HAND)["job"], seed=3)  # type: ignore[arg-type]
    assert verdict["state"] == "passed", first(verdict)


def test_used_while_it_is_imported(grader: Grader, lab: Make) -> None:
    text = HEAD + "pass\n\nx = torch.ones(1, 1, 2, 4)\nattend = SAVED(x, x, x)\n"
    verdict = grader.check(attention(lab, text)["job"], seed=3)  # type: ignore[arg-type]
    assert verdict["state"] == "failed"
    assert "not allowed here" in first(verdict)["message"]["en"]


SVD = """
@check
def values(t: Trial) -> None:
    w = t.draw.normal(5, 4)
    t.agree(lambda m: m.values(w), rtol=1e-8)
"""
SVD_REFERENCE = "def values(w):\n    return np.linalg.svd(w, compute_uv=False)\n"
SVD_ROADS = {
    "plain": "return np.linalg.svd(w, compute_uv=False)",
    "saved": "return SAVED(w, compute_uv=False)",
    "inner": "return np.linalg._linalg.svd(w, compute_uv=False)",
    "implementation": "return SAVED._implementation(w, compute_uv=False)",
    "ufunc": "return np.linalg._umath_linalg.svd(w)",
    "by-norm": "return np.linalg.norm(w, 2) * np.ones(4)",
    "wrapped": "return SAVED.__wrapped__(w, compute_uv=False)",
}


@pytest.mark.parametrize("road", SVD_ROADS)
def test_a_numpy_function(grader: Grader, lab: Make, road: str) -> None:
    made = lab(SVD, "import numpy as np\n" + SVD_REFERENCE)
    text = f"import numpy as np\nSAVED = np.linalg.svd\n\ndef values(w):\n    {SVD_ROADS[road]}\n"
    verdict = grader.check(made.job(text, banned=("numpy.linalg.svd",)), seed=3)
    assert verdict["state"] == "failed"
    assert "numpy.linalg.svd is not allowed here" in first(verdict)["message"]["en"], first(verdict)
    by_hand = "import numpy as np\ndef values(w):\n    return np.sort(np.sqrt(np.linalg.eigvalsh(w.T @ w)))[::-1]\n"
    assert grader.check(made.job(by_hand, banned=("numpy.linalg.svd",)), seed=3)["state"] == "passed"


@pytest.mark.parametrize("name", ["torch.softmax", "torch.nn.functional.softmax", "aten::softmax"])
def test_softmax_by_each_of_its_names(grader: Grader, lab: Make, name: str) -> None:
    made = lab(
        SVD.replace("values", "soft"),
        "import numpy as np\ndef soft(w):\n    e = np.exp(w)\n    return e / e.sum(-1, keepdims=True)\n",
    )
    for road in ("torch.softmax(x, -1)", "x.softmax(-1)", "torch.nn.functional.softmax(x, -1)", "torch.nn.Softmax(-1)(x)",
                 "torch.ops.aten._softmax(x, -1, False)", "torch.special.softmax(x, -1)"):  # fmt: skip
        text = f"import torch\ndef soft(w):\n    x = torch.from_numpy(w)\n    return ({road}).numpy()\n"
        verdict = grader.check(made.job(text, banned=(name,)), seed=3)
        assert f"{name} is not allowed here" in first(verdict)["message"]["en"], (road, first(verdict))


def test_a_name_that_is_nothing_is_the_labs_fault(grader: Grader, lab: Make) -> None:
    verdict = grader.check(lab().job("def double(x):\n    return x * 2\n", banned=("torch.no_such_thing",)))
    assert verdict["state"] == "grader_error"
    assert "torch.no_such_thing" in first(verdict)["message"]["en"]


def test_a_learner_who_raises_it_fools_nobody(grader: Grader, lab: Make) -> None:
    text = "class NotAllowedHere(Exception):\n    pass\n\ndef double(x):\n    raise NotAllowedHere('\\x1b[31m' + 'x' * 99999)\n"
    verdict = grader.check(lab().job(text))
    assert verdict["state"] == "failed"
    assert len(first(verdict)["message"]["en"]) <= 1000 and "\x1b" not in first(verdict)["message"]["en"]


@pytest.mark.parametrize(("name", "there"), [
    (SDPA, True), ("aten::scaled_dot_product_attention", True), ("torch.softmax", True), ("torch.Tensor.softmax", True),
    ("numpy.linalg.svd", True), ("scipy.linalg.svd", True), ("torch.nn.MultiheadAttention", True), ("torch.optim.Adam", True),
    ("aten::scaled_dot_product_attentio", False), ("torch.nn.functional.softmaxx", False), ("numpy.linalg.svdd", False),
    ("os.system", False), ("svd", False), ("torch", False), ("torch.nn.functional", False), ("torch..softmax", False),
])  # fmt: skip
def test_which_names_the_course_takes(name: str, there: bool) -> None:
    assert known(name) is there


def test_an_unknown_operator_is_a_fault_with_its_line(tmp_path: Path) -> None:
    from beikao.course.manifest import Faults, Manifest
    from beikao.course.read_lab import _banned

    path = tmp_path / "lab.toml"
    path.write_text('schema = 1\n\nbanned = ["torch.softmax", "torch.sofmax"]\n')
    faults = Faults(tmp_path)
    manifest = Manifest.read(path, faults)
    assert manifest is not None
    assert _banned(manifest, "pure")
    assert [(f.file, f.line) for f in faults.items] == [("lab.toml", 3)]
    assert "torch.sofmax" in faults.items[0].what
    _banned(manifest, "service")
    assert "no effect" in faults.items[1].what
