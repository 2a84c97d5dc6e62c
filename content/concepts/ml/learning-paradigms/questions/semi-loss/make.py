"""A semi-supervised loss with a confidence threshold, divided by the whole unlabelled batch."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    sure = [draw.integer(50, 99) / 100 for _ in range(5)]
    losses = [draw.integer(2, 20) / 10 for _ in range(5)]
    threshold = draw.choice([0.8, 0.85, 0.9])
    weight = draw.choice([0.5, 1, 2])
    supervised = draw.integer(3, 12) / 10
    kept = [v for s, v in zip(sure, losses, strict=True) if s >= threshold]
    if not 1 <= len(kept) <= 4:
        draw.reject()
    return Question(
        show={
            "sure": ", ".join(f"{v:.2f}" for v in sure),
            "losses": ", ".join(f"{v:.1f}" for v in losses),
            "threshold": threshold,
            "weight": weight,
            "supervised": supervised,
        },
        truth=numeric(supervised + weight * sum(kept) / 5, abs=0.006),
        steps={"kept": ", ".join(f"{v:.1f}" for v in kept), "count": len(kept), "term": sum(kept) / 5},
        wrong={
            "learning-paradigms/average-over-kept": supervised + weight * sum(kept) / len(kept),
        },
    )


def second_way(show) -> float:
    """As arrays, with a mask."""
    import numpy as np

    sure, losses = (np.array([float(v) for v in show[k].split(",")]) for k in ("sure", "losses"))
    return float(show["supervised"] + show["weight"] * np.mean(losses * (sure >= show["threshold"])))
