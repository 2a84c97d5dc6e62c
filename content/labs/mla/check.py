"""The checks of mla. Everything is float64, so that equal means equal within rounding."""

import rig
import torch

from beikao.kit import Draw, Trial, at, check, given, kept

SMALL = {
    "layers": 3,
    "heads": 4,
    "kv_heads": 2,
    "head_width": 6,
    "value_width": 5,
    "latent": 9,
    "rotary": 4,
    "width": 16,
    "bytes": 2,
}
ONE = SMALL | {"heads": 1, "head_width": 3, "value_width": 7, "latent": 2, "rotary": 2}


def values(draw: Draw, *shape: int):
    """A random float64 tensor."""
    return torch.from_numpy(draw.normal(*shape))


@check
def bytes_by_design(t: Trial) -> None:
    """Latent plus rotary key, once; the others twice KV heads times width."""
    v2 = SMALL | {"layers": 60, "heads": 128, "kv_heads": 8, "head_width": 128, "latent": 512, "rotary": 64}
    for config, n in ((v2, 1), (v2, 4096), (SMALL | {"bytes": 1}, 7)):
        numbers = {"mla": config["latent"] + config["rotary"]}
        numbers |= {
            name: 2 * g * config["head_width"]
            for name, g in (("mha", config["heads"]), ("gqa", config["kv_heads"]), ("mqa", 1))
        }
        for design, each in numbers.items():
            want, got = each * config["layers"] * config["bytes"] * n, t.you.cache_bytes(config, n, design)
            t.that(
                got == want,
                zh=f"{design}，{n} 个词元，{config['layers']} 层：每层每词元 {each} 个数，共 {want} 字节，得到 {got}。",
                en=f"{design}, {n} tokens, {config['layers']} layers: {each} numbers a token and layer, {want} bytes in all; got {got}.",
            )
    t.agree(lambda m: m.cache_bytes(SMALL, 5), exact=True)


@check
def cache_exact(t: Trial) -> None:
    """Two tensors, (B, S, C) and (B, S, R), whichever form made them."""
    for config in (SMALL, ONE):
        seed, x = t.draw.integer(0, 10**6), values(t.draw, 2, 5, config["width"])
        for form in ("expanded", "absorbed"):

            def program(m, form=form, seed=seed, x=x, config=config):
                _, cache = getattr(m, form)(x[:, :3], m.rig.weights(seed, config))
                yield at(("头三个词元的缓存", "cache of the first three tokens"), [c.clone() for c in cache])
                _, cache = getattr(m, form)(x[:, 3:], m.rig.weights(seed, config), cache)
                yield at(("五个词元的缓存", "cache of all five"), [c.clone() for c in cache])

            t.agree(program, rtol=1e-9, atol_scale=1e-10)


@check
def expanded_form(t: Trial) -> None:
    """A whole text, without a cache."""
    for config, batch, tokens in ((SMALL, 2, 6), (ONE, 1, 4), (SMALL, 1, 1)):
        seed, x = t.draw.integer(0, 10**6), values(t.draw, batch, tokens, config["width"])
        t.agree(
            lambda m, a=(seed, x, config): m.expanded(a[1], m.rig.weights(a[0], a[2]))[0], rtol=1e-8, atol_scale=1e-9
        )


@check
def absorbed_form(t: Trial) -> None:
    """Against your own expanded form and the reference."""
    for config, batch, tokens in ((SMALL, 2, 6), (ONE, 1, 4), (SMALL, 1, 1)):
        seed, x = t.draw.integer(0, 10**6), values(t.draw, batch, tokens, config["width"])
        t.agree(
            lambda m, a=(seed, x, config): m.absorbed(a[1], m.rig.weights(a[0], a[2]))[0], rtol=1e-8, atol_scale=1e-9
        )


