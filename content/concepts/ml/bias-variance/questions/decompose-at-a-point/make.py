"""Bias squared plus variance plus noise, from predictions of models trained on different samples."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    truth = draw.integer(20, 60) / 10
    shift = draw.choice([-1, 1]) * draw.integer(3, 8) / 10
    spread = [draw.integer(1, 6) / 10 for _ in range(2)]
    guesses = [round(truth + shift + d, 1) for d in (spread[0], -spread[0], spread[1], -spread[1])]
    noise = draw.choice([0.1, 0.2, 0.3, 0.4])
    variance = (spread[0] ** 2 + spread[1] ** 2) / 2
    return Question(
        show={
            "truth": truth,
            "guesses": ", ".join(f"{v:.1f}" for v in draw.shuffle(guesses)),
            "noise": noise,
        },
        truth=numeric(shift**2 + variance + noise, abs=0.006),
        steps={"mean": truth + shift, "bias": shift, "bias2": shift**2, "variance": variance},
        wrong={
            "bias-variance/noise-forgotten": shift**2 + variance,
            "bias-variance/bias-not-squared": abs(shift) + variance + noise,
        },
    )


def second_way(show) -> float:
    """Average the squared errors directly, with the noise on the label."""
    import numpy as np

    guesses = np.array([float(v) for v in show["guesses"].split(",")])
    labels = show["truth"] + np.array([-1, 1]) * show["noise"] ** 0.5
    return float(np.mean((guesses[:, None] - labels[None, :]) ** 2))
