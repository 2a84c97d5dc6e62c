"""The rivals that count: a unigram and a 5-gram, measured on the held-out poems.

    python scripts/poems/count.py WORK --poems 400 [--tokens 500000]

Writes WORK/counted/<order>-<tokens>.json; without --tokens all training poems are counted.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from pathlib import Path

from held import VOCABULARY, Held, texts, up_to
from kneser_ney import KneserNey

from beikao.workers.poems.tokens import MARK, Tokens

ORDERS = (1, 5)


def main() -> None:
    """Count and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("--poems", type=int, default=2000)
    parser.add_argument("--tokens", type=float, default=math.inf)
    asked = parser.parse_args()
    work: Path = asked.work
    train = list(up_to(texts(work, "train"), Tokens.load(work / "tokens.json"), asked.tokens))
    held = Held(work, "test", asked.poems)
    (work / "counted").mkdir(exist_ok=True)
    for order in ORDERS:
        began = time.process_time()
        model = KneserNey(train, order, VOCABULARY, MARK)
        row = {
            "name": {1: "unigram", 5: "5-gram"}[order],
            **held.perplexities(model.losses(held.poems)),
            "tokens": sum(len(p) + 1 for p in train),
            "parameters": sum(len(level.codes) for level in model.levels),
            "cpu_s": round(time.process_time() - began, 1),
            "poems": len(held.poems),
            "all": asked.tokens == math.inf,
        }
        name = f"{order}-{'all' if row['all'] else row['tokens']}.json"
        (work / "counted" / name).write_text(json.dumps(row, indent=1) + "\n")
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
