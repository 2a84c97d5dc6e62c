"""`beikao` alone and `beikao today`: the one thing to do next, and the command that begins it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from beikao.cli.screen import console, language, pick, print_json

if TYPE_CHECKING:
    from beikao.coach import Step
    from beikao.study.today import Today


def register(app: typer.Typer) -> None:
    app.callback(invoke_without_command=True)(root)
    app.command("today")(today)


def root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """备考 beikao: from today to the day you can do the work of an LLM algorithm engineer."""
    if version:
        from beikao import __version__

        print(__version__)
        raise typer.Exit
    if context.invoked_subcommand is None:
        today(as_json=False)


def today(as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """What to do now, why, and how long it takes."""
    from beikao.app import open_desk
    from beikao.study.today import today as card

    with open_desk() as desk:
        lang = language(desk)
        found = card(desk)
        if as_json:
            print_json(_as_dict(found))
        else:
            _show(found, lang)


def command_of(step: Step) -> str:
    """The command line that begins a step."""
    commands = {
        "lesson": f"beikao learn {step.slug}",
        "questions": f"beikao learn {step.slug} --practice",
        "lab": f"beikao lab get {step.slug}",
        "drill": f"beikao drill start {step.slug}",
        "review": "beikao review",
    }
    return commands[step.kind]


def _step_dict(step: Step) -> dict[str, Any]:
    return {"kind": step.kind, "slug": step.slug, "title": dict(step.title), "minutes": step.minutes,
            "why": dict(step.why), "command": command_of(step)}  # fmt: skip


def _as_dict(found: Today) -> dict[str, Any]:
    return {
        "schema": 1,
        "step": _step_dict(found.step) if found.step else None,
        "alternatives": [_step_dict(s) for s in found.alternatives],
        "reviews": {"due": found.backlog.due, "moved": found.backlog.moved},
        "stages": [{"number": s.number, "known": s.known, "total": s.total} for s in found.stages],
        "week": [{"date": d.isoformat(), "minutes": m} for d, m in found.week],
    }


def _show(found: Today, lang: str) -> None:
    out = console()
    if found.step is None:
        out.print(pick(lang, "今天没有要做的了。", "Nothing is left to do today."))
        return
    minutes = pick(lang, "分钟", "min")
    step = found.step
    out.print(f"[bold]{step.title[lang]}[/bold] · {step.minutes} {minutes}")
    out.print(f"  {step.why[lang]}")
    out.print(f"  [bold]$ {command_of(step)}[/bold]")
    if found.alternatives:
        out.print(pick(lang, "\n或者：", "\nOr:"))
    for other in found.alternatives:
        out.print(f"  {other.title[lang]} · {other.minutes} {minutes}  [dim]$ {command_of(other)}[/dim]")
    if found.backlog.due:
        out.print(
            pick(lang, f"\n今天该复习 {found.backlog.due} 题。", f"\n{found.backlog.due} questions are due today.")
        )
    if found.backlog.moved:
        out.print(
            pick(lang, f"另有 {found.backlog.moved} 题顺延。", f"{found.backlog.moved} more were moved to later days.")
        )
