"""What x.grad holds after a few lines with detach, no_grad or two backward passes."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    a, k = draw.choice([2, 3, 4, 5, -2, -3]), draw.choice([2, 3, 5])
    kind = draw.choice(["detach", "no_grad", "twice", "item"])
    lines, right, misread, slug, why = {
        "detach": (f"y = x * x\nz = y.detach() * x * {k}\nz.backward()", k * a * a, 3 * k * a * a,
                   "autograd/detach-is-cosmetic", f"{k} · x²"),
        "no_grad": (f"with torch.no_grad():\n    y = x * x\nz = (y + {k}) * x\nz.backward()", a * a + k, 3 * a * a + k,
                    "autograd/detach-is-cosmetic", f"x² + {k}"),
        "twice": (f"(x * x).backward()\n({k} * x).backward()", 2 * a + k, k, "autograd/overwrites", f"2x + {k}"),
        "item": (f"y = (x * x).item()\nz = y * x + {k} * x\nz.backward()", a * a + k, 3 * a * a + k,
                 "autograd/detach-is-cosmetic", f"x² + {k}"),
    }[kind]  # fmt: skip
    return Question(
        show={"a": a, "lines": lines},
        truth=numeric(right),
        steps={"why": why},
        wrong={slug: misread},
    )


def second_way(show) -> float:
    """Run it."""
    import torch

    space = {"torch": torch, "x": torch.tensor(float(show["a"]), requires_grad=True)}
    exec(show["lines"], space)  # our own lines from above
    return float(space["x"].grad)
