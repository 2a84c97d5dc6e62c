"""The small model of poems that ships with the course, as a checkpoint for content: its shape, weights and characters.

It computes nothing: whoever wants its logits runs a network on the weights, which bear the names and shapes of Hugging Face's
LlamaForCausalLM with a tied head. Imports torch only when weights are read.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor

SHIPPED = Path(__file__).resolve().parent.parent / "workers" / "poems" / "shipped"
BYTES, MARK = 256, 256  # ids below are bytes, this one stands before and after a poem


@dataclass(frozen=True)
class SmallModel:
    """`config` as Hugging Face's config.json has it; `weights` name -> float32 tensor; character i of `characters` has the id 257 + i."""

    config: dict[str, Any]
    weights: dict[str, Tensor]
    characters: str

    def ids(self, line: str) -> list[int]:
        """The mark and the ids of a line. Raises ValueError for a character that is not in the vocabulary."""
        return [MARK, *(MARK + 1 + self.characters.index(c) for c in line)]

    def text(self, ids: list[int]) -> str:
        """The characters of ids; the mark as ⏎, a byte as ·."""
        return "".join("·" if i < BYTES else "⏎" if i == MARK else self.characters[i - MARK - 1] for i in ids)


def small_model(folder: Path = SHIPPED) -> SmallModel:
    """The model of a folder. Raises OSError where none is shipped."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    characters = json.loads((folder / "tokens.json").read_text(encoding="utf-8"))["characters"]
    return SmallModel(config, read_safetensors(folder / "model.safetensors"), characters)


def read_safetensors(path: Path) -> dict[str, Tensor]:
    """The tensors of a safetensors file, as float32: a length, a JSON header, then the bytes."""
    import torch

    raw = path.read_bytes()
    (size,) = struct.unpack("<Q", raw[:8])
    header, body = json.loads(raw[8 : 8 + size]), raw[8 + size :]
    kinds = {"F16": torch.float16, "F32": torch.float32}
    out = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            flat = torch.frombuffer(bytearray(body[begin:end]), dtype=kinds[entry["dtype"]])
            out[name] = flat.reshape(entry["shape"]).float()
    return out
