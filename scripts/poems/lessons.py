"""What the lessons show of the small model: numbers of the network that ships, as data beside their figures.

    python scripts/poems/lessons.py WORK [--model FOLDER]

Writes, under content/concepts: what comes next after a few lines (decoding), how surprising each character of held-out poems is to
three models (language-modelling), and where each head looks (multi-head-attention). Run it after `evaluate.py`; the figures of these
lessons are held to what it wrote by tests/content/test_the_small_model.py, which runs the network again.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from held import VOCABULARY, texts
from kneser_ney import KneserNey
from torch.nn import functional as F

from beikao.kit.poems import SHIPPED, read_safetensors
from beikao.workers.poems.network import Attention, PoemModel, Shape, angles, rotate
from beikao.workers.poems.tokens import MARK, Tokens

ROOT = Path(__file__).resolve().parent.parent.parent
CONCEPTS = ROOT / "content" / "concepts"
NEXT = CONCEPTS / "transformer" / "decoding" / "figures" / "next.json"
SURPRISE = CONCEPTS / "pretraining" / "language-modelling" / "figures" / "surprise.json"
HEADS = CONCEPTS / "transformer" / "multi-head-attention" / "figures" / "heads.json"
LINES = ("床前明月光，疑是地上", "春风又绿江南", "白日依山尽，黄河入海流。欲穷千里", "今天天气")
NAMED = 24  # likeliest characters that are named
COUPLETS = ("白日依山尽，黄河入海流。", "无边落木萧萧下，不尽长江滚滚来。")
QUATRAINS, LONG = 4, 24  # held-out poems of so many characters, stops included


def shipped(folder: Path) -> tuple[PoemModel, Tokens]:
    """The network of a folder and its vocabulary."""
    model = PoemModel(Shape(VOCABULARY, max_position_embeddings=128)).eval()
    model.load_state_dict(read_safetensors(folder / "model.safetensors"), strict=False)
    return model, Tokens.load(folder / "tokens.json")


@torch.inference_mode()
def next_character(model: PoemModel, tokens: Tokens, line: str) -> dict[str, Any]:
    """All logits after a line, falling, and the characters of the first ones."""
    logits = model(torch.tensor([[MARK, *tokens.encode(line)]]))[0][0, -1]
    found, order = logits.double().sort(descending=True)
    names = ["⏎" if i == MARK else tokens.decode([i]) if i > MARK else "·" for i in order[:NAMED].tolist()]
    return {"line": line, "names": names, "logits": [round(x, 2) for x in (found - found[0]).tolist()]}


@torch.inference_mode()
def bits_of_network(model: PoemModel, tokens: Tokens, poem: str) -> list[float]:
    """The surprise of each character and of the end, in bits."""
    ids = [MARK, *tokens.encode(poem), MARK]
    logits = model(torch.tensor([ids[:-1]]))[0][0]
    return (F.cross_entropy(logits.double(), torch.tensor(ids[1:]), reduction="none") / math.log(2)).tolist()


def surprises(model: PoemModel, tokens: Tokens, work: Path) -> dict[str, Any]:
    """Held-out quatrains without a character that is unknown, and what each model makes of each character."""
    known = set(tokens.characters)
    held = [p for p in texts(work, "test") if len(p) == LONG and set(p) <= known][:QUATRAINS]
    train = [tokens.encode(p) for p in texts(work, "train")]
    counted = {name: KneserNey(train, order, VOCABULARY, MARK) for name, order in (("unigram", 1), ("counted", 5))}
    rows = []
    for poem in held:
        row: dict[str, Any] = {"text": poem, "network": bits_of_network(model, tokens, poem)}
        for name, rival in counted.items():
            row[name] = (rival.losses([tokens.encode(poem)]) / math.log(2)).tolist()
        rows.append({k: v if isinstance(v, str) else [round(x, 2) for x in v] for k, v in row.items()})
    return {"poems": rows, "held": held_out()}


def held_out() -> dict[str, float]:
    """Perplexity per character on all held-out poems, of the table that ships: mean of the seeds."""
    found = json.loads((SHIPPED / "figures.json").read_text(encoding="utf-8"))["rows"]
    names = {"unigram": ("unigram", True), "counted": ("5-gram", True), "network": ("ours", None)}
    each = {
        key: [r["perplexity"] for r in found if (r["name"], r.get("all")) == wanted] for key, wanted in names.items()
    }
    return {key: round(float(np.mean(row)), 1) for key, row in each.items()}


@torch.inference_mode()
def weights_of(model: PoemModel, ids: Sequence[int]) -> torch.Tensor:
    """(layers, heads, T, T): the attention weights of a text, computed beside the network from what enters each layer."""
    each = model.shape.hidden_size // model.shape.num_attention_heads
    turn = angles(torch.arange(len(ids)), each, model.shape.rope_theta)
    x, out = model.model.embed_tokens(torch.tensor([list(ids)])), []
    for layer in model.model.layers:
        attention: Attention = layer.self_attn
        inward = layer.input_layernorm(x)
        q, k = (
            rotate(f(inward).unflatten(-1, (attention.heads, -1)).transpose(1, 2), turn)
            for f in (attention.q_proj, attention.k_proj)
        )
        scores = (q @ k.mT / math.sqrt(each)).masked_fill(~torch.ones(len(ids), len(ids)).tril().bool(), -math.inf)
        out.append(scores.softmax(-1)[0])
        x = layer(x, turn, None)[0]
    return torch.stack(out)


def heads(model: PoemModel, tokens: Tokens) -> dict[str, Any]:
    """Where each head looks; the mark before the poem is the first column."""
    rows = []
    for text in COUPLETS:
        found = weights_of(model, [MARK, *tokens.encode(text)]).double().numpy()
        rows.append({"text": text, "weights": np.round(found, 3).tolist()})
    return {"couplets": rows}


def main() -> None:
    """Write the three files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("--model", type=Path, default=SHIPPED)
    asked = parser.parse_args()
    torch.set_num_threads(1)
    model, tokens = shipped(asked.model)
    made = {
        NEXT: {"lines": [next_character(model, tokens, line) for line in LINES]},
        HEADS: heads(model, tokens),
        SURPRISE: surprises(model, tokens, asked.work),
    }
    for path, content in made.items():
        path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
        print(path.relative_to(ROOT), path.stat().st_size)


if __name__ == "__main__":
    main()
