"""Twelve scores and values taken in block by block: the running maximum, and the output with and without rescaling."""

import math

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

SCORES = np.array([0.2, 1.1, -0.5, 0.8, 2.4, 1.0, 0.3, 1.9, 3.6, 0.4, 2.2, 1.5])
VALUES = np.array([5.0, 1.0, 4.0, 2.0, 8.0, 3.0, 6.0, 7.0, 1.0, 9.0, 2.0, 4.0])
sliders = {
    "block": Slider(1, 6, step=1, start=3, label=("块长", "length of a block")),
    "seen": Slider(1, 12, step=1, start=2, label=("处理了几块", "blocks taken in")),
}


def walk(block):
    """After each block: (maximum, sum, output, output whose accumulator is never rescaled)."""
    top, total, acc, stale, out = -math.inf, 0.0, 0.0, 0.0, []
    for start in range(0, 12, block):
        s, v = SCORES[start : start + block], VALUES[start : start + block]
        new = max(top, float(s.max()))
        factor, e = math.exp(top - new), np.exp(s - new)
        total = total * factor + float(e.sum())
        acc, stale = acc * factor + float(e @ v), stale + float(e @ v)
        top = new
        out.append((top, total, acc / total, stale / total))
    return out


def figure(draw: Draw, block: int, seen: int) -> Figure:
    steps = walk(block)
    at = min(seen, len(steps))
    top, total, out, stale = steps[at - 1]
    done = min(at * block, 12)
    weights = np.exp(SCORES - SCORES.max())
    exact = float(weights @ VALUES / weights.sum())
    left = Plot(title=("分数", "scores"), x=("键", "key"), y=("分数", "score"), y_range=(-1, 4))
    left.points(np.arange(1, done + 1), SCORES[:done], tone="indigo", label=("读过的", "taken in"))
    if done < 12:
        left.points(np.arange(done + 1, 13), SCORES[done:], tone="muted", hollow=True)
    left.rule(y=top, label=("m", "m"))
    places = np.arange(1, len(steps) + 1)
    right = (
        Plot(title=("到此为止的输出", "output so far"), x=("块", "block"), y=("输出", "output"), y_range=(0, 14))
        .line([s[2] for s in steps], places, label=("两个都修正", "both rescaled"), tone="indigo")
        .line([min(s[3], 14.0) for s in steps], places, label=("只修正 l", "l alone"), tone="gold")
        .points([at], [out])
        .rule(y=exact, label=("精确", "exact"))
    )
    last = steps[-1]
    return Figure(
        numbers={"top": top, "total": total, "out": out, "stale": stale, "exact": exact, "last": last[2], "last_stale": last[3],
                 "lse": top + math.log(total)},
        plot=[left, right],
        says={
            "zh": f"块长 {block}，读了 {done} 个键：m = {top:.1f}，l = {total:.3f}，输出 {out:.3f}；忘了修正累加的输出，是 {stale:.3f}。全部读完，精确值 {exact:.3f}。",
            "en": f"Blocks of {block}, {done} keys taken in: m = {top:.1f}, l = {total:.3f}, output {out:.3f}; with the accumulated output "
            f"not rescaled {stale:.3f}. After all, the exact value is {exact:.3f}.",
        },
    )  # fmt: skip


def claims(at) -> None:
    for block in range(1, 7):
        state = at(block=block, seen=12).numbers
        assert abs(state["out"] - state["exact"]) < 1e-12  # any block length gives the same number
        assert state["last_stale"] > 1.2 * state["exact"]
    weights = np.exp(SCORES)
    assert abs(at(block=3, seen=12).numbers["lse"] - math.log(weights.sum())) < 1e-12
