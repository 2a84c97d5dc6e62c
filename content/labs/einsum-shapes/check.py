"""The checks of einsum-shapes. Every axis has a length of its own, so a swapped pair shows; then axes of length one."""

import torch

from beikao.kit import Draw, Trial, check


def bilinear_inputs(draw: Draw, b: int, h: int, n: int, m: int, d: int, e: int):
    """x, w, y of these lengths."""
    return draw.normal(b, n, d, like="torch"), draw.normal(h, d, e, like="torch"), draw.normal(b, m, e, like="torch")


def padded(draw: Draw, lengths: list[int], tokens: int, width: int, filling: float):
    """x (B, tokens, width) whose padding holds `filling`."""
    x = 3.0 + draw.normal(len(lengths), tokens, width, like="torch")
    for b, length in enumerate(lengths):
        x[b, length:] = filling
    return x, torch.tensor(lengths)


@check
def bilinear_scores(t: Trial) -> None:
    """Against the reference on lengths that all differ, and one entry by hand."""
    for sizes in ((2, 3, 4, 5, 6, 7), (3, 2, 5, 4, 7, 6), (2, 3, 4, 5, 6, 7)):
        x, w, y = bilinear_inputs(t.draw, *sizes)
        t.agree(lambda s, a=(x, w, y): s.batched_bilinear(*a), rtol=1e-5, atol_scale=1e-5)
    got = t.you.batched_bilinear(x, w, y)
    b, h, n, m = 1, 2, 3, 4
    want = float(x[b, n] @ w[h] @ y[b, m])
    t.that(
        abs(float(got[b, h, n, m]) - want) < 1e-3,
        zh=f"元素 [b={b}, h={h}, n={n}, m={m}] 应是 x[b,n] @ w[h] @ y[b,m] = {want:.4f}，得到 {float(got[b, h, n, m]):.4f}。",
        en=f"Entry [b={b}, h={h}, n={n}, m={m}] should be x[b,n] @ w[h] @ y[b,m] = {want:.4f}; it is {float(got[b, h, n, m]):.4f}.",
    )


@check
def square_scores(t: Trial) -> None:
    """N = M and D = E: here a swapped pair keeps the shape and no error warns."""
    for n, d in ((4, 5), (3, 3)):
        x, w, y = bilinear_inputs(t.draw, 2, 3, n, n, d, d)
        t.agree(lambda s, a=(x, w, y): s.batched_bilinear(*a), rtol=1e-5, atol_scale=1e-5)


@check
def heads_there_and_back(t: Trial) -> None:
    """A head sees every token; merging undoes splitting."""
    for b, tokens, heads, d in ((2, 5, 3, 4), (3, 4, 4, 4), (2, 7, 2, 3)):
        x = t.draw.normal(b, tokens, heads * d, like="torch")
        split = t.you.split_heads(x, heads)
        t.that(
            tuple(split.shape) == (b, heads, tokens, d),
            zh=f"{tuple(x.shape)} 切成 {heads} 个头应是 {(b, heads, tokens, d)}，得到 {tuple(split.shape)}。",
            en=f"{tuple(x.shape)} cut into {heads} heads should be {(b, heads, tokens, d)}; it is {tuple(split.shape)}.",
        )
        for head in range(heads):
            t.that(
                torch.equal(split[:, head], x[:, :, head * d : (head + 1) * d]),
                zh=f"头 {head} 应是每个词元的特征 {head * d} 到 {head * d + d - 1}；拿到的是别的数。先切出头的轴，再交换轴。",
                en=f"Head {head} should hold features {head * d} to {head * d + d - 1} of every token; it holds others. Cut the head axis out first, then swap axes.",
            )
        t.agree(lambda s, x=x, n=heads: s.merge_heads(s.split_heads(x, n)), exact=True)
        h = t.draw.normal(b, heads, tokens, d, like="torch")
        t.agree(lambda s, h=h: s.merge_heads(h), exact=True)


@check
def patches_in_order(t: Trial) -> None:
    """Each patch is a square of the image, its pixels row by row, channels innermost."""
    for b, c, rows, columns, size in ((2, 3, 2, 3, 2), (1, 2, 3, 2, 4), (2, 3, 2, 3, 2)):
        images = t.draw.normal(b, c, rows * size, columns * size, like="torch")
        got = t.you.patches(images, size)
        shape = (b, rows * columns, size * size * c)
        t.that(
            tuple(got.shape) == shape,
            zh=f"{tuple(images.shape)} 按 {size}×{size} 切块应是 {shape}，得到 {tuple(got.shape)}。",
            en=f"{tuple(images.shape)} cut into {size}×{size} patches should be {shape}; it is {tuple(got.shape)}.",
        )
        square = images[0, :, :size, size : 2 * size]  # the second patch of the first row
        t.that(
            sorted(got[0, 1].tolist()) == sorted(square.flatten().tolist()),
            zh="第 1 块（从 0 数）应恰好是第一行左起第二个方块里的像素；混进了别处的像素。",
            en="Patch 1, counted from 0, should hold exactly the pixels of the second square of the first row; others got in.",
        )
        t.agree(lambda s, a=(images, size): s.patches(*a), exact=True)


