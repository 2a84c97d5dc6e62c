"""How many units look dead on a small probe set."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    units, q = draw.choice([512, 1024, 2048, 4096]), draw.choice([0.9, 0.95, 0.97, 0.98, 0.99])
    n = draw.choice([16, 32, 64, 100, 128])
    right = units * q**n
    if right < 2 or right > 0.7 * units:
        draw.reject()
    return Question(
        show={"units": units, "q": q, "n": n},
        truth=numeric(right, rel=0.03),
        steps={"one": q**n},
        wrong={"activations-init/asleep-is-dead": units * q},
    )


def second_way(show) -> float:
    """Wake them sample by sample."""
    left = float(show["units"])
    for _ in range(show["n"]):
        left -= (1 - show["q"]) * left
    return left
