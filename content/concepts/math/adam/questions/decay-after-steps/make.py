"""What decoupled decay alone leaves of a weight."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    lr, decay = draw.choice([0.001, 0.002, 0.003, 0.005]), draw.choice([0.05, 0.1, 0.2])
    steps = draw.choice([1000, 2000, 4000, 5000])
    value = (1 - lr * decay) ** steps
    if not 0.03 < value < 0.97 or abs(1 - lr * decay * steps - value) < 0.03:
        draw.reject()
    return Question(
        show={"lr": lr, "decay": decay, "steps": steps},
        truth=numeric(value, abs=0.006),
        steps={"factor": lr * decay, "exponent": lr * decay * steps},
        wrong={"adam/decay-adds-up": 1 - lr * decay * steps},
    )


def second_way(show) -> float:
    """Multiply step by step."""
    w = 1.0
    for _ in range(show["steps"]):
        w -= show["lr"] * show["decay"] * w
    return w
