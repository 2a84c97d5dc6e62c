"""A folder with a tiny model of random weights, as `scripts/poems/evaluate.py` leaves one; written without torch."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np

from beikao.workers.poems.tokens import Tokens

SHAPE = {"vocab_size": 288, "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4,
         "max_position_embeddings": 128, "rope_theta": 10_000.0, "rms_norm_eps": 1e-6}  # fmt: skip
CHARACTERS = "，。明月照高楼床前光疑是地上霜举头望低思故乡云里看花春风不识字"


def write_poet(folder: Path) -> Path:
    """Make and return the folder."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng(0)
    v, c, f = SHAPE["vocab_size"], SHAPE["hidden_size"], SHAPE["intermediate_size"]
    shapes = {"model.embed_tokens.weight": (v, c), "model.norm.weight": (c,)}
    for layer in range(int(SHAPE["num_hidden_layers"])):
        at = f"model.layers.{layer}"
        shapes |= {f"{at}.self_attn.{n}_proj.weight": (c, c) for n in "qkvo"}
        shapes |= {f"{at}.mlp.{n}_proj.weight": (f, c) for n in ("gate", "up")} | {f"{at}.mlp.down_proj.weight": (c, f)}
        shapes |= {f"{at}.{n}_layernorm.weight": (c,) for n in ("input", "post_attention")}
    header, body = {}, b""
    for name, shape in shapes.items():
        values = rng.normal(0, 0.3, [int(n) for n in shape]).astype("<f2").tobytes()
        header[name] = {"dtype": "F16", "shape": shape, "data_offsets": [len(body), len(body) + len(values)]}
        body += values
    head = json.dumps(header).encode()
    (folder / "model.safetensors").write_bytes(struct.pack("<Q", len(head)) + head + body)
    (folder / "config.json").write_text(json.dumps(SHAPE))
    Tokens(CHARACTERS, {"雲": "云", "裏": "里"}).save(folder / "tokens.json")
    rows = [{"name": "unigram", "perplexity": 900.0, "all": True}, {"name": "5-gram", "perplexity": 220.0, "all": True}]
    rows += [{"name": n, "seed": 0, "perplexity": p, "as_shipped": p, "parameters": 20_000, "tokens": 5_000}
             for n, p in (("ours", 150.0), ("gpt2", 160.0))]  # fmt: skip
    (folder / "figures.json").write_text(json.dumps({"machine": "a test", "shipped": 150.0, "rows": rows}))
    return folder
