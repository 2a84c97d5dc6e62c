"""The checks of rope: small positions to the last digits, then what must hold at any position, then the cache."""

import torch

from beikao.kit import Draw, Trial, at, check

PAIRINGS = ("interleaved", "half")


def tensors(draw: Draw, count: int, *shape: int):
    """`count` float32 tensors of this shape."""
    return [draw.normal(*shape, like="torch") for _ in range(count)]


@check
def sinusoid_table(t: Trial) -> None:
    """Several shapes and bases; the default base; an odd width."""
    for n, d, base in ((7, 6, 10000.0), (40, 8, 100.0), (1, 2, 50.0), (64, 32, 1000.0)):
        t.agree(lambda m, a=(n, d, base): m.sinusoid(*a), rtol=1e-4, atol_scale=1e-5)
    t.agree(lambda m: m.sinusoid(12, 10), rtol=1e-4, atol_scale=1e-5)
    t.agree(lambda m: m.sinusoid(0, 4), rtol=1e-4)
    table = t.you.sinusoid(30, 8, 100.0)
    first, second = float(table[3] @ table[7]), float(table[20] @ table[24])
    t.that(
        abs(first - second) < 1e-3 and abs(float(table[5] @ table[5]) - 4) < 1e-4,
        zh=f"点积应只看距离：位置 3 与 7 是 {first:.4f}，20 与 24 是 {second:.4f}；与自己的点积应是 d/2。",
        en=f"Dot products should see distance alone: positions 3 and 7 give {first:.4f}, 20 and 24 {second:.4f}; with itself d/2.",
    )


@check
def hand_example(t: Trial) -> None:
    """D = 4, base 100: pairs turn by 1 and 0.1 a step. Numbers that can be worked out on paper."""
    q, k = torch.tensor([[[[1.0, 0, 1, 0]]]]), torch.tensor([[[[1.0, 0, 1, 0]]]])
    want = {
        "interleaved": [0.2837, -0.9589, 0.8776, 0.4794],
        "half": [1.2426, 0.0, -0.6753, 0.0],
    }
    for pairing in PAIRINGS:
        got_q, got_k = t.you.rope(q, k, torch.tensor([5]), 100.0, pairing)
        for name, got in (("q", got_q), ("k", got_k)):
            t.that(
                float((got.flatten() - torch.tensor(want[pairing])).abs().max()) < 1e-3,
                zh=f"D=4，base=100，位置 5，{pairing}：(1, 0, 1, 0) 应转成 {want[pairing]}，{name} 得到 {[round(float(x), 4) for x in got.flatten()]}。",
                en=f"D=4, base=100, position 5, {pairing}: (1, 0, 1, 0) should become {want[pairing]}; {name} is {[round(float(x), 4) for x in got.flatten()]}.",
            )


def same(t: Trial, pairing: str) -> None:
    """Random tensors against the reference, small positions."""
    for b, h, n, d, base in ((2, 3, 5, 8, 10000.0), (1, 2, 7, 4, 100.0), (2, 1, 1, 2, 10.0), (2, 3, 5, 8, 500.0)):
        q, k = tensors(t.draw, 2, b, h, n, d)
        positions = torch.arange(n)
        t.agree(lambda m, a=(q, k, positions, base, pairing): m.rope(*a), rtol=1e-4, atol_scale=2e-5)


@check
def interleaved_pairs(t: Trial) -> None:
    """2i with 2i + 1."""
    same(t, "interleaved")


@check
def half_pairs(t: Trial) -> None:
    """i with i + D/2, which is the default, as base 10000 is."""
    same(t, "half")
    q, k = tensors(t.draw, 2, 2, 3, 6, 8)
    t.agree(lambda m: m.rope(q, k, torch.arange(6)), rtol=1e-4, atol_scale=2e-5)
    t.agree(lambda m: m.rope(q, k, 397 * torch.arange(6)), rtol=2e-3, atol_scale=2e-3)


@check
def only_distance(t: Trial) -> None:
    """All positions moved by the same number: scores stay; so do lengths."""
    for pairing in PAIRINGS:
        q, k = tensors(t.draw, 2, 1, 2, 6, 8)
        scores = []
        for start in (0, 3, 50):
            a, b = t.you.rope(q, k, start + torch.arange(6), 100.0, pairing)
            scores.append(a @ b.transpose(-2, -1))
        moved = max(float((s - scores[0]).abs().max()) for s in scores)
        grown = float((a.norm(dim=-1) - q.norm(dim=-1)).abs().max())
        plain = float((scores[0] - q @ k.transpose(-2, -1)).abs().max())
        t.that(
            moved < 1e-3 and grown < 1e-4 and plain > 1e-2,
            zh=f"{pairing}：位置整体平移，分数应不变，却移动了 {moved:.4f}；旋转应不改变长度，却变了 {grown:.5f}。",
            en=f"{pairing}: with all positions shifted scores should stay and moved by {moved:.4f}; lengths should stay and changed by {grown:.5f}.",
        )
        first, _ = t.you.rope(q, k, torch.arange(6), 100.0, pairing)
        later, _ = t.you.rope(q, k, 50 + torch.arange(6), 100.0, pairing)
        t.that(
            float((first - later).abs().max()) > 1e-2,
            zh="位置从 50 开始，结果却和从 0 开始一样：要用给的 positions，不是行号。",
            en="With positions from 50 the result is that of positions from 0: use the positions given, not the row numbers.",
        )


