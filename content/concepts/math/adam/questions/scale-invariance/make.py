"""What happens to the step when the loss is multiplied?"""

from beikao.kit import Draw, Question, choice


def make(draw: Draw) -> Question:
    factor = draw.choice([10, 50, 100, 1000])
    optimiser = draw.choice(["SGD", "SGD + momentum", "Adam", "AdamW", "RMSProp"])
    plain = optimiser.startswith("SGD")
    return Question(
        show={"factor": factor, "optimiser": optimiser},
        truth=choice("grows" if plain else "same"),
        wrong={} if plain else {"adam/adam-scales-with-gradient": "grows"},
    )


def second_way(show) -> str:
    """Take twenty steps on both scales and compare."""
    import random

    def path(scale):
        rng, w, m, s = random.Random(1), 0.0, 0.0, 0.0
        for t in range(1, 21):
            g = scale * (1.0 + rng.random())
            m, s = 0.9 * m + 0.1 * g, 0.99 * s + 0.01 * g * g
            adaptive = show["optimiser"] in ("Adam", "AdamW", "RMSProp")
            w -= 0.01 * ((m / (1 - 0.9**t)) / ((s / (1 - 0.99**t)) ** 0.5 + 1e-12) if adaptive else g)
        return w

    return "same" if abs(path(show["factor"]) / path(1.0) - 1) < 0.01 else "grows"
