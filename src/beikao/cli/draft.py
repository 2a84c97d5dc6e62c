"""Forgetting a draft: asked for first, with what can be got back and how."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from beikao.cli.screen import language, pick, talk
from beikao.errors import UsageError

if TYPE_CHECKING:
    from beikao.study.desk import Desk

Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


def forget(desk: Desk, ref: str, drop: Callable[[], object], *, yes: bool) -> None:
    """Drop the draft of a unit after a yes. Raises UsageError where nobody can be asked, typer.Abort on a no."""
    lang = language(desk)
    if desk.record.draft(desk.learner, ref) is None:
        talk(pick(lang, "没有草稿，什么也没动。", "There is no draft; nothing was changed."))
        return
    back = way_back(desk, ref, lang)
    if not yes and not sys.stdin.isatty():
        raise UsageError(
            "the draft would be deleted, and there is no terminal to ask on", hint=f"Add --yes. {back}",
            zh="这会删掉草稿，而这里没有终端可以问你", hint_zh=f"加上 --yes。{back}",
        )  # fmt: skip
    if not yes:
        talk(back)
        typer.confirm(pick(lang, "删掉草稿？", "Delete the draft?"), abort=True, err=True)
    drop()
    talk(pick(lang, "草稿已清空。", "The draft is gone.") + ("" if not yes else pick(lang, back, " " + back)))


def way_back(desk: Desk, ref: str, lang: str) -> str:
    """How to get the draft back: as the submission it is, or not at all."""
    from beikao.study.history import code, submissions

    draft = dict(desk.record.draft(desk.learner, ref) or {})
    kind, _, slug = ref.partition(":")
    same = next((one.number for one in reversed(submissions(desk, ref)) if code(desk, one) == draft), 0)
    if same and kind == "lab":
        again = f"beikao lab history {slug} {same} --restore"
        return pick(lang, f"它就是第 {same} 次提交，找得回来：{again}", f"It is submission {same} and can be got back: {again}")  # fmt: skip
    if same:
        return pick(lang, "它已经提交过，记录里留着；磁盘上的文件不动。",
                    "It was handed in, so the record keeps it; files on disk are left alone.")  # fmt: skip
    return pick(lang, "它还没有提交过，删了就找不回来；磁盘上的文件不动。",
                "It was never handed in and cannot be got back; files on disk are left alone.")  # fmt: skip
