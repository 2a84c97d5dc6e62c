"""Order three imperfect annotators by information: one flips, one leaves blanks, one does both."""

import itertools
import math

from beikao.kit import Draw, Question, order


def h(p) -> float:
    return -sum(v * math.log2(v) for v in (p, 1 - p) if v > 0)


def make(draw: Draw) -> Question:
    flip, blank = draw.integer(4, 20), draw.integer(8, 70)
    both_blank, both_flip = draw.integer(8, 40), draw.integer(2, 12)
    bits = {
        "flips": 1 - h(flip / 100),
        "blanks": 1 - blank / 100,
        "both": (1 - both_blank / 100) * (1 - h(both_flip / 100)),
    }
    ranked = sorted(bits, key=lambda name: -bits[name])
    if min(bits[a] - bits[b] for a, b in itertools.pairwise(ranked)) < 0.05:
        draw.reject()
    right = {
        "flips": 1 - flip / 100,
        "blanks": 1 - blank / 100,
        "both": (1 - both_blank / 100) * (1 - both_flip / 100),
    }
    by_share = sorted(right, key=lambda name: -right[name])
    wrong = {"mutual-information/erasing-is-flipping": by_share} if by_share != ranked else {}
    return Question(
        show={"flip": flip, "blank": blank, "both_blank": both_blank, "both_flip": both_flip},
        truth=order(*ranked),
        steps={f"i_{name}": value for name, value in bits.items()},
        wrong=wrong,
    )


def second_way(show) -> list:
    """Joint tables over truth and {good, bad, blank}, and their KL from independence."""
    import numpy as np
    from scipy.stats import entropy

    def bits(blank, flip):
        kept = 1 - blank
        joint = np.array([[kept * (1 - flip), kept * flip, blank], [kept * flip, kept * (1 - flip), blank]]) / 2
        return entropy(joint.ravel(), np.outer(joint.sum(1), joint.sum(0)).ravel(), base=2)

    found = {
        "flips": bits(1e-15, show["flip"] / 100),
        "blanks": bits(show["blank"] / 100, 1e-15),
        "both": bits(show["both_blank"] / 100, show["both_flip"] / 100),
    }
    return sorted(found, key=lambda name: -found[name])
