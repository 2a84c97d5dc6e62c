"""Text to token ids and back: one token a character, UTF-8 bytes for a character outside the vocabulary.

Ids 0 to 255 are bytes, 256 is the mark before and after a poem, then the characters, the most frequent first. Any text
goes there and back; `normalise` is apart, because it changes the text (traditional to simplified, half-width stops).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

MARK = 256
STOPS = {ord(","): "，", ord("."): "。", ord("?"): "？", ord("!"): "！", ord(";"): "；", ord(":"): "："}


class Tokens:
    """A vocabulary of bytes, one mark and characters."""

    def __init__(self, characters: str, script: Mapping[str, str]) -> None:
        self.characters, self.script = characters, dict(script)
        self._ids = {c: MARK + 1 + i for i, c in enumerate(characters)}
        self._table = {**STOPS, **{ord(a): b for a, b in script.items()}}

    def __len__(self) -> int:
        return MARK + 1 + len(self.characters)

    @classmethod
    def trained(cls, poems: Iterable[str], size: int, script: Mapping[str, str]) -> Tokens:
        """The `size` - 257 most frequent characters of the poems, ties in the order of code points."""
        counted = Counter(c for poem in poems for c in poem)
        order = sorted(counted, key=lambda c: (-counted[c], c))
        return cls("".join(order[: size - MARK - 1]), script)

    @classmethod
    def load(cls, path: Path) -> Tokens:
        """From a file that `save` wrote."""
        kept = json.loads(path.read_text(encoding="utf-8"))
        return cls(kept["characters"], dict(zip(*kept["script"], strict=True)))

    def save(self, path: Path) -> None:
        """As JSON."""
        script = ["".join(self.script), "".join(self.script.values())]
        text = json.dumps({"characters": self.characters, "script": script}, ensure_ascii=False, indent=1)
        path.write_text(text + "\n", encoding="utf-8")

    def normalise(self, text: str) -> str:
        """In the script and with the stops of the training poems, without blanks."""
        return "".join(text.split()).translate(self._table)

    def encode(self, text: str) -> list[int]:
        """One id for a known character, its UTF-8 bytes for another. A lone surrogate becomes a question mark."""
        out: list[int] = []
        for c in text:
            known = self._ids.get(c)
            out += [known] if known is not None else c.encode("utf-8", "replace")
        return out

    def decode(self, ids: Sequence[int]) -> str:
        """The text of ids; marks vanish, bytes that are no UTF-8 become U+FFFD."""
        raw = b"".join(self._bytes(i) for i in ids)
        return raw.decode("utf-8", "replace")

    def _bytes(self, i: int) -> bytes:
        if i < MARK:
            return bytes([i])
        return b"" if i == MARK else self.characters[i - MARK - 1].encode()
