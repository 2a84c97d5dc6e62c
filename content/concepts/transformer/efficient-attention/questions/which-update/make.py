"""Four versions of the online update, in several spellings."""

from beikao.kit import Draw, Question, choice

TOPS = ("max(m, s.max())", "np.maximum(m, np.max(s))")
SUMS = ("l * c + e.sum()", "e.sum() + c * l", "np.sum(e) + l * c")
OUTS = ("acc * c + e @ v", "e @ v + c * acc", "c * acc + np.dot(e, v)")


def make(draw: Draw) -> Question:
    kind = draw.choice(["right", "stale-acc", "stale-sum", "overflow"])
    new, total, acc = draw.choice(TOPS), draw.choice(SUMS), draw.choice(OUTS)
    wrong = {"efficient-attention/rescales-sum-only": "right"}
    if kind == "right":
        wrong = {"efficient-attention/block-max-is-global": "overflow"}
    elif kind == "stale-acc":
        acc = draw.choice(["acc + e @ v", "c * (acc + e @ v)"])
    elif kind == "stale-sum":
        total = draw.choice(["l + e.sum()", "c * (l + e.sum())"])
    else:
        new = draw.choice(["s.max()", "np.max(s)"])
        wrong = {"efficient-attention/block-max-is-global": "right"}
    return Question(show={"new": new, "l": total, "acc": acc}, truth=choice(kind), wrong=wrong)


def second_way(show) -> str:
    """Run it: on rising scores with separate checks of sum and output, then on scores that fall by thousands."""
    import numpy as np

    def run(blocks):
        names = {"np": np, "max": max, "m": -np.inf, "l": 0.0, "acc": np.zeros(1)}
        for s, v in blocks:
            names |= {"s": s, "v": v}
            new = eval(show["new"], names)
            with np.errstate(all="ignore"):
                names |= {"new": new, "c": np.exp(names["m"] - new), "e": np.exp(s - new)}
                names["l"], names["acc"] = eval(show["l"], names), eval(show["acc"], names)
            names["m"] = new
        return names

    v = np.array([[1.0], [3.0]])
    rising = [(np.array([0.0, 1.0]), v), (np.array([2.0, 2.5]), v), (np.array([4.0, 0.0]), v)]
    end, s = run(rising), np.concatenate([b[0] for b in rising])
    e = np.exp(s - end["m"])
    if abs(end["l"] - e.sum()) > 1e-9:
        return "stale-sum"
    if abs(end["acc"][0] - e @ np.tile(v[:, 0], 3)) > 1e-9:
        return "stale-acc"
    fall = run([(np.array([2000.0, 1999.0]), v), (np.array([0.0, 1.0]), v)])
    return "right" if np.isfinite([fall["acc"][0], fall["l"]]).all() else "overflow"
