"""The words of the interface: words/zh.toml and words/en.toml, the same keys in both.

A key is `table.name`. Words of the course (titles, lessons, checks) are content and do not stand here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "words"
LANGUAGES = ("zh", "en")


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Key -> words of one language."""
    return dict(_flat("", tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))))


def _flat(prefix: str, table: Mapping[str, Any]) -> list[tuple[str, str]]:
    out: list[tuple[str, str]] = []
    for key, value in table.items():
        out += _flat(f"{prefix}{key}.", value) if isinstance(value, dict) else [(f"{prefix}{key}", value)]
    return out


class Words:
    """`words("lab.check")` in one language; `words("today.minutes", n=5)` fills `{n}`. KeyError for an unknown key.

    Where a language tells one from many, `key-one` holds the words for n = 1.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._words = catalogue(language)

    def __call__(self, key: str, **values: Any) -> str:
        if values.get("n") == 1 and f"{key}-one" in self._words:
            key = f"{key}-one"
        return self._words[key].format(**values) if values else self._words[key]

    def get(self, key: str, otherwise: str) -> str:
        """The words of a key that may be missing, such as the name of an area of somebody's own pack."""
        return self._words.get(key, otherwise)
