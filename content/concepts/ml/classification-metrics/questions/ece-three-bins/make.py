"""Expected calibration error from three bins."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    counts = draw.shuffle([10 * draw.integer(2, 6), 10 * draw.integer(10, 16), 10 * draw.integer(22, 32)])
    said = [draw.integer(10, 30) / 100, draw.integer(40, 60) / 100, draw.integer(75, 95) / 100]
    gaps = [s * draw.integer(3, 20) / 100 for s in draw.choice([(1, -1, 1), (-1, 1, -1), (1, 1, -1), (1, -1, -1)])]
    seen = [round(min(max(s + g, 0.0), 1.0), 2) for s, g in zip(said, gaps, strict=True)]
    gaps = [abs(s - t) for s, t in zip(said, seen, strict=True)]
    n = sum(counts)
    truth = sum(c * g for c, g in zip(counts, gaps, strict=True)) / n
    signed = abs(sum(c * (s - t) for c, s, t in zip(counts, said, seen, strict=True))) / n
    wrong = {"classification-metrics/bins-unweighted": sum(gaps) / 3, "classification-metrics/gaps-cancel": signed}
    values = [truth, *wrong.values()]
    if min(abs(x - y) for i, x in enumerate(values) for y in values[:i]) < 0.0065:
        draw.reject()
    show = {}
    for i in range(3):
        show |= {f"n{i}": counts[i], f"s{i}": said[i], f"t{i}": seen[i]}
    return Question(
        show=show,
        truth=numeric(truth, abs=0.002),
        steps={"n": n, "g0": gaps[0], "g1": gaps[1], "g2": gaps[2]},
        wrong=wrong,
    )


def second_way(show) -> float:
    """Sample by sample: the distance of its bin from what the bin says, averaged over all samples."""
    import numpy as np

    gap = np.concatenate([np.full(show[f"n{i}"], abs(show[f"s{i}"] - show[f"t{i}"])) for i in range(3)])
    return float(gap.mean())
