"""The rate of a cosine with warm-up and floor at one step."""

import math

from beikao.kit import Draw, Question, numeric


def fall(p):
    return (1 + math.cos(math.pi * p)) / 2


def make(draw: Draw) -> Question:
    total = draw.choice([1000, 2000, 4000, 5000, 10000])
    warmup = total * draw.choice([5, 10, 20]) // 100
    p = draw.choice([1 / 6, 0.25, 1 / 3, 2 / 3, 0.75, 0.8])
    step = round(warmup + p * (total - warmup))
    p = (step - warmup) / (total - warmup)
    peak, floor = draw.choice([2, 3, 4, 5, 6]), draw.choice([0.2, 0.3, 0.4, 0.5])
    truth = floor + (peak - floor) * fall(p)
    wrong = {
        "lr-schedules/progress-from-zero": floor + (peak - floor) * fall(step / total),
        "lr-schedules/floor-is-added": floor + peak * fall(p),
        "lr-schedules/cosine-is-linear": floor + (peak - floor) * (1 - p),
    }
    answers = [truth, *wrong.values()]
    if min(abs(a - b) for i, a in enumerate(answers) for b in answers[:i]) < 0.035 * truth:
        draw.reject()
    return Question(
        show={"total": total, "warmup": warmup, "step": step, "peak": f"{peak}e-4", "floor": f"{10 * floor:g}e-5"},
        truth=numeric(truth, rel=0.01, unit="× 1e-4"),
        steps={
            "done": step - warmup,
            "length": total - warmup,
            "p": p,
            "cos": math.cos(math.pi * p),
            "low": f"{floor:g}",
            "height": f"{peak - floor:g}",
        },
        wrong=wrong,
    )


def second_way(show) -> float:
    """From the peak down, integrating the slope of the cosine."""
    import numpy as np
    from scipy.integrate import quad

    peak, floor = float(show["peak"]), float(show["floor"])
    p = (show["step"] - show["warmup"]) / (show["total"] - show["warmup"])
    fallen, _ = quad(lambda u: (peak - floor) * np.pi / 2 * np.sin(np.pi * u), 0, p)
    return (peak - fallen) * 1e4
