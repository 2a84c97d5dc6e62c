"""Trains the tokeniser on the training poems, and shows what each size of vocabulary would cost.

    python scripts/poems/tokenise.py WORK

Writes WORK/tokens.json (the size that `held.py` names) and WORK/vocabulary.json: for each size the tokens a character
of the validation poems takes, and the share of the parameters that the embedding takes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from corpus import script_table
from held import VOCABULARY, texts

from beikao.workers.poems.tokens import Tokens

WIDTH, BODY = 192, 1_623_744  # of the network; a test of `train.py` holds them to its parameters
SIZES = (1024, 2048, 3072, 4096, 5120, 6144, 8192)


def main() -> None:
    """Train, write, print."""
    work = Path(sys.argv[1])
    train, valid = texts(work, "train"), texts(work, "valid")
    script = {chr(a): b for a, b in script_table().items() if chr(a) != b}
    Tokens.trained(train, VOCABULARY, script).save(work / "tokens.json")
    table = []
    for size in SIZES:
        tokens = Tokens.trained(train, size, {})
        taken = sum(len(tokens.encode(p)) for p in valid) / sum(map(len, valid))
        share = size * WIDTH / (size * WIDTH + BODY)
        table.append({"vocabulary": len(tokens), "tokens a character": taken, "share of the embedding": share})
    (work / "vocabulary.json").write_text(json.dumps(table, indent=1) + "\n")
    print(json.dumps(table, indent=1))


if __name__ == "__main__":
    main()
