"""Reads what an audit leaves in a unit's folder, and what its author excuses: `audit.json` and `equivalents.toml`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from beikao.course.manifest import Faults, Manifest

KEYS: dict[str, type | tuple[type, ...]] = {
    "schema": int, "inputs": str, "mutants": int, "killed": int, "equivalent": int, "score": (int, float),
    "killed_by": dict, "wrong": dict, "nulls": dict, "survivors": list,
}  # fmt: skip


def read_audit(folder: Path, faults: Faults) -> Mapping[str, Any] | None:
    """None where there is none or it cannot be read (a fault)."""
    path = folder / "audit.json"
    if not path.exists():
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        faults.add(path, 1, f"not JSON: {error}", "It is written by `beikao content audit`.")
        return None
    if not isinstance(found, dict) or not all(isinstance(found.get(k), kind) for k, kind in KEYS.items()):
        faults.add(path, 1, "not an audit of schema 1", "It is written by `beikao content audit`.")
        return None
    return found


def read_equivalents(folder: Path, faults: Faults) -> dict[str, str]:
    """change -> reason, of the tables [[equivalent]]."""
    path = folder / "equivalents.toml"
    if not path.exists():
        return {}
    manifest = Manifest.read(path, faults)
    if manifest is None:
        return {}
    out: dict[str, str] = {}
    for number, entry in enumerate(manifest.data.get("equivalent", []), 1):
        words = {key: entry.get(key) for key in ("change", "reason")} if isinstance(entry, dict) else {}
        if set(words) != set(entry) or not all(isinstance(w, str) and w.strip() for w in words.values()):
            manifest.fault("", f"[[equivalent]] number {number} needs `change` and `reason`, and nothing else")
        elif words["change"] in out:
            manifest.fault("", f"[[equivalent]] number {number} repeats the change of another")
        else:
            out[str(words["change"])] = str(words["reason"])
    for key in manifest.data.keys() - {"schema", "equivalent"}:
        manifest.fault(key, f"unknown key `{key}`", "Tables [[equivalent]] with `change` and `reason`.")
    return out
