"""The checks of attention-mha. Every axis has a length of its own, so a wrong axis shows; each mask question has its own check."""

import torch

from beikao.kit import Draw, Trial, check


def qkv(draw: Draw, batch: tuple[int, ...], t: int, s: int, d: int, e: int, size: float = 1.0):
    """q (*batch, t, d), k (*batch, s, d), v (*batch, s, e)."""
    return (
        size * draw.normal(*batch, t, d, like="torch"),
        size * draw.normal(*batch, s, d, like="torch"),
        draw.normal(*batch, s, e, like="torch"),
    )


def random_mask(draw: Draw, *shape: int):
    """About half True, with at least one True and one False in every row."""
    mask = draw.normal(*shape, like="torch") > 0
    seen, hidden = draw.sample(range(shape[-1]), 2)
    mask[..., seen], mask[..., hidden] = True, False
    return mask


def weights_of(draw: Draw, width: int):
    """Four random matrices under the names of the layer."""
    return {f"{name}.weight": 0.6 * draw.normal(width, width, like="torch") for name in ("q", "k", "v", "out")}


@check
def plain_attention(t: Trial) -> None:
    """Shapes in which every axis differs; single and double precision."""
    for batch, *sizes in (((2, 3), 4, 5, 6, 7), ((), 5, 4, 16, 2)):
        q, k, v = qkv(t.draw, batch, *sizes)
        t.agree(lambda m, a=(q, k, v): m.sdpa(*a), rtol=1e-4, atol_scale=1e-5)
    q, k, v = (x.double() for x in qkv(t.draw, (2, 3), 4, 5, 6, 7))
    t.agree(lambda m: m.sdpa(q, k, v), rtol=1e-11, atol_scale=1e-12)


@check
def scale_is_given(t: Trial) -> None:
    """Other scales, and 0, which makes a plain mean."""
    q, k, v = qkv(t.draw, (2,), 3, 5, 4, 6)
    for scale in (1.0, 0.2, -0.7, 0.0):
        t.agree(lambda m, c=scale: m.sdpa(q, k, v, None, c), rtol=1e-4, atol_scale=1e-5)
        t.agree(lambda m, c=scale: m.sdpa(q, k, v, scale=c), rtol=1e-4, atol_scale=1e-5)


@check
def rows_sum_to_one(t: Trial) -> None:
    """Values of one come back as one, whatever is masked; forbidden scores do not shrink the rest."""
    for _ in range(3):
        q, k, v = qkv(t.draw, (2, 3), 4, 6, 5, 2, size=1.5)
        mask = random_mask(t.draw, 4, 6)
        got = t.you.sdpa(q, k, torch.ones_like(v), mask)
        low = float(got.min())
        t.that(
            tuple(got.shape) == (2, 3, 4, 2) and abs(low - 1) < 1e-5 and abs(float(got.max()) - 1) < 1e-5,
            zh=f"值全是 1，加权平均就该是 1；你的输出里最小的是 {low:.4f}。掩码若在 softmax 之后，分母里还有不许看的位置。",
            en=f"All values are 1, so a weighted mean is 1; the least of your outputs is {low:.4f}. With the mask after the softmax the denominator still holds forbidden positions.",
        )


@check
def forbidden_weigh_nothing(t: Trial) -> None:
    """Values are 1 at forbidden keys of one query and 0 elsewhere."""
    for _ in range(3):
        q, k, _ = qkv(t.draw, (), 4, 6, 5, 2)
        mask, row = random_mask(t.draw, 4, 6), t.draw.integer(0, 3)
        v = (~mask[row]).float()[:, None]
        got = float(t.you.sdpa(q, k, v, mask)[row, 0])
        t.that(
            abs(got) < 1e-7,
            zh=f"掩码里 True 是可以看。查询 {row} 不许看的键，得到了 {got:.4f} 的权重，应当是 0：它们的分数要是负无穷，不是 0。",
            en=f"True in the mask may be seen. Keys forbidden to query {row} got a weight of {got:.4f}; it should be 0: their scores must be minus infinity, not 0.",
        )
        full = qkv(t.draw, (2, 3), 4, 6, 5, 2)
        t.agree(lambda m, a=full, mask=mask: m.sdpa(*a, mask), rtol=1e-4, atol_scale=1e-5)


