"""The checks of transformer-lm: random checkpoints under the names of Hugging Face, compared block by block."""

import torch

from beikao.kit import Draw, Trial, at, check, small_model


def shape(family: str, heads: int, each: int, layers: int, hidden: int, **more):
    """A configuration; what is not said is the usual."""
    usual = {"kv_heads": heads, "vocab": 23, "positions": 12, "tied": False, "eps": 1e-5, "base": 100.0}
    sizes = {"family": family, "width": heads * each, "heads": heads, "layers": layers, "hidden": hidden}
    return {**usual, **sizes, **more}


def checkpoint(draw: Draw, cfg):
    """Random weights under the names, and in the shapes, in which the family is stored."""
    d, f, family, state = cfg["width"], cfg["hidden"], cfg["family"], {}
    narrow = d // cfg["heads"] * cfg["kv_heads"]

    def put(name: str, *size: int, near: float = 0.0):
        state[name] = near + 0.4 * draw.normal(*size, like="torch")

    def linear(name: str, out: int, into: int):
        put(f"{name}.weight", *((into, out) if family == "gpt2" else (out, into)))
        if family != "llama":
            put(f"{name}.bias", out)

    def norm(name: str):
        put(f"{name}.weight", d, near=1.0)
        if family != "llama":
            put(f"{name}.bias", d)

    if family == "llama":
        put("model.embed_tokens.weight", cfg["vocab"], d)
        for i in range(cfg["layers"]):
            p = f"model.layers.{i}"
            for name, out in (("q", d), ("k", narrow), ("v", narrow), ("o", d)):
                linear(f"{p}.self_attn.{name}_proj", out, d)
            for name, out, into in (("gate", f, d), ("up", f, d), ("down", d, f)):
                linear(f"{p}.mlp.{name}_proj", out, into)
            norm(f"{p}.input_layernorm")
            norm(f"{p}.post_attention_layernorm")
        norm("model.norm")
    elif family == "gpt2":
        put("transformer.wte.weight", cfg["vocab"], d)
        put("transformer.wpe.weight", cfg["positions"], d)
        for i in range(cfg["layers"]):
            p = f"transformer.h.{i}"
            for name, out, into in (
                ("attn.c_attn", 3 * d, d),
                ("attn.c_proj", d, d),
                ("mlp.c_fc", f, d),
                ("mlp.c_proj", d, f),
            ):
                linear(f"{p}.{name}", out, into)
            norm(f"{p}.ln_1")
            norm(f"{p}.ln_2")
        norm("transformer.ln_f")
    else:
        put("embeddings.word_embeddings.weight", cfg["vocab"], d)
        put("embeddings.position_embeddings.weight", cfg["positions"], d)
        put("embeddings.token_type_embeddings.weight", 2, d)
        norm("embeddings.LayerNorm")
        for i in range(cfg["layers"]):
            p = f"encoder.layer.{i}"
            for name in (
                "attention.self.query",
                "attention.self.key",
                "attention.self.value",
                "attention.output.dense",
            ):
                linear(f"{p}.{name}", d, d)
            linear(f"{p}.intermediate.dense", f, d)
            linear(f"{p}.output.dense", d, f)
            norm(f"{p}.attention.output.LayerNorm")
            norm(f"{p}.output.LayerNorm")
    if family != "bert" and not cfg["tied"]:
        put("lm_head.weight", cfg["vocab"], d)
    return state


def text(draw: Draw, cfg, batch: int, n: int):
    """Random tokens (batch, n)."""
    return torch.tensor([[draw.integer(0, cfg["vocab"] - 1) for _ in range(n)] for _ in range(batch)])


def step_by_step(t: Trial, cfg, n: int, **options) -> None:
    """Compare what every block returns, then the output."""
    state, tokens = checkpoint(t.draw, cfg), text(t.draw, cfg, 2, n)

    def program(m):
        *layers, out = m.rig.trace(cfg, state, tokens, options)
        for i, h in enumerate(layers, 1):
            yield at((f"第 {i} 个块", f"block {i}"), h)
        yield at(("输出", "output"), out)

    # In float32 llama, in another order of sums, may be 0.00007 away after three blocks; tanh for erf in GELU makes 0.0003.
    loose = 10 if cfg["family"] == "llama" else 1
    t.agree(program, rtol=loose * 1e-4, atol_scale=loose * 3e-5)


