"""What a drill's `break.py`, `mend.py` and `wrong/*.py` are written against: a tree of text files.

Each has one function `break_(tree, draw)` or `mend(tree, draw)` that edits the tree in place.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any


class Tree:
    """A small tree of UTF-8 text files held in memory: path -> text. Paths are relative, with forward slashes."""

    def __init__(self, files: dict[str, str]) -> None:
        self._files = dict(files)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._files))

    def __contains__(self, path: str) -> bool:
        return path in self._files

    def read(self, path: str) -> str:
        """The text of a file. Raises KeyError with the names there are."""
        if path not in self._files:
            raise KeyError(f"{path} is not in the tree; it has {', '.join(self)}")
        return self._files[path]

    def write(self, path: str, text: str) -> None:
        """Make or replace a file."""
        self._files[path] = text

    def replace(self, path: str, old: str, new: str) -> None:
        """Replace the one occurrence of `old`. Raises ValueError unless there is exactly one."""
        text = self.read(path)
        if text.count(old) != 1:
            raise ValueError(f"{path}: expected exactly one {old!r}, found {text.count(old)}")
        self._files[path] = text.replace(old, new)

    def json(self, path: str) -> Any:
        """A file parsed as JSON."""
        return json.loads(self.read(path))

    def write_json(self, path: str, value: Any) -> None:
        """A value as indented JSON."""
        self.write(path, json.dumps(value, ensure_ascii=False, indent=2) + "\n")

    def remove(self, path: str) -> None:
        """Delete a file that exists."""
        del self._files[path]

    def files(self) -> dict[str, str]:
        """A copy of path -> text."""
        return dict(self._files)
