"""Trains the model on event codes, then lets it write records of its own."""

import json
import math
import random
from collections import Counter
from pathlib import Path

import torch
from batch import PADDING, collate
from model import Model
from torch.nn import functional as F

HERE = Path(__file__).parent
LETTERS = "abcdefg"  # token 1 is a, token 7 is g; 0 is padding


def settings():
    """config.json."""
    return json.loads((HERE / "config.json").read_text())


def build(seed):
    """A model that has learnt nothing yet."""
    torch.manual_seed(seed)
    return Model(settings()["dropout"]).eval()


def loss_of(model, records):
    """Mean cross-entropy of every real next token, as a tensor."""
    tokens, positions, real = collate(records)
    logits = model(tokens, positions, real)[:, :-1]
    counts = real[:, :-1] & real[:, 1:]
    return F.cross_entropy(logits[counts], tokens[:, 1:][counts])


def fit(records, seed):
    """Train on lists of token numbers. Returns the model and the loss of each step."""
    torch.set_num_threads(1)
    config = settings()
    model, order = build(seed).train(), random.Random(seed)
    optimiser = torch.optim.AdamW(model.parameters(), lr=config["lr"])
    losses = []
    for step in range(config["steps"]):
        for group in optimiser.param_groups:
            group["lr"] = config["lr"] * min(1.0, (step + 1) / 20) * (1 - step / config["steps"])
        chosen = [r[: config["context"]] for r in order.sample(records, config["batch"])]
        loss = loss_of(model, chosen)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(float(loss.detach()))
    return model.eval(), losses


def held_out(model, records):
    """The loss on records the model was not trained on, a float."""
    with torch.no_grad():
        return float(loss_of(model, records))


def logits(model, records):
    """Logits (len(record), TOKENS) of each record, computed in one batch, padding cut off."""
    tokens, positions, real = collate(records)
    with torch.no_grad():
        out = model(tokens, positions, real)
    return [out[row, -len(record) :] for row, record in enumerate(records)]


def write(model, starts, length, seed):
    """Records that the model writes from these first tokens, one token at a time."""
    source, records = torch.Generator().manual_seed(seed), [[start] for start in starts]
    with torch.no_grad():
        for _ in range(length - 1):
            last = model(*collate(records))[:, -1]
            last[:, PADDING] = float("-inf")
            drawn = torch.multinomial(last.softmax(dim=-1), 1, generator=source)
            records = [record + [int(token)] for record, token in zip(records, drawn)]
    return records


def table(records):
    """How often each token follows, by the token before and the parity of the step, smoothed."""
    counts = Counter((i % 2, r[i - 1], r[i]) for r in records for i in range(1, len(r)))
    whole = Counter()
    for (odd, before, _), n in counts.items():
        whole[odd, before] += n
    return {
        (odd, before, after): (counts[odd, before, after] + 0.5) / (whole[odd, before] + 3.5)
        for odd in (0, 1)
        for before in range(1, 8)
        for after in range(1, 8)
    }


def surprise(shares, records):
    """The mean loss of records under such a table."""
    losses = [-math.log(shares[i % 2, r[i - 1], r[i]]) for r in records for i in range(1, len(r))]
    return sum(losses) / len(losses)


def load():
    """The records of corpus.txt as lists of token numbers."""
    lines = (HERE / "corpus.txt").read_text().split()
    return [[LETTERS.index(letter) + 1 for letter in line] for line in lines]


def main():
    """Train, then print what can be compared."""
    records = load()
    training, kept = records[:-100], records[-100:]
    model, losses = fit(training, 0)
    print(f"{len(training)} records, {settings()}")
    print("step   loss")
    for step, loss in enumerate(losses):
        if step % 10 == 0 or step == len(losses) - 1:
            print(f"{step:4d} {loss:6.3f}")
    shares = table(training)
    written = write(model, [r[0] for r in kept], 16, 0)
    print(f"loss on {len(kept)} records kept out:            {held_out(model, kept):6.3f}")
    print(f"the same records under counts of the corpus:  {surprise(shares, kept):6.3f}")
    print(f"what the model writes under the same counts:  {surprise(shares, written):6.3f}")
    longest = max(kept, key=len)
    for others in ([], [longest[:5]], [longest]):
        positions = collate([longest[:3], *others])[1]
        print(f"three letters in a batch of length {positions.shape[1]:2d}: positions {positions[0, -3:].tolist()}")
    for record in written[:5]:
        print("  writes  " + "".join(LETTERS[token - 1] for token in record))
    for record in kept[:3]:
        print("  corpus  " + "".join(LETTERS[token - 1] for token in record))


if __name__ == "__main__":
    main()