@check
def stepwise(t: Trial) -> None:
    """Prefill expanded, decode absorbed, and the other way round; uneven pieces."""
    for sizes in ([8], [1] * 8, [3, 5], [5, 1, 2]):
        seed, x = t.draw.integer(0, 10**6), values(t.draw, 2, 8, SMALL["width"])

        def program(m, sizes=sizes, seed=seed, x=x):
            w, cache, done = m.rig.weights(seed, SMALL), None, 0
            for number, piece in enumerate(torch.split(x, sizes, dim=1)):
                form = m.absorbed if number % 2 else m.expanded
                y, cache = form(piece, w, cache)
                done += piece.shape[1]
                yield at((f"切成 {sizes}，到词元 {done - 1} 为止", f"cut {sizes}, up to token {done - 1}"), y)

        t.agree(program, rtol=1e-8, atol_scale=1e-9)


@check
def absorbed_is_cheap(t: Trial) -> None:
    """One token after another behind a long cache: expanding it costs dozens of times as much. Weights and cache lie in
    the submission's process; every token is handed over from here, and every output compared."""
    each, held = t.draw.integer(23, 25) * 8, t.draw.integer(1400, 1600)
    config = SMALL | {"heads": 16, "head_width": each, "value_width": each, "latent": 64, "rotary": 16, "width": 16}
    weights = rig.weights(t.draw.integer(0, 10**6), config)
    cache = values(t.draw, 1, held, config["latent"]), values(t.draw, 1, held, config["rotary"])
    tokens = [values(t.draw, 1, 1, config["width"]) for _ in range(5)]

    def decoded(m):
        w, behind, ys = given(m, weights), given(m, cache), []
        for x in tokens:
            pair = kept(kept(m).absorbed(x, w, behind))
            ys.append(pair[0].clone())
            behind = pair[1]
        return ys

    t.faster(decoded, at_most=4.0)


@check
def dense_when_covered(t: Trial) -> None:
    """Neither given, or both too wide to matter; more keys than queries; leading axes."""
    for lead, new, held in (((2, 3), 5, 5), ((), 3, 7), ((2,), 1, 6)):
        q, k, v = values(t.draw, *lead, new, 4), values(t.draw, *lead, held, 4), values(t.draw, *lead, held, 4)
        for options in ({}, {"window": held}, {"top_k": held}, {"window": held + 9, "top_k": held + 9}):
            t.agree(lambda m, a=(q, k, v), o=options: m.sparse_attention(*a, **o), rtol=1e-9, atol_scale=1e-10)


@check
def window(t: Trial) -> None:
    """From a window of one, oneself alone, upwards."""
    for new, held in ((6, 6), (3, 8), (1, 5)):
        q, k, v = values(t.draw, 2, new, 4), values(t.draw, 2, held, 4), values(t.draw, 2, held, 4)
        alone = t.you.sparse_attention(q, k, v, 1)
        t.that(
            tuple(alone.shape) == tuple(q.shape) and torch.allclose(alone, v[:, held - new :], atol=1e-9),
            zh="窗口为 1 时每个查询只看自己，输出应是自己的值。",
            en="With a window of 1 every query sees itself alone, so the output is its own value.",
        )
        for width in (2, 3, held - 1):
            t.agree(lambda m, a=(q, k, v, width): m.sparse_attention(*a), rtol=1e-9, atol_scale=1e-10)


@check
def top_k(t: Trial) -> None:
    """Future keys with the highest scores; fewer visible keys than k; together with a window."""
    for new, held in ((6, 6), (4, 9)):
        q, k, v = values(t.draw, 2, new, 4), values(t.draw, 2, held, 4), values(t.draw, 2, held, 4)
        k[:, -2:] = torch.tensor([[3.0], [4.0]], dtype=torch.float64) * q.mean(
            dim=1, keepdim=True
        )  # the last keys attract everybody who may not see them
        for options in ({"top_k": 1}, {"top_k": 2}, {"top_k": 3}, {"top_k": 5}, {"window": 4, "top_k": 2}):
            t.agree(lambda m, a=(q, k, v), o=options: m.sparse_attention(*a, **o), rtol=1e-9, atol_scale=1e-10)
