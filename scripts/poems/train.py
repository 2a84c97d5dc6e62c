"""Trains the small model and, for comparison, Hugging Face's GPT-2 of the same size: same tokens, same optimiser.

    python scripts/poems/train.py WORK --family ours --seeds 0 1 2
    python scripts/poems/train.py WORK --family gpt2 --seeds 0 1 2

The seeds take turns, a few steps each, so that at every moment they have had the same budget. The rate warms up, stays,
and falls to nothing at the end (warmup-stable-decay). WORK/budget.json holds the steps of the last two phases, is read
at each turn, and may be lengthened while the rate is still level, or shortened to any step not yet passed; so a run can
be trained further later. Killed and started again, a run goes on from its last checkpoint with the same numbers.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from held import VOCABULARY, texts
from torch import Tensor, nn
from torch.nn import functional as F

from beikao.workers.poems.network import PoemModel, Shape
from beikao.workers.poems.tokens import MARK, Tokens

CONTEXT = 128
ROWS = 4  # of CONTEXT tokens each, in a step
WARMUP = 200
PEAK = 1e-3
TURN = 5  # steps of one seed before the next seed's turn
SAVE_EVERY = 25
VALID_EVERY = 500
VALID_POEMS = 100
MATRICES = {"lr": PEAK, "betas": (0.9, 0.95), "weight_decay": 0.1}
Logits = Callable[[Tensor], Tensor]


def rate(step: int, stable: int, decay: int) -> float:
    """The learning rate of a step from 0: linear warm-up, level, linear to 0 over the last `decay` of all steps."""
    falling = (stable + decay - step) / decay if step > stable else 1.0
    return PEAK * min((step + 1) / WARMUP, falling)


def ours(seed: int) -> tuple[nn.Module, Logits]:
    """The network that ships, and its logits."""
    model = PoemModel(Shape(VOCABULARY, max_position_embeddings=CONTEXT)).start(seed)
    return model, lambda ids: model(ids)[0]


def gpt2(seed: int) -> tuple[nn.Module, Logits]:
    """Hugging Face's GPT-2 with as many parameters: learned positions, LayerNorm, GELU, biases, no dropout."""
    from transformers import GPT2Config, GPT2LMHeadModel

    torch.manual_seed(seed)
    model = GPT2LMHeadModel(
        GPT2Config(
            vocab_size=VOCABULARY, n_positions=CONTEXT, n_embd=192, n_layer=4, n_head=6, n_inner=650,
            resid_pdrop=0.0, embd_pdrop=0.0, attn_pdrop=0.0, bos_token_id=MARK, eos_token_id=MARK,
        )
    )  # fmt: skip
    return model, lambda ids: model(ids, use_cache=False).logits


FAMILIES = {"ours": ours, "gpt2": gpt2}


