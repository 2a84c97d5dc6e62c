"""Warm-up steps of a fine-tuning run with several cards and gradient accumulation."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    cards, each, accumulate = draw.choice([2, 4, 8]), draw.choice([2, 4, 8]), draw.choice([2, 4, 8, 16])
    updates = draw.choice([100, 150, 200, 250, 400])  # in an epoch
    epochs, percent = draw.integer(2, 4), draw.choice([2, 3, 4, 5, 10])
    samples = updates * cards * each * accumulate
    if updates * epochs * percent % 100:
        draw.reject()
    steps = updates * epochs * percent // 100
    return Question(
        show={
            "samples": samples,
            "cards": cards,
            "each": each,
            "accumulate": accumulate,
            "epochs": epochs,
            "percent": percent,
        },
        truth=numeric(steps),
        steps={"batch": cards * each * accumulate, "updates": updates, "total": updates * epochs},
        wrong={"lr-schedules/micro-batch-is-step": steps * accumulate},
    )


def second_way(show) -> float:
    """Walk through the run and count the updates."""
    updates, held = 0, 0
    for _ in range(show["epochs"] * show["samples"] // (show["cards"] * show["each"])):
        held += 1
        if held == show["accumulate"]:
            updates, held = updates + 1, 0
    return updates * show["percent"] / 100
