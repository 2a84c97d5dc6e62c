"""Given code that lives beside yours: `rename` and `rope` for you to use; the rest builds, loads and runs your model."""

import torch

# Replaced in this order, a name of the checkpoint becomes a name of ours.
NAMES = {
    "llama": (
        ("model.embed_tokens", "words"), ("model.layers", "blocks"), ("model.norm", "norm"), ("lm_head", "head"),
        ("input_layernorm", "norm1"), ("post_attention_layernorm", "norm2"), ("self_attn.o_proj", "attention.out"),
        ("self_attn", "attention"), ("mlp", "feed"), ("_proj", ""),
    ),
    "gpt2": (
        ("transformer.wte", "words"), ("transformer.wpe", "places"), ("transformer.h.", "blocks."), ("lm_head", "head"),
        ("transformer.ln_f", "norm"), ("ln_", "norm"), ("attn.c_attn", "attention.qkv"), ("attn.c_proj", "attention.out"),
        ("mlp.c_fc", "feed.up"), ("mlp.c_proj", "feed.down"),
    ),
    "bert": (
        ("embeddings.word_embeddings", "words"), ("embeddings.position_embeddings", "places"),
        ("embeddings.token_type_embeddings", "segments"), ("embeddings.LayerNorm", "norm"), ("encoder.layer", "blocks"),
        ("attention.self.query", "attention.q"), ("attention.self.key", "attention.k"),
        ("attention.self.value", "attention.v"), ("attention.output.dense", "attention.out"),
        ("attention.output.LayerNorm", "norm1"), ("output.LayerNorm", "norm2"), ("intermediate.dense", "feed.up"),
        ("output.dense", "feed.down"),
    ),
}  # fmt: skip


def rename(family, name):
    """A Hugging Face name, made short: "model.layers.0.self_attn.q_proj.weight" becomes "blocks.0.attention.q.weight"."""
    for theirs, ours in NAMES[family]:
        name = name.replace(theirs, ours)
    return name


def rope(x, positions, base):
    """x (B, H, T, D): features i and i + D/2 of the token at position p turn by p * base ** (-2i / D)."""
    half = x.shape[-1] // 2
    angle = positions[:, None, :, None] * base ** (-torch.arange(half) / half)
    cos, sin = angle.cos(), angle.sin()
    a, b = x[..., :half], x[..., half:]
    return torch.cat((a * cos - b * sin, a * sin + b * cos), dim=-1)


def build(cfg, checkpoint=None):
    """An Encoder for the bert family, a DecoderLM for the others."""
    import solution

    model = (solution.Encoder if cfg["family"] == "bert" else solution.DecoderLM)(cfg)
    if checkpoint is not None:
        model.load(checkpoint)
    return model.eval()


def without_padding(out, options):
    """Zeros where there is padding."""
    real = options.get("real")
    return out if real is None else torch.where(real[..., None], out, torch.zeros(()))


def run(cfg, checkpoint, tokens, options):
    """The output of the whole model, with zeros at padding."""
    with torch.no_grad():
        return without_padding(build(cfg, checkpoint)(tokens, **options), options)


def write(cfg, checkpoint, tokens, count):
    """tokens (1, T): the logits after them, and the `count` likeliest tokens that follow, one after the other."""
    model, first = build(cfg, checkpoint), tokens.shape[1]
    with torch.no_grad():
        logits = last = model(tokens)[0, -1]
        for _ in range(count):
            tokens = torch.cat((tokens, logits.argmax().view(1, 1)), dim=1)
            logits = model(tokens)[0, -1]
    return last, tokens[0, first:].tolist()


def trace(cfg, checkpoint, tokens, options):
    """What each block returns, then the output of the whole model."""
    model, seen = build(cfg, checkpoint), []
    for block in model.blocks:
        block.register_forward_hook(lambda module, given, out: seen.append(out.detach()))
    with torch.no_grad():
        seen.append(model(tokens, **options))
    return [without_padding(x, options) for x in seen]


def parameters(cfg):
    """How many parameters your model holds; a tensor that is used twice counts once."""
    return sum(p.numel() for p in build(cfg).parameters())


def learn(cfg, checkpoint, tokens, rate):
    """(loss, size of the gradient by all parameters, loss after one step of gradient descent)."""
    model = build(cfg, checkpoint)

    def loss():
        logits = model(tokens)
        return torch.nn.functional.cross_entropy(logits[:, :-1].flatten(0, 1), tokens[:, 1:].flatten())

    first = loss()
    first.backward()
    before = first.item()
    with torch.no_grad():
        size = sum(float((p.grad**2).sum()) for p in model.parameters()) ** 0.5
        for p in model.parameters():
            p -= rate * p.grad
        after = loss().item()
    return [before, size, after]
