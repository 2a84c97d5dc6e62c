"""The small model that ships, and what lessons and labs show of it, is what the network says: run again here."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from beikao.kit import small_model
from beikao.kit.poems import SHIPPED
from tests.conftest import ROOT

CHOSEN = ROOT / "scripts" / "poems" / "lessons.py"
LINES = ("白日依山尽，", "春风又绿江南岸，", "床前明月光，")


@pytest.fixture(scope="module")
def lessons() -> Any:
    """scripts/poems/lessons.py, which belongs to no package."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(CHOSEN.parent))
        spec = importlib.util.spec_from_file_location("poem_lessons", CHOSEN)
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module


@pytest.fixture(scope="module")
def shipped(lessons: Any) -> Any:
    return lessons.shipped(SHIPPED)


def test_it_is_small_and_whole() -> None:
    files = {p.name: p.stat().st_size for p in SHIPPED.iterdir()}
    assert {"model.safetensors", "config.json", "tokens.json", "figures.json", "README.md", "log.jsonl"} <= set(files)
    assert sum(files.values()) < 12e6
    assert 2.4e6 < sum(w.numel() for w in small_model().weights.values()) < 2.8e6


def test_it_opens_in_transformers(shipped: Any) -> None:
    """The folder as it is, in the library's own class: the same logits."""
    from transformers import AutoModelForCausalLM

    model, tokens = shipped
    theirs = AutoModelForCausalLM.from_pretrained(SHIPPED, local_files_only=True, dtype=torch.float32).eval()
    for line in LINES:
        ids = torch.tensor([small_model().ids(line)])
        assert ids[0].tolist() == [256, *tokens.encode(line)]
        with torch.inference_mode():
            assert (theirs(ids).logits - model(ids)[0]).abs().max() < 1e-4


def test_it_beats_counting() -> None:
    """The held-out table that ships: ours below unigram and 5-gram, within a few percent of GPT-2's architecture or below."""
    rows = json.loads((SHIPPED / "figures.json").read_text())["rows"]
    found: dict[str, list[float]] = {}
    for row in rows:
        found.setdefault(f"{row['name']}{'' if row.get('all', True) else ', same'}", []).append(row["perplexity"])
    assert len(found["ours"]) == len(found["gpt2"]) == 3
    mean = {name: float(np.mean(v)) for name, v in found.items()}
    assert mean["ours"] < mean["5-gram"] < mean["unigram"]
    assert mean["ours"] < mean["5-gram, same"]


def test_decoding_shows_its_table(lessons: Any, shipped: Any) -> None:
    kept = json.loads(lessons.NEXT.read_text())["lines"]
    for row in kept:
        again = lessons.next_character(*shipped, row["line"])
        assert np.abs(np.array(row["logits"]) - np.array(again["logits"])).max() < 0.02
        assert row["names"] == again["names"]


def test_heads_are_its_heads(lessons: Any, shipped: Any) -> None:
    kept = json.loads(lessons.HEADS.read_text())["couplets"]
    again = lessons.heads(*shipped)["couplets"]
    for row, other in zip(kept, again, strict=True):
        assert row["text"] == other["text"]
        assert np.abs(np.array(row["weights"]) - np.array(other["weights"])).max() < 2e-3


def test_attention_beside_the_network_is_the_networks(lessons: Any, shipped: Any) -> None:
    """What `weights_of` computes gives, through values and the output matrix, what the layer itself gives."""
    model, tokens = shipped
    ids = [256, *tokens.encode(LINES[0])]
    found = lessons.weights_of(model, ids)
    with torch.inference_mode():
        layer = model.model.layers[0]
        inward = layer.input_layernorm(model.model.embed_tokens(torch.tensor([ids])))
        attention = layer.self_attn
        v = attention.v_proj(inward).unflatten(-1, (attention.heads, -1)).transpose(1, 2)
        mixed = attention.o_proj((found[0] @ v).transpose(1, 2).flatten(2))
        turn = lessons.angles(torch.arange(len(ids)), 32, model.shape.rope_theta)
        assert (mixed - attention(inward, turn, None)[0]).abs().max() < 1e-5


def test_surprise_is_its_surprise(lessons: Any, shipped: Any) -> None:
    data = json.loads(lessons.SURPRISE.read_text())
    kept = data["poems"]
    assert data["held"] == lessons.held_out()
    assert len(kept) == lessons.QUATRAINS
    for row in kept:
        assert np.abs(np.array(row["network"]) - np.array(lessons.bits_of_network(*shipped, row["text"]))).max() < 0.02
        assert np.mean(row["network"]) < np.mean(row["unigram"])


def test_a_line_goes_there_and_back() -> None:
    model = small_model()
    ids = model.ids(LINES[0])
    assert model.text(ids[1:]) == LINES[0] and ids[0] == 256
    assert model.text([256, 65]) == "⏎·"
    with pytest.raises(ValueError, match="not found"):
        model.ids("☃")
    with pytest.raises(OSError):
        small_model(Path("/nowhere"))
