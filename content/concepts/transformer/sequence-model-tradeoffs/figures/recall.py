"""How many key-value pairs come back right from a state of d x d, and from attention that keeps them all."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

PAIRS = [2, 4, 8, 16, 32, 64, 128, 256]
sliders = {
    "width": Slider(8, 64, step=8, start=32, label=("宽度 d", "width d")),
    "power": Slider(1, 8, step=1, start=4, label=("存 2^p 对，p", "p in 2^p pairs stored")),
}


def right(keys, values):
    """Shares of pairs recalled right by the sum of outer products and by softmax attention."""
    n = len(keys)
    state = values.T @ keys
    from_state = keys @ state.T
    scores = 24 * keys @ keys.T
    weights = np.exp(scores - scores.max(1, keepdims=True))
    from_all = weights / weights.sum(1, keepdims=True) @ values
    return [float(np.mean(np.argmax(out @ values.T, axis=1) == np.arange(n))) for out in (from_state, from_all)]


def figure(draw: Draw, width: int, power: int) -> Figure:
    keys, values = draw.normal(256, width), draw.normal(256, width)
    keys, values = (x / np.linalg.norm(x, axis=1, keepdims=True) for x in (keys, values))
    # Average over disjoint groups of pairs, so that small counts are not a single trial.
    rates = np.array(
        [
            np.mean([right(keys[i : i + n], values[i : i + n]) for i in range(0, min(256, 16 * n), n)], axis=0)
            for n in PAIRS
        ]
    )
    state, attention = rates[power - 1]
    plot = (
        Plot(x=("存了几对", "pairs stored"), y=("取对的比例", "share recalled"), log_x=True, y_range=(0, 1.05))
        .line(rates[:, 0], PAIRS, label=("固定状态", "fixed state"), tone="indigo")
        .line(rates[:, 1], PAIRS, label=("注意力", "attention"))
        .rule(x=width, label=("n = d", "n = d"))
        .points([2**power], [state], tone="indigo")
    )
    return Figure(
        numbers={
            "pairs": 2**power,
            "state": float(state),
            "attention": float(attention),
            "state_size": width * width,
            "kept": 2 * width * 2**power,
        },
        plot=plot,
        says={
            "zh": f"宽 {width}，存 {2**power} 对：固定状态（{width * width} 个数）取对 {state:.0%}，注意力（{2 * width * 2**power} 个数）取对 {attention:.0%}。",
            "en": f"Width {width}, {2**power} pairs: the fixed state ({width * width} numbers) recalls {state:.0%}, attention ({2 * width * 2**power} numbers) {attention:.0%}.",
        },
    )


def claims(at) -> None:
    assert at(width=32, power=2).numbers["state"] > 0.97
    assert at(width=32, power=8).numbers["state"] < 0.35 and at(width=32, power=8).numbers["attention"] > 0.97
    assert (
        at(width=64, power=6).numbers["state"]
        > at(width=32, power=6).numbers["state"]
        > at(width=16, power=6).numbers["state"]
    )