SMALL = (
    shape("llama", 4, 4, 2, 20, kv_heads=2),
    shape("llama", 3, 2, 1, 7, tied=True, vocab=50),
    shape("llama", 6, 2, 3, 40, kv_heads=1, vocab=5),
    shape("gpt2", 2, 5, 2, 30, tied=True, positions=31),
    shape("gpt2", 3, 4, 1, 9, vocab=60),
    shape("bert", 2, 3, 2, 17, positions=40),
    shape("bert", 4, 2, 1, 50, vocab=7),
)


@check
def counts_parameters(t: Trial) -> None:
    """The formula against the reference, tiny and published shapes; then against the model itself."""
    large = (
        shape("gpt2", 12, 64, 12, 3072, vocab=50257, positions=1024, tied=True),
        shape("llama", 32, 128, 32, 11008, vocab=32000),
        shape("bert", 12, 64, 12, 3072, vocab=30522, positions=512),
    )
    for cfg in (*SMALL, *large):
        got, want = t.you.count(cfg, 3)["params"], t.ref.count(cfg, 3)["params"]
        t.that(
            isinstance(got, int) and got == want,
            zh=f"{cfg}：应有 {want} 个参数（整数），你数出 {got}，差 {got - want}。",
            en=f"{cfg} holds {want} parameters, a whole number; you counted {got}, {got - want} apart.",
        )


@check
def counts_flops(t: Trial) -> None:
    """Short and long sequences; wide feed-forwards, large vocabularies."""
    for cfg in SMALL:
        for n in (1, 7, 60):
            got, want = t.you.count(cfg, n)["flops"], t.ref.count(cfg, n)["flops"]
            t.that(
                abs(got - want) <= 0.02 * want,
                zh=f"{cfg}，{n} 个词元：前向 {want} FLOPs，你数出 {got}，是 {got / want:.3f} 倍。",
                en=f"{cfg} on {n} tokens: a forward pass takes {want} FLOPs; you counted {got}, {got / want:.3f} of it.",
            )


@check
def gpt2_block_by_block(t: Trial) -> None:
    """Pre-norm, learnt positions, GELU by tanh, matrices stored the other way round."""
    for cfg, n in ((shape("gpt2", 2, 4, 2, 20), 7), (shape("gpt2", 3, 2, 1, 6, eps=0.1), 5)):
        step_by_step(t, cfg, n)


@check
def llama_block_by_block(t: Trial) -> None:
    """RMSNorm, rotary positions, a gate; as many key heads as heads, some, one."""
    for kv in (4, 2, 1):
        step_by_step(t, shape("llama", 4, 6, 2, 17, kv_heads=kv, base=50.0 * kv), 7)
    step_by_step(t, shape("llama", 6, 2, 1, 12, kv_heads=2, eps=0.1), 5)


@check
def encoder_looks_both_ways(t: Trial) -> None:
    """Change the last token of an encoder: the first output moves."""
    cfg = shape("bert", 2, 4, 1, 12)
    state, tokens = checkpoint(t.draw, cfg), text(t.draw, cfg, 2, 6)
    other = tokens.clone()
    other[:, -1] = (other[:, -1] + 1) % cfg["vocab"]
    a, b = (t.you.rig.run(cfg, state, x, {}) for x in (tokens, other))
    t.that(
        tuple(a.shape) == (2, 6, 8),
        zh=f"编码器的输出应是 (2, 6, 8)，得到 {tuple(a.shape)}。",
        en=f"The encoder's output should be (2, 6, 8); it is {tuple(a.shape)}.",
    )
    moved = float((a - b)[:, 0].abs().max())
    t.that(
        moved > 1e-5,
        zh="编码器里，改动最后一个词元，第一个位置的输出纹丝不动：它看不见右边。编码器不加因果掩码。",
        en="In the encoder the last token was changed and the first output did not move: it does not see the right. An encoder has no causal mask.",
    )


