"""A value with a name of its own, so that a verdict can say "layer 3" where learner and reference part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Point:
    """Made by `at`, in a check's program only: nothing a submission returns can be one."""

    name: tuple[str, str]  # zh, en
    value: Any

    def label(self) -> str:
        """The name in one line: once where both languages share it."""
        zh, en = self.name
        return zh if zh == en else f"{zh} · {en}"


def at(name: str | tuple[str, str], value: Any) -> Point:
    """`yield at("layer 3", h)`, or `at(("第 3 层", "layer 3"), h)`: a difference in `h` is then told under this name.

    The name is one text for both languages, or (zh, en). It is no part of what is compared, and both sides must give
    the same names in the same order.
    """
    return Point((name, name) if isinstance(name, str) else (str(name[0]), str(name[1])), value)
