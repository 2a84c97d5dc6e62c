"""y = (x + c) x + d x: the tape, going back, with adding and with overwriting."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

D = 1.5
sliders = {
    "x": Slider(-3, 3, step=0.5, start=1, label=("x", "x")),
    "c": Slider(-2, 2, step=1, start=1, label=("c", "c")),
}


def tape(x, c):
    """Operations in the order they ran: name, value, and what each sends to x or u."""
    u = x + c
    v, w = u * x, D * x
    return u, v, w, v + w


def back(x, c, adds):
    """The gradient of x, and of every visit, in reverse order of the tape."""
    u = x + c
    visits = [("w = d·x", D), ("v = u·x", u), ("u = x + c", x)]  # dL/du is x by then
    total = 0.0
    for _, piece in visits:
        total = total + piece if adds else piece
    return total, visits


def figure(draw: Draw, x: float, c: float) -> Figure:
    u, _, _, y = tape(x, c)
    right, visits = back(x, c, True)
    last, _ = back(x, c, False)
    xs = np.linspace(-3.5, 3.5, 71)
    near = np.array([x - 0.8, x + 0.8])
    rows, total = [], 0.0
    for name, piece in visits:
        total += piece
        rows.append([name, f"{piece:+g}", f"{total:g}", f"{piece:g}"])
    plots = [
        Plot().table(
            rows, head=[("经过", "through"), ("送给 x", "sends x"), ("相加", "added"), ("覆盖", "overwritten")]
        ),
        Plot(x=("x", "x"), y=("y", "y"), y_range=(-8, 20))
        .line(np.clip((xs + c) * xs + D * xs, -8, 20), xs)
        .line(np.clip(y + right * (near - x), -8, 20), near, tone="gold", label=("相加", "added"))
        .line(np.clip(y + last * (near - x), -8, 20), near, tone="indigo", dash=True, label=("覆盖", "overwritten"))
        .points([x], [y]),
    ]
    return Figure(
        numbers={"y": y, "right": right, "last": last},
        plot=plots,
        says={
            "zh": f"x = {x:g}，c = {c:g}：三条路各送来 {D:g}、{u:g}、{x:g}，相加得 {right:g}；只留最后一条得 {last:g}。",
            "en": f"x = {x:g}, c = {c:g}: three roads bring {D:g}, {u:g} and {x:g}, {right:g} together; keeping only the last gives {last:g}.",
        },
    )


def claims(at) -> None:
    for x, c in ((1, 1), (-2.5, 2), (3, -2), (0, 0)):
        e = 1e-6
        slope = (tape(x + e, c)[3] - tape(x - e, c)[3]) / (2 * e)
        assert abs(slope - at(x=x, c=c).numbers["right"]) < 1e-8
    assert at(x=1, c=1).numbers["last"] != at(x=1, c=1).numbers["right"]
