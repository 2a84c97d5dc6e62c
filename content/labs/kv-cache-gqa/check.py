"""The checks of kv-cache-gqa. Everything is float64, so that equal means equal within rounding."""

import rig
import torch

from beikao.kit import Draw, Trial, at, check, kept

MOST = 64  # tokens that may enter the model at once


def tokens(draw: Draw, batch: int, length: int, vocabulary: int = 60):
    """ids (batch, length)."""
    return torch.tensor([[draw.integer(0, vocabulary - 1) for _ in range(length)] for _ in range(batch)])


def values(draw: Draw, *shape: int):
    """A random float64 tensor."""
    return torch.from_numpy(draw.normal(*shape))


def cut(ids, sizes):
    """The columns of ids in pieces of these sizes."""
    return torch.split(ids, sizes, dim=1)


@check
def bytes_exact(t: Trial) -> None:
    """2 x layers x KV heads x width x bytes x tokens x batch."""
    for layers, heads, groups, width, size, n, batch in (
        (32, 32, 8, 128, 2, 8192, 1),
        (80, 64, 8, 128, 1, 4097, 3),
        (3, 6, 1, 5, 4, 1, 2),
    ):
        config = {"layers": layers, "heads": heads, "kv_heads": groups, "head_width": width, "bytes": size}
        want, got = 2 * layers * groups * width * size * n * batch, t.you.cache_bytes(config, n, batch)
        t.that(
            got == want,
            zh=f"{layers} 层、{heads} 个查询头、{groups} 个 KV 头、头宽 {width}、每个数 {size} 字节，{batch} 条 {n} 个词元：应为 {want} 字节，得到 {got}。",
            en=f"{layers} layers, {heads} query heads, {groups} KV heads, width {width}, {size} bytes a number, {batch} sequences of {n} tokens: {want} bytes, not {got}.",
        )
    config = {"layers": 2, "heads": 4, "kv_heads": 2, "head_width": 8, "bytes": 2}
    t.agree(lambda m: m.cache_bytes(config, 7), exact=True)


@check
def grouped_attention(t: Trial) -> None:
    """A single token, so that nothing but the grouping matters: each head gives the value of its group."""
    for heads, groups in ((4, 4), (4, 1), (4, 2), (6, 2), (6, 3)):
        q, k, v = values(t.draw, 2, heads, 1, 5), values(t.draw, 2, groups, 1, 5), values(t.draw, 2, groups, 1, 5)
        t.agree(lambda m, a=(q, k, v): m.attend(*a, 0), rtol=1e-9, atol_scale=1e-9)


@check
def mask_behind_a_cache(t: Trial) -> None:
    """New tokens stand at the end: the first of them sees everything cached and itself."""
    for past, new in ((0, 5), (4, 3), (1, 6), (6, 1)):
        q, k, v = values(t.draw, 2, 4, new, 6), values(t.draw, 2, 2, past + new, 6), values(t.draw, 2, 2, past + new, 6)
        t.agree(lambda m, a=(q, k, v, past): m.attend(*a), rtol=1e-9, atol_scale=1e-9)


@check
def cache_keeps(t: Trial) -> None:
    """Layers and rows apart, the order kept, capacity respected to the token."""
    config = {"layers": 3, "heads": 4, "kv_heads": 2, "head_width": 3, "bytes": 8}
    pieces = [(values(t.draw, 2, 2, n, 3), values(t.draw, 2, 2, n, 3)) for n in (3, 1, 2)]

    def program(m):
        cache = m.Cache(config, 2, 6)
        yield at(("空缓存的长度", "length when empty"), cache.length)
        for number, (k, v) in enumerate(pieces, 1):
            for layer in (0, 1, 2):
                yield at(
                    (f"第 {number} 次追加，第 {layer} 层", f"append {number}, layer {layer}"),
                    cache.append(layer, k + layer, v - layer),
                )
            yield at((f"第 {number} 次追加后的长度", f"length after append {number}"), cache.length)

    t.agree(program, exact=True)

    def single(m):
        cache = m.Cache(config | {"layers": 1}, 2, 6)
        cache.append(0, *pieces[0])
        return cache.length

    t.agree(single, exact=True)

    def overfill(m):
        cache = m.Cache(config, 2, 5)
        cache.append(0, *pieces[0])
        cache.append(0, *pieces[2])
        return cache.append(0, *pieces[1])

    t.raises(overfill, "ValueError")


