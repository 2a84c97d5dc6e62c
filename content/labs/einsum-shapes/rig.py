"""Given code that lives beside yours: it hands your functions tensors whose memory is not in the order of their axes."""


def strided(x):
    """The same values and shape, but the axes lie in memory in reverse, with unused numbers in between."""
    backwards = tuple(reversed(range(x.dim())))
    stored = x.permute(backwards).repeat_interleave(2, 0)
    return stored[::2].permute(backwards)


def batched_bilinear(x, w, y):
    """Your scores of strided inputs."""
    import solution

    return solution.batched_bilinear(strided(x), strided(w), strided(y))


def split_heads(x, heads):
    """Your heads of a strided input."""
    import solution

    return solution.split_heads(strided(x), heads)


def merge_heads(h):
    """Your merging of a strided input."""
    import solution

    return solution.merge_heads(strided(h))


def patches(images, size):
    """Your patches of a strided input, as images stored channels last are."""
    import solution

    return solution.patches(strided(images), size)


def masked_mean(x, lengths):
    """Your mean of a strided input."""
    import solution

    return solution.masked_mean(strided(x), lengths)
