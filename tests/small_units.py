"""A small complete lab and a small complete drill, written as an author would write them. Used by journeys and seams."""

from __future__ import annotations

from pathlib import Path

MANIFEST = """schema = 1
title = { zh = "数值稳定的 softmax", en = "A stable softmax" }
summary = { zh = "减去最大值,再取指数。", en = "Subtract the maximum, then exponentiate." }
concepts = ["{concept}"]
minutes = 20
files = ["solution.py"]
profile = "pure"

[check.small-logits]
zh = "小的 logit"
en = "Small logits"
credit = 1

[check.large-logits]
zh = "很大的 logit"
en = "Very large logits"
credit = 2

[check.any-length]
zh = "任意长度"
en = "Any length"
credit = 1
"""

CHECKS = '''"""The checks."""

import numpy as np

from beikao.kit import Trial, check


@check
def small_logits(t: Trial) -> None:
    """Ordinary numbers, the right dtype, input left alone."""
    x = t.draw.normal(8)
    t.agree(lambda m: m.softmax(x), rtol=1e-9)


@check
def large_logits(t: Trial) -> None:
    """exp(1000) overflows; a range of 2000 shows which end was subtracted."""
    x = 1000 + t.draw.normal(8)
    t.agree(lambda m: m.softmax(x), rtol=1e-9)
    t.agree(lambda m: m.softmax(-x), rtol=1e-9)
    t.agree(lambda m: m.softmax(np.array([-1000.0, 0.0, 1000.0])), rtol=1e-9)


@check
def any_length(t: Trial) -> None:
    """One element, many elements, equal elements."""
    for (n,) in t.draw.shapes(1, low=1, high=40):
        x = t.draw.normal(n)
        t.agree(lambda m: m.softmax(x), rtol=1e-9)
    t.agree(lambda m: m.softmax(np.zeros(3)), rtol=1e-9)
'''

HEAD = (
    '"""Softmax."""\n\nimport numpy as np\n\n\ndef softmax(x):\n    """x (n,) float64 to probabilities (n,)."""\n    '
)
BODIES = {
    "reference": "e = np.exp(x - x.max())\n    return e / e.sum()\n",
    "start": 'raise ValueError("write softmax")\n',
    "wrong/overflows": 'with np.errstate(all="ignore"):\n        e = np.exp(x)\n        return e / e.sum()\n',
    "wrong/no-normalising": "return np.exp(x - x.max())\n",
    "wrong/by-the-maximum": "e = np.exp(x - x.max())\n    return e / e.max()\n",
    "wrong/base-two": "e = np.exp2(x - x.max())\n    return e / e.sum()\n",
    "wrong/adds-epsilon": "e = np.exp(x - x.max())\n    return e / (e.sum() + 1e-3)\n",
    "wrong/log-instead": "z = x - x.max()\n    return z - np.log(np.exp(z).sum())\n",
}
CAUGHT = {"wrong/overflows": "large-logits"}
ORACLE = '''"""Against scipy."""

import numpy as np
import scipy.special


def oracle(ref, draw) -> None:
    """The reference is scipy's softmax."""
    for n in (1, 2, 17):
        x = 5 * draw.normal(n)
        assert np.allclose(ref.softmax(x), scipy.special.softmax(x), rtol=1e-12)
'''


def write_lab(folder: Path, concept: str, misconception: str) -> None:
    """Everything an author writes in steps 2 to 6 of the guide."""
    tables = "".join(
        f'\n[wrong.{name.removeprefix("wrong/")}]\ncaught_by = "{CAUGHT.get(name, "small-logits")}"\n'
        f'misconception = "{misconception}"\n'
        for name in BODIES if name.startswith("wrong/")
    )  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "lab.toml").write_text(MANIFEST.replace("{concept}", concept) + tables)
    (folder / "check.py").write_text(CHECKS)
    (folder / "oracle.py").write_text(ORACLE)
    (folder / "wrong").mkdir(parents=True, exist_ok=True)
    for name, body in BODIES.items():
        (folder / f"{name}.py").write_text(HEAD + body)
    for lang in ("zh", "en"):
        (folder / f"task.{lang}.md").write_text("softmax(x): x (n,) -> (n,)\n")
        (folder / f"hints.{lang}.md").write_text("## 1\nOne.\n\n## 2\nTwo.\n\n## 3\nThree.\n")


DRILL = """schema = 1
title = { zh = "反号的梯度", en = "A gradient with the wrong sign" }
summary = { zh = "损失只升不降。", en = "The loss only rises." }
concepts = ["{concept}"]
minutes = 5
editable = ["train.py"]
run = "train.py"

[cause.sign]
zh = "更新的符号反了"
en = "The update has the wrong sign"
true = true

[cause.rate]
zh = "学习率太高"
en = "The rate is too high"

[cause.data]
zh = "数据坏了"
en = "The data is bad"

[cause.steps]
zh = "步数太少"
en = "Too few steps"

[check.reaches-the-minimum]
zh = "走到最小值"
en = "It reaches the minimum"
credit = 1

[wrong.fewer-steps]
caught_by = "reaches-the-minimum"
misconception = "{misconception}"

[wrong.smaller-rate]
caught_by = "reaches-the-minimum"
misconception = "{misconception}"

[wrong.no-change]
caught_by = "reaches-the-minimum"
misconception = "{misconception}"
"""
TRAIN = '''"""Walks down a parabola."""

RATE = 0.1
STEPS = 100


def fit(start):
    """The last point of gradient descent on (x - 3)**2."""
    x = start
    for _ in range(STEPS):
        x = x - RATE * 2 * (x - 3)
    return x


def main():
    """Show where it ends."""
    print(fit(0.0))


if __name__ == "__main__":
    main()
'''
VERIFY = '''"""The checks."""

from beikao.kit import Trial, check


@check
def reaches_the_minimum(t: Trial) -> None:
    """From anywhere."""
    start = t.draw.uniform(-5, 5)
    t.agree(lambda m: m.fit(start), rtol=1e-6)
'''


def edit(name: str, old: str, new: str) -> str:
    """A script of a drill that replaces one text in train.py."""
    return f'"""One edit."""\n\n\ndef {name}(tree, draw) -> None:\n    """Edit."""\n    tree.replace("train.py", {old!r}, {new!r})\n'


def write_drill(folder: Path, concept: str, misconception: str) -> None:
    """A drill whose update has the wrong sign."""
    (folder / "system").mkdir(parents=True)
    (folder / "wrong").mkdir()
    (folder / "drill.toml").write_text(DRILL.replace("{concept}", concept).replace("{misconception}", misconception))
    (folder / "system" / "train.py").write_text(TRAIN)
    (folder / "verify.py").write_text(VERIFY)
    (folder / "break.py").write_text(edit("break_", "x - RATE", "x + RATE"))
    (folder / "mend.py").write_text(edit("mend", "x + RATE", "x - RATE"))
    (folder / "wrong" / "fewer-steps.py").write_text(edit("mend", "STEPS = 100", "STEPS = 1"))
    (folder / "wrong" / "smaller-rate.py").write_text(edit("mend", "RATE = 0.1", "RATE = 0.001"))
    (folder / "wrong" / "no-change.py").write_text(edit("mend", "Walks down", "Runs down"))
    for lang in ("zh", "en"):
        (folder / f"story.{lang}.md").write_text("It only rises.\n")
        (folder / f"hints.{lang}.md").write_text("## 1\nOne.\n\n## 2\nTwo.\n\n## 3\nThree.\n")
