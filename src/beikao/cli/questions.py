"""One question on a terminal: show it, read the answer, show what came of it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from beikao.cli.screen import console, markdown, pick, refuse, show_verdict, talk
from beikao.errors import UsageError

if TYPE_CHECKING:
    from beikao.practice import Asked
    from beikao.study.answer import Answered
    from beikao.study.desk import Desk


def ask_in_terminal(desk: Desk, asked: Asked, lang: str, *, mode: str) -> Answered:
    """Ask once and show what came of it. Ctrl+C leaves."""
    show(asked, lang)
    answered = _until_readable(desk, asked, lang, mode, time.monotonic())
    show_answered(answered, lang)
    return answered


def another(lang: str) -> bool:
    """Whether the learner wants another one like it."""
    words = pick(lang, "回车继续，a 再来一题", "Enter to go on, a for another like it")
    return str(typer.prompt(words, default="", show_default=False, prompt_suffix=_colon(lang))).strip().lower() == "a"


def show(asked: Asked, lang: str) -> None:
    """The question and its options, numbered from 1."""
    markdown(asked.ask[lang])
    _show_points(asked.options or (), lang)


def _show_points(points: Iterable[tuple[str, Mapping[str, str]]], lang: str) -> None:
    from beikao.cli.lines import Hung
    from beikao.cli.prose import prose

    for number, (_, text) in enumerate(points, 1):
        console().print(Hung(f"  {number}. ", prose(text[lang])))


def _until_readable(desk: Desk, asked: Asked, lang: str, mode: str, started: float) -> Answered:
    from beikao.study.answer import answer

    while True:
        text = (
            _code(asked, lang)
            if asked.question.kind == "code"
            else typer.prompt(prompt_of(asked.question.kind, lang), prompt_suffix=_colon(lang))
        )
        try:
            given = given_of(asked, text, lang)
            return answer(desk, asked.question.concept, asked.question.slug, asked.seed, given, language=lang,
                          mode=mode, seconds=time.monotonic() - started)  # fmt: skip
        except UsageError as error:
            refuse(error, lang)


def _colon(lang: str) -> str:
    return pick(lang, "：", ": ")


def _code(asked: Asked, lang: str) -> str:
    """Code written in the learner's editor ($VISUAL, $EDITOR), or line by line until an empty line where there is none."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if editor and sys.stdin.isatty():
        return _edited(asked.start, shlex.split(editor))
    console().print(asked.start, markup=False)
    talk(pick(lang, "写代码，空行结束：", "Write the code; an empty line ends it:"))
    try:
        return "\n".join(iter(input, ""))
    except EOFError:
        raise typer.Abort from None


def _edited(text: str, editor: list[str]) -> str:
    """What an editor leaves in a file that began as `text`. Raises UsageError where it cannot be started."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answer.py"
        file.write_text(text, encoding="utf-8")
        try:
            subprocess.run([*editor, str(file)], check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise UsageError(f"{editor[0]}: {error}", where="EDITOR", hint="Name another editor, or unset it.",
                             zh=f"编辑器 {editor[0]} 没有正常运行：{error}",
                             hint_zh="换一个编辑器，或取消这个环境变量。") from error  # fmt: skip
        return file.read_text(encoding="utf-8")


def prompt_of(kind: str, lang: str) -> str:
    """What is asked for."""
    words = {
        "choice": ("选哪一项（编号）", "Which one (number)"),
        "choices": ("选哪几项（编号，空格分开）", "Which ones (numbers, spaces between)"),
        "order": ("按顺序写编号（空格分开）", "The numbers in order (spaces between)"),
        "short": ("写下回答", "Your answer"),
        "symbolic": ("公式", "Formula"),
    }
    return pick(lang, *words.get(kind, ("答案", "Answer")))


def given_of(asked: Asked, text: str, lang: str) -> str | list[str]:
    """The answer that a line of text gives. Raises UsageError for a number that is no option's."""
    kind = asked.question.kind
    if kind == "short":
        return _tick_rubric(asked, lang)
    if kind not in ("choice", "choices", "order"):
        return text
    slugs = []
    for word in re.findall(r"[^\s,，、]+", text):
        if not word.isdigit() or not 1 <= int(word) <= len(asked.options):
            raise UsageError(f"{word!r} is no number of an option", hint=f"1 to {len(asked.options)}.",
                             zh=f"没有编号「{word}」", hint_zh=f"从 1 到 {len(asked.options)}。")  # fmt: skip
        slugs.append(asked.options[int(word) - 1][0])
    return slugs[0] if kind == "choice" and len(slugs) == 1 else slugs


def _tick_rubric(asked: Asked, lang: str) -> list[str]:
    """The learner marks their own words against the rubric."""
    points = list(asked.rubric)
    _show_points(points, lang)
    ticks = typer.prompt(
        pick(lang, "你的回答里有哪几点（编号）", "Which points did your answer have (numbers)"), default="",
        show_default=False, prompt_suffix=_colon(lang),
    )  # fmt: skip
    chosen = [int(w) for w in ticks.split() if w.isdigit()]
    return [points[i - 1][0] for i in chosen if 1 <= i <= len(points)]


def show_answered(answered: Answered, lang: str) -> None:
    """Right or wrong, how the answer was read, why, and when it comes back."""
    from beikao.cli.lines import Hung
    from beikao.cli.prose import prose

    out = console()
    if answered.right:
        out.print("[green]✓[/green] " + pick(lang, "对", "Right"))
    else:
        truth = answered.truth[lang]
        wrong = pick(lang, "不对", "Not right") + (pick(lang, f"，应为 {truth}", f": {truth}") if truth else "")
        out.print(Hung("✗ ", prose(wrong)))
    if answered.verdict and not answered.right:
        show_verdict(answered.verdict, lang)
    if answered.feedback:
        markdown(answered.feedback[lang])
    markdown(answered.explain[lang])
    if answered.due:
        out.print(pick(lang, "下次复习 ", "Comes back on ") + answered.due.isoformat(), style="dim")
