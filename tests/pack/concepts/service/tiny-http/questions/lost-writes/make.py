"""What a batch that was not full loses."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    batch, n = draw.integer(4, 64), draw.integer(70, 900)
    lost = n % batch
    if lost == 0:
        draw.reject()
    return Question(
        show={"batch": batch, "n": n},
        truth=numeric(lost),
        steps={"full": n // batch, "kept": n - lost},
        wrong={"tiny-http/kill-can-be-caught": 0, "tiny-http/memory-is-enough": n},
    )


def second_way(show) -> float:
    """Write them one by one."""
    waiting = 0
    for _ in range(show["n"]):
        waiting = (waiting + 1) % show["batch"]
    return waiting
