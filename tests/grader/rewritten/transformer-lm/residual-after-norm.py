"""Both sums start from the normalised trunk."""

import math

import torch
from torch import nn

ROOT = {"llama": "model.layers", "gpt2": "transformer.h", "bert": "encoder.layer"}
ROLES = {
    "llama": {
        "q": "self_attn.q_proj", "k": "self_attn.k_proj", "v": "self_attn.v_proj", "o": "self_attn.o_proj",
        "gate": "mlp.gate_proj", "up": "mlp.up_proj", "down": "mlp.down_proj",
        "n1": "input_layernorm", "n2": "post_attention_layernorm",
    },
    "gpt2": {
        "qkv": "attn.c_attn", "o": "attn.c_proj", "up": "mlp.c_fc", "down": "mlp.c_proj", "n1": "ln_1", "n2": "ln_2",
    },
    "bert": {
        "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
        "o": "attention.output.dense", "up": "intermediate.dense", "down": "output.dense",
        "n1": "attention.output.LayerNorm", "n2": "output.LayerNorm",
    },
}  # fmt: skip
OUTSIDE = {
    "llama": {"words": "model.embed_tokens", "norm": "model.norm", "head": "lm_head"},
    "gpt2": {"words": "transformer.wte", "places": "transformer.wpe", "norm": "transformer.ln_f", "head": "lm_head"},
    "bert": {
        "words": "embeddings.word_embeddings", "places": "embeddings.position_embeddings",
        "segments": "embeddings.token_type_embeddings", "norm": "embeddings.LayerNorm",
    },
}  # fmt: skip


def block_sizes(cfg):
    """role.weight or role.bias -> size, for one block, as the family stores it."""
    d, f, family = cfg["width"], cfg["hidden"], cfg["family"]
    if d % cfg["heads"] != 0 or cfg["heads"] % cfg["kv_heads"] != 0:
        raise ValueError("these heads do not fit")
    narrow = cfg["kv_heads"] * (d // cfg["heads"])
    maps = {"q": (d, d), "k": (narrow, d), "v": (narrow, d), "qkv": (3 * d, d), "o": (d, d)}
    maps |= {"gate": (f, d), "up": (f, d), "down": (d, f)}
    sizes = {}
    for role in ROLES[family]:
        if role in maps:
            sizes[f"{role}.weight"] = maps[role][::-1] if family == "gpt2" else maps[role]
            if family != "llama":
                sizes[f"{role}.bias"] = maps[role][:1]
        else:
            sizes[f"{role}.weight"] = (d,)
            if family != "llama":
                sizes[f"{role}.bias"] = (d,)
    return sizes


def outer_sizes(cfg):
    """The same for what stands outside the blocks."""
    d, family = cfg["width"], cfg["family"]
    rows = {"words": cfg["vocab"], "places": cfg["positions"], "segments": 2, "head": cfg["vocab"]}
    sizes = {f"{role}.weight": (rows[role], d) if role in rows else (d,) for role in OUTSIDE[family]}
    if family != "llama":
        sizes["norm.bias"] = (d,)
    if cfg["tied"]:
        sizes.pop("head.weight", None)
    return sizes


class Tensors(nn.Module):
    """A handful of named tensors."""

    def __init__(self, sizes):
        super().__init__()
        self.held = nn.ParameterDict({k.replace(".", "_"): nn.Parameter(torch.empty(s)) for k, s in sizes.items()})

    def __getitem__(self, name):
        return self.held.get(name.replace(".", "_"), None)


def affine(x, t, role, stored_in_out):
    weight, bias = t[f"{role}.weight"], t[f"{role}.bias"]
    y = torch.matmul(x, weight if stored_in_out else weight.t())
    return y if bias is None else y + bias


def normalise(x, t, role, cfg):
    if cfg["family"] != "llama":
        x = x - x.mean(-1, keepdim=True)
    y = x / torch.sqrt(x.square().mean(-1, keepdim=True) + cfg["eps"]) * t[f"{role}.weight"]
    return y if t[f"{role}.bias"] is None else y + t[f"{role}.bias"]


def turn(x, positions, base):
    """x (B, T, H, D), as complex numbers whose parts are D/2 apart."""
    half = x.size(-1) // 2
    speeds = torch.tensor([base ** (-i / half) for i in range(half)])
    angles = positions[:, :, None, None] * speeds
    z = torch.complex(x[..., :half], x[..., half:]) * torch.polar(torch.ones_like(angles), angles)
    return torch.cat([z.real, z.imag], dim=-1)


def bend(x, family):
    if family == "gpt2":
        return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))
    return 0.5 * x * (1 + torch.erf(x / math.sqrt(2)))


