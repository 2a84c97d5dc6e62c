"""Reads one TOML manifest, field by field, and notes every fault with its line instead of stopping at the first.

`tomllib` gives no positions, so a line is found again by searching for the key; a fault without a better place gets
the line of its table, or 1.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from beikao.course.types import LANGUAGES, Fault

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


class Faults:
    """A growing list of faults; file names are kept relative to the content folder's parent."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.items: list[Fault] = []

    def add(self, path: Path, line: int, what: str, hint: str = "") -> None:
        try:
            name = str(path.relative_to(self._root))
        except ValueError:
            name = str(path)
        self.items.append(Fault(name, line, what, hint))


class Manifest:
    """One table of a TOML file. Ask for each field once, then call `done()` to report keys nobody asked for."""

    def __init__(self, path: Path, data: Mapping[str, Any], text: str, faults: Faults, table: str = "") -> None:
        self.path = path
        self.data = data
        self._text = text
        self._faults = faults
        self._table = table
        self._asked: set[str] = set()

    @classmethod
    def read(cls, path: Path, faults: Faults) -> Manifest | None:
        """None (and a fault) where the file is missing, is not TOML, or lacks `schema = 1`."""
        try:
            text = path.read_text(encoding="utf-8")
            data = tomllib.loads(text)
        except FileNotFoundError:
            faults.add(path, 0, f"{path.name} is missing", "docs/reference/content.md lists what a unit needs")
            return None
        except UnicodeDecodeError as error:
            faults.add(path, 1, f"not UTF-8: {error.reason}", "Save the file as UTF-8.")
            return None
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"line (\d+)", str(error))
            faults.add(path, int(found[1]) if found else len(text.splitlines()), f"not TOML: {error}")
            return None
        manifest = cls(path, data, text, faults)
        if manifest.integer("schema", 1, 1) != 1:
            return None
        return manifest

    def line(self, key: str = "") -> int:
        """The line of `key` in this table, else of the table's head, else 1."""
        lines = self._text.splitlines()
        start = self._table_line(lines)
        if key:
            bare = re.compile(rf'\s*(?:"{re.escape(key)}"|{re.escape(key)})\s*=')
            head = re.compile(rf'\s*\[+[^\]]*(?:"{re.escape(key)}"|\b{re.escape(key)})\]')
            for number, line in enumerate(lines[start:], start + 1):
                if bare.match(line) or head.match(line):
                    return number
        return max(start, 1)

    def _table_line(self, lines: Sequence[str]) -> int:
        wanted = f"[{self._table}]".replace('"', "")
        for number, line in enumerate(lines, 1):
            if self._table and line.strip().replace('"', "") == wanted:
                return number
        return 0

    def fault(self, key: str, what: str, hint: str = "") -> None:
        self._faults.add(self.path, self.line(key), what, hint)

    def _get(self, key: str, required: bool) -> Any:
        self._asked.add(key)
        if key not in self.data and required:
            self.fault("", f"`{key}` is missing" + (f" in [{self._table}]" if self._table else ""))
        return self.data.get(key)

    def text(self, key: str, *, one_of: Sequence[str] = (), default: str | None = None) -> str:
        value = self._get(key, default is None)
        if value is None:
            return default or ""
        if not isinstance(value, str) or not value.strip():
            self.fault(key, f"`{key}` must be a text that is not empty")
            return default or ""
        if one_of and value not in one_of:
            self.fault(key, f"`{key}` is {value!r}", f"One of: {', '.join(one_of)}.")
        return value

    def integer(self, key: str, low: int, high: int, *, default: int | None = None) -> int:
        value = self._get(key, default is None)
        if value is None:
            return default or 0
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self.fault(key, f"`{key}` must be a whole number from {low} to {high}, it is {value!r}")
            return low
        return value

    def number(self, key: str, *, default: float | None = None) -> float:
        value = self._get(key, default is None)
        if value is None:
            return default or 0.0
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            self.fault(key, f"`{key}` must be a number that is not negative, it is {value!r}")
            return 0.0
        return float(value)

    def flag(self, key: str) -> bool:
        value = self._get(key, False)
        if value is not None and not isinstance(value, bool):
            self.fault(key, f"`{key}` must be true or false")
        return value is True

    def strings(self, key: str, *, required: bool = False, slugs: bool = True) -> tuple[str, ...]:
        value = self._get(key, required)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            self.fault(key, f"`{key}` must be a list of texts")
            return ()
        for item in value:
            if slugs and not SLUG.match(item):
                self.fault(key, f"`{key}`: {item!r} is not a slug", "Lower-case words with dashes: `low-rank`.")
        if len(set(value)) != len(value):
            self.fault(key, f"`{key}` names something twice")
        return tuple(value)

    def both(self, key: str) -> Mapping[str, str]:
        """A text in both languages: `{ zh = "...", en = "..." }`."""
        value = self._get(key, True)
        if value is None:
            return {"zh": "", "en": ""}
        good = isinstance(value, dict) and all(isinstance(value.get(lang), str) for lang in LANGUAGES)
        if not good or not all(value[lang].strip() for lang in LANGUAGES):
            self.fault(key, f"`{key}` needs a text in zh and in en")
            return {"zh": "", "en": ""}
        return {lang: value[lang] for lang in LANGUAGES}

    def tables(self, key: str) -> dict[str, Manifest]:
        """The tables `[key.<slug>]`, each as a manifest of its own."""
        value = self._get(key, False)
        if value is None:
            return {}
        if not isinstance(value, dict) or not all(isinstance(v, dict) for v in value.values()):
            self.fault(key, f"`{key}` must hold tables [{key}.<slug>]")
            return {}
        return {k: Manifest(self.path, v, self._text, self._faults, f"{key}.{k}") for k, v in value.items()}

    def table(self, key: str) -> Manifest:
        """The table `[key]`, empty if there is none."""
        value = self._get(key, False)
        if value is not None and not isinstance(value, dict):
            self.fault(key, f"`{key}` must be a table")
        return Manifest(self.path, value if isinstance(value, dict) else {}, self._text, self._faults, key)

    def top_tables(self) -> dict[str, Manifest]:
        """Every top-level key but `schema`, as tables: for files that are nothing but `[slug]` tables."""
        out = {}
        for key, value in self.data.items():
            if key == "schema":
                continue
            self._asked.add(key)
            if isinstance(value, dict):
                out[key] = Manifest(self.path, value, self._text, self._faults, key)
            else:
                self.fault(key, f"`{key}` stands outside a table")
        return out

    def words(self) -> Mapping[str, str]:
        """This table's own `zh` and `en`."""
        return {lang: self.text(lang) for lang in LANGUAGES}

    def done(self) -> None:
        """Report every key nobody asked for, with the nearest known name."""
        for key in self.data.keys() - self._asked:
            near = difflib.get_close_matches(key, list(self._asked), 1)
            self.fault(key, f"unknown key `{key}`", f"Did you mean `{near[0]}`?" if near else "Remove it.")
