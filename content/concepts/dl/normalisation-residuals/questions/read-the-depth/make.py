"""The RMS of the signal by layer: how is the network built?"""

from beikao.kit import Draw, Plot, Question, choice


def make(draw: Draw) -> Question:
    kind = draw.choice(["plain", "residual", "pre", "post"])
    depth = draw.choice([24, 32, 40, 48])
    alpha = draw.choice([0.7, 0.8, 0.9, 1.0, 1.1])
    gain = draw.choice([0.75, 0.8, 0.85])

    def size(k):
        if kind == "plain":
            return gain**k
        if kind == "residual":
            return (1 + alpha**2) ** (k / 2)
        return (1 + k * alpha**2) ** 0.5 if kind == "pre" else 1.0

    layers = list(range(depth + 1))
    values = [size(k) * (1 + 0.03 * draw.uniform(-1, 1) * (k > 0)) for k in layers]
    plot = Plot(x=("层", "layer"), y=("信号的均方根", "RMS of the signal"), log_y=True).line(values, layers)
    wrong = {"normalisation-residuals/variance-stays": "post"} if kind == "residual" else {}
    if kind == "pre":
        wrong = {"normalisation-residuals/order-is-free": "post"}
    return Question(
        show={"depth": depth, "quarter": f"{values[depth // 4]:.3g}", "last": f"{values[-1]:.3g}"},
        truth=choice(kind),
        wrong=wrong,
        plot=plot,
    )


def second_way(show) -> str:
    """Falling, flat, growing like a root, or growing like a power."""
    quarter, last = float(show["quarter"]), float(show["last"])
    if last < 0.5:
        return "plain"
    if last < 1.2:
        return "post"
    return "pre" if last < 2.5 * quarter else "residual"
