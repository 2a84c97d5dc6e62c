"""`beikao` alone and `beikao today`: the one thing to do next and the command that begins it, the day's list, last week."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from beikao.cli.screen import console, language, pick, print_json

if TYPE_CHECKING:
    from beikao.coach import Step
    from beikao.coach.weekly import WeekSummary
    from beikao.study.desk import Desk
    from beikao.study.today import Today

MOVES = 3  # of the plan, named one by one


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
        today(last_week=False, as_json=False)


def today(
    last_week: Annotated[bool, typer.Option("--week", help="What last week came to.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """What to do now, why, and how long it takes; today's list; how last week went."""
    from beikao.app import open_desk
    from beikao.study.today import last_week as summary
    from beikao.study.today import today as card

    with open_desk() as desk:
        lang = language(desk)
        if last_week:
            week = summary(desk)
            if as_json:
                print_json({"schema": 1, "week": _week_dict(week)})
            else:
                _show_week(desk, week, lang)
            return
        found = card(desk)
        if as_json:
            print_json(_as_dict(found))
        else:
            _show(desk, found, lang)


def command_of(step: Step) -> str:
    """The command line that begins a step."""
    commands = {
        "lesson": f"beikao learn {step.slug}",
        "questions": f"beikao learn {step.slug} --practice",
        "lab": f"beikao lab get {step.slug}",
        "kata": f"beikao kata start {step.slug}",
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
        "list": [{**_step_dict(t.step), "today": t.minutes, "whole": t.whole} for t in found.tasks],
        "budget": {"minutes": found.day.budget, "spent": found.day.spent, "listed": found.day.minutes},
        "alternatives": [_step_dict(s) for s in found.alternatives],
        "reviews": {"due": found.backlog.due, "moved": found.backlog.moved},
        "missed_minutes": found.missed,
        "moved": [{"ref": m.ref, "to": m.after.isoformat() if m.after else None, "why": m.why} for m in found.moves],
        "waiting": found.waiting,
        "placement": {"asked": found.placing.asked, "most": found.placing.most} if found.placing else None,
        "last_week": _week_dict(found.last_week),
        "stages": [{"number": s.number, "known": s.known, "total": s.total} for s in found.stages],
        "week": [{"date": d.isoformat(), "minutes": m} for d, m in found.week],
    }


def _week_dict(week: WeekSummary | None) -> dict[str, Any] | None:
    return {**asdict(week), "monday": week.monday.isoformat(),
            "katas": [{"lab": slug, "passed": ok} for slug, ok in week.katas]} if week else None  # fmt: skip


def _show(desk: Desk, found: Today, lang: str) -> None:
    from beikao.study.plan import title_of

    out = console()
    minutes = pick(lang, "分钟", "min")
    if found.step is None:
        out.print(pick(lang, "今天没有要做的了。", "Nothing is left to do today."))
        if found.waiting:
            out.print(pick(lang, f"{found.waiting} 个概念隔天再做对一题就算掌握。",
                           f"{found.waiting} concepts wait for one more right answer on a later day."))  # fmt: skip
    else:
        step = found.step
        out.print(
            f"[bold]{step.title[lang]}[/bold] · {found.tasks[0].minutes if found.tasks else step.minutes} {minutes}"
        )
        out.print(f"  {step.why[lang]}")
        out.print(f"  [bold]$ {command_of(step)}[/bold]")
    if found.placing:
        out.print(pick(lang, f"\n定位还没做完：答了 {found.placing.asked} 题，最多 {found.placing.most} 题。",
                       f"\nPlacement is not finished: {found.placing.asked} of at most {found.placing.most} questions answered."))  # fmt: skip
        out.print("  [dim]$ beikao place[/dim]")
    _show_list(found, lang, minutes)
    if found.alternatives:
        out.print(pick(lang, "\n或者：", "\nOr:"))
    for other in found.alternatives:
        out.print(f"  {other.title[lang]} · {other.minutes} {minutes}  [dim]$ {command_of(other)}[/dim]")
    if found.backlog.moved:
        out.print(
            pick(
                lang,
                f"另有 {found.backlog.moved} 题顺延。",
                "1 more was moved to a later day."
                if found.backlog.moved == 1
                else f"{found.backlog.moved} more were moved to later days.",
            )
        )
    if found.missed and not found.moves:
        out.print(pick(lang, f"计划里有 {found.missed} 分钟没做成，各周还放得下。",
                       f"{found.missed} planned minutes were not done; the weeks still have room."))  # fmt: skip
    if found.moves:
        out.print(pick(lang, f"计划里有 {found.missed} 分钟没做成，{len(found.moves)} 项要挪（beikao plan show）：",
                       f"{found.missed} planned minutes were not done, which moves {len(found.moves)} units (beikao plan show):"))  # fmt: skip
        for move in found.moves[:MOVES]:
            out.print(f"  {title_of(desk.course, move.ref)[lang]} → {move.after or '–'}", markup=False)
    if found.new_week and found.last_week and not found.last_week.empty:
        out.print()
        _show_week(desk, found.last_week, lang)


def _show_list(found: Today, lang: str, minutes: str) -> None:
    out, day = console(), found.day
    if not day.budget:
        out.print(pick(lang, "\n今天是休息日。", "\nToday is a day off."))
        return
    if not day.left:
        out.print(pick(lang, f"\n今天的 {day.budget} 分钟已经学满。", f"\nToday's {day.budget} minutes are done."))
        return
    out.print(pick(lang, f"\n今天：{day.minutes} / {day.left} 分钟", f"\nToday: {day.minutes} of {day.left} min")
              + (pick(lang, f"（已学 {day.spent}）", f" ({day.spent} done)") if day.spent else ""))  # fmt: skip
    for task in found.tasks:
        part = "" if task.whole else pick(lang, "，改天接着做", ", to go on another day")
        out.print(f"  {task.minutes:>3} {minutes}  {task.step.title[lang]}{part}", markup=False)


def _show_week(desk: Desk, week: WeekSummary | None, lang: str) -> None:
    from beikao.study.plan import title_of
    from beikao.study.today import week_lines

    out = console()
    if week is None:
        out.print(pick(lang, "上周还没有记录。", "There is no record of last week."))
        return
    for zh, en in week_lines(week, lambda ref: title_of(desk.course, ref)):
        out.print(pick(lang, zh, en), markup=False)
