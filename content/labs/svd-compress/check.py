"""The checks of svd-compress. Each looks at one thing, through values that do not depend on sign or basis choices."""

import numpy as np

from beikao.kit import Draw, Trial, check

MODES = ("energy", "count", "sum")


def matrix(draw: Draw, m: int, n: int, decay: float):
    """A random (m, n) matrix whose singular values fall as i**-decay."""
    q, _ = np.linalg.qr(draw.normal(m, min(m, n)))
    p, _ = np.linalg.qr(draw.normal(n, min(m, n)))
    s = np.arange(1, min(m, n) + 1) ** -decay * (1 + 0.1 * np.abs(draw.normal(min(m, n))))
    return (q * np.sort(s)[::-1]) @ p.T


def field(t: Trial, result, name: str):
    """One entry of the dict; says so where it is not there."""
    kind = type(result).__name__
    zh, en = f"得到的是 {kind}", f"it is a {kind}"
    if isinstance(result, dict):
        keys = ", ".join(sorted(map(str, result)))
        zh = f"你的字典里只有 {keys}" if keys else "你的字典是空的"
        en = f"yours has {keys}" if keys else "yours is empty"
    t.that(
        isinstance(result, dict) and name in result,
        zh=f"返回值应是字典，含键 {name}；{zh}。",
        en=f"The result should be a dict with the key {name}; {en}.",
    )
    return result[name]


def everything(t: Trial, mode: str) -> None:
    """keep = 1 needs every value, also where sums in another order differ in their last bit, also a tiny value."""
    for w in (np.diag([1.0, 1e-5]), *(matrix(t.draw, n, n + 3, 0.7) for n in range(9, 25))):
        full = min(w.shape)
        got = field(t, t.you.compress(w, 1.0, mode), "rank")
        t.that(
            got == full,
            zh=f"{w.shape[0]}×{w.shape[1]} 的满秩矩阵，mode={mode}，keep=1：要全部 {full} 个奇异值，得到 {got}。最后一位的舍入会让累计和够不到总和。",
            en=f"A {w.shape[0]}×{w.shape[1]} matrix of full rank, mode={mode}, keep=1: all {full} values are needed, got {got}. Rounding in the last bit can keep a running sum from its total.",
        )


@check
def smallest_rank_by_energy(t: Trial) -> None:
    """The rank for several thresholds on several shapes."""
    for m, n in t.draw.shapes(2, low=9, high=40):
        w = matrix(t.draw, m, n, 0.7)
        for keep in (0.5, 0.8, 0.9, 0.99):
            t.agree(lambda s, k=keep: int(s.compress(w, k, "energy")["rank"]), exact=True)
    everything(t, "energy")
    # Energies 16, 4, 1: 16/21 = 0.762 and 20/21 = 0.952.
    known = np.diag([4.0, 2.0, 1.0])
    for keep, rank in ((0.76, 1), (0.77, 2), (0.95, 2), (0.96, 3), (1.0, 3)):
        got = field(t, t.you.compress(known, keep, "energy"), "rank")
        t.that(
            got == rank,
            zh=f"奇异值 4、2、1 的能量是 16、4、1；保留 {keep:.0%} 的能量最少要秩 {rank}，得到 {got}。",
            en=f"Singular values 4, 2, 1 have energies 16, 4, 1; {keep:.0%} of the energy needs rank {rank}, got {got}.",
        )


@check
def smallest_rank_by_count_and_sum(t: Trial) -> None:
    """Count rounds up; sum uses the values themselves."""
    for m, n in t.draw.shapes(2, low=9, high=40):
        w = matrix(t.draw, m, n, 0.7)
        for keep in (0.3, 0.55, 0.9):
            for mode in ("count", "sum"):
                t.agree(lambda s, k=keep, o=mode: int(s.compress(w, k, o)["rank"]), exact=True)
    everything(t, "sum")
    known = np.diag([4.0, 2.0, 1.0])
    for keep, mode, rank in (
        (0.34, "count", 2),
        (0.66, "count", 2),
        (0.67, "count", 3),
        (0.57, "sum", 1),
        (0.58, "sum", 2),
    ):
        got = field(t, t.you.compress(known, keep, mode), "rank")
        t.that(
            got == rank,
            zh=f"奇异值 4、2、1，mode={mode}，keep={keep}：最小的秩是 {rank}，得到 {got}。",
            en=f"Singular values 4, 2, 1, mode={mode}, keep={keep}: the smallest rank is {rank}, got {got}.",
        )


