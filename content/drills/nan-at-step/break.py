"""Plants two faults: the logarithm of a half-precision softmax (the NaN), and clipping while the scale is still on (the gap)."""

LOSS = """    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = (p / p.sum(axis=1, keepdims=True)).astype(np.float32)
    rows = np.arange(len(labels))
    by_p = np.zeros_like(p)
    by_p[rows, labels] = -1 / p[rows, labels]
    gradient = p * (by_p - (by_p * p).sum(axis=1, keepdims=True))
    return float(-np.log(p[rows, labels]).mean()), gradient / np.float32(len(labels))
"""
STEPS = (
    """    norm = float(np.sqrt(sum(float((g.astype(np.float64) ** 2).sum()) for g in scaled)))
    factor = min(1.0, clip_norm / norm) if norm > 0 else 1.0
    gradients = [g.astype(np.float32) * np.float32(factor / scale) for g in scaled]
    return [w - np.float32(lr) * g for w, g in zip(weights, gradients)]
""",
    """    gradients = [g.astype(np.float32) for g in scaled]
    norm = float(np.sqrt(sum(float((g.astype(np.float64) ** 2).sum()) for g in gradients)))
    if norm > clip_norm:
        gradients = [g * np.float32(clip_norm / norm) for g in gradients]
    return [w - np.float32(lr) * (g / np.float32(scale)) for w, g in zip(weights, gradients)]
""",
)


def body(text, new):
    """The file with the body of its one function replaced: all behind the function's docstring."""
    head = text.index('"""\n', text.index("def ")) + 4
    return text[:head] + new


def break_(tree, draw) -> None:
    """Both faults; the second in one of two spellings."""
    tree.write("loss.py", body(tree.read("loss.py"), LOSS))
    tree.write("step.py", body(tree.read("step.py"), draw.choice(STEPS)))
