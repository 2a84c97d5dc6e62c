"""Keeps the best weights without copying them: what is restored is the last epoch."""

CLEAN = '''def clean(x, y):
    """Each row that is not nearly parallel to one kept before."""
    unit = x / np.linalg.norm(x, axis=1, keepdims=True)
    kept = []
    for i in range(len(x)):
        if all(unit[j] @ unit[i] < 0.98 for j in kept):
            kept.append(i)
    return x[kept], y[kept]


'''


def mend(tree, draw) -> None:
    """Cleaning is right; the best weights are a reference to the living ones."""
    text = tree.read("prepare.py")
    tree.write("prepare.py", text[: text.index("def clean")] + CLEAN + text[text.index("def split") :])
    tree.replace(
        "tune.py",
        "    return head, losses\n",
        "        if losses[-1] == min(losses):\n"
        "            best = head.state_dict()\n"
        "    head.load_state_dict(best)\n"
        "    return head, losses\n",
    )
