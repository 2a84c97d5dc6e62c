"""The process that holds the network of the folder named on its command line; one JSON request a line, one answer a line.

Started as a module by `poet`.

It ends with the one who started it, and by itself when nobody has asked for a while, so that torch's memory is given back.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import torch

from beikao.kit.poems import read_safetensors
from beikao.workers.frames import receive, send
from beikao.workers.poems.network import PoemModel, Shape, continued
from beikao.workers.poems.tokens import MARK, Tokens

IDLE_S = 300.0
SHAPE = tuple(Shape.__dataclass_fields__)


@lru_cache(maxsize=1)
def loaded(folder: Path) -> tuple[PoemModel, Tokens]:
    """The network and its vocabulary."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    model = PoemModel(Shape(**{name: config[name] for name in SHAPE}))
    model.load_state_dict(read_safetensors(folder / "model.safetensors"))
    return model.eval(), Tokens.load(folder / "tokens.json")


def answer(folder: Path, line: str, seed: int, count: int) -> dict[str, str]:
    """The line as the model read it, and at most `count` tokens of what follows."""
    model, tokens = loaded(folder)
    read = tokens.normalise(line)
    ids = [MARK, *tokens.encode(read)]
    more = tokens.decode(continued(model, ids, count, MARK, seed=seed))
    return {"line": read, "more": "".join(c for c in more if c.isprintable())}


def main() -> None:
    """Serve until the input ends or nobody asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the one who started this
    torch.set_num_threads(1)
    folder = Path(sys.argv[1])
    answers, requests = os.fdopen(os.dup(1), "wb"), os.fdopen(os.dup(0), "rb")
    os.dup2(2, 1)
    while select.select([requests], [], [], IDLE_S)[0]:
        try:
            request = receive(requests)
        except EOFError:
            return
        try:
            reply: dict[str, Any] = {"value": answer(folder, **request)}
        except Exception as error:  # noqa: BLE001 - the worker's boundary: every error goes back as text
            reply = {"error": f"{type(error).__name__}: {error}"}
        send(answers, reply)


if __name__ == "__main__":
    main()