@check
def factors_multiply_back(t: Trial) -> None:
    """left @ right is the best rank-k approximation; the split between the two factors is free."""
    for m, n in ((30, 50), (50, 30), (41, 41)):
        w = matrix(t.draw, m, n, 1.2)
        result = t.you.compress(w, 0.9, "energy")
        left, right = field(t, result, "left"), field(t, result, "right")
        best = t.ref.compress(w, 0.9, "energy")
        k = best["rank"]
        shapes = (getattr(left, "shape", None), getattr(right, "shape", None))
        t.that(
            shapes == ((m, k), (k, n)),
            zh=f"{m}×{n} 的矩阵取秩 {k}，两个因子应为 {(m, k)} 与 {(k, n)}，得到 {shapes[0]} 与 {shapes[1]}。",
            en=f"For {m}×{n} at rank {k} the factors should be {(m, k)} and {(k, n)}, they are {shapes[0]} and {shapes[1]}.",
        )
        apart = float(np.max(np.abs(left @ right - best["left"] @ best["right"])))
        t.that(
            apart < 1e-8 * float(np.max(np.abs(w))),
            zh=f"left @ right 与最优秩 {k} 近似相差 {apart:.2g}。奇异值折进某一个因子了吗？",
            en=f"left @ right is {apart:.2g} away from the best rank-{k} approximation. Are the singular values folded into a factor?",
        )


@check
def error_is_relative(t: Trial) -> None:
    """rel_error is ||W - LR||_F / ||W||_F, whatever the scale of W."""
    for m, n in ((30, 50), (45, 33)):
        w = 7.5 * matrix(t.draw, m, n, 1.1)
        for keep in (0.8, 0.95):
            t.agree(lambda s, k=keep: s.compress(w, k, "energy")["rel_error"], rtol=1e-8, atol_scale=1e-9)
        result = t.you.compress(w, 0.8, "energy")
        true = float(np.linalg.norm(w - result["left"] @ result["right"]) / np.linalg.norm(w))
        got = field(t, result, "rel_error")
        t.that(
            abs(got - true) < 1e-8,
            zh=f"‖W−LR‖_F/‖W‖_F 实测 {true:.6f}，你报的是 {got:.6f}。丢掉的能量占比要开方才是误差。",
            en=f"||W-LR||_F/||W||_F measures {true:.6f}, you report {got:.6f}. The share of energy lost needs a square root.",
        )


@check
def ratio_counts_both_factors(t: Trial) -> None:
    """mn / (k(m+n)) wherever factors are stored."""
    for m, n in ((30, 50), (64, 16), (41, 41)):
        w = matrix(t.draw, m, n, 1.5)
        t.agree(lambda s: s.compress(w, 0.9, "energy")["storage_ratio"], rtol=1e-12)


@check
def no_gain_keeps_the_matrix(t: Trial) -> None:
    """k(m+n) >= mn: w itself, right None, ratio 1, no error."""
    for m, n, keep in ((20, 20, 0.95), (12, 40, 0.9), (10, 10, 0.5)):
        w = matrix(t.draw, m, n, 0.1)
        result = t.you.compress(w, keep, "count")
        k = field(t, result, "rank")
        ratio, right = field(t, result, "storage_ratio"), field(t, result, "right")
        t.that(
            ratio == 1.0 and right is None,
            zh=f"{m}×{n} 取秩 {k}：两个因子要 {k * (m + n)} 个数，原矩阵只有 {m * n} 个，此时应存原矩阵、压缩比为 1；得到 {ratio:.3g}。",
            en=f"{m}×{n} at rank {k}: factors need {k * (m + n)} numbers, the matrix has {m * n}; keep it, ratio 1; got {ratio:.3g}.",
        )
        left = field(t, result, "left")
        t.that(
            np.shape(left) == (m, n) and np.array_equal(left, w) and field(t, result, "rel_error") == 0.0,
            zh="不压缩时 left 应是原矩阵，误差为 0。",
            en="Where nothing is compressed, left is the matrix itself and the error is 0.",
        )


@check
def bad_arguments(t: Trial) -> None:
    """ValueError, and a zero matrix is no accident."""
    w = t.draw.normal(12, 12)
    t.raises(lambda s: s.compress(w, 0.0, "energy"), "ValueError")
    t.raises(lambda s: s.compress(w, 1.01, "energy"), "ValueError")
    t.raises(lambda s: s.compress(w, 0.5, "enrgy"), "ValueError")
    t.raises(lambda s: s.compress(w[0], 0.5, "energy"), "ValueError")
    t.raises(lambda s: s.compress(np.zeros((0, 4)), 0.5, "energy"), "ValueError")
    t.agree(lambda s: s.compress(w[:1, :1], 0.5, "energy"))
    zero = t.you.compress(np.zeros((12, 12)), 0.9, "energy")
    t.that(
        field(t, zero, "rel_error") == 0.0 and field(t, zero, "rank") == 1,
        zh="零矩阵：秩取 1，误差是 0，不能出现 nan。",
        en="A zero matrix: rank 1, error 0, no nan.",
    )


@check
def thin_work_only(t: Trial) -> None:
    """Of a tall matrix no more is computed than is used: a full U of 2500 by 2500 takes 50 MB."""
    w = matrix(t.draw, t.draw.integer(2400, 2600), 6, 1.2)

    def compressed(s):
        found = s.compress(w, 0.9, "energy")
        return found["rank"], found["rel_error"], found["left"] @ found["right"]

    t.lighter(compressed, at_most=5.0)
