"""The checks of online-softmax: one block, then blocks whose scores rise, then masks, joining, memory."""

import torch

from beikao.kit import Draw, Trial, check


def qkv(draw: Draw, t: int, s: int, d: int = 4, e: int = 3, size: float = 1.0):
    """q (2, 3, t, d), k (2, 3, s, d), v (2, 3, s, e)."""
    return (
        size * draw.normal(2, 3, t, d, like="torch"),
        size * draw.normal(2, 3, s, d, like="torch"),
        draw.normal(2, 3, s, e, like="torch"),
    )


def climbing(draw: Draw, t: int, s: int, step: float):
    """As qkv, but the scores rise by `step` from key to key (fall where it is negative), up to some noise."""
    q, k, v = qkv(draw, t, s, size=0.5)
    q[..., 0], k[..., 0] = 2.0, step * torch.arange(s)
    return q, k, v


@check
def one_block(t: Trial) -> None:
    """The block is as long as the row: an ordinary softmax, every axis of another length."""
    for sizes in ((4, 6, 5, 7), (5, 3, 8, 2), (1, 1, 1, 1), (4, 6, 5, 7)):
        a = qkv(t.draw, *sizes)
        t.agree(lambda m, a=a: m.tiled_attention(*a, a[1].shape[2])[0], rtol=1e-4, atol_scale=1e-5)


@check
def rising_scores(t: Trial) -> None:
    """Each block scores higher than the last, or lower, or the highest is in the middle."""
    for step, block in ((0.7, 2), (0.3, 3), (-0.5, 2), (1.5, 4)):
        q, k, v = climbing(t.draw, 3, 12, step)
        got = t.you.tiled_attention(q, k, torch.ones_like(v), block)[0]
        t.that(
            float((got - 1).abs().max()) < 1e-3,
            zh=f"值全是 1，输出就该是 1，你的输出到了 {float(got.flatten()[int((got - 1).abs().argmax())]):.4f}。最大值变了，旧的 l 和旧的输出都要乘 e 的（旧减新）次方。",
            en=f"All values are 1, so outputs are 1; yours reach {float(got.flatten()[int((got - 1).abs().argmax())]):.4f}. When the maximum changes, the old sum and the old output both take exp(old − new).",
        )
        t.agree(lambda m, a=(q, k, v, block): m.tiled_attention(*a)[0], rtol=1e-3, atol_scale=1e-4)
    q, k, v = qkv(t.draw, 3, 12, size=2.0)
    t.agree(lambda m: m.tiled_attention(q, k, v, 3)[0], rtol=1e-3, atol_scale=1e-4)


@check
def lse(t: Trial) -> None:
    """ln of the sum of exp(score), in one block and in three."""
    q, k, v = qkv(t.draw, 4, 6)
    want = torch.logsumexp(q @ k.transpose(-2, -1) / 2, -1)
    for block in (6, 2):
        got = t.you.tiled_attention(q, k, v, block)[1]
        worst = float((got - want).abs().max()) if tuple(got.shape) == (2, 3, 4) else float("nan")
        t.that(
            worst < 1e-4,
            zh=f"lse 应是 (2, 3, 4)，等于 ln Σ exp(分数)，也就是 m + ln l。你的形状是 {tuple(got.shape)}，最多差 {worst:.4f}。",
            en=f"lse should be (2, 3, 4) and ln Σ exp(score), which is m + ln l. Yours is {tuple(got.shape)} and off by up to {worst:.4f}.",
        )


@check
def any_block(t: Trial) -> None:
    """Blocks of 1 to more than all; most do not divide."""
    q, k, v = qkv(t.draw, 4, 11, size=1.5)
    for block in (1, 2, 3, 4, 5, 7, 10, 11, 12, 100):
        t.agree(lambda m, b=block: m.tiled_attention(q, k, v, b), rtol=1e-3, atol_scale=1e-4)


