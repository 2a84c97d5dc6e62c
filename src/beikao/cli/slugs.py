"""What the Tab key offers: names of units, tracks and settings. Reads folder names only, so an answer takes no course."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import typer

from beikao.errors import BeikaoError

SETTINGS = {"language": ("zh", "en"), "theme": ("auto", "light", "dark"), "minutes": ("30", "45", "60", "90", "120")}


def concepts(incomplete: str) -> list[str]:
    return _begin(_folders("concepts/*/*/concept.toml"), incomplete)


def labs(incomplete: str) -> list[str]:
    return _begin(_folders("labs/*/lab.toml"), incomplete)


def drills(incomplete: str) -> list[str]:
    return _begin(_folders("drills/*/drill.toml"), incomplete)


def units(incomplete: str) -> list[str]:
    """Of every kind, for authors."""
    return sorted({*concepts(incomplete), *labs(incomplete), *drills(incomplete)})


def tracks(incomplete: str) -> list[str]:
    return _begin(_tracks(), incomplete)


def keys(incomplete: str) -> list[str]:
    """What `beikao config` sets."""
    return _begin([*SETTINGS, "track"], incomplete)


def values(context: typer.Context, incomplete: str) -> list[str]:
    """What the setting named before may be."""
    key = context.params.get("key", "")
    return _begin(["all", *_tracks()] if key == "track" else SETTINGS.get(key, ()), incomplete)


def _begin(words: Iterable[str], incomplete: str) -> list[str]:
    return sorted(word for word in set(words) if word.startswith(incomplete))


def _folders(pattern: str) -> Iterator[str]:
    return (manifest.parent.name for root in _roots() for manifest in root.glob(pattern))


def _tracks() -> list[str]:
    return [track.stem for root in _roots() for track in root.glob("tracks/*.toml")]


def _roots() -> tuple[Path, ...]:
    from beikao.settings import Settings

    try:
        return Settings.from_environment().content
    except BeikaoError:  # a completion has nowhere to say what is wrong
        return ()


def bare(name: str) -> str:
    """A name without what a shell puts behind it where a folder of that name stands: `svd-compress/`."""
    return name.rstrip("/") or name