@check
def mean_without_padding(t: Trial) -> None:
    """Padding holds 0, then nan; one row is empty; one is full; B = T and B = D show a broadcast from the left."""
    for lengths, tokens, width in (([2, 5, 1], 5, 4), ([3, 0, 4], 4, 2), ([1, 3, 2], 3, 3)):
        for filling in (0.0, 7.0, float("nan"), float("inf")):
            x, n = padded(t.draw, lengths, tokens, width, filling)
            t.agree(lambda s, a=(x, n): s.masked_mean(*a), rtol=1e-5)
            got = t.you.masked_mean(x, n)
            t.that(
                bool(torch.isfinite(got).all()),
                zh=f"填充位置放的是 {filling}，结果里出现了 {got[~torch.isfinite(got)][:1].tolist()}。nan 乘 0 还是 nan：要用选择，不能用乘法。",
                en=f"The padding holds {filling} and it leaked: {got[~torch.isfinite(got)][:1].tolist()}. nan times 0 is nan: choose instead of multiplying.",
            )


@check
def axes_of_length_one(t: Trial) -> None:
    """One sample, one head, one token, one feature, a patch of one pixel, a patch as large as the image."""
    for sizes in ((1, 1, 1, 1, 1, 1), (1, 3, 1, 4, 2, 1), (3, 1, 4, 1, 1, 2), (2, 2, 1, 1, 3, 3)):
        x, w, y = bilinear_inputs(t.draw, *sizes)
        t.agree(lambda s, a=(x, w, y): s.batched_bilinear(*a), rtol=1e-5, atol_scale=1e-5)
    for shape, heads in (((1, 1, 4), 4), ((2, 3, 4), 1), ((1, 5, 1), 1)):
        x = t.draw.normal(*shape, like="torch")
        t.agree(lambda s, a=(x, heads): s.split_heads(*a), exact=True)
        t.agree(lambda s, a=(x, heads): s.merge_heads(s.split_heads(*a)), exact=True)
    for shape, size in (((1, 1, 3, 3), 3), ((2, 3, 2, 4), 1), ((1, 3, 2, 2), 2)):
        images = t.draw.normal(*shape, like="torch")
        t.agree(lambda s, a=(images, size): s.patches(*a), exact=True)
    x, n = padded(t.draw, [1], 1, 1, 0.0)
    t.agree(lambda s: s.masked_mean(x, n), rtol=1e-5)


@check
def strided_inputs(t: Trial) -> None:
    """The same numbers in another order of memory: the answers may not change."""
    x, w, y = bilinear_inputs(t.draw, 2, 3, 4, 5, 6, 7)
    t.agree(lambda s: s.rig.batched_bilinear(x, w, y), rtol=1e-5, atol_scale=1e-5)
    tokens, heads = t.draw.normal(2, 5, 12, like="torch"), t.draw.normal(2, 3, 5, 4, like="torch")
    t.agree(lambda s: s.rig.split_heads(tokens, 3), exact=True)
    t.agree(lambda s: s.rig.merge_heads(heads), exact=True)
    images = t.draw.normal(2, 3, 4, 6, like="torch")
    t.agree(lambda s: s.rig.patches(images, 2), exact=True)
    padding, n = padded(t.draw, [2, 5, 1], 5, 4, float("nan"))
    t.agree(lambda s: s.rig.masked_mean(padding, n), rtol=1e-5)


@check
def bad_sizes(t: Trial) -> None:
    """Heads that do not divide the width, patches that do not divide the image."""
    x, images = t.draw.normal(2, 3, 6, like="torch"), t.draw.normal(1, 2, 4, 6, like="torch")
    for heads in (0, -2, 4, 12):
        t.raises(lambda s, n=heads: s.split_heads(x, n), "ValueError")
    for size in (0, -2, 3, 4, 5):
        t.raises(lambda s, n=size: s.patches(images, n), "ValueError")


@check
def nothing_blown_up(t: Trial) -> None:
    """All pairs of features at once take 64 MiB, a copy of w for each sample 128 MiB; the reference, less than 3 MiB."""
    cases = [bilinear_inputs(t.draw, *sizes) for sizes in ((4, 2, 64, 64, 32, 32), (1024, 8, 1, 1, 64, 64))]
    t.lighter(lambda s: [s.batched_bilinear(*case) for case in cases], at_most=4.0)


@check
def no_loops(t: Trial) -> None:
    """Many small problems: what walks over them one by one spends its time on the walking."""
    cases = [bilinear_inputs(t.draw, *sizes) for sizes in ((64, 4, 32, 32, 32, 32), (2048, 4, 4, 4, 16, 16))]
    t.faster(lambda s: [s.batched_bilinear(*case) for case in cases], at_most=4.0)
