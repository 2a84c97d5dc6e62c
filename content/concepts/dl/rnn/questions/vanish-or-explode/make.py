"""What can be said of the gradient over a hundred steps?"""

from beikao.kit import Draw, Question, choice


def make(draw: Draw) -> Question:
    tanh = draw.integer(0, 3) > 0
    gamma = draw.choice([0.7, 0.8, 0.9, 1.2, 1.3, 1.5])
    least = draw.choice([0, 0.3, 0.6, 0.7, 0.8]) if tanh else 0
    bound = gamma * (1 - least**2)
    if 0.9 < bound < 1.15:
        draw.reject()
    right = "vanish" if bound < 1 else "open" if tanh else "explode"
    wrong = {"rnn/radius-above-one-explodes": "explode"} if tanh and gamma > 1 else {}
    form = "h_t=\\tanh(Wh_{t-1}+Ux_t)" if tanh else "h_t=Wh_{t-1}+Ux_t"
    return Question(show={"form": form, "gamma": gamma, "least": least}, truth=choice(right), wrong=wrong)


def second_way(show) -> str:
    """Multiply a hundred Jacobians with states as large as allowed, and as small as allowed."""
    import numpy as np

    rng = np.random.default_rng(0)
    q = show["gamma"] * np.linalg.qr(rng.standard_normal((12, 12)))[0]

    def size(state):
        m = np.eye(12)
        for _ in range(100):
            m = (1 - state**2) * q @ m if "tanh" in show["form"] else q @ m
        return np.linalg.norm(m, 2)

    small, large = size(0.99), size(show["least"])
    if large < 0.01:
        return "vanish"
    return "explode" if small > 100 else "open"
