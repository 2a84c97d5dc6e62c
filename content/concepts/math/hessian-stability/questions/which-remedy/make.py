"""Which remedy fits a run that diverges because of one wide feature?"""

from beikao.kit import Draw, Question, choice


def make(draw: Draw) -> Question:
    wide = draw.choice([1, 0])
    scale = draw.choice([300, 800, 2000]) if wide else 1
    lr = draw.choice([0.1, 0.2, 0.3]) if wide else draw.choice([2.6, 3.0, 4.0])
    top = scale**2 if wide else 1.0
    return Question(
        show={"lr": lr, "std": scale if wide else draw.choice([0.9, 1.0, 1.1]), "product": float(f"{lr * top:.4g}")},
        truth=choice("scale" if wide else "lower"),
        wrong={"hessian-stability/lower-lr-always-enough": "lower"}
        if wide
        else {"hessian-stability/clip-cures-divergence": "clip"},
    )


def second_way(show) -> str:
    """Train two directions for 300 steps with a rate that suits the wide one, and see whether the other arrives."""
    std = float(show["std"])
    rate = 1.0 / std**2
    left = (1 - rate * 1.0) ** 300 if std > 1.5 else 0.0
    return "scale" if left > 0.5 else "lower"
