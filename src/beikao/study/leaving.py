"""A learner who wants to be removed whole: everything but the content goes, and cannot be brought back."""

from __future__ import annotations

from beikao.errors import UsageError
from beikao.study.desk import Desk

WORDS = ("删除", "delete")


def leave(desk: Desk, word: str) -> None:
    """Remove the learner's events, drafts and code. `word` is one of WORDS, typed by hand. Raises UsageError."""
    if word.strip().lower() not in WORDS:
        raise UsageError("nothing was removed", where="word", hint=f"Type one of: {', '.join(WORDS)}.",
                         zh="什么都没有删", hint_zh=f"要删就输入「{WORDS[0]}」或「{WORDS[1]}」。")  # fmt: skip
    desk.record.remove_learner(desk.learner)