@check
def any_positions(t: Trial) -> None:
    """From anywhere, with gaps, out of order, one row a sentence; fewer key heads than query heads."""
    for pairing in PAIRINGS:
        q, k = t.draw.normal(2, 4, 5, 8, like="torch"), t.draw.normal(2, 2, 5, 8, like="torch")
        for positions in (
            torch.tensor([17, 18, 19, 20, 21]),
            torch.tensor([3, 0, 40, 40, 9]),
            torch.tensor([[0, 0, 0, 1, 2], [7, 8, 9, 10, 60]]),
        ):
            t.agree(lambda m, a=(q, k, positions, 300.0, pairing): m.rope(*a), rtol=1e-4, atol_scale=4e-5)
    q, k = tensors(t.draw, 2, 2, 2, 2, 6)  # as many sentences, heads and tokens: a wrong axis keeps the shape
    both = torch.tensor([[4, 9], [1, 30]])
    t.agree(lambda m: m.rope(q, k, both, 50.0, "half"), rtol=1e-4, atol_scale=4e-5)


@check
def precision(t: Trial) -> None:
    """BF16 and FP16 tensors at positions that half precision cannot tell apart; float64 as well."""
    places = torch.tensor([257, 1001, 1003, 1999])
    for dtype, tolerance in ((torch.bfloat16, 0.03), (torch.float16, 0.01)):
        for pairing in PAIRINGS:
            q, k = (x.to(dtype) for x in tensors(t.draw, 2, 1, 2, 4, 8))
            t.agree(lambda m, a=(q, k, places, 10000.0, pairing): m.rope(*a), rtol=tolerance, atol_scale=tolerance)
    q, k = (x.double() for x in tensors(t.draw, 2, 1, 2, 4, 8))
    t.agree(lambda m: m.rope(q, k, places, 10000.0, "half"), rtol=5e-3, atol_scale=5e-3)


@check
def values_stay(t: Trial) -> None:
    """Values that are all alike come out as they are, whatever the weights."""
    for pairing in PAIRINGS:
        q, k = tensors(t.draw, 2, 2, 3, 5, 4)
        one = torch.tensor([1.0, 2.0, -1.0, 0.5])
        out, _ = t.you.cached_attention(None, q, k, one.expand(2, 3, 5, 4).clone(), 100.0, pairing)
        worst = float((out - one).abs().max())
        t.that(
            worst < 1e-4,
            zh=f"所有的值都是 {one.tolist()}，加权平均还是它，你的输出差了 {worst:.3f}。只转 q 和 k，不转 v。",
            en=f"All values are {one.tolist()}, so their weighted mean is too; yours is off by {worst:.3f}. Turn q and k, not v.",
        )


@check
def cached_steps(t: Trial) -> None:
    """A prompt, single tokens, a chunk; and all at once must give the same."""
    for pairing, sizes in (("half", (4, 1, 1, 3)), ("interleaved", (1, 1, 2)), ("half", (2, 5))):
        q, k, v = tensors(t.draw, 3, 2, 3, sum(sizes), 8)

        def program(m, q=q, k=k, v=v, sizes=sizes, pairing=pairing):
            cache, start = None, 0
            for i, n in enumerate(sizes):
                new = (x[:, :, start : start + n] for x in (q, k, v))
                out, cache = m.cached_attention(cache, *new, 100.0, pairing)
                start += n
                yield at((f"第 {i} 步（{n} 个新词元）", f"step {i} ({n} new tokens)"), out)
            yield at(("一次算完", "all at once"), m.cached_attention(None, q, k, v, 100.0, pairing)[0])

        t.agree(program, rtol=1e-3, atol_scale=1e-4)
    q, k, v = (x.double() for x in tensors(t.draw, 3, 1, 2, 40, 8))  # the default base, seen through float64
    t.agree(lambda m: m.cached_attention(None, q, k, v)[0], rtol=1e-5, atol_scale=1e-5)


@check
def bad_arguments(t: Trial) -> None:
    """Odd widths, unknown pairings."""
    q = t.draw.normal(1, 1, 2, 5, like="torch")
    even = t.draw.normal(1, 1, 2, 4, like="torch")
    t.raises(lambda m: m.sinusoid(3, 5), "ValueError")
    for pairing in PAIRINGS:
        t.raises(lambda m, p=pairing: m.rope(q, q, torch.arange(2), 100.0, p), "ValueError")
    t.raises(lambda m: m.rope(even, even, torch.arange(2), 100.0, "other"), "ValueError")
