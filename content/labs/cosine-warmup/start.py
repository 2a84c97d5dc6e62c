"""The learning rate of a linear warm-up followed by cosine annealing to a floor."""


def lr_at(step, base, warmup, total, floor):
    """The rate for update number `step`, counted from 0."""
    return 0.0 * step
