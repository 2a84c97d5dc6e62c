"""After which epoch does early stopping stop?"""

from beikao.kit import Draw, Question, numeric


def stops(losses, patience, *, any_change=False):
    """Number of the epoch (from 1) after which training ends, or the last."""
    best, bad = float("inf"), 0
    for epoch, loss in enumerate(losses, 1):
        better = loss < best if not any_change else epoch == 1 or loss < losses[epoch - 2]
        best, bad = min(best, loss), 0 if better else bad + 1
        if bad == patience:
            return epoch
    return len(losses)


def make(draw: Draw) -> Question:
    patience, fall = draw.choice([2, 3]), draw.integer(2, 5)
    losses = [round(1.6 - 0.12 * i + 0.01 * draw.integer(-2, 2), 2) for i in range(fall)]
    low = losses[-1]
    while len(losses) < 12:
        losses.append(round(low + 0.01 * draw.integer(1, 18) - (0.04 if draw.integer(0, 9) == 0 else 0), 2))
    right, loose = stops(losses, patience), stops(losses, patience, any_change=True)
    if right == loose or right == 12:
        draw.reject()
    return Question(
        show={"losses": "  ".join(f"{v:.2f}" for v in losses), "patience": patience},
        truth=numeric(right),
        steps={"best": losses.index(min(losses[:right])) + 1},
        wrong={"pytorch-workflow/any-change-is-progress": loose},
    )


def second_way(show) -> float:
    """The first epoch whose last `patience` losses are all no better than the best before them."""
    losses, p = [float(v) for v in show["losses"].split()], show["patience"]
    return float(next(e for e in range(p + 1, 13) if min(losses[e - p : e]) >= min(losses[: e - p])))