class Block(Tensors):
    def __init__(self, cfg):
        super().__init__(block_sizes(cfg))
        self.cfg = cfg

    def attend(self, x, hidden, positions):
        cfg, swap = self.cfg, self.cfg["family"] == "gpt2"
        b, n, d = x.shape
        if swap:
            q, k, v = affine(x, self, "qkv", swap).split(d, dim=-1)
        else:
            q, k, v = (affine(x, self, role, swap) for role in "qkv")
        each, kv = d // cfg["heads"], cfg["kv_heads"]
        q = q.reshape(b, n, cfg["heads"], each)
        k, v = k.reshape(b, n, kv, each), v.reshape(b, n, kv, each)
        if cfg["family"] == "llama":
            q, k = turn(q, positions, cfg["base"]), turn(k, positions, cfg["base"])
        q = q.reshape(b, n, kv, cfg["heads"] // kv, each)
        scores = torch.einsum("btkgd,bskd->bkgts", q, k) / math.sqrt(each)
        weights = scores.masked_fill(hidden[:, None, None], -math.inf).softmax(dim=-1)
        mixed = torch.einsum("bkgts,bskd->btkgd", weights, v)
        return affine(mixed.reshape(b, n, d), self, "o", swap)

    def work(self, x):
        family = self.cfg["family"]
        up = affine(x, self, "up", family == "gpt2")
        if family == "llama":
            gate = affine(x, self, "gate", False)
            up = gate * torch.sigmoid(gate) * up
        else:
            up = bend(up, family)
        return affine(up, self, "down", family == "gpt2")

    def forward(self, x, hidden, positions):
        if self.cfg["family"] == "bert":
            h = normalise(x + self.attend(x, hidden, positions), self, "n1", self.cfg)
            return normalise(h + self.work(h), self, "n2", self.cfg)
        calm = normalise(x, self, "n1", self.cfg)
        h = calm + self.attend(calm, hidden, positions)
        calm = normalise(h, self, "n2", self.cfg)
        return calm + self.work(calm)


class Stack(nn.Module):
    """Everything but the last step."""

    def __init__(self, cfg):
        super().__init__()
        self.cfg = cfg
        self.outer = Tensors(outer_sizes(cfg))
        self.blocks = nn.ModuleList([Block(cfg) for _ in range(cfg["layers"])])

    def places_for(self):
        """Hugging Face's name -> our tensor."""
        family, where = self.cfg["family"], {}
        for holder, names, prefix in [(self.outer, OUTSIDE, "")] + [
            (block, ROLES, f"{ROOT[family]}.{i}.") for i, block in enumerate(self.blocks)
        ]:
            for role, name in names[family].items():
                for part in ("weight", "bias"):
                    if holder[f"{role}.{part}"] is not None:
                        where[f"{prefix}{name}.{part}"] = holder[f"{role}.{part}"]
        return where

    def load(self, checkpoint):
        where = self.places_for()
        for name in set(where) | set(checkpoint):
            if name not in where or name not in checkpoint:
                raise KeyError(name)
            where[name].data = checkpoint[name].clone()

    def through(self, tokens, real, segments=None):
        family, n = self.cfg["family"], tokens.size(1)
        if real is None:
            real = tokens >= 0
        positions = torch.relu(torch.cumsum(real.long(), dim=1) - 1)
        i, j = torch.arange(n)[:, None], torch.arange(n)[None]
        hidden = ~real[:, None, :] & (i != j)
        if family != "bert":
            hidden = hidden | (j > i)
        x = self.outer["words.weight"][tokens]
        if family != "llama":
            x = x + self.outer["places.weight"][positions]
        if family == "bert":
            x = x + self.outer["segments.weight"][0 * tokens if segments is None else segments]
            x = normalise(x, self.outer, "norm", self.cfg)
        for block in self.blocks:
            x = block(x, hidden, positions)
        return x


class Encoder(Stack):
    def forward(self, tokens, real=None, segments=None):
        return self.through(tokens, real, segments)


class DecoderLM(Stack):
    def forward(self, tokens, real=None):
        x = normalise(self.through(tokens, real), self.outer, "norm", self.cfg)
        head = self.outer["words.weight"] if self.cfg["tied"] else self.outer["head.weight"]
        return x @ head.t()


def count(cfg, tokens):
    inner, outer = block_sizes(cfg), outer_sizes(cfg)
    params = cfg["layers"] * sum(math.prod(s) for s in inner.values()) + sum(math.prod(s) for s in outer.values())
    madds = tokens * cfg["layers"] * sum(math.prod(s) for s in inner.values() if len(s) == 2)
    madds += 2 * cfg["layers"] * tokens**2 * cfg["width"]
    if cfg["family"] != "bert":
        madds += tokens * cfg["vocab"] * cfg["width"]
    return {"params": params, "flops": 2 * madds}