@check
def huge_scores(t: Trial) -> None:
    """Scores of ten thousand; falling and rising by thousands from block to block."""
    for step in (1500.0, -1500.0):
        q, k, v = climbing(t.draw, 3, 8, step)
        t.agree(lambda m, a=(q, k, v, 2): m.tiled_attention(*a), rtol=1e-3, atol_scale=1e-4)
    q, k, v = qkv(t.draw, 3, 8, size=100.0)
    # Whole tens: scores are exact, in whatever order they are summed, and equal or 50 apart. Where they lie closer, an lse
    # of 20,000 in float32, by which a right answer may join its blocks, does not hold their difference. It holds the logarithm of
    # equal ones to 0.001, at 50,000 to 0.002, each time blocks are joined.
    q, k = 10 * (q / 10).round(), 10 * (k / 10).round()
    t.agree(lambda m: m.tiled_attention(q, k, v, 3), rtol=2e-2, atol_scale=2e-2)
    low = q.clone()
    low[..., 0] = 2000.0
    k[..., 0] = -50.0  # every score is near -50,000
    t.agree(lambda m: m.tiled_attention(low, k, v, 3), rtol=2e-2, atol_scale=2e-2)


@check
def causal(t: Trial) -> None:
    """As many keys as queries; more keys, as with a cache; one query; the last query sees all."""
    for queries, keys in ((7, 7), (3, 8), (1, 5), (2, 9)):
        q, k, v = climbing(t.draw, queries, keys, 0.4)
        for block in (1, 2, 3, 9):
            t.agree(lambda m, a=(q, k, v, block, True): m.tiled_attention(*a), rtol=1e-3, atol_scale=1e-4)
    q, k, v = qkv(t.draw, 5, 9)
    before = t.you.tiled_attention(q, k, v, 4, True)[0]
    k[:, :, 7:], v[:, :, 7:] = 5.0, -5.0
    after = t.you.tiled_attention(q, k, v, 4, True)[0]
    moved = float((after - before)[:, :, :3].abs().max())
    t.that(
        moved < 1e-5,
        zh=f"5 个查询、9 个键：改动最后两个键，前三个查询的输出移动了 {moved:.4f}。查询 i 只看得见键 0 到 i+4。",
        en=f"5 queries, 9 keys: the last two keys were changed, and the first three outputs moved by {moved:.4f}. Query i sees keys 0 to i+4.",
    )


@check
def empty_rows(t: Trial) -> None:
    """More queries than keys: the first rows see nothing."""
    for block in (1, 2, 8):
        q, k, v = qkv(t.draw, 5, 3)
        out, total = t.you.tiled_attention(q, k, v, block, True)
        t.that(
            bool((out[:, :, :2] == 0).all()) and bool((total[:, :, :2] == -torch.inf).all()),
            zh=f"5 个查询、3 个键，前两个查询什么也看不见：输出应是 0，lse 应是负无穷，得到 {float(out[0, 0, 0, 0])} 和 {float(total[0, 0, 0])}。负无穷减负无穷是 NaN。",
            en=f"5 queries, 3 keys: the first two see nothing, so output 0 and lse minus infinity; got {float(out[0, 0, 0, 0])} and {float(total[0, 0, 0])}. Minus infinity minus itself is NaN.",
        )
        t.agree(lambda m, a=(q, k, v, block): m.tiled_attention(*a, True)[0], rtol=1e-3, atol_scale=1e-4)
        t.agree(lambda m, a=(q, k, v, block): m.tiled_attention(*a, True)[1][:, :, 2:], rtol=1e-3, atol_scale=1e-4)


