"""The checks of gd-edge. Callbacks carry plain tensors, so all access to the loss is counted here."""

import torch

from beikao.kit import Draw, Trial, check


def quadratic(draw: Draw, values):
    """A symmetric matrix with these eigenvalues in a random basis."""
    n = len(values)
    q, _ = torch.linalg.qr(torch.from_numpy(draw.normal(n, n)))
    return q @ torch.diag(torch.tensor(values, dtype=torch.float64)) @ q.T


def vector(draw: Draw, n: int):
    """A random float64 tensor."""
    return torch.from_numpy(draw.normal(n))


@check
def top_curvature(t: Trial) -> None:
    """Several spectra, several scales."""
    for top, n in ((3.0, 6), (250.0, 12), (0.02, 9)):
        rest = [top * t.draw.uniform(0.05, 0.8) for _ in range(n - 1)]
        h = quadratic(t.draw, [top, *rest])
        got = t.you.lambda_max(lambda v, h=h: h @ v, 3.0 * vector(t.draw, n), 120)
        t.that(
            isinstance(got, float) and abs(got - top) <= 0.01 * top,
            zh=f"{n} 维二次函数，最大曲率是 {top:g}，120 次迭代得到 {got}，应在 1% 以内。",
            en=f"A quadratic in {n} dimensions has the top curvature {top:g}; 120 iterations gave {got}, within 1% is asked.",
            got=got,
        )


@check
def products_only(t: Trial) -> None:
    """The number of products is bounded, whatever the dimension."""
    n, iters = 60, 25
    h = quadratic(t.draw, [5.0, *[t.draw.uniform(0.1, 2.0) for _ in range(n - 1)]])
    calls = []

    def hvp(v):
        calls.append(tuple(v.shape))
        return h @ v

    got = t.you.lambda_max(hvp, vector(t.draw, n), iters)
    t.that(
        0 < len(calls) <= iters + 1,
        zh=f"{iters} 次迭代用了 {len(calls)} 次 Hessian 向量积。维数是 {n}：逐列拼出整个 Hessian 在真实模型上做不到。",
        en=f"{iters} iterations used {len(calls)} Hessian-vector products. The dimension is {n}: building the Hessian column by column is impossible for a real model.",
    )
    t.that(
        all(shape == (n,) for shape in calls) and abs(got - 5.0) < 0.05,
        zh="每次应传入长度为 d 的向量，并在 25 次内得到 5。",
        en="Each product takes a vector of length d, and 25 of them should give 5.",
    )


@check
def sign_of_curvature(t: Trial) -> None:
    """At a saddle the largest eigenvalue in size may be negative."""
    h = quadratic(t.draw, [-4.0, 1.5, 0.7, 0.2, 1.0])
    got = t.you.lambda_max(lambda v: h @ v, vector(t.draw, 5), 150)
    t.that(
        isinstance(got, float) and abs(got + 4.0) < 0.04,
        zh=f"特征值是 −4、1.5、1、0.7、0.2，绝对值最大的是 −4，得到 {got}。负号说明这里往下弯。",
        en=f"The eigenvalues are −4, 1.5, 1, 0.7, 0.2; the largest in size is −4, got {got}. The sign says that the loss bends down here.",
    )
    start = torch.tensor([2.0, 0.0, 0.0], dtype=torch.float64)
    for size in (0.0, 1.0):
        got = t.you.lambda_max(lambda v, size=size: size * v, start, 5)
        t.that(
            isinstance(got, float) and got == size,
            zh=f"Hessian 是 {size:g} 乘单位阵，最大曲率就是 {size:g}，得到 {got}。曲率为 0 时，除以 0 会变成 nan。",
            en=f"The Hessian is {size:g} times the identity, so the top curvature is {size:g}; got {got}. Where there is no curvature, a division by zero gives nan.",
        )