@check
def masks_broadcast(t: Trial) -> None:
    """(S,), (T, S), (B, 1, 1, S), (B, 1, T, S), (B, H, T, S); one query, one key."""
    q, k, v = qkv(t.draw, (2, 3), 4, 6, 5, 7)
    for shape in ((6,), (4, 6), (1, 6), (2, 1, 1, 6), (2, 1, 4, 6), (1, 3, 1, 6), (2, 3, 4, 6)):
        mask = random_mask(t.draw, *shape)
        t.agree(lambda m, mask=mask: m.sdpa(q, k, v, mask=mask), rtol=1e-4, atol_scale=1e-5)
    for sizes in ((1, 6, 5, 7), (4, 1, 5, 7), (1, 1, 1, 1), (3, 4, 1, 1)):
        a = qkv(t.draw, (2,), *sizes)
        mask = torch.ones(sizes[0], sizes[1], dtype=torch.bool)
        t.agree(lambda m, a=a, mask=mask: m.sdpa(*a, mask), rtol=1e-4, atol_scale=1e-5)


@check
def large_scores(t: Trial) -> None:
    """Scores of ten thousand; and a forbidden key whose score is far above all that are seen."""
    q, k, v = qkv(t.draw, (2,), 3, 5, 4, 6, size=120.0)
    q, k = q.round(), k.round()  # whole numbers: scores are exact, in whatever order they are summed
    t.agree(lambda m: m.sdpa(q, k, v), rtol=1e-4, atol_scale=1e-5)
    mask = random_mask(t.draw, 3, 5)
    t.agree(lambda m: m.sdpa(q, k, v, mask), rtol=1e-4, atol_scale=1e-5)
    q, k, v = qkv(t.draw, (), 3, 5, 4, 6)
    q[:, 0], k[:, 0] = 50.0, 0.0
    k[2, 0] = 400.0  # key 2 scores ten thousand
    seen = torch.tensor([True, True, False, True, True])
    t.agree(lambda m: m.sdpa(q, k, v, seen), rtol=1e-4, atol_scale=1e-5)


@check
def empty_rows(t: Trial) -> None:
    """Some rows see nothing: zeros there, and all others as they should be."""
    for size in (1.0, 100.0):
        q, k, v = qkv(t.draw, (2,), 4, 5, 4, 6, size=size)
        if size > 1:
            q, k = q.round(), k.round()
        mask = random_mask(t.draw, 2, 4, 5)
        mask[0, 1], mask[1, 3] = False, False
        got = t.you.sdpa(q, k, v, mask)
        t.that(
            bool((got[0, 1] == 0).all()) and bool((got[1, 3] == 0).all()),
            zh=f"一个键也看不见的行应输出 0，得到 {got[0, 1].tolist()[:3]}。全是负无穷的一行，softmax 是 NaN；换成很小的有限数，又成了平均。",
            en=f"A row that sees no key should give 0; it gave {got[0, 1].tolist()[:3]}. Softmax of nothing but minus infinity is NaN; of very small finite numbers it is a mean.",
        )
        t.agree(lambda m, a=(q, k, v, mask): m.sdpa(*a), rtol=1e-4, atol_scale=1e-5)
    nothing = torch.zeros(4, 5, dtype=torch.bool)
    t.agree(lambda m: m.sdpa(q, k, v, nothing), rtol=1e-4, atol_scale=1e-5)


@check
def heads_apart(t: Trial) -> None:
    """The layer with weights loaded, without a mask; one head, and as many heads as features."""
    for tokens, heads, each in ((5, 3, 4), (3, 1, 5), (5, 3, 4), (6, 4, 1)):
        weights = weights_of(t.draw, heads * each)
        x = t.draw.normal(2, tokens, heads * each, like="torch")
        t.agree(lambda m, a=(heads, weights, x): m.rig.run(*a, {"causal": False}), rtol=1e-3, atol_scale=1e-4)


@check
def prefix_invariance(t: Trial) -> None:
    """Change token j; outputs before j stay. Causal is the default."""
    for options in ({}, {"causal": True}):
        weights = weights_of(t.draw, 12)
        x = t.draw.normal(2, 6, 12, like="torch")
        before = t.you.rig.run(3, weights, x, options)
        for j in (5, 3, 1):
            changed = x.clone()
            changed[:, j:] = t.draw.normal(2, 6 - j, 12, like="torch")
            moved = (t.you.rig.run(3, weights, changed, options) - before).abs().amax(dim=(0, 2))
            first = next((i for i in range(j) if float(moved[i]) > 1e-4), None)
            t.that(
                first is None,
                zh=f"改动了词元 {j} 及以后（从 0 数），词元 {first} 的输出却移动了 {float(moved[first or 0]):.4f}。未来泄漏了。",
                en=f"Tokens from {j} on (counted from 0) were changed, and the output of token {first} moved by {float(moved[first or 0]):.4f}. The future leaks.",
            )


