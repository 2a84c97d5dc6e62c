"""The rate of WSD at one step of its decay."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    total = draw.choice([2000, 5000, 8000, 10000])
    share = draw.choice([10, 20, 25])
    warmup = total * draw.choice([1, 2, 5]) // 100
    begin = total * (100 - share) // 100
    step = begin + (total - begin) * draw.integer(2, 8) // 10
    peak = draw.choice([2, 4, 6, 10])
    q = (step - begin) / (total - begin)
    return Question(
        show={"total": total, "share": share, "warmup": warmup, "step": step, "peak": f"{peak}e-4"},
        truth=numeric(peak * (1 - q), rel=0.005, unit="× 1e-4"),
        steps={"begin": begin, "done": step - begin, "length": total - begin, "q": q, "top": peak},
        wrong={"lr-schedules/progress-from-zero": peak * (1 - (step - warmup) / (total - warmup))},
    )


def second_way(show) -> float:
    """Interpolate between the corners of the schedule."""
    import numpy as np

    begin = show["total"] * (1 - show["share"] / 100)
    corners = [0, show["warmup"], begin, show["total"]]
    return float(np.interp(show["step"], corners, [0, 1, 1, 0])) * float(show["peak"]) * 1e4