@check
def encoder_block_by_block(t: Trial) -> None:
    """Post-norm, exact GELU, segments."""
    for cfg, n in ((shape("bert", 2, 4, 2, 20, eps=1e-12), 7), (shape("bert", 3, 2, 1, 5, eps=0.1), 6)):
        step_by_step(t, cfg, n)
        step_by_step(t, cfg, n, segments=(torch.arange(n) > n // 2).long().expand(2, n).contiguous())


@check
def tied_head(t: Trial) -> None:
    """A checkpoint without a head; the embedding serves as one, and is one tensor."""
    for family in ("gpt2", "llama"):
        cfg = shape(family, 2, 4, 1, 10, tied=True)
        step_by_step(t, cfg, 5)
        got, want = t.you.rig.parameters(cfg), t.ref.count(cfg, 1)["params"]
        t.that(
            got == want,
            zh=f"{family}，共享输出头：模型里应有 {want} 个参数，你的有 {got}，差 {got - want}。共享是同一个张量，不是复制一份。",
            en=f"{family} with a tied head should hold {want} parameters; yours holds {got}, {got - want} apart. Tied means one tensor, not a copy.",
        )
        untied = {**cfg, "tied": False}
        got, want = t.you.rig.parameters(untied), t.ref.count(untied, 1)["params"]
        t.that(
            got == want,
            zh=f"{family}，不共享：模型里应有 {want} 个参数，你的有 {got}。",
            en=f"{family} without tying should hold {want} parameters; yours holds {got}.",
        )


@check
def prefix_invariance(t: Trial) -> None:
    """Change tokens from j on: the logits before j stay, the one at j moves."""
    for family in ("gpt2", "llama"):
        cfg = shape(family, 2, 4, 2, 12)
        state, tokens = checkpoint(t.draw, cfg), text(t.draw, cfg, 2, 7)
        before = t.you.rig.run(cfg, state, tokens, {})
        for j in (6, 3, 1):
            other = tokens.clone()
            other[:, j:] = (other[:, j:] + 1) % cfg["vocab"]
            moved = (t.you.rig.run(cfg, state, other, {}) - before).abs().amax(dim=(0, 2))
            t.that(
                float(moved[:j].max()) < 1e-4 and float(moved[j]) > 1e-5,
                zh=f"{family}：改动第 {j} 个词元（从 0 数）起的部分，之前的 logits 移动了 {float(moved[:j].max()):.4f}，它自己的移动了 {float(moved[j]):.4f}。前者应是 0，后者不是。",
                en=f"{family}: tokens from {j} on (counted from 0) were changed; logits before moved by {float(moved[:j].max()):.4f}, its own by {float(moved[j]):.4f}. The first should be 0 and the second should not.",
            )


@check
def padding_is_silent(t: Trial) -> None:
    """Padded on the left or the right, whatever the padding is, a sentence gives what it gives alone."""
    for family in ("llama", "gpt2", "bert"):
        cfg = shape(family, 2, 4, 2, 12)
        state, tokens = checkpoint(t.draw, cfg), text(t.draw, cfg, 3, 7)
        real = torch.ones(3, 7, dtype=torch.bool)
        real[0, :3], real[1, 5:] = False, False
        got = t.you.rig.run(cfg, state, tokens, {"real": real})
        for row, part in ((0, slice(3, 7)), (1, slice(0, 5))):
            alone = t.you.rig.run(cfg, state, tokens[row : row + 1, part], {})
            apart = float((got[row, part] - alone[0]).abs().max())
            side = (("左", "left"), ("右", "right"))[row]
            t.that(
                apart < 1e-3,
                zh=f"{family}，{side[0]}填充：与单独算这一句相差 {apart:.4f}。填充的键要掩掉，位置只数真词元。",
                en=f"{family}, padded on the {side[1]}: {apart:.4f} away from the sentence alone. Mask padded keys, and count real tokens only for positions.",
            )
        t.agree(lambda m, a=(cfg, state, tokens, {"real": real}): m.rig.run(*a), rtol=1e-3, atol_scale=3e-4)


@check
def odd_sizes(t: Trial) -> None:
    """One token, one head, one sentence; as many tokens as there are positions; odd hidden widths."""
    for cfg, n in (
        (shape("llama", 1, 2, 1, 1, vocab=3), 1),
        (shape("llama", 5, 2, 1, 3, kv_heads=5, tied=True), 9),
        (shape("gpt2", 1, 3, 3, 5, positions=4), 4),
        (shape("gpt2", 7, 1, 1, 11, vocab=2, tied=True), 1),
        (shape("bert", 1, 5, 1, 3, positions=6), 6),
        (shape("bert", 3, 1, 2, 1), 1),
    ):
        state, tokens = checkpoint(t.draw, cfg), text(t.draw, cfg, 1, n)
        # A norm over two or three numbers that are nearly equal magnifies rounding by as much: wide tolerances, here and below.
        t.agree(lambda m, a=(cfg, state, tokens, {}): m.rig.run(*a), rtol=1e-2, atol_scale=3e-3)


@check
def any_shape(t: Trial) -> None:
    """Drawn shapes: heads, groups, tying, length and padding vary together."""
    for family in ("llama", "gpt2", "llama", "gpt2"):
        groups, each = t.draw.integer(1, 3), 2 * t.draw.integer(1, 4)
        heads, layers, hidden = groups * t.draw.integer(1, 3), t.draw.integer(1, 2), t.draw.integer(3, 30)
        kv_heads, tied = groups if family == "llama" else heads, t.draw.choice([True, False])
        cfg = shape(family, heads, each, layers, hidden, kv_heads=kv_heads, tied=tied, positions=16)
        n = t.draw.integer(2, 15)
        gap, real = t.draw.integer(1, n - 1), torch.ones(3, n, dtype=torch.bool)
        real[0, :gap], real[1, n - gap :] = False, False
        state, tokens = checkpoint(t.draw, cfg), text(t.draw, cfg, 3, n)
        t.agree(lambda m, a=(cfg, state, tokens, {"real": real}): m.rig.run(*a), rtol=1e-2, atol_scale=3e-3)


LINES = ("白日依山尽，", "床前明月光，", "春风又绿江南岸，", "空山新雨后，", "大漠孤烟直，")


@check
def a_trained_model(t: Trial) -> None:
    """The small model of poems that ships with the course, in your decoder: its logits after a line, and what it writes."""
    poems = small_model()
    c = poems.config
    cfg = {
        "family": "llama", "vocab": c["vocab_size"], "width": c["hidden_size"], "layers": c["num_hidden_layers"],
        "hidden": c["intermediate_size"], "heads": c["num_attention_heads"], "kv_heads": c["num_attention_heads"],
        "positions": c["max_position_embeddings"], "tied": True, "eps": c["rms_norm_eps"], "base": c["rope_theta"],
    }  # fmt: skip
    line = t.draw.choice(LINES)
    ids = torch.tensor([poems.ids(line)])
    (last, more), (want, written) = (m.rig.write(cfg, poems.weights, ids, 6) for m in (t.you, t.ref))
    apart = float((last - want).abs().max())
    yours, theirs = poems.text(more), poems.text(written)
    t.that(
        apart < 1e-2,
        zh=f"诗词小模型读完「{line}」，下一个字的 logits 与参考相差 {apart:.3f}；照你的续写是「{yours}」，应是「{theirs}」。",
        en=f"The model of poems has read “{line}”: its next logits are {apart:.3f} away from the reference's; yours goes on “{yours}”, it should be “{theirs}”.",
    )


@check
def learns_the_same(t: Trial) -> None:
    """Loss, size of the whole gradient, loss after a step: no name of a parameter is needed for that."""
    for cfg in (
        shape("llama", 4, 2, 2, 9, kv_heads=2),
        shape("llama", 2, 4, 1, 9, tied=True),
        shape("gpt2", 2, 4, 2, 9, tied=True),
        shape("gpt2", 2, 4, 1, 9),
    ):
        state, tokens = checkpoint(t.draw, cfg), text(t.draw, cfg, 2, 6)
        t.agree(lambda m, a=(cfg, state, tokens, 0.01): m.rig.learn(*a), rtol=1e-3)


@check
def nothing_left_over(t: Trial) -> None:
    """A missing name, an unknown one, a head where there should be none."""
    for family in ("llama", "gpt2", "bert"):
        cfg = shape(family, 2, 4, 1, 12)
        state = checkpoint(t.draw, cfg)
        for name in t.draw.sample(sorted(state), 3):
            less = {k: v for k, v in state.items() if k != name}
            t.raises(lambda m, a=(cfg, less): m.rig.build(*a), "KeyError")
        more = {**state, "extra.weight": torch.zeros(8)}
        t.raises(lambda m, a=(cfg, more): m.rig.build(*a), "KeyError")
    tied = shape("llama", 2, 4, 1, 12, tied=True)
    headed = {**checkpoint(t.draw, tied), "lm_head.weight": torch.zeros(23, 8)}
    t.raises(lambda m: m.rig.build(tied, headed), "KeyError")


@check
def bad_heads(t: Trial) -> None:
    """Heads that do not divide the width, key heads that do not divide the heads."""
    for change in (
        {"heads": 3},
        {"heads": 3, "kv_heads": 3},
        {"heads": 8, "kv_heads": 3},
        {"kv_heads": 3},
        {"heads": 2, "kv_heads": 4},
    ):
        cfg = {**shape("llama", 4, 4, 1, 8), **change}
        t.raises(lambda m, c=cfg: m.rig.build(c), "ValueError")


@check
def no_loops(t: Trial) -> None:
    """Forty-eight short sentences: one by one they take several times as long."""
    inputs = []
    for family, kv in (("llama", 8), ("gpt2", 16)):
        cfg = shape(family, 16, 4, 2, 64, kv_heads=kv, positions=32)
        inputs.append((cfg, checkpoint(t.draw, cfg), text(t.draw, cfg, 48, 16), {}))
    t.faster(lambda m: [m.rig.run(*a) for a in inputs], at_most=3.0)
