"""Times measured once with PyTorch's own layers and kept: one layer, forward, float32, one thread, batch 1.

measured.json is written by benchmarks/crossover.py, with the date and what it ran on.
"""

import json
import math
from pathlib import Path

from beikao.kit import Draw, Figure, Plot, Slider

KEPT = json.loads((Path(__file__).parent / "measured.json").read_text(encoding="utf-8"))
LENGTHS, WIDTHS = KEPT["lengths"], tuple(int(w) for w in KEPT["ms"])
sliders = {
    "width": Slider(0, len(WIDTHS) - 1, step=1, start=1, label=("宽度 64、128、256", "width 64, 128, 256")),
    "power": Slider(4, 12, step=1, start=8, label=("长度 2^p，p", "p in the length 2^p")),
}


def crossing(a, b):
    """The last length at which `a` turns from the quicker to the slower, on logarithmic axes; infinite where it never does."""
    gap = [math.log(p / q) for p, q in zip(a, b, strict=True)]
    for i in reversed(range(len(gap) - 1)):
        if gap[i] <= 0 < gap[i + 1]:
            return LENGTHS[i] * (LENGTHS[i + 1] / LENGTHS[i]) ** (-gap[i] / (gap[i + 1] - gap[i]))
    return math.inf


def far_on_card(d):
    """Where they would be level on one H100 by arithmetic: an LSTM waits 5 microseconds a step, attention computes 4 n d a token."""
    return 5e-6 * 989e12 / (4 * d)


def figure(draw: Draw, width: int, power: int) -> Figure:
    d, ms = WIDTHS[width], KEPT["ms"][str(WIDTHS[width])]
    at = LENGTHS.index(2**power)
    attention, lstm, rnn = (ms[name] for name in ("attention", "lstm", "rnn"))
    cross, cross_rnn = crossing(attention, lstm), crossing(attention, rnn)
    here = {name: row[at] for name, row in ms.items()}
    plot = (
        Plot(x=("长度", "length"), y=("毫秒", "ms"), log_x=True, log_y=True)
        .line(attention, LENGTHS, label=("注意力", "attention"))
        .line(lstm, LENGTHS, label=("LSTM", "LSTM"), tone="indigo")
        .line(rnn, LENGTHS, label=("普通 RNN", "plain RNN"), tone="gold")
        .points([LENGTHS[at]] * 3, list(here.values()))
    )
    if math.isfinite(cross):
        plot.rule(x=cross, label=("与 LSTM 打平", "level with LSTM"))
    zh_cross = f"长到约 {cross:.0f} 才与 LSTM 打平" if math.isfinite(cross) else "到 4096 仍比 LSTM 快"
    en_cross = (
        f"level with the LSTM at about {cross:.0f}" if math.isfinite(cross) else "quicker than the LSTM up to 4096"
    )
    return Figure(
        numbers={
            "d": d, "n": LENGTHS[at], "cross": cross, "cross_rnn": cross_rnn, "over_d": cross / d, "attention": here["attention"],
            "lstm": here["lstm"], "rnn": here["rnn"], "ratio": here["lstm"] / here["attention"], "date": KEPT["date"],
            "torch": KEPT["torch"], "each": 1e3 * lstm[-1] / LENGTHS[-1], "far": far_on_card(d) / 1e6, "far_wan": far_on_card(d) / 1e4,
        },
        plot=plot,
        says={
            "zh": f"{KEPT['date']} 实测，一个 CPU 线程，宽 {d}，长 {LENGTHS[at]}：注意力 {here['attention']:.3g} 毫秒，LSTM {here['lstm']:.3g}，"
            f"普通 RNN {here['rnn']:.3g}。注意力{zh_cross}。",
            "en": f"Measured on {KEPT['date']} on one CPU thread, width {d}, length {LENGTHS[at]}: attention {here['attention']:.3g} ms, "
            f"LSTM {here['lstm']:.3g}, plain RNN {here['rnn']:.3g}. Attention is {en_cross}.",
        },
    )  # fmt: skip


def claims(at) -> None:
    assert set(KEPT) == {"date", "machine", "torch", "threads", "lengths", "ms"} and KEPT["threads"] == 1
    for width in range(len(WIDTHS)):
        short, long = at(width=width, power=4).numbers, at(width=width, power=12).numbers
        assert short["ratio"] > 1  # short sequences: attention is the quicker here
        assert long["attention"] / at(width=width, power=11).numbers["attention"] > 2.2  # steeper than the length
        grown = {name: long[name] / at(width=width, power=11).numbers[name] for name in ("attention", "lstm", "rnn")}
        assert grown["attention"] > grown["lstm"] and grown["attention"] > grown["rnn"]
    middle = at(width=1, power=8).numbers  # what the lesson says of width 128
    assert middle["d"] == 128 and 512 < middle["cross"] < middle["cross_rnn"] < 4096
    assert at(width=1, power=4).numbers["ratio"] > 2
