"""Five lines of a backward pass, one of them wrong."""

from beikao.kit import Draw, Question, choice

RIGHT = {
    "one": "G = (Y - T) / B",
    "two": "dW2, db2 = H.T @ G, G.sum(0)",
    "three": "dH = G @ W2.T",
    "four": "dZ = dH * (1 - H**2)",
    "five": "dW1, db1 = X.T @ dZ, dZ.sum(0)",
}
BUGS = [
    ("one", "G = Y - T"),
    ("one", "G = (T - Y) / B"),
    ("two", "dW2, db2 = H.T @ G, G.sum(0) / B"),
    ("two", "dW2, db2 = H.T @ G, G[0]"),
    ("two", "dW2, db2 = Z.T @ G, G.sum(0)"),
    ("three", "dH = G @ (W2 - lr * dW2).T"),
    ("three", "dH = (Y / B) @ W2.T"),
    ("four", "dZ = dH * (1 - np.tanh(H)**2)"),
    ("four", "dZ = dH * (1 - Z**2)"),
    ("four", "dZ = dH * H * (1 - H)"),
    ("five", "dW1, db1 = X.T @ dH, dH.sum(0)"),
    ("five", "dW1, db1 = X.T @ dZ, dZ.mean(0)"),
]


def make(draw: Draw) -> Question:
    place, line = draw.choice(BUGS)
    lines = {**RIGHT, place: line}
    wrong = {"backprop/gradients-pile-up": "none"}
    return Question(show=lines, truth=choice(place), wrong=wrong)


def second_way(show) -> str:
    """Run it with one line put right at a time; the one that mends all gradients is the bug."""
    import numpy as np

    rng = np.random.default_rng(0)
    B, lr = 5, 0.1
    X, T, W1, b1 = rng.normal(size=(B, 3)), rng.normal(size=(B, 2)), rng.normal(size=(3, 4)), rng.normal(size=4)
    W2, b2 = rng.normal(size=(4, 2)), rng.normal(size=2)

    def forward(W1, b1, W2, b2):
        Z = X @ W1 + b1
        H = np.tanh(Z)
        return Z, H, H @ W2 + b2

    weights = [W1, b1, W2, b2]
    want = []
    for p in weights:
        grad = np.zeros(p.shape)
        for i in np.ndindex(p.shape):
            old, found = p[i], []
            for step in (1e-5, -1e-5):
                p[i] = old + step
                found.append(0.5 * np.sum((forward(*weights)[2] - T) ** 2) / B)
            p[i] = old
            grad[i] = (found[0] - found[1]) / 2e-5
        want.append(grad)
    for place in RIGHT:
        Z, H, Y = forward(*weights)
        space = {"np": np, "X": X, "T": T, "Z": Z, "H": H, "Y": Y, "W2": W2, "B": B, "lr": lr}
        for key in RIGHT:
            exec(RIGHT[key] if key == place else show[key], space)  # our own five lines
        if all(np.allclose(space[k], g, atol=1e-7) for k, g in zip(("dW1", "db1", "dW2", "db2"), want, strict=True)):
            return place
    return "none"