@check
def pieces_equal_whole(t: Trial) -> None:
    """The same text whole, one by one, and in uneven pieces."""
    seed, ids = t.draw.integer(0, 10**6), tokens(t.draw, 2, 8)
    for heads, groups, sizes in ((4, 2, [8]), (4, 2, [3, 5]), (4, 1, [1] * 8), (4, 4, [5, 1, 2]), (4, 2, [4, 4])):

        def program(m, heads=heads, groups=groups, sizes=sizes):
            model = m.rig.Model(seed, heads=heads, kv_heads=groups)
            cache = m.Cache(model.config, 2, 10)
            done = 0
            for piece in cut(ids, sizes):
                stop = done + piece.shape[1]
                yield at(
                    (f"切成 {sizes}，词元 {done} 到 {stop - 1}", f"cut {sizes}, tokens {done} to {stop - 1}"),
                    m.forward(model, piece, cache),
                )
                done = stop
            yield at(("缓存长度", "length of the cache"), cache.length)

        t.agree(program, rtol=1e-8, atol_scale=1e-9)


@check
def truncate_and_reorder(t: Trial) -> None:
    """A rejected draft is taken back; a beam changes its parent."""
    seed, ids = t.draw.integer(0, 10**6), tokens(t.draw, 3, 9)
    first, draft, after = cut(ids, [4, 3, 2])

    def program(m):
        model = m.rig.Model(seed)
        cache = m.Cache(model.config, 3, 12)
        m.forward(model, first, cache)
        m.forward(model, draft, cache)
        cache.truncate(5)  # one token of the draft was accepted
        yield at(("截断后的长度", "length after truncating"), cache.length)
        yield at(("截断后接着算", "going on after truncating"), m.forward(model, after, cache))
        cache.reorder(torch.tensor([2, 0, 0]))
        yield at(("换行后的长度", "length after reordering"), cache.length)
        yield at(("换行后接着算", "going on after reordering"), m.forward(model, after, cache))
        cache.truncate(cache.length)
        cache.truncate(0)
        yield at(("清空后从头算", "from the start after truncating to 0"), m.forward(model, first, cache))

    t.agree(program, rtol=1e-8, atol_scale=1e-9)
    for length in (-1, 5):

        def refused(m, length=length):
            model = m.rig.Model(seed)
            cache = m.Cache(model.config, 3, 12)
            m.forward(model, first, cache)
            return cache.truncate(length)

        t.raises(refused, "ValueError")


@check
def probabilities(t: Trial) -> None:
    """By hand where the sets are plain, against the reference elsewhere."""
    p = torch.tensor([[0.5, 0.3, 0.15, 0.05], [0.05, 0.15, 0.3, 0.5]], dtype=torch.float64)
    for temperature, top_k, top_p, want in (
        (1.0, 0, 0.6, [0.625, 0.375, 0.0, 0.0]),
        (1.0, 0, 0.4, [1.0, 0.0, 0.0, 0.0]),
        (1.0, 3, 1.0, [0.5 / 0.95, 0.3 / 0.95, 0.15 / 0.95, 0.0]),
        (1.0, 0, 1.0, [0.5, 0.3, 0.15, 0.05]),
    ):
        got = t.you.probabilities(p.log(), temperature, top_k, top_p)
        t.that(
            tuple(got.shape) == (2, 4) and torch.allclose(got[0], torch.tensor(want, dtype=torch.float64), atol=1e-9),
            zh=f"概率 0.5、0.3、0.15、0.05，温度 {temperature}，top-k {top_k}，top-p {top_p}：应为 {[round(x, 4) for x in want]}，得到 {got[0]}。",
            en=f"Probabilities 0.5, 0.3, 0.15, 0.05 at temperature {temperature}, top-k {top_k}, top-p {top_p} should give {[round(x, 4) for x in want]}; got {got[0]}.",
        )
    even = t.you.probabilities(torch.zeros(1, 4, dtype=torch.float64), 1.0, 0, 0.5)
    t.that(
        tuple(even.shape) == (1, 4) and even.sort().values[0].tolist() == [0.0, 0.0, 0.5, 0.5],
        zh=f"四个词元各 0.25，top-p 0.5：两个加起来正好到 0.5，第三个就不留了，得到 {even}。",
        en=f"Four tokens of 0.25 each, top-p 0.5: two of them reach 0.5 exactly, and no third stays; got {even}.",
    )
    for temperature, top_k, top_p in (
        (0.7, 0, 1.0),
        (1.5, 0, 0.8),
        (0.5, 0, 0.9),
        (2.0, 7, 0.7),
        (1.0, 1, 0.9),
        (0.8, 40, 0.95),
        (1.0, 100, 0.5),
    ):
        logits = 2 * values(t.draw, 3, 40)
        t.agree(lambda m, a=(logits, temperature, top_k, top_p): m.probabilities(*a), rtol=1e-8, atol_scale=1e-10)
    t.agree(lambda m: m.probabilities(logits, 0.7), rtol=1e-8, atol_scale=1e-10)


