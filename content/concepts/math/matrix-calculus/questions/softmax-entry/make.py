"""An entry of the Jacobian of softmax, on or off the diagonal."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    p = draw.integer(10, 60)
    q = draw.integer(10, 90 - p)
    same = draw.integer(0, 2) == 0
    value = p / 100 * (1 - p / 100) if same else -(p / 100) * (q / 100)
    wrong = {} if same else {"matrix-calculus/softmax-elementwise": 0.0}
    return Question(
        show={"p": p / 100, "q": q / 100, "of": "p_1", "by": "z_1" if same else "z_2"},
        truth=numeric(value, rel=0.01),
        steps={
            "kind_zh": "对角元 p₁(1−p₁)" if same else "非对角元 −p₁p₂",
            "kind_en": "on the diagonal, p₁(1−p₁)" if same else "off the diagonal, −p₁p₂",
        },
        wrong=wrong,
    )


def second_way(show) -> float:
    """Differences of a three-way softmax with these probabilities."""
    import numpy as np

    z = np.log(np.array([show["p"], show["q"], max(1e-9, 1 - show["p"] - show["q"])]))
    place = 0 if show["by"] == "z_1" else 1

    def first(delta):
        w = z.copy()
        w[place] += delta
        e = np.exp(w)
        return e[0] / e.sum()

    return float((first(1e-6) - first(-1e-6)) / 2e-6)