@check
def own_token_counts(t: Trial) -> None:
    """The first token sees itself, and the whole causal layer agrees."""
    weights = weights_of(t.draw, 12)
    x = t.draw.normal(2, 6, 12, like="torch")
    got = t.you.rig.run(3, weights, x, {})
    want = x[:, 0] @ weights["v.weight"].T @ weights["out.weight"].T
    t.that(
        float((got[:, 0] - want).abs().max()) < 1e-3,
        zh="因果掩码下第一个词元只看得见自己，权重只能全在自己身上，输出应是 out(v(x))；你的不是。看看两处：掩码有没有留着对角线，softmax 是不是沿着键那一轴。",
        en="Under a causal mask the first token sees itself alone: all its weight is on itself, and its output is out(v(x)); yours is not. Two places to look: does the mask keep its diagonal, and does the softmax run over the keys?",
    )
    for tokens in (1, 2, 6):
        t.agree(lambda m, n=tokens: m.rig.run(3, weights, x[:, :n], {}), rtol=1e-3, atol_scale=1e-4)


@check
def padding_is_silent(t: Trial) -> None:
    """Padding on the left and on the right, zero or not, causal or not."""
    real = torch.tensor([[False, False, True, True, True], [True, True, True, False, False], [True] * 5])
    for causal in (True, False):
        weights = weights_of(t.draw, 8)
        x = t.draw.normal(3, 5, 8, like="torch")
        x[~real] = 0.0
        options = {"real": real, "causal": causal}
        zeros = t.you.rig.run(2, weights, x, options)
        x[~real] = 3.0 * t.draw.normal(4, 8, like="torch")
        other = t.you.rig.run(2, weights, x, options)
        moved = float((other - zeros)[real].abs().max())
        alone = t.you.rig.run(2, weights, x[:1, 2:], {"causal": causal})
        t.that(
            moved < 1e-4 and float((alone[0] - zeros[0, 2:]).abs().max()) < 1e-3,
            zh=f"换掉填充的内容，真词元的输出移动了 {moved:.4f}；补齐与不补齐也应一样。零向量的分数是 0，权重不是 0：填充的键要掩掉。",
            en=f"With other padding the outputs of real tokens moved by {moved:.4f}; padded or not should be the same too. A zero vector scores 0, which is weight: mask padded keys.",
        )
        t.agree(lambda m, a=(2, weights, x, options): m.rig.run(*a), rtol=1e-3, atol_scale=1e-4)


@check
def gradients(t: Trial) -> None:
    """By q, k, v and by the weights of the layer, with rows that see nothing."""
    q, k, v = qkv(t.draw, (2,), 4, 5, 3, 6)
    mask = random_mask(t.draw, 4, 5)
    mask[2] = False
    mask[0] = True  # where each row saw one key at most, every gradient of q was nothing, and so was the tolerance
    direction = t.draw.normal(2, 4, 6, like="torch")
    for given in (None, mask):
        t.agree(lambda m, g=given: m.rig.sdpa_gradients(q, k, v, g, None, direction), rtol=1e-3, atol_scale=1e-4)
    weights, x = weights_of(t.draw, 8), t.draw.normal(2, 5, 8, like="torch")
    options = {"real": torch.tensor([[False, False, True, True, True], [True] * 5])}
    along = t.draw.normal(2, 5, 8, like="torch")
    t.agree(lambda m: m.rig.layer_gradients(2, weights, x, options, along), rtol=1e-3, atol_scale=1e-4)


@check
def bad_heads(t: Trial) -> None:
    """0, negative, and what does not divide."""
    for width, heads in ((6, 0), (6, -2), (6, 4), (6, 12)):
        t.raises(lambda m, a=(width, heads): m.MultiHeadAttention(*a), "ValueError")


@check
def no_loops(t: Trial) -> None:
    """Many sentences, many heads, short axes, of sizes and with values that nobody knows: what comes back is compared."""
    batch, heads = t.draw.integer(44, 52), t.draw.integer(30, 34)
    q, k, v = qkv(t.draw, (batch, heads), 8, 8, 4, 4)
    mask = random_mask(t.draw, 8, 8)
    weights, x = weights_of(t.draw, 64), t.draw.normal(2 * batch, 8, 64, like="torch")
    for head in (16, 32):  # the same layer as it is measured, on a few sentences
        t.agree(lambda m, h=head: m.rig.run(h, weights, x[:3], {}), rtol=1e-3, atol_scale=1e-4)
    each = t.draw.choice([16, 32])
    t.faster(
        lambda m: [m.sdpa(q, k, v, mask), m.sdpa(k, q, v, mask), m.rig.run(each, weights, x, {})],
        at_most=4.0,
    )
