"""Attention against recurrence on the machine that runs this: where one layer's forward pass takes as long as the other's.

    OMP_NUM_THREADS=1 python benchmarks/crossover.py --machine "2 virtual cores of an x86 server" [--write] [--rounds 7]

One layer of PyTorch in float32 on one thread, batch 1, no gradient: causal self-attention with its four projections
(`scaled_dot_product_attention`), `nn.LSTM`, and `nn.RNN` with tanh, all of width d. The three take turns in every round, so a
busy machine slows them alike; what counts is the median over rounds of CPU time, not of the clock. `--write` keeps the result
beside the lesson that shows it, sequence-model-tradeoffs. The crossing is where the line between two neighbouring lengths,
on logarithmic axes, reaches a ratio of one.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import torch
from torch import Tensor, nn
from torch.nn import functional

LENGTHS = (16, 32, 64, 128, 256, 512, 1024, 2048, 4096)
WIDTHS = (64, 128, 256)
HEAD = 64  # width of a head
LONG_ENOUGH_S = 0.02  # a short call is repeated until it takes this long
KEPT = (
    Path(__file__).resolve().parent.parent
    / "content/concepts/transformer/sequence-model-tradeoffs/figures/measured.json"
)


class Attention(nn.Module):
    """Causal multi-head self-attention with four projections; x (B, T, d) -> (B, T, d)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.heads = max(1, width // HEAD)
        self.into, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)

    def forward(self, x: Tensor) -> Tensor:
        """All positions at once."""
        q, k, v = (part.unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in self.into(x).chunk(3, dim=-1))
        mixed = functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        out: Tensor = self.out(mixed.transpose(1, 2).flatten(2))
        return out


def layers(width: int) -> dict[str, Callable[[Tensor], object]]:
    """The three, by name."""
    return {
        "attention": Attention(width),
        "lstm": nn.LSTM(width, width, batch_first=True),
        "rnn": nn.RNN(width, width, batch_first=True),
    }


def cpu_ms(layer: Callable[[Tensor], object], x: Tensor, times: int) -> float:
    """Mean milliseconds of CPU time of one call."""
    began = time.process_time()
    for _ in range(times):
        layer(x)
    return 1e3 * (time.process_time() - began) / times


def measure(width: int, rounds: int) -> dict[str, list[float]]:
    """Milliseconds for each of LENGTHS."""
    made, found = layers(width), {name: [] for name in ("attention", "lstm", "rnn")}  # type: dict[str, list[float]]
    for length in LENGTHS:
        x = torch.randn(1, length, width)
        once = {name: cpu_ms(layer, x, 2) for name, layer in made.items()}  # warms up as well
        times = {name: max(1, math.ceil(1e3 * LONG_ENOUGH_S / max(ms, 1e-3))) for name, ms in once.items()}
        turns = [{name: cpu_ms(layer, x, times[name]) for name, layer in made.items()} for _ in range(rounds)]
        for name, row in found.items():
            row.append(median(turn[name] for turn in turns))
    return found


def crossing(a: list[float], b: list[float]) -> float | None:
    """The last length at which `a` turns from the quicker to the slower; None where it never does."""
    gap = [math.log(p / q) for p, q in zip(a, b, strict=True)]
    for i in reversed(range(len(gap) - 1)):
        if gap[i] <= 0 < gap[i + 1]:
            share = -gap[i] / (gap[i + 1] - gap[i])
            return float(LENGTHS[i] * (LENGTHS[i + 1] / LENGTHS[i]) ** share)
    return None


def main() -> None:
    """Print a table for each width."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--machine", required=True, help="What it ran on, in words.")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    found = {}
    with torch.no_grad():
        for width in WIDTHS:
            found[str(width)] = ms = measure(width, args.rounds)
            print(f"width {width}: attention is as slow as LSTM at {crossing(ms['attention'], ms['lstm'])}, "
                  f"as RNN at {crossing(ms['attention'], ms['rnn'])}")  # fmt: skip
            for i, length in enumerate(LENGTHS):
                print(f"{length:6d}" + "".join(f"  {name} {row[i]:9.3f} ms" for name, row in ms.items()), flush=True)
    kept = {
        "date": datetime.now(UTC).date().isoformat(), "machine": args.machine, "torch": torch.__version__.split("+")[0],
        "threads": 1, "lengths": LENGTHS,
        "ms": {w: {name: [round(v, 4) for v in row] for name, row in ms.items()} for w, ms in found.items()},
    }  # fmt: skip
    if args.write:
        KEPT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
