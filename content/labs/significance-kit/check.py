"""The checks of significance-kit. Numbers that can be worked out on paper come first; resamples are drawn by one seed."""

import numpy as np

from beikao.kit import Draw, Trial, check


def answers(draw: Draw, n: int, hard: float, right_a: float, right_b: float):
    """Truth and two models on the same questions: on the share `hard` both tend to fail, else each is right as often as said."""
    y, a, b = [], [], []
    for _ in range(n):
        truth, difficult = draw.integer(0, 1), draw.uniform(0.0, 1.0) < hard
        y.append(truth)
        for out, right in ((a, right_a), (b, right_b)):
            chance = 0.15 if difficult else right
            out.append(truth if draw.uniform(0.0, 1.0) < chance else 1 - truth)
    return np.array(y), np.array(a), np.array(b)


def split(a_only: int, b_only: int, both: int, neither: int):
    """Questions with these counts, all of truth 1."""
    y = np.ones(a_only + b_only + both + neither, dtype=np.int64)
    a = np.array([1] * a_only + [0] * b_only + [1] * both + [0] * neither)
    b = np.array([0] * a_only + [1] * b_only + [1] * both + [0] * neither)
    return y, a, b


def number(t: Trial, result, name: str) -> float:
    """One number of a dict; says so where it is not there."""
    t.that(
        isinstance(result, dict) and isinstance(result.get(name), (int, float)),
        zh=f"返回值应是字典，键 {name} 下是一个数；得到 {result!r:.120}。",
        en=f"The result should be a dict with a number under {name}; it is {result!r:.120}.",
    )
    return result[name]


@check
def exact_mcnemar(t: Trial) -> None:
    """5 against 1 of six split questions: 2 (1 + 6) / 64, whatever the rest says."""
    for counts, want in (
        ((1, 5, 20, 4), 14 / 64),
        ((5, 1, 200, 0), 14 / 64),
        ((0, 4, 3, 3), 2 / 16),
        ((3, 3, 5, 1), 1.0),
    ):
        got = t.you.mcnemar(*split(*counts))
        p = number(t, got, "p")
        t.that(
            (number(t, got, "a_only"), number(t, got, "b_only")) == counts[:2],
            zh=f"只有 a 对 {counts[0]} 题，只有 b 对 {counts[1]} 题；你数出 {got['a_only']} 与 {got['b_only']}。",
            en=f"{counts[0]} questions only a got right, {counts[1]} only b; you count {got['a_only']} and {got['b_only']}.",
        )
        t.that(
            abs(p - want) < 1e-9,
            zh=f"只有 a 对 {counts[0]} 题，只有 b 对 {counts[1]} 题，其余 {counts[2] + counts[3]} 题同对同错：双侧精确 p 是 {want:.4f}，得到 {p:.4f}。",
            en=f"Only a is right on {counts[0]}, only b on {counts[1]}, the other {counts[2] + counts[3]} agree: the exact two-sided p is {want:.4f}, got {p:.4f}.",
        )
    for n in (1, 30, 300):
        y, a, b = answers(t.draw, n, 0.3, 0.8, 0.9)
        t.agree(lambda s, x=(y, a, b): s.mcnemar(*x), rtol=1e-8)
    y = np.array([t.draw.integer(0, 4) for _ in range(60)])  # five classes: wrong in two ways is still wrong
    a, b = (np.where(t.draw.normal(60) > 0, y, (y + 1 + shift) % 5) for shift in (0, 1))
    t.agree(lambda s: s.mcnemar(y, a, b), rtol=1e-8)


@check
def nothing_splits(t: Trial) -> None:
    """No question tells them apart: no evidence, p = 1."""
    y, a, _ = answers(t.draw, 12, 0.3, 0.7, 0.7)
    p = number(t, t.you.mcnemar(y, a, a), "p")
    t.that(
        p == 1.0,
        zh=f"两个模型每题都答得一样，没有任何证据，p 应是 1，得到 {p}。",
        en=f"The two models answer every question alike: no evidence at all, p should be 1, got {p}.",
    )


