"""The hash of derived state: canonical JSON with every float rounded to 1e-6, then SHA-256.

It hashes plain values only; what the state is made of is the coach's business.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any


def state_hash(state: Mapping[str, Any]) -> str:
    """64 hex digits; the same for the same values in any order of keys.

    Raises TypeError for what is no plain value, ValueError for NaN and infinity.
    """
    text = json.dumps(_plain(state), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        rounded = round(value, 6)
        return 0.0 if rounded == 0 else rounded  # -0.0 and 0.0 are one value
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    raise TypeError(f"derived state holds a {type(value).__name__}, which is no plain value")
