"""How wide the 95% interval of a difference is, with and without pairing, as questions are added."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

OLD, NEW = 0.70, 0.72  # two models, two points apart
Z = 1.959963984540054
sliders = {
    "power": Slider(7, 14, step=1, start=10, label=("题数，2 的几次方", "questions, power of two")),
    "differ": Slider(4, 40, step=4, start=12, label=("一对一错的题占比 %", "questions they split on, %")),
}


def half_widths(n, differ):
    """Half of the 95% interval in points: the same questions for both models, and different questions."""
    gap = NEW - OLD
    paired = np.sqrt((differ - gap**2) / n)
    apart = np.sqrt((OLD * (1 - OLD) + NEW * (1 - NEW)) / n)
    return 100 * Z * paired, 100 * Z * apart


def figure(draw: Draw, power: int, differ: int) -> Figure:
    n, q = 2**power, differ / 100
    grid = np.geomspace(2**7, 2**14, 60)
    paired, apart = half_widths(grid, q)
    now_paired, now_apart = (float(v) for v in half_widths(n, q))
    gap = 100 * (NEW - OLD)
    need = [float(half_widths(1, q)[i] / gap) ** 2 for i in (0, 1)]
    plot = (
        Plot(
            x=("题数 n", "questions n"),
            y=("区间半宽（百分点）", "half-width (points)"),
            log_x=True,
            y_range=(0, 12),
        )
        .line(paired, grid, label=("同一批题，配对", "same questions, paired"))
        .line(apart, grid, label=("当成两批题", "as if two sets"), tone="indigo", dash=True)
        .rule(y=gap, label=("差距 2 个百分点", "a gap of 2 points"), tone="gold")
        .points([n, n], [now_paired, now_apart])
    )
    verdict = ("超过配对的半宽", "above") if now_paired < gap else ("不到配对的半宽", "below")
    return Figure(
        numbers={
            "n": n,
            "paired": now_paired,
            "apart": now_apart,
            "need": need[0],
            "need_apart": need[1],
            "gsm8k_paired": float(half_widths(1319, q)[0]),
            "gsm8k_apart": float(half_widths(1319, q)[1]),
            "humaneval_se": float(100 * np.sqrt(0.288 * 0.712 / 164)),
        },
        plot=plot,
        says={
            "zh": f"{n} 道题，{differ}% 的题一对一错：配对的半宽 {now_paired:.2f} 个百分点，不配对 {now_apart:.2f}。"
            f"量得的差距若是 2 个百分点，{verdict[0]}。",
            "en": f"{n} questions, the models split on {differ}%: half-width {now_paired:.2f} points paired, "
            f"{now_apart:.2f} unpaired. A measured gap of 2 points is {verdict[1]} the paired half-width.",
        },
    )


def claims(at) -> None:
    small, large = at(power=10, differ=12).numbers, at(power=12, differ=12).numbers
    assert abs(small["paired"] / large["paired"] - 2) < 1e-9  # four times the questions, half the width
    assert small["paired"] < 0.6 * small["apart"]
    assert at(power=10, differ=40).numbers["paired"] < at(power=10, differ=40).numbers["apart"]
    # Simulated question by question, the scatter of the difference is what the formula says.
    rng = np.random.default_rng(5)
    wins, losses = 0.07, 0.05
    counts = rng.multinomial(1024, [wins, losses, 1 - wins - losses], size=20_000)
    spread = 100 * (counts[:, 0] - counts[:, 1]).std() / 1024
    assert abs(Z * spread / small["paired"] - 1) < 0.02
