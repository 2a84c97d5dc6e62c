"""From the share of energy kept to the relative error: a square root."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    lost = draw.choice([1, 2, 3, 4, 5, 6, 8, 9, 12, 16, 19, 20, 25])
    return Question(
        show={"kept": 100 - lost},
        truth=numeric((lost / 100) ** 0.5 * 100, rel=0.01, unit="%"),
        steps={"lost": lost, "share": lost / 100},
        wrong={"svd/error-is-lost-share": lost},
    )


def second_way(show) -> float:
    """Two orthogonal pieces that carry these energies, and the length of the one that is lost."""
    import numpy as np

    a = np.diag(np.sqrt([show["kept"] / 100, 1 - show["kept"] / 100]))
    return 100 * float(np.linalg.norm(a - np.diag([a[0, 0], 0.0])) / np.linalg.norm(a))
