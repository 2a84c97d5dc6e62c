"""Text on its way to the learner: control characters out, length bounded. What a submission printed or raised is theirs."""

from __future__ import annotations

REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u2028\u2029")


def clean(text: str) -> str:
    """`text` without control characters (but newline and tab), marks that reorder a line, and lone surrogates."""
    return "".join(c for c in text if c in "\n\t" or (c >= " " and not _odd(ord(c)) and c not in REORDERING))


def _odd(code: int) -> bool:
    return 127 <= code < 160 or 0xD800 <= code < 0xE000


def short(text: str, limit: int) -> str:
    """At most `limit` characters, clean, with a mark where something was left out."""
    plain = clean(text[: 4 * limit])
    return plain if len(plain) <= limit else plain[: limit - 1] + "…"
