"""`beikao kata`: list, start, check, give-up. A lab you passed, written again from its start against the clock."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from beikao.cli import slugs
from beikao.cli.lab import exit_code, read_tree, write_new
from beikao.cli.screen import console, language, pick, print_json, show_verdict, talk

if TYPE_CHECKING:
    from beikao.coach.katas import Kata, Try
    from beikao.study.desk import Desk

app = typer.Typer(help="Katas: a lab you passed, from nothing, by the clock.", no_args_is_help=True)
LabName = Annotated[
    str, typer.Argument(help="The lab's name.", metavar="LAB", autocompletion=slugs.labs, callback=slugs.bare)
]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
GRADES = {"zh": ("", "没写出来", "超时", "按时", "很快"), "en": ("", "not written", "over time", "in time", "quick")}


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """The labs that come back as katas, when, and how they went."""
    from beikao.app import open_desk
    from beikao.study.kata import every

    with open_desk() as desk:
        lang, found = language(desk), every(desk)
        if as_json:
            print_json({"schema": 1, "katas": [_row(kata) for kata in found]})
            return
        if not found:
            console().print(pick(lang, "还没有。通过一个能手写的实验之后，两周起它会回来。",
                                 "None yet. A lab short enough to write by hand comes back two weeks or more after you pass it."))  # fmt: skip
        for kata in found:
            console().print(_line(desk, kata, lang), markup=False)


def _row(kata: Kata) -> dict[str, Any]:
    return {"lab": kata.lab, "minutes": kata.minutes, "last": kata.last.isoformat(), "due": kata.due.isoformat(),
            "began": kata.began.isoformat() if kata.began else None, "tries": [_try(t) for t in kata.tries]}  # fmt: skip


def _try(one: Try) -> dict[str, Any]:
    return {"began": one.began.isoformat(), "minutes": one.minutes, "seconds": one.seconds, "grade": one.grade}


def _line(desk: Desk, kata: Kata, lang: str) -> str:
    when = _when(desk, kata, lang)
    past = " · ".join(GRADES[lang][t.grade] for t in kata.tries)
    return (
        f"{kata.lab}  {desk.course.labs[kata.lab].title[lang]}  {kata.minutes} min  {when}{'  ' + past if past else ''}"
    )


def _when(desk: Desk, kata: Kata, lang: str) -> str:
    from beikao.coach.answers import day

    if kata.began is not None:
        gone = int((desk.now() - kata.began).total_seconds() // 60)
        return pick(lang, f"计时中，{gone} 分钟", f"clock running, {gone} min")
    if kata.due <= desk.now():
        return pick(lang, "到期", "due")
    return pick(lang, f"{day(kata.due, desk.tz)} 回来", f"back on {day(kata.due, desk.tz)}")


@app.command()
def start(
    lab: LabName,
    folder: Annotated[Path | None, typer.Argument(help="Where to put it; else ./LAB-kata.", metavar="DIR")] = None,
) -> None:
    """Write the task and the start into a fresh folder and begin the clock; one that runs goes on."""
    from beikao.app import open_desk
    from beikao.errors import UsageError
    from beikao.study.kata import kata
    from beikao.study.kata import start as begin

    with open_desk() as desk:
        lang, target = language(desk), folder or Path(f"{lab}-kata")
        if kata(desk, lab).began is None and target.exists() and any(target.iterdir()):
            raise UsageError(
                f"{target} is not empty", where="kata start", hint="Give another folder: a kata begins from nothing.",
                zh=f"{target} 不是空的", hint_zh="换一个文件夹：手撕要从零写起。",
            )  # fmt: skip
        place = begin(desk, lab)
        files = {f"task.{lang}.md": place.lab.task[lang], **place.tree}
        if place.lab.rig is not None:
            files["rig.py"] = place.lab.rig
        for name, text in files.items():
            write_new(target / name, text, lang)
        assert place.kata.began is not None
        at = place.kata.began.astimezone().strftime("%H:%M")
        talk(pick(lang, f"{at} 开始计时，限时 {place.kata.minutes} 分钟。写好后：beikao kata check {lab}",
                  f"The clock began at {at}: {place.kata.minutes} minutes. Then: beikao kata check {lab}"))  # fmt: skip


@app.command()
def check(
    lab: LabName,
    path: Annotated[
        Path | None, typer.Argument(help="A file, a folder or a .zip; else ./LAB-kata.", metavar="FILE")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Judge what you wrote; a pass stops the clock. Exit code 0 when it passes, 1 when it does not."""
    from beikao.app import open_desk
    from beikao.study import find
    from beikao.study.kata import check as judge

    with open_desk() as desk:
        lang = language(desk)
        tree = read_tree(desk, find.lab(desk.course, lab), path or Path(f"{lab}-kata"))
        done, kata = judge(desk, lab, tree)
        if as_json:
            print_json({"schema": 1, "verdict": done.verdict, "kata": _row(kata)})
        else:
            show_verdict(done.verdict, lang, tree=tree)
            talk(_clock(desk, kata, lang))
        if done.notice:
            talk(done.notice[lang])
        code = exit_code(str(done.verdict["state"]))
    raise typer.Exit(code)


def _clock(desk: Desk, kata: Kata, lang: str) -> str:
    """What the clock says after a verdict."""
    if kata.began is not None:
        gone = int((desk.now() - kata.began).total_seconds() // 60)
        return pick(
            lang,
            f"计时 {gone} / {kata.minutes} 分钟，还在走。",
            f"{gone} of {kata.minutes} minutes; the clock runs on.",
        )
    seconds = kata.tries[-1].seconds or 0.0
    took, said = f"{int(seconds // 60)}:{int(seconds % 60):02d}", GRADES[lang][kata.tries[-1].grade]
    return f"{took} / {kata.minutes}:00 · {said} · {_when(desk, kata, lang)}"


@app.command("give-up")
def give_up(lab: LabName) -> None:
    """Stop the clock without a pass; it comes back within days."""
    from beikao.app import open_desk
    from beikao.study.kata import give_up as stop

    with open_desk() as desk:
        lang, found = language(desk), stop(desk, lab)
        talk(pick(lang, f"停表。{_when(desk, found, lang)}；先看看当时是怎么写的：beikao lab history {lab}",
                  f"The clock is stopped; it is {_when(desk, found, lang)}. See how you wrote it: beikao lab history {lab}"))  # fmt: skip