@check
def greedy_tokens(t: Trial) -> None:
    """Prompts of one token and of several, one row and three."""
    for batch, length, steps, groups in ((1, 5, 12, 2), (3, 6, 10, 2), (2, 1, 9, 1), (2, 4, 1, 4)):
        seed, ids = t.draw.integer(0, 10**6), tokens(t.draw, batch, length)

        def program(m, seed=seed, ids=ids, steps=steps, groups=groups):
            return m.generate(m.rig.Model(seed, kv_heads=groups), ids, steps)

        t.agree(program, exact=True)


@check
def sampled_tokens(t: Trial) -> None:
    """With the same random numbers the same tokens."""
    for temperature, top_k, top_p in ((1.0, 0, 1.0), (1.4, 0, 0.9), (0.7, 5, 0.95)):
        seed, ids = t.draw.integer(0, 10**6), tokens(t.draw, 2, 4)
        noise = torch.tensor([[t.draw.uniform(0, 1) for _ in range(10)] for _ in range(2)], dtype=torch.float64)
        t.agree(
            lambda m, a=(seed, ids, noise, temperature, top_k, top_p): m.generate(
                m.rig.Model(a[0]), a[1], 10, a[3], a[4], a[5], a[2]
            ),
            exact=True,
        )
    t.agree(lambda m: m.generate(m.rig.Model(seed), ids, 6, 1.0, noise=noise), exact=True)


class Watched:
    """A model that stays here. The submission gets its functions alone: what it does not ask for it does not have, and
    what enters is counted where nothing of it runs."""

    def __init__(self, seed: int) -> None:
        self.model = rig.Model(seed)
        self.entered = [0] * (1 + 2 * len(self.model.layers))  # through embed, then qkv and close of each layer

    def of(self, m):
        """The model as the submission `m` sees it."""
        return m.rig.Functions(self.model.config, self.embed, self.qkv, self.close, self.model.logits)

    def _enter(self, place: int, tokens: int) -> None:
        if tokens > MOST:
            raise ValueError(f"{tokens} tokens at once")
        self.entered[place] += tokens

    def embed(self, ids):
        self._enter(0, ids.shape[1])
        return self.model.embed(ids)

    def qkv(self, layer, x, positions):
        self._enter(1 + 2 * range(len(self.model.layers))[layer], x.shape[1])
        return self.model.qkv(layer, x, positions)

    def close(self, layer, x, mixed):
        self._enter(2 + 2 * range(len(self.model.layers))[layer], x.shape[1])
        return self.model.close(layer, x, mixed)


@check
def each_token_once(t: Trial) -> None:
    """The model is here and counts what enters it, at its door and at every layer."""
    for length, steps in ((7, 20), (3, 1), (1, 5)):
        seed, ids, runs = t.draw.integer(0, 10**6), tokens(t.draw, 2, length), []

        def generated(m, seed=seed, ids=ids, steps=steps, runs=runs):
            runs.append(Watched(seed))
            return m.generate(runs[-1].of(m), ids, steps)

        t.agree(generated, exact=True)
        got, want = max(runs[-1].entered), length + steps - 1
        t.that(
            got == want,
            zh=f"提示词 {length} 个，生成 {steps} 个：每条序列应有 {want} 个词元进入模型（最后生成的一个不必再进），你送进了 {got} 个。",
            en=f"A prompt of {length} and {steps} more: {want} tokens a sequence should enter the model (the last one generated need not), and {got} did.",
        )


@check
def append_is_cheap(t: Trial) -> None:
    """Room reserved once: an append writes its own token and copies nothing else. Each is asked for by itself; what is
    held stays there, and a few rows of it are looked at."""
    config = {"layers": 1, "heads": 8, "kv_heads": 8, "head_width": 128, "bytes": 8}
    count = t.draw.integer(140, 160)
    new = values(t.draw, 4, 8, 1, 128)
    scales = [t.draw.uniform(-1, 1) for _ in range(count)]
    looks = {n: t.draw.integer(0, n) for n in t.draw.sample(range(count), 12)}

    def appended(m):
        cache = kept(m.Cache(config, 4, count))
        append, seen = cache.append, []
        for n, scale in enumerate(scales):
            held = append(0, scale * new, -scale * new)
            if n in looks:
                seen += [kept(kept(held)[i]).select(2, looks[n]).sum(-1).tolist() for i in (0, 1)]
        return seen

    t.faster(appended, at_most=4.0)
