"""The table of a network that was trained: a small model of Tang and Song poems, 5,120 tokens, after a few lines."""

import json
from pathlib import Path

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

LINES = json.loads((Path(__file__).parent / "next.json").read_text(encoding="utf-8"))["lines"]
LOGITS = [np.array(row["logits"]) for row in LINES]
SHOWN, OFF = 14, 13  # bars; the exponent at which top-k is off
sliders = {
    "line": Slider(0, len(LINES) - 1, step=1, start=0, label=("第几句（从 0 数）", "which line (from 0)")),
    "temperature": Slider(0.25, 2, step=0.25, start=1, label=("温度 T", "temperature T")),
    "power": Slider(0, OFF, step=1, start=OFF, label=("top-k 是 2 的几次方（最右为不截）", "top-k as a power of two (rightmost: off)")),
    "p": Slider(0.1, 1, step=0.05, start=1, label=("top-p（1 为不截）", "top-p (1: off)")),
}  # fmt: skip


def filtered(line, temperature, power, p):
    """Probabilities before and after truncation, falling."""
    e = np.exp(LOGITS[line] / temperature)
    before = e / e.sum()
    kept = np.arange(len(before)) < (2**power if power < OFF else len(before))
    among = before * kept / np.sum(before * kept)
    kept &= np.cumsum(among) - among < p - 1e-12
    after = np.where(kept, before, 0)
    return before, after / after.sum()


def figure(draw: Draw, line: int, temperature: float, power: int, p: float) -> Figure:
    before, after = filtered(line, temperature, power, p)
    kept = int(np.sum(after > 0))
    mass = float(before[:kept].sum())
    bits = float(-np.sum(after[after > 0] * np.log2(after[after > 0])))
    names = LINES[line]["names"]
    plot = Plot(
        title=(f"「{LINES[line]['line']}」之后", f"after “{LINES[line]['line']}”"),
        y=("概率", "probability"),
    ).bars(after[:SHOWN], names=[(name, name) for name in names[:SHOWN]])
    return Figure(
        numbers={"kept": kept, "mass": mass, "top": float(after[0]), "bits": bits, "tail": float(before[100:].sum())},
        plot=plot,
        says={
            "zh": f"「{LINES[line]['line']}」后面最可能的是「{names[0]}」，{after[0]:.1%}；5120 个词元里留下 {kept} 个，原先占 {mass:.1%}；"
            f"归一之后的熵 {bits:.2f} 比特，像在 {2**bits:.0f} 个字里乱猜。",
            "en": f"After “{LINES[line]['line']}” the likeliest is “{names[0]}”, {after[0]:.1%}; {kept} of 5120 tokens stay, with {mass:.1%} of the mass; "
            f"the entropy is {bits:.2f} bits, as in a blind guess among {2**bits:.0f} characters.",
        },
    )  # fmt: skip


def claims(at) -> None:
    for n in range(len(LINES)):
        full = at(line=n, temperature=1, power=OFF, p=1).numbers
        assert full["kept"] == len(LOGITS[n]) == 5120 and full["mass"] > 1 - 1e-9
        cold, warm = (at(line=n, temperature=t, power=OFF, p=0.9).numbers["kept"] for t in (0.5, 1.5))
        assert cold < warm
        assert at(line=n, temperature=1, power=3, p=1).numbers["kept"] == 8