def same_bootstrap(t: Trial, metric: str) -> None:
    """Gap, interval and p-value on several sets of questions."""
    for n, draws, hard, right_b in (
        (40, 300, 0.3, 0.8),
        (150, 200, 0.5, 0.95),
        (25, 1, 0.2, 0.6),
        (60, 100, 0.2, 0.45),
    ):
        y, a, b = answers(t.draw, n, hard, 0.75, right_b)
        seed = t.draw.integer(0, 10_000)
        t.agree(lambda s, x=(y, a, b, metric, draws, seed): s.paired_bootstrap(*x), rtol=1e-9, atol_scale=1e-9)


@check
def bootstrap_of_accuracy(t: Trial) -> None:
    """The width tells whether the pairing was kept; then everything."""
    y, a, b = answers(t.draw, 200, 0.5, 0.95, 0.97)
    got = t.you.paired_bootstrap(y, a, b, "accuracy", 400, 7)
    want = t.ref.paired_bootstrap(y, a, b, "accuracy", 400, 7)
    widths = [number(t, r, "high") - number(t, r, "low") for r in (got, want)]
    t.that(
        widths[0] <= 1.3 * widths[1],
        zh=f"200 道题，区间宽 {widths[0]:.4f}，配对重采样只有 {widths[1]:.4f}。两个模型要用同一组抽到的题，题目难易才会抵消。",
        en=f"On 200 questions your interval is {widths[0]:.4f} wide, a paired one {widths[1]:.4f}. Both models need the same resampled questions, or their difficulty does not cancel.",
    )
    same_bootstrap(t, "accuracy")
    t.agree(lambda s: s.paired_bootstrap(y, a, a, "accuracy", 50, 3), rtol=1e-9)


@check
def bootstrap_of_f1(t: Trial) -> None:
    """The metric that is reported is the one that is resampled; rare positives make the two differ."""
    same_bootstrap(t, "f1")
    y, a, b = answers(t.draw, 60, 0.2, 0.8, 0.9)
    y[8:] = 0
    t.agree(lambda s: s.paired_bootstrap(y, a, b, "f1", 200, 11), rtol=1e-9, atol_scale=1e-9)
    nobody = np.zeros(10, dtype=np.int64)  # no positive on either side: F1 is 0 by convention, never nan
    one = np.array([1] + [0] * 9)
    t.agree(lambda s: s.paired_bootstrap(nobody, nobody, nobody, "f1", 40, 5), rtol=1e-9)
    t.agree(lambda s: s.paired_bootstrap(one, nobody, one, "f1", 60, 6), rtol=1e-9)


@check
def p_of_the_bootstrap(t: Trial) -> None:
    """Two-sided, never 0, the same for both directions, at most 1."""
    y, a, b = answers(t.draw, 120, 0.1, 0.55, 0.99)
    there, back = (number(t, t.you.paired_bootstrap(y, *pair, "accuracy", 199, 2), "p") for pair in ((a, b), (b, a)))
    t.that(
        abs(there - 0.01) < 1e-9 and abs(back - 0.01) < 1e-9,
        zh=f"199 次重采样没有一次翻转：双侧 p = 2(1+0)/(199+1) = 0.01，两个方向都一样；得到 {there} 与 {back}。",
        en=f"Not one of 199 resamples turns the sign: two-sided p = 2(1+0)/(199+1) = 0.01 in either direction; got {there} and {back}.",
    )
    y, a, b = answers(t.draw, 30, 0.2, 0.8, 0.8)
    t.agree(lambda s: s.paired_bootstrap(y, a, b, "accuracy", 300, 4)["p"], rtol=1e-9)


