"""`beikao plan`: the weeks and days ahead, what changed, and every move that the page has."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from beikao.cli import slugs
from beikao.cli.screen import console, language, pick, print_json, talk

if TYPE_CHECKING:
    from beikao.study.desk import Desk
    from beikao.study.plan import PlanView

app = typer.Typer(no_args_is_help=True, help="The weeks and days ahead.")
DAYS = {"zh": "一二三四五六日", "en": ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")}
WHY = {
    "missed": ("没做成", "missed"), "longer": ("比预计的久", "takes longer"), "shorter": ("比预计的快", "takes less"),
    "hours": ("时间改了", "other hours"), "new": ("新加的", "new"), "gone": ("不再需要", "no longer needed"),
    "moved": ("你挪的", "you moved it"), "better": ("顺序更好", "a better order"),
    "goal": ("目标改了", "another goal"), "pushed": ("被前面的推后或提前", "moved along by the others"),
}  # fmt: skip


@app.command("show")
def show(
    weeks: Annotated[int, typer.Option("--weeks", help="How many weeks in full.", min=1, max=260)] = 4,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """The days of this week and the next, the weeks after, the stages, and what cannot fit."""
    from beikao.app import open_desk
    from beikao.study.plan import plan

    with open_desk() as desk:
        found = plan(desk)
        if as_json:
            print_json(as_dict(found))
        else:
            _show(desk, found, language(desk), weeks)


@app.command("set")
def set_(
    hours: Annotated[
        str,
        typer.Option("--hours", help="Hours a day, Monday to Sunday: 1,1,1,1,1,2.5,2.5; or one number for every day."),
    ] = "",
    until: Annotated[
        str, typer.Option("--until", help="The day to be ready on, such as 2027-06-30; none takes it away.")
    ] = "",
    off: Annotated[
        list[str] | None, typer.Option("--off", help="A day off, or FIRST..LAST; repeat; none clears them.")
    ] = None,
    track: Annotated[str, typer.Option("--track", help="The track, or all.", autocompletion=slugs.tracks)] = "",
    branch: Annotated[list[str] | None, typer.Option("--branch", help="A track to add; repeat; none clears.")] = None,
) -> None:
    """Set hours, days off, the day to be ready on, and the goal; the plan says what that changes."""
    from beikao.app import open_desk
    from beikao.study import plan as verb
    from beikao.study.goal import set_goal

    with open_desk() as desk:
        lang = language(desk)
        if track or branch:
            set_goal(desk, track=None if not track else "" if track == "all" else track,
                     branches=None if branch is None else [b for b in branch if b != "none"])  # fmt: skip
        now = verb.calendar_of(desk.events())
        days = None if off is None else [d for text in off if text != "none" for d in span(text)]
        kept = None if days is None else (set() if "none" in (off or []) else set(now.off)) | set(days)
        verb.set_calendar(
            desk,
            week=week_of(hours) if hours else None,
            off=kept,
            until=None if until == "none" else date_of(until) if until else "keep",
        )
        found = verb.plan(desk)
        _show(desk, found if found.base else verb.make(desk), lang, 4)


@app.command("replan")
def replan(
    quick: Annotated[bool, typer.Option("--quick", help="Do not look for a better order of weeks.")] = False,
) -> None:
    """Go by the plan as it stands today; says what moves and why."""
    from beikao.app import open_desk
    from beikao.study import plan as verb

    with open_desk() as desk:
        lang, found = language(desk), verb.make(desk, quick=quick)
        _moves(desk, found, lang)
        _show(desk, found, lang, 4)


@app.command("move")
def move(
    unit: Annotated[
        str, typer.Argument(help="concept:svd, lab:gd-edge ... as `beikao plan show --json` names it.", metavar="UNIT")
    ],
    weeks: Annotated[int, typer.Argument(help="Whole weeks, back with a minus (after --).", metavar="WEEKS")],
) -> None:
    """Move one unit by whole weeks and keep it there."""
    from beikao.app import open_desk
    from beikao.study import plan as verb

    with open_desk() as desk:
        lang, found = language(desk), verb.move(desk, unit, weeks)
        _moves(desk, found, lang)
        _show(desk, found, lang, 4)


@app.command("undo")
def undo() -> None:
    """Take the last change of the plan back."""
    from beikao.app import open_desk
    from beikao.study import plan as verb

    with open_desk() as desk:
        _show(desk, verb.undo(desk), language(desk), 4)


@app.command("export")
def export(
    path: Annotated[Path, typer.Argument(help="The file to write.", metavar="FILE")] = Path("beikao.ics"),
) -> None:
    """The next eight weeks as an iCalendar file."""
    from beikao.app import open_desk
    from beikao.study import plan as verb

    with open_desk() as desk:
        lang = language(desk)
        path.write_bytes(verb.ics(desk, lang))
        talk(pick(lang, f"已写入 {path}", f"written to {path}"))


def week_of(text: str) -> tuple[int, ...]:
    """Minutes of the seven days. Raises UsageError."""
    from beikao.errors import UsageError

    try:
        hours = [float(part) for part in text.replace("，", ",").split(",")]
    except ValueError:
        hours = []
    if len(hours) == 1:
        hours *= 7
    if len(hours) != 7:
        raise UsageError(
            f"hours are {text!r}", where="hours", hint="Seven numbers, Monday to Sunday, or one: 1,1,1,1,1,2.5,2.5."
        )
    return tuple(round(h * 60) for h in hours)


def date_of(text: str) -> date:
    """A date. Raises UsageError."""
    from beikao.errors import UsageError

    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"{text!r} is no date", where="date", hint="Year, month, day: 2027-06-30.") from None


def span(text: str) -> list[date]:
    """The days of `FIRST..LAST`, or the one day. Raises UsageError."""
    from datetime import timedelta

    from beikao.errors import UsageError

    first, _, last = text.partition("..")
    start, end = date_of(first), date_of(last or first)
    if not 0 <= (end - start).days <= 366:
        raise UsageError(
            f"{text!r} is no span of days", where="off", hint="FIRST..LAST, at most a year: 2027-02-05..2027-02-12."
        )
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]


def as_dict(found: PlanView) -> dict[str, Any]:
    """The versioned JSON form."""
    return {
        "schema": 1, "today": found.today.isoformat(),
        "goal": {"track": found.goal.track, "branches": list(found.goal.branches)},
        "calendar": {"week": list(found.calendar.week), "off": sorted(d.isoformat() for d in found.calendar.off),
                     "until": found.calendar.until.isoformat() if found.calendar.until else None},
        "end": found.plan.end.isoformat() if found.plan.end else None,
        "units": [{"ref": i.ref, "minutes": i.minutes, "stage": i.stage, "optional": i.optional} for i in found.items],
        "blocks": [{"date": b.day.isoformat(), "ref": b.ref, "minutes": b.minutes} for b in found.plan.blocks],
        "moves": [{"ref": m.ref, "before": m.before.isoformat() if m.before else None,
                   "after": m.after.isoformat() if m.after else None, "why": m.why} for m in found.moves],
        "cuts": None if found.cuts is None else {
            "short": found.cuts.short, "later": found.cuts.later.isoformat() if found.cuts.later else None,
            "more_minutes_a_week": found.cuts.more, "drop": list(found.cuts.drop), "dropping_is_enough": found.cuts.enough},
        "taken": [{"ref": m.ref, "before": m.before.isoformat() if m.before else None,
                   "after": m.after.isoformat() if m.after else None, "why": m.why} for m in found.taken],
        "paces": {k: {"ratio": round(p.ratio, 3), "seen": None if p.seen is None else round(p.seen, 3), "ended": p.ended,
                      "real_minutes": None if p.real is None else round(p.real, 1), "guessed_minutes": p.guess}
                  for k, p in sorted(found.paces.items())},
        "missing": list(found.missing), "kept": found.base is not None,
    }  # fmt: skip


def _show(desk: Desk, found: PlanView, lang: str, weeks: int) -> None:
    from beikao.study.plan import title_of

    out = console()
    if not found.items:
        out.print(pick(lang, "目标里的内容都已学完。", "Everything of the goal is done."))
        return
    for day, blocks in found.blocks(found.today, 14):
        if blocks:
            out.print(f"{day:%m-%d} {DAYS[lang][day.weekday()]}", style="bold", end="  ")
            out.print(" · ".join(f"{title_of(desk.course, b.ref)[lang]} {b.minutes}′" for b in blocks), markup=False)
    for week, rows in found.by_week()[2 : max(2, weeks)]:
        out.print(pick(lang, f"{week:%m-%d} 起一周", f"week of {week:%m-%d}"), style="bold", end="  ")
        out.print(" · ".join(title_of(desk.course, i.ref)[lang] for i, _ in rows), markup=False)
    for stage, first, last, minutes in found.stages:
        title = desk.course.stages[stage].title[lang] if stage in desk.course.stages else str(stage)
        out.print(pick(lang, f"第 {stage} 阶段 {title}：{first} 至 {last}，{minutes / 60:.0f} 小时",
                       f"Stage {stage}, {title}: {first} to {last}, {minutes / 60:.0f} h"))  # fmt: skip
    if found.missing:
        out.print(pick(lang, f"目标里还有 {len(found.missing)} 个概念没有写好，不在计划里。",
                       f"{len(found.missing)} concepts of the goal are not written yet and not planned."), style="dim")  # fmt: skip
    if found.cuts is not None:
        _cuts(desk, found, lang)
    if found.moves:
        out.print(pick(lang, f"与定下的计划相比有 {len(found.moves)} 处变动：beikao plan replan 采用，beikao plan undo 撤回。",
                       f"{len(found.moves)} changes against the plan you go by: beikao plan replan takes them, beikao plan undo goes back."))  # fmt: skip
    elif found.base is None:
        out.print(
            pick(
                lang, "这是建议；beikao plan replan 定下它。", "This is a proposal; beikao plan replan makes it yours."
            ),
            style="dim",
        )


def _cuts(desk: Desk, found: PlanView, lang: str) -> None:
    from beikao.study.plan import title_of

    cuts = found.cuts
    assert cuts is not None
    out = console()
    out.print(pick(lang, f"到 {found.calendar.until} 还差 {cuts.short / 60:.0f} 小时，任选一条：",
                   f"{cuts.short / 60:.0f} h too much by {found.calendar.until}; one of these is enough:"), style="yellow")  # fmt: skip
    if cuts.later:
        out.print(
            pick(lang, f"  推迟到 {cuts.later}", f"  later: {cuts.later}") + f"  (beikao plan set --until {cuts.later})"
        )
    if cuts.more:
        hours = ",".join(f"{math.ceil(m / 0.6) / 100:g}" for m in found.calendar.fuller(cuts.more).week)
        out.print(
            pick(lang, f"  每周多 {cuts.more} 分钟", f"  {cuts.more} more minutes a week")
            + f"  (beikao plan set --hours {hours})"
        )
    if cuts.drop and cuts.enough:
        titles = pick(lang, "、", ", ").join(title_of(desk.course, r)[lang] for r in cuts.drop)
        out.print(pick(lang, f"  去掉选做的：{titles}", f"  without these optional units: {titles}"), markup=False)


def _moves(desk: Desk, found: PlanView, lang: str) -> None:
    from beikao.study.plan import title_of

    for m in found.taken:
        before, after = (d.strftime("%m-%d") if d else "–" for d in (m.before, m.after))
        console().print(
            f"{before} → {after}  {title_of(desk.course, m.ref)[lang]} ({pick(lang, *WHY[m.why])})", markup=False
        )
