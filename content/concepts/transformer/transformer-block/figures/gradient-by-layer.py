"""A stack of residual branches at initialisation, normalised before the branch or after the sum: trunk and gradients."""

import numpy as np

from beikao.kit import Draw, Figure, Plot, Slider

D, F, N = 32, 64, 48
sliders = {
    "depth": Slider(2, 40, step=2, start=12, label=("分支的个数", "number of branches")),
    "post": Slider(0, 1, step=1, start=0, label=("0 前置，1 后置", "0 pre-norm, 1 post-norm")),
}


def norm(x):
    """Each row divided by its spread after removing its mean; the spread is kept for the way back."""
    centred = x - x.mean(1, keepdims=True)
    spread = np.sqrt((centred**2).mean(1, keepdims=True) + 1e-8)
    return centred / spread, spread


def norm_back(g, out, spread):
    """The gradient through `norm`."""
    return (g - g.mean(1, keepdims=True) - out * (g * out).mean(1, keepdims=True)) / spread


def run(depth, post):
    """Size of the trunk behind each branch, and of the gradient of each branch's second matrix."""
    random = np.random.default_rng(3)
    x = random.standard_normal((N, D))
    ups = [random.standard_normal((D, F)) * np.sqrt(2 / D) for _ in range(depth)]
    downs = [random.standard_normal((F, D)) / np.sqrt(F) for _ in range(depth)]
    along = random.standard_normal((N, D)) / N
    tape, sizes = [], []
    for up, down in zip(ups, downs, strict=True):
        into, spread = (x, None) if post else norm(x)
        hidden = np.maximum(into @ up, 0)
        x = x + hidden @ down
        tape.append((into, spread, hidden))
        if post:
            x, after = norm(x)
            tape[-1] += (x, after)
        sizes.append(float(np.sqrt(np.mean(x**2))))
    g = along
    if not post:
        out, spread = norm(x)  # the last norm, before the head
        g = norm_back(g, out, spread)
    gradients = []
    for up, down, kept in zip(reversed(ups), reversed(downs), reversed(tape), strict=True):
        into, spread, hidden = kept[:3]
        if post:
            g = norm_back(g, kept[3], kept[4])
        gradients.append(float(np.linalg.norm(hidden.T @ g)))
        back = ((g @ down.T) * (hidden > 0)) @ up.T
        g = g + (back if post else norm_back(back, into, spread))
    return sizes, gradients[::-1]


def figure(draw: Draw, depth: int, post: int) -> Figure:
    sizes, gradients = run(depth, post)
    other = run(depth, 1 - post)
    name = (("前置", "pre-norm"), ("后置", "post-norm"))
    left = (
        Plot(x=("第几个分支", "branch"), y=("主干的均方根", "size of the trunk"), y_range=(0, 8))
        .line(sizes, label=name[post])
        .line(other[0], label=name[1 - post], tone="muted", dash=True)
    )
    right = (
        Plot(
            x=("第几个分支", "branch"), y=("权重梯度的范数", "gradient of its weights"), log_y=True, y_range=(0.05, 20)
        )
        .line(gradients, label=name[post])
        .line(other[1], label=name[1 - post], tone="muted", dash=True)
    )
    return Figure(
        numbers={"trunk": sizes[-1], "last": gradients[-1], "first": gradients[0]},
        plot=[left, right],
        says={
            "zh": f"{name[post][0]}，{depth} 个分支：主干末尾的均方根 {sizes[-1]:.2f}，末层权重的梯度 {gradients[-1]:.2f}，首层 {gradients[0]:.2f}。",
            "en": f"{name[post][1]}, {depth} branches: the trunk ends with a size of {sizes[-1]:.2f}; the gradient is "
            f"{gradients[-1]:.2f} at the last branch and {gradients[0]:.2f} at the first.",
        },
    )


def claims(at) -> None:
    pre = {n: at(depth=n, post=0).numbers for n in (2, 12, 40)}
    post = {n: at(depth=n, post=1).numbers for n in (2, 12, 40)}
    assert pre[40]["last"] < pre[2]["last"] / 3 and pre[2]["trunk"] < pre[12]["trunk"] < pre[40]["trunk"]
    assert (
        post[40]["last"] > 3 * pre[40]["last"] and post[40]["last"] > 0.7 * post[2]["last"]
    )  # hardly falls with depth
    assert abs(post[40]["trunk"] - 1) < 1e-3 and pre[40]["trunk"] > 5
    # the gradients are those of autograd
    import torch

    random = np.random.default_rng(3)
    x = torch.tensor(random.standard_normal((N, D)))
    ups = [torch.tensor(random.standard_normal((D, F)) * np.sqrt(2 / D)) for _ in range(3)]
    downs = [torch.tensor(random.standard_normal((F, D)) / np.sqrt(F), requires_grad=True) for _ in range(3)]
    along = torch.tensor(random.standard_normal((N, D)) / N)
    for kind in (0, 1):
        h = x
        for up, down in zip(ups, downs, strict=True):
            into = h if kind else torch.nn.functional.layer_norm(h, (D,), eps=1e-8)
            h = h + torch.relu(into @ up) @ down
            h = torch.nn.functional.layer_norm(h, (D,), eps=1e-8) if kind else h
        h = h if kind else torch.nn.functional.layer_norm(h, (D,), eps=1e-8)
        want = [float(g.norm()) for g in torch.autograd.grad((h * along).sum(), downs)]
        assert np.allclose(run(3, kind)[1], want, rtol=1e-9)
