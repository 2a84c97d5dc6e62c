"""The derivative of the fourth state of a scalar linear recurrence by its weight."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    w = draw.choice([-2, -1.5, -0.5, 0.5, 1.5, 2])
    xs = [draw.choice([-3, -2, -1, 1, 2, 3, 4]) for _ in range(4)]
    states, h = [0.0], 0.0
    for x in xs:
        h = w * h + x
        states.append(h)
    slope = 0.0
    for t in range(4):  # dh_t/dw = h_(t-1) + w dh_(t-1)/dw
        slope = states[t] + w * slope
    direct = states[3]
    if abs(slope - direct) < 0.3:
        draw.reject()
    return Question(
        show={"w": w, "xs": ", ".join(map(str, xs))},
        truth=numeric(slope, abs=0.02),
        steps={"h1": states[1], "h2": states[2], "h3": states[3], "d2": states[1], "d3": states[2] + w * states[1]},
        wrong={"rnn/detached-each-step": direct},
    )


def second_way(show) -> float:
    """Unrolled as a polynomial in w and differentiated with numpy."""
    import numpy as np

    xs = [float(v) for v in show["xs"].split(",")]
    return float(np.polyval(np.polyder(np.array(xs)), show["w"]))