def optimiser(model: nn.Module) -> torch.optim.AdamW:
    """AdamW; weights decay in matrices only."""
    matrices = [p for p in model.parameters() if p.dim() == 2]
    vectors = [p for p in model.parameters() if p.dim() < 2]
    groups = [{"params": matrices, **MATRICES}, {"params": vectors, **MATRICES, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups)


class Stream:
    """The training poems one after another, and the places where a row may begin: poems, and halves of long ones."""

    def __init__(self, poems: list[list[int]]) -> None:
        ids: list[int] = []
        starts: list[int] = []
        for poem in poems:
            starts += range(len(ids), len(ids) + len(poem), CONTEXT // 2)
            ids += [MARK, *poem]
        self.ids = np.array([*ids, MARK], dtype=np.int64)
        self.starts = np.array([s for s in starts if s + CONTEXT < len(self.ids)])

    def rows(self, seed: int, step: int) -> Tensor:
        """(ROWS, CONTEXT + 1): the batch of a step, a function of seed and step alone."""
        begin = np.random.default_rng((seed, step)).choice(self.starts, ROWS)
        return torch.from_numpy(self.ids[begin[:, None] + np.arange(CONTEXT + 1)])


def windows(count: int) -> Iterator[tuple[int, int, int]]:
    """(begin, end, first scored) of the windows over `count` inputs, so that each target is scored once."""
    for begin in range(0, max(1, count - CONTEXT // 2), CONTEXT // 2):
        yield begin, min(count, begin + CONTEXT), begin and CONTEXT // 2


@torch.inference_mode()
def losses(logits: Logits, poem: list[int]) -> Tensor:
    """The nats of each token of a poem and of the mark at its end, (T + 1,)."""
    whole = torch.tensor([MARK, *poem, MARK])
    parts = []
    for begin, end, first in windows(len(whole) - 1):
        out = logits(whole[None, begin:end])[0]
        parts.append(F.cross_entropy(out.float(), whole[begin + 1 : end + 1], reduction="none")[first:])
    return torch.cat(parts)


class Run:
    """One family and one seed: weights, optimiser, step; kept in a folder."""

    def __init__(self, work: Path, family: str, seed: int, stream: Stream) -> None:
        self.folder, self.seed, self.stream = work / "runs" / f"{family}-{seed}", seed, stream
        self.folder.mkdir(parents=True, exist_ok=True)
        self.model, self.logits = FAMILIES[family](seed)
        self.optimiser, self.step, self.cpu_s = optimiser(self.model), 0, 0.0
        if (self.folder / "last.pt").exists():
            kept = torch.load(self.folder / "last.pt", weights_only=True)
            self.model.load_state_dict(kept["model"])
            self.optimiser.load_state_dict(kept["optimiser"])
            self.step, self.cpu_s = kept["step"], kept["cpu_s"]

    def turn(self, budget: dict[str, int], steps: int) -> float:
        """A few steps; the mean loss in nats a token."""
        began, total = time.process_time(), 0.0
        for _ in range(steps):
            rows = self.stream.rows(self.seed, self.step)
            loss = F.cross_entropy(self.logits(rows[:, :-1]).flatten(0, 1), rows[:, 1:].flatten())
            loss.backward()
            nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            for group in self.optimiser.param_groups:
                group["lr"] = rate(self.step, **budget)
            self.optimiser.step()
            self.optimiser.zero_grad()
            self.step += 1
            total += loss.item()
        self.cpu_s += time.process_time() - began
        return total / steps

    def log(self, **values: Any) -> None:
        """A line of the run's log."""
        line = {"step": self.step, "tokens": self.step * ROWS * CONTEXT, "cpu_s": round(self.cpu_s, 1), **values}
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def save(self, name: str) -> None:
        """All that a later start needs, at once or not at all."""
        state = {"model": self.model.state_dict(), "optimiser": self.optimiser.state_dict()}
        torch.save({**state, "step": self.step, "cpu_s": self.cpu_s}, self.folder / "writing")
        (self.folder / "writing").replace(self.folder / name)


def encoded(work: Path, part: str, tokens: Tokens) -> list[list[int]]:
    """The poems of a part as ids."""
    return [tokens.encode(p) for p in texts(work, part)]


def train(work: Path, family: str, seeds: list[int]) -> None:
    """Until each seed has had the budget."""
    tokens = Tokens.load(work / "tokens.json")
    stream, valid = Stream(encoded(work, "train", tokens)), encoded(work, "valid", tokens)[:VALID_POEMS]
    runs = [Run(work, family, seed, stream) for seed in seeds]
    while True:
        budget = json.loads((work / "budget.json").read_text())
        todo = [run for run in runs if run.step < budget["stable"] + budget["decay"]]
        for run in todo:
            _advance(run, budget, valid)
        if not todo:
            return


def _advance(run: Run, budget: dict[str, int], valid: list[list[int]]) -> None:
    end = budget["stable"] + budget["decay"]
    loss = run.turn(budget, min(TURN, end - run.step))
    values = {"loss": round(loss, 4), "rate": rate(run.step - 1, **budget)}
    if not math.isfinite(loss):
        raise FloatingPointError(f"{run.folder.name}: the loss is {loss} at step {run.step}")
    if run.step % VALID_EVERY == 0 or run.step == end:
        nats = [losses(run.logits, poem) for poem in valid]
        values["valid"] = round(float(torch.cat(nats).mean()), 4)
    run.log(**values)
    if run.step == budget["stable"]:
        run.save("stable.pt")
    if run.step % SAVE_EVERY == 0 or run.step == end:
        run.save("last.pt")


def main() -> None:
    """Train the seeds of one family on one thread."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("--family", choices=FAMILIES, required=True)
    parser.add_argument("--seeds", type=int, nargs="+", required=True)
    asked = parser.parse_args()
    torch.set_num_threads(1)
    train(asked.work, asked.family, asked.seeds)


if __name__ == "__main__":
    main()
