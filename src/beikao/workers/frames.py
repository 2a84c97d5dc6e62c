"""One JSON value a line over a pair of pipes, with a bound on its size. Used between this process and its workers."""

from __future__ import annotations

import json
from typing import IO, Any

MAX_LINE = 64 * 2**20


def send(stream: IO[bytes], value: Any) -> None:
    """Write one value and flush. Raises ValueError for NaN and OSError for a closed pipe."""
    stream.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read one value; EOFError at the end."""
    line = stream.readline(MAX_LINE)
    if not line.endswith(b"\n"):
        raise EOFError
    return json.loads(line)
