"""Times measured while the figure is drawn, on whatever machine draws it: a matrix of scores against a loop."""

import time

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

LENGTHS = [16, 32, 64, 128, 256]
sliders = {"width": Slider(16, 64, step=16, start=64, label=("宽度 d", "width d"))}


def attention(x, w):
    q, k, v, o = (x @ m for m in w)
    s = q @ k.T
    e = np.exp(s - s.max(1, keepdims=True))
    return e @ v / e.sum(1, keepdims=True) + o


def recurrent(x, w):
    drive, state, out = x @ w[0], np.zeros(x.shape[1], x.dtype), np.empty_like(x)
    for t in range(len(x)):
        state = np.tanh(drive[t] + state @ w[1])
        out[t] = state
    return out


def best(function, x, w, times=2):
    found = []
    for _ in range(times):
        start = time.perf_counter()
        function(x, w)
        found.append(time.perf_counter() - start)
    return 1e3 * min(found)


def figure(draw: Draw, width: int) -> Figure:
    w = [(draw.normal(width, width) / np.sqrt(width)).astype(np.float32) for _ in range(4)]
    x = draw.normal(LENGTHS[-1], width).astype(np.float32)
    a = [best(attention, x[:n], w) for n in LENGTHS]
    r = [best(recurrent, x[:n], w) for n in LENGTHS]
    plot = (
        Plot(x=("长度", "length"), y=("毫秒，本机实测", "ms, measured here"), log_x=True, log_y=True)
        .line(a, LENGTHS, label=("注意力", "attention"))
        .line(r, LENGTHS, label=("普通循环", "plain recurrent"), tone="indigo")
    )
    faster = [n for n, p, q in zip(LENGTHS, a, r, strict=True) if p < q]
    words = ", ".join(map(str, faster))
    return Figure(
        numbers={"steps": LENGTHS[-1]},
        plot=plot,
        says={
            "zh": f"刚刚在这台机器上用 numpy 测的，宽 {width}，只有前向，每次都会略有不同。长度 256：注意力 {a[-1]:.2g} 毫秒，循环 {r[-1]:.2g} 毫秒。"
            f"注意力更快的长度：{words or '没有'}。",
            "en": f"Measured a moment ago on this machine with numpy, width {width}, forward only; it varies a little every time. At length 256 attention "
            f"takes {a[-1]:.2g} ms, recurrence {r[-1]:.2g}. Attention is the faster at: {words or 'none'}.",
        },
    )


def claims(at) -> None:
    assert at(width=64).numbers["steps"] == 256  # times are the machine's own and nothing is asserted of them
