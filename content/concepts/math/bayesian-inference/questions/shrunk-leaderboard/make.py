"""Order three models by posterior mean; raw win rates give another order."""

from beikao.kit import Draw, Question, order


def make(draw: Draw) -> Question:
    s = draw.choice([4, 5, 8, 10])
    show, posterior, raw = {"s": s}, {}, {}
    sizes = ((4, 8, 75, 100), (20, 40, 62, 78), (80, 200, 55, 72))
    for name, (low, high, worst, best) in zip(draw.shuffle("abc"), sizes, strict=True):
        n = draw.integer(low, high)
        k = round(n * draw.integer(worst, best) / 100)
        show |= {"n" + name: n, "k" + name: k}
        posterior[name], raw[name] = (k + s) / (n + 2 * s), k / n
    ranked, by_raw = (sorted("abc", key=lambda m: -d[m]) for d in (posterior, raw))
    gaps = [posterior[ranked[i]] - posterior[ranked[i + 1]] for i in (0, 1)]
    if min(gaps) < 0.008 or (by_raw == ranked and draw.integer(0, 2)):
        draw.reject()
    return Question(
        show=show,
        truth=order(*ranked),
        steps={"p" + m: posterior[m] for m in "abc"},
        wrong={"bayesian-inference/prior-ignored": by_raw} if by_raw != ranked else {},
    )


def second_way(show) -> list:
    """scipy's Beta distribution."""
    from scipy.stats import beta

    def mean(m):
        k, n = show["k" + m], show["n" + m]
        return float(beta.mean(show["s"] + k, show["s"] + n - k))

    return sorted("abc", key=mean, reverse=True)