def same_path(t: Trial, momentum: float) -> None:
    """The whole path on a random quadratic."""
    h, w0 = quadratic(t.draw, [4.0, 1.0, 0.3, 0.1]), vector(t.draw, 4)
    t.agree(lambda m: m.descend(lambda w: h @ w, w0, 0.2, momentum, 30), rtol=1e-9, atol_scale=1e-10)


@check
def few_products(t: Trial) -> None:
    """After one product and after two the quotient is known exactly: the start counts by its direction alone."""
    h, start = quadratic(t.draw, [5.0, 2.0, -1.0, 0.5]), 7.0 * vector(t.draw, 4)
    v = start / torch.linalg.vector_norm(start)
    for iters in (1, 2):
        want = float(v @ (h @ v) / (v @ v))
        got = t.you.lambda_max(lambda v: h @ v, start, iters)
        v = h @ v
        after = float(v @ (h @ v) / (v @ v))  # one product more is allowed
        t.that(
            isinstance(got, float) and min(abs(got - want), abs(got - after)) < 1e-9,
            zh=f"{iters} 次迭代后，Rayleigh 商是 {want:.6f}（多用一次乘积则是 {after:.6f}），得到 {got}。起点先归一化了吗？",
            en=f"After {iters} iterations the Rayleigh quotient is {want:.6f} ({after:.6f} with one product more); got {got}. Was the start normalised?",
        )


@check
def plain_descent(t: Trial) -> None:
    """w <- w - lr g, thirty times."""
    same_path(t, 0.0)


@check
def momentum_descent(t: Trial) -> None:
    """v <- beta v + g; w <- w - lr v."""
    for momentum in (0.5, 0.9):
        same_path(t, momentum)


@check
def edge_of_stability(t: Trial) -> None:
    """The limit the learner predicts is where the learner's own descent turns from shrinking to growing."""
    values = [t.draw.uniform(2.0, 30.0), 1.0, 0.5]
    h, w0 = quadratic(t.draw, values), vector(t.draw, 3)
    for momentum in (0.0, 0.5, 0.9):
        limit = t.you.stable_limit(values[0], momentum)
        sizes = []
        for factor in (0.95, 1.05):
            path = t.you.descend(lambda w: h @ w, w0, factor * limit, momentum, 150)
            sizes.append(float(torch.linalg.vector_norm(path[-1]) / torch.linalg.vector_norm(w0)))
        t.that(
            sizes[0] < 0.5 and sizes[1] > 1e3,
            zh=f"动量 {momentum}，你给的边界是 {limit:.4g}：取 0.95 倍走 150 步，误差是起点的 {sizes[0]:.2g} 倍（应缩小）；取 1.05 倍是 {sizes[1]:.2g} 倍（应爆炸）。",
            en=f"Momentum {momentum}, your limit {limit:.4g}: at 0.95 of it the error after 150 steps is {sizes[0]:.2g} of the start (it should shrink), at 1.05 it is {sizes[1]:.2g} (it should explode).",
        )


@check
def best_rate(t: Trial) -> None:
    """The rate that contracts fastest, compared by the worst direction."""
    for _ in range(3):
        low = t.draw.uniform(0.1, 1.0)
        high = low * t.draw.uniform(3.0, 20.0)
        got = t.you.best_rate(low, high)
        worst = max(abs(1 - got * low), abs(1 - got * high))
        ideal = (high - low) / (high + low)
        t.that(
            abs(worst - ideal) < 1e-9,
            zh=f"曲率从 {low:.3g} 到 {high:.3g}，学习率取 {got:.4g} 时最慢的方向每步乘 {worst:.4f}，最优可到 {ideal:.4f}。贴着 2/λmax 走，最陡的方向几乎只在原地来回跳。",
            en=f"With curvatures from {low:.3g} to {high:.3g}, a rate of {got:.4g} multiplies the slowest direction by {worst:.4f} a step; {ideal:.4f} is possible. At 2/λmax the steepest direction merely bounces.",
        )
