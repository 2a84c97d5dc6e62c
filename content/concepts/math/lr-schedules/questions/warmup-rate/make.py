"""The rate at one step of a linear warm-up that reaches the peak at its last step."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    warmup = draw.choice([4, 5, 8, 10, 20, 25, 40, 50])
    step = draw.integer(0, warmup - 1)
    peak = draw.choice([1, 2, 3, 4, 6, 8])
    return Question(
        show={"warmup": warmup, "step": step, "peak": f"{peak}e-4", "last": warmup - 1},
        truth=numeric(peak * (step + 1) / warmup, rel=0.001, unit="× 1e-4"),
        steps={"number": step + 1, "top": peak},
        wrong={"lr-schedules/first-step-is-zero": peak * step / warmup},
    )


def second_way(show) -> float:
    """Climb one equal stair at a time, from below the first to the peak at the last."""
    import numpy as np

    stairs = np.linspace(0.0, float(show["peak"]), show["warmup"] + 1)[1:]
    return float(stairs[show["step"]]) * 1e4
