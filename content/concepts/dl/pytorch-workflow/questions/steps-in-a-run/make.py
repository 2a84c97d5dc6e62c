"""Optimiser updates of a run with accumulation; the scheduler must know this number."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    size, k, epochs = draw.choice([8, 16, 32]), draw.choice([2, 4, 8]), draw.integer(2, 5)
    drop, groups = draw.integer(0, 1), draw.integer(10, 60)
    full = k * groups - draw.choice([1, 1, 2])  # mostly one batch short of a whole group
    n = full * size + draw.integer(1, size - 1)
    batches, other = (full, full + 1) if drop else (full + 1, full)
    wrong = {}
    if other // k != batches // k:
        wrong = {"pytorch-workflow/partial-batch-forgotten": other // k * epochs}
    return Question(
        show={"n": n, "size": size, "k": k, "epochs": epochs, "drop": "True" if drop else "False"},
        truth=numeric(batches // k * epochs),
        steps={"batches": batches, "each": batches // k},
        wrong=wrong,
    )


def second_way(show) -> float:
    """Walk through the run sample by sample."""
    updates = 0
    for _ in range(show["epochs"]):
        batches, held = 0, 0
        for _ in range(show["n"]):
            held += 1
            if held == show["size"]:
                batches, held = batches + 1, 0
        if held and show["drop"] == "False":
            batches += 1
        updates += sum(1 for i in range(1, batches + 1) if i % show["k"] == 0)
    return float(updates)