@check
def merge_parts(t: Trial) -> None:
    """Attention over the first keys and over the others, joined; in either order."""
    for cut, step in ((3, 0.6), (7, -0.6), (5, 0.0)):
        q, k, v = climbing(t.draw, 4, 9, step)
        first, second = (t.ref.tiled_attention(q, k[:, :, p], v[:, :, p], 4) for p in (slice(0, cut), slice(cut, 9)))
        whole = t.ref.tiled_attention(q, k, v, 4)
        for parts in ((*first, *second), (*second, *first)):
            got = t.you.merge(*parts)
            worst = float((got[0] - whole[0]).abs().max())
            t.that(
                worst < 1e-3,
                zh=f"9 个键切成 {cut} 与 {9 - cut}，合并后与一次算完差 {worst:.4f}。两段要按 e 的 lse 次方加权。",
                en=f"9 keys cut into {cut} and {9 - cut}: joined, they are {worst:.4f} off the whole. Weight each part by exp(lse).",
            )
            t.agree(lambda m, a=parts: m.merge(*a), rtol=1e-3, atol_scale=1e-4)


@check
def merge_empty_parts(t: Trial) -> None:
    """A part that saw nothing, two such parts, an lse of ten thousand and one of minus ten thousand."""
    a, b = t.draw.normal(4, 3, like="torch"), t.draw.normal(4, 3, like="torch")
    nothing, zero = torch.full((4,), -torch.inf), torch.zeros(4, 3)
    some = t.draw.normal(4, like="torch")
    for parts in (
        (a, some, zero, nothing),
        (zero, nothing, b, some),
        (a, 10_000 + some, b, 10_000 - some),
        (a, some - 10_000, b, -10_000 - some),
        (a, some, b, some + 500),
    ):
        t.agree(lambda m, p=parts: m.merge(*p), rtol=1e-3, atol_scale=1e-5)
    out, lse_of_none = t.you.merge(zero, nothing, zero, nothing)
    t.that(
        bool((out == 0).all()) and bool((lse_of_none == -torch.inf).all()),
        zh=f"两段都什么也没看见，合并应是 0 和负无穷，得到 {float(out[0, 0])} 和 {float(lse_of_none[0])}。",
        en=f"Both parts saw nothing; joined they should be 0 and minus infinity; got {float(out[0, 0])} and {float(lse_of_none[0])}.",
    )


@check
def precision(t: Trial) -> None:
    """float64 in, float64 out, to ten digits."""
    q, k, v = (x.double() for x in qkv(t.draw, 4, 11, size=1.5))
    t.agree(lambda m: m.tiled_attention(q, k, v, 3), rtol=1e-9, atol_scale=1e-10)
    t.agree(lambda m: m.tiled_attention(q, k, v, 3, True), rtol=1e-9, atol_scale=1e-10)
    parts = [torch.from_numpy(t.draw.normal(*shape)) for shape in ((4, 3), (4,), (4, 3), (4,))]
    t.agree(lambda m: m.merge(*parts), rtol=1e-9, atol_scale=1e-10)


def sized(draw: Draw, heads: int, least: int, most: int):
    """q, k, v of as many queries as keys, a number of them in this range; scores that matter."""
    n = draw.integer(least, most)
    return [draw.normal(1, heads, n, 8, like="torch") for _ in range(3)]


@check
def linear_memory(t: Trial) -> None:
    """6144 by 6144 scores are 144 MiB; blocks of 64 keys hold 1.5. What comes back is right, or nothing was measured."""
    q, k, v = sized(t.draw, 1, 6000, 6200)
    t.lighter(lambda m: m.tiled_attention(q, k, v, 64), at_most=3.0)


@check
def no_row_by_row(t: Trial) -> None:
    """Many rows, a few blocks; outputs and sums are compared, as everywhere."""
    q, k, v = sized(t.draw, 4, 350, 400)
    t.faster(lambda m: m.tiled_attention(q, k, v, 128), at_most=4.0)


@check
def bad_block(t: Trial) -> None:
    """0 and below."""
    q, k, v = qkv(t.draw, 2, 3)
    for block in (0, -1):
        t.raises(lambda m, b=block: m.tiled_attention(q, k, v, b), "ValueError")
