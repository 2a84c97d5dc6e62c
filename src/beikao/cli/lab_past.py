"""`beikao lab history` and `lab reference`: what was handed in, what changed, and how we would write it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from beikao.cli import slugs
from beikao.cli.screen import STATES, console, language, pick, print_json, show_verdict, talk
from beikao.errors import UsageError

if TYPE_CHECKING:
    from beikao.study.desk import Desk
    from beikao.study.history import Submission


class NotPassed(UsageError):
    """The reference of a lab waits for a pass."""


LabName = Annotated[
    str, typer.Argument(help="The lab's name.", metavar="LAB", autocompletion=slugs.labs, callback=slugs.bare)
]


def register(app: typer.Typer) -> None:
    app.command("history")(history)
    app.command("reference")(reference)


def history(
    lab: LabName,
    number: Annotated[int, typer.Argument(help="One submission; without it, all.", metavar="N")] = 0,
    restore: Annotated[bool, typer.Option("--restore", help="Put its code back into the draft.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """What you handed in: every submission, or one with its verdict and what changed since the one before."""
    from beikao.app import open_desk
    from beikao.study import find
    from beikao.study.history import submission, submissions, take_up

    if restore and not number:
        raise UsageError("--restore needs the number of a submission", where="lab history",
                         hint=f"beikao lab history {lab}",
                         zh="--restore 要写明是第几次提交", hint_zh=f"beikao lab history {lab}")  # fmt: skip
    with open_desk() as desk:
        ref = find.lab(desk.course, lab).ref
        if not number:
            _list(desk, submissions(desk, ref), as_json)
            return
        one = submission(desk, ref, number)
        if restore:
            take_up(desk, ref, number)
            talk(
                pick(language(desk), f"第 {number} 次的代码已放回草稿。", f"The draft holds submission {number} again.")
            )
        elif as_json:
            print_json({"schema": 1, **_row(one), "verdict": one.verdict, "difference": _difference(desk, ref, one)})
        else:
            if one.verdict:
                show_verdict(one.verdict, language(desk))
            _show_difference(_difference(desk, ref, one), language(desk))


def _row(one: Submission) -> dict[str, Any]:
    return {"number": one.number, "at": one.at.isoformat(), "state": one.state,
            "score": one.verdict["score"] if one.verdict else None, "seed": one.seed}  # fmt: skip


def _list(desk: Desk, every: tuple[Submission, ...], as_json: bool) -> None:
    if as_json:
        print_json({"schema": 1, "submissions": [_row(one) for one in every]})
        return
    lang = language(desk)
    if not every:
        console().print(pick(lang, "还没有提交过。", "Nothing was handed in yet."))
    for one in every:
        score = f"{one.verdict['score']:.0%}" if one.verdict else ""
        when = one.at.astimezone().strftime("%Y-%m-%d %H:%M")
        console().print(f"{one.number:>3}  {when}  {STATES[lang].get(one.state, one.state)}  {score}", markup=False)


def _difference(desk: Desk, ref: str, one: Submission) -> str:
    from beikao.study.history import before, code, difference

    return difference(before(desk, ref, one), code(desk, one))


def _show_difference(text: str, lang: str) -> None:
    from rich.syntax import Syntax

    if text:
        console().print(Syntax(text, "diff", background_color="default"))
    else:
        talk(pick(lang, "与上一次相同。", "The same as the one before."))


def reference(
    lab: LabName,
    give_up: Annotated[
        bool, typer.Option("--give-up", help="Before you passed: see it all the same. The record keeps that.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """How we would write it: after you passed, or when you give up."""
    from rich.syntax import Syntax

    from beikao.app import open_desk
    from beikao.study import find
    from beikao.study.submit import passed, reveal, revealed, shown

    with open_desk() as desk:
        unit = find.lab(desk.course, lab)
        if not (give_up or passed(desk, unit.ref) or revealed(desk, unit.ref)):
            raise NotPassed(
                f"{lab} is not passed yet", where="lab reference",
                hint=f"Try a hint first (beikao lab hint {lab}). --give-up shows it; a pass then says nothing of your ability, and within a day of it proves nothing.",
                zh=f"{lab} 还没有通过",
                hint_zh=f"先看看提示（beikao lab hint {lab}）。--give-up 会直接显示；之后再通过不计入能力，一天之内通过也证明不了掌握。",
            )  # fmt: skip
        tree = shown(desk, lab) or reveal(desk, lab)  # reading on is no new look
        if as_json:
            print_json({"schema": 1, "slug": lab, "files": dict(tree)})
            return
        for name, text in tree.items():
            talk(name)
            console().print(Syntax(text, "python" if name.endswith(".py") else "text", background_color="default"))