@check
def holm_ladder(t: Trial) -> None:
    """0.01, 0.04, 0.03 become 0.03, 0.06, 0.06."""
    got = np.asarray(t.you.holm(np.array([0.01, 0.04, 0.03])))
    t.that(
        got.shape == (3,) and bool(np.allclose(got, [0.03, 0.06, 0.06], rtol=0, atol=1e-12)),
        zh=f"p = 0.01、0.04、0.03：从小到大依次乘 3、2、1 得 0.03、0.06、0.04，再保持不下降，得 0.03、0.06、0.06（按原来的次序）。你给出 {got.tolist()}。",
        en=f"p = 0.01, 0.04, 0.03: from the smallest up times 3, 2, 1 gives 0.03, 0.06, 0.04; never falling, so 0.03, 0.06, 0.06 in the order given. You return {got.tolist()}.",
    )
    for m in (1, 2, 7, 20):
        ps = np.array([t.draw.uniform(0.0, 1.0) ** 3 for _ in range(m)])
        t.agree(lambda s, p=ps: s.holm(p), rtol=1e-12)
    t.agree(lambda s: s.holm(np.array([0.02, 0.9, 0.02, 0.02, 0.5])), rtol=1e-12)


@check
def many_candidates(t: Trial) -> None:
    """Twelve candidates of the same quality, one better, one worse; what is not significant stays undecided."""
    y = np.ones(200, dtype=np.int64)
    base = np.array([1] * 140 + [0] * 60)

    def candidate(lost: int, won: int):
        out = base.copy()
        out[:lost], out[140 : 140 + won] = 0, 1
        return out

    pairs = [(9, 22), (4, 40), (9, 8), (30, 5), (12, 12), (7, 15), *((k, k + 3) for k in range(2, 8))]
    candidates = [candidate(*pair) for pair in pairs]
    got = t.you.compare(y, base, candidates, 0.05)
    want = ["undecided", "better", "undecided", "worse", *["undecided"] * 8]
    t.that(
        isinstance(got, list) and len(got) == len(pairs),
        zh=f"应返回 {len(pairs)} 个字典的列表，得到 {type(got).__name__}。",
        en=f"A list of {len(pairs)} dicts is asked, got {type(got).__name__}.",
    )
    for pair, one, decision in zip(pairs, got, want, strict=True):
        p, adjusted = number(t, one, "p"), number(t, one, "adjusted")
        t.that(
            one.get("decision") == decision,
            zh=f"候选丢了 {pair[0]} 题、赢了 {pair[1]} 题，p={p:.4f}，十二个候选一起校正后是 {adjusted:.4f}：应判 {decision}，你判 {one.get('decision')!r}。",
            en=f"A candidate that lost {pair[0]} and won {pair[1]} questions has p={p:.4f}, corrected over twelve candidates {adjusted:.4f}: {decision} is right, you say {one.get('decision')!r}.",
        )
    t.agree(lambda s: s.compare(y, base, candidates, 0.05), rtol=1e-8)
    t.agree(lambda s: s.compare(y, base, candidates[:1], 0.5), rtol=1e-8)
    t.agree(lambda s: s.compare(y, base, [candidate(0, 1), candidate(1, 0), candidate(2, 2)], 1.0), rtol=1e-8)


@check
def bad_arguments(t: Trial) -> None:
    """Other questions, one for all of them, no questions, an unknown metric."""
    y, a, b = answers(t.draw, 10, 0.2, 0.8, 0.8)
    none = np.array([], dtype=np.int64)
    for x in ((y, a, b[:9]), (y, a[:9], b), (y[:9], a, b), (y, a, b[:1]), (y, a[:1], b[:1]), (none, none, none)):
        t.raises(lambda s, x=x: s.mcnemar(*x), "ValueError")
        t.raises(lambda s, x=x: s.paired_bootstrap(*x, "accuracy", 10, 1), "ValueError")
    t.raises(lambda s: s.paired_bootstrap(y, a, b, "auc", 10, 1), "ValueError")
    t.that(
        t.you.compare(y, a, [], 0.05) == [],
        zh="没有候选时 compare 应返回空列表。",
        en="Without candidates, compare should return an empty list.",
    )


@check
def resamples_at_once(t: Trial) -> None:
    """A hundred resamples of three thousand questions: whole arrays, not one answer at a time."""
    y, a, b = answers(t.draw, 3000, 0.3, 0.8, 0.85)
    t.faster(lambda s: s.paired_bootstrap(y, a, b, "f1", 100, 1), at_most=6.0)
