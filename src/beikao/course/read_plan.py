"""Reads what stands beside the units: guide, stages, tracks, planned slugs, glossary."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from beikao.course.manifest import Faults, Manifest
from beikao.course.types import GuideItem, Stage, Track

VERDICTS = ("right", "right-with-limits", "imprecise", "outdated", "unsupported")


def read_stages(root: Path, faults: Faults) -> dict[int, Stage]:
    manifest = _optional(root / "stages.toml", faults)
    if manifest is None:
        return {}
    out = {}
    for number, table in manifest.tables("stage").items():
        out[int(number)] = Stage(int(number), table.both("title"), table.text("months"), table.both("goal"))
        table.done()
    manifest.done()
    return out


def read_tracks(root: Path, faults: Faults) -> dict[str, Track]:
    out = {}
    for path in sorted((root / "tracks").glob("*.toml")):
        manifest = Manifest.read(path, faults)
        if manifest:
            out[path.stem] = Track(path.stem, manifest.both("title"), manifest.strings("targets", required=True))
            manifest.done()
    return out


def read_guide(root: Path, faults: Faults) -> dict[str, GuideItem]:
    manifest = _optional(root / "guide.toml", faults)
    if manifest is None:
        return {}
    out = {}
    for key, table in manifest.tables("item").items():
        verdict = table.text("verdict", one_of=VERDICTS, default="")
        reason = table.text("reason", default="")
        out[key] = GuideItem(key, table.text("section"), table.text("kind"), table.words(), verdict, reason)
        table.done()
    manifest.done()
    return out


def read_planned(root: Path, faults: Faults) -> dict[str, frozenset[str]]:
    """kind (`concepts`, `labs`, ...) -> slugs that are planned."""
    manifest = _optional(root / "planned.toml", faults)
    if manifest is None:
        return {}
    kinds = [key for key in manifest.data if key != "schema"]
    return {kind: frozenset(manifest.strings(kind)) for kind in kinds}


def read_glossary(root: Path, faults: Faults) -> dict[str, Mapping[str, Any]]:
    manifest = _optional(root / "glossary.toml", faults)
    if manifest is None:
        return {}
    out: dict[str, Mapping[str, Any]] = {}
    for slug, table in manifest.tables("term").items():
        out[slug] = {**table.words(), "avoid_zh": table.strings("avoid_zh", slugs=False)}
        table.done()
    return out


def _optional(path: Path, faults: Faults) -> Manifest | None:
    """A file that a school's pack may leave out."""
    return Manifest.read(path, faults) if path.exists() else None
