"""From the probability of a model trained on downsampled negatives to the true one."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    keep, p = draw.choice([0.01, 0.02, 0.05, 0.1, 0.2]), draw.choice([0.5, 0.6, 0.7, 0.8, 0.9, 0.95])
    right = p * keep / (p * keep + 1 - p)
    if min(abs(right - p * keep), abs(right - p)) < 0.012:
        draw.reject()
    return Question(
        show={"percent": keep * 100, "p": p},
        truth=numeric(right, abs=0.003),
        steps={"odds": p / (1 - p), "true": keep * p / (1 - p)},
        wrong={"logistic-regression/resampled-probability": p},
    )


def second_way(show) -> float:
    """Count: of 1000 samples the model would give p, put the dropped negatives back."""
    positives = 1000 * show["p"]
    negatives = (1000 - positives) * 100 / show["percent"]
    return positives / (positives + negatives)
