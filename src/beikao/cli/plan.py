"""`beikao plan`: the weeks and days ahead, what changed, and every move that the page has."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from beikao.cli import slugs
from beikao.cli.screen import console, language, pick, print_json, talk

if TYPE_CHECKING:
    from beikao.coach.plan import Move
    from beikao.study.desk import Desk
    from beikao.study.plan import PlanView
    from beikao.study.sums import Sum

app = typer.Typer(no_args_is_help=True, help="The weeks and days ahead.")
DAYS = {"zh": "一二三四五六日", "en": ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")}
WHY = {
    "missed": ("计划的时间没做成", "planned minutes were not done"), "today": ("今天的时间用在了别处", "today's minutes went elsewhere"),
    "ahead": ("做得比计划多", "more was done than planned"), "longer": ("比预计的久", "work takes longer"),
    "shorter": ("比预计的快", "work takes less"), "hours": ("时间改了", "other hours"), "new": ("有新加的", "new units"),
    "gone": ("有的不再需要", "units no longer needed"), "dropped": ("去掉了选做的", "units were left out"),
    "moved": ("你挪的", "you moved it"), "better": ("顺序更好", "a better order"),
    "goal": ("目标改了", "another goal"), "pushed": ("给别的单元让位", "makes room for others"),
}  # fmt: skip
AS_JSON = Annotated[bool, typer.Option("--json", help="As JSON.")]


@app.command("show")
def show(
    weeks: Annotated[int, typer.Option("--weeks", help="How many weeks in full.", min=1, max=260)] = 4,
    as_json: AS_JSON = False,
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
    as_json: AS_JSON = False,
) -> None:
    """Set hours, days off, the day to be ready on, and the goal; the plan says what that changes."""
    from beikao.app import open_desk
    from beikao.coach.answers import in_order
    from beikao.study import plan as verb
    from beikao.study.goal import set_goal
    from beikao.study.planned import calendar_of

    with open_desk() as desk:
        week, ready = week_of(hours) if hours else None, date_of(until) if until not in ("", "none") else None
        days = None if off is None else [d for text in off if text != "none" for d in span(text)]
        if track or branch:
            set_goal(desk, track=None if not track else "" if track == "all" else track,
                     branches=None if branch is None else [b for b in branch if b != "none"])  # fmt: skip
        now = calendar_of(in_order(desk.events()))
        kept = None if days is None else (set() if "none" in (off or []) else set(now.off)) | set(days)
        verb.set_calendar(
            desk,
            week=week,
            off=kept,
            until=ready if until else "keep",
        )
        found = verb.plan(desk, quick=True)
        _out(desk, found if found.base else verb.make(desk), as_json)


@app.command("replan")
def replan(
    quick: Annotated[bool, typer.Option("--quick", help="A first plan without a better order of weeks.")] = False,
    as_json: AS_JSON = False,
) -> None:
    """Go by the plan as `plan show` lays it; says what moves and why."""
    from beikao.app import open_desk
    from beikao.study import plan as verb

    with open_desk() as desk:
        _taken(desk, verb.make(desk, quick=quick), as_json)


@app.command("keep")
def keep(as_json: AS_JSON = False) -> None:
    """Stay with the plan as it is: what `plan show` would move is not offered again."""
    from beikao.app import open_desk
    from beikao.study import plan as verb

    with open_desk() as desk:
        _out(desk, verb.keep(desk), as_json)


@app.command("move")
def move(
    unit: Annotated[
        str, typer.Argument(help="concept:svd, lab:gd-edge ... as `beikao plan show --json` names it.", metavar="UNIT")
    ],
    weeks: Annotated[int, typer.Argument(help="Whole weeks, back with a minus (after --).", metavar="WEEKS")],
    as_json: AS_JSON = False,
) -> None:
    """Move one unit by whole weeks and keep it there."""
    from beikao.app import open_desk
    from beikao.study import plan as verb

    with open_desk() as desk:
        _taken(desk, verb.move(desk, unit, weeks), as_json)


@app.command("drop")
def drop(
    units: Annotated[
        list[str] | None,
        typer.Argument(help="lab:gd-edge ...; without any, those that `plan show` proposes.", metavar="UNIT"),
    ] = None,
    back: Annotated[
        bool, typer.Option("--back", help="Bring these back; without UNIT, all that were left out.")
    ] = False,
    as_json: AS_JSON = False,
) -> None:
    """Leave optional units out of the plan, or bring them back; `plan undo` takes that back too."""
    from beikao.app import open_desk
    from beikao.errors import UsageError
    from beikao.study import plan as verb

    with open_desk() as desk:
        found = verb.plan(desk, quick=True)
        refs = units or (found.dropped if back else found.cuts.drop if found.cuts else ())
        if not refs:
            raise UsageError("no unit is named and none is proposed", where="plan", hint="beikao plan drop lab:gd-edge",
                             zh="没有指定单元，也没有可去掉的建议", hint_zh="例如 beikao plan drop lab:gd-edge")  # fmt: skip
        _out(desk, (verb.bring_back if back else verb.drop)(desk, refs), as_json)


@app.command("undo")
def undo(
    first: Annotated[bool, typer.Option("--first", help="Also drop the only plan; time and goal stay.")] = False,
    as_json: AS_JSON = False,
) -> None:
    """Take the last change back: what was set since the plan was made, else that plan with the time and goal it came with."""
    from beikao.app import open_desk
    from beikao.study import plan as verb

    with open_desk() as desk:
        _out(desk, verb.undo(desk, first=first), as_json)


@app.command("redo")
def redo(as_json: AS_JSON = False) -> None:
    """Take the last undo back."""
    from beikao.app import open_desk
    from beikao.study import plan as verb

    with open_desk() as desk:
        _out(desk, verb.redo(desk), as_json)


@app.command("export")
def export(
    path: Annotated[Path, typer.Argument(help="The file to write; - for standard output.", metavar="FILE")] = Path(
        "beikao.ics"
    ),
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    as_json: AS_JSON = False,
) -> None:
    """The next eight weeks as an iCalendar file."""
    from beikao.app import open_desk
    from beikao.study.calendar_file import WEEKS, ics

    with open_desk() as desk:
        lang = language(desk)
        data = ics(desk, lang)
    if str(path) == "-":
        sys.stdout.buffer.write(data)
        return
    _write(path, data, force)
    if as_json:
        print_json({"schema": 1, "file": str(path), "weeks": WEEKS, "entries": data.count(b"BEGIN:VEVENT")})
    else:
        talk(pick(lang, f"已写入 {path}：{WEEKS} 周。", f"Written to {path}: {WEEKS} weeks."))


def _write(path: Path, data: bytes, force: bool) -> None:
    from beikao.errors import EnvironmentFault, UsageError

    if path.exists() and not path.is_dir() and not force:
        raise UsageError(f"{path} is there already", where="export", hint="Give --force to write over it, or another name.",
                         zh=f"{path} 已经有了", hint_zh="加 --force 覆盖，或换个文件名。")  # fmt: skip
    try:
        path.write_bytes(data)
    except OSError as error:
        raise EnvironmentFault(f"{path} cannot be written: {error.strerror}", where="export", hint="Name a file in a folder you may write to.",
                               zh=f"{path} 写不进去：{error.strerror}", hint_zh="换一个可写的文件夹。") from None  # fmt: skip


def week_of(text: str) -> tuple[int, ...]:
    """Minutes of the seven days. Raises UsageError."""
    from beikao.errors import UsageError

    try:
        hours = [float(part) for part in text.replace("，", ",").split(",")]
    except ValueError:
        hours = []
    if len(hours) == 1:
        hours *= 7
    if len(hours) != 7 or not all(map(math.isfinite, hours)):
        raise UsageError(f"hours are {text!r}", where="hours", hint="Seven numbers, Monday to Sunday, or one: 1,1,1,1,1,2.5,2.5.",
                         zh=f"小时数填的是 {text!r}", hint_zh="周一到周日七个数，或一个数：1,1,1,1,1,2.5,2.5。")  # fmt: skip
    return tuple(round(h * 60) for h in hours)


def date_of(text: str) -> date:
    """A date. Raises UsageError."""
    from beikao.errors import UsageError

    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"{text!r} is no date", where="date", hint="Year, month, day: 2027-06-30.",
                         zh=f"{text!r} 不是日期", hint_zh="写年、月、日，例如 2027-06-30。") from None  # fmt: skip


def span(text: str) -> list[date]:
    """The days of `FIRST..LAST`, or the one day. Raises UsageError."""
    from datetime import timedelta

    from beikao.errors import UsageError

    first, _, last = text.partition("..")
    start, end = date_of(first), date_of(last or first)
    if not 0 <= (end - start).days <= 366:
        raise UsageError(f"{text!r} is no span of days", where="off", hint="FIRST..LAST, at most a year: 2027-02-05..2027-02-12.",
                         zh=f"{text!r} 不是一段日期", hint_zh="写成 首日..末日，最长一年：2027-02-05..2027-02-12。")  # fmt: skip
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
        "blocks": [{"date": b.day.isoformat(), "ref": b.ref, "minutes": b.minutes} for b in found.days],
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
        "sums": [{"kind": row.kind, "units": row.units, "minutes": row.minutes, "exists": row.exists} for row in found.sums],
        "missing": list(found.missing), "kept": found.base is not None, "missed_minutes": found.missed, "left": found.left,
        "undo": found.undo, "redo": found.redoable, "dropped": list(found.dropped), "past": found.past,
        "narrower": None if found.narrower is None else {
            "track": found.narrower.goal.track, "branches": list(found.narrower.goal.branches), "minutes": found.narrower.minutes,
            "without": list(found.narrower.without), "enough": found.narrower.enough},
    }  # fmt: skip


def _out(desk: Desk, found: PlanView, as_json: bool) -> None:
    if as_json:
        print_json(as_dict(found))
    else:
        _show(desk, found, language(desk), 4)


def _taken(desk: Desk, found: PlanView, as_json: bool) -> None:
    if not as_json:
        _moves(desk, found.taken, language(desk))
    _out(desk, found, as_json)


def _show(desk: Desk, found: PlanView, lang: str, weeks: int) -> None:
    from beikao.study.plan import title_of

    out = console()
    if not found.items:
        out.print(pick(lang, "目标里的内容都已学完。", "Everything of the goal is done."))
        return
    for day, blocks in found.blocks(found.today, 14):
        if blocks or day in found.calendar.off:
            out.print(f"{day:%m-%d} {DAYS[lang][day.weekday()]}", style="bold", end="  ")
            names = " · ".join(f"{title_of(desk.course, b.ref)[lang]} {b.minutes}′" for b in blocks)
            out.print(names or pick(lang, "休息日", "day off"), markup=False)
    for week, rows in found.by_week()[2 : max(2, weeks)]:
        out.print(pick(lang, f"{week:%m-%d} 起一周", f"week of {week:%m-%d}"), style="bold", end="  ")
        out.print(" · ".join(title_of(desk.course, i.ref)[lang] for i, _ in rows), markup=False)
    _stages(desk, found, lang)
    _sums(found, lang)
    _end(desk, found, lang)
    if found.moves and not found.left:
        _pending(desk, found, lang)
    elif found.base is None:
        out.print(pick(lang, "这是建议；beikao plan replan 定下它。", "This is a proposal; beikao plan replan makes it yours."),
                  style="dim")  # fmt: skip
    elif found.left:
        out.print(pick(lang, f"有 {len(found.moves)} 处变动你没有采用；要采用，用 beikao plan replan。",
                       f"You left {len(found.moves)} changes; beikao plan replan takes them after all."), style="dim")  # fmt: skip


SUMS = {
    "lesson": ("课文", "lessons"), "question": ("题目", "questions"), "lab": ("实验", "labs"), "drill": ("排障", "drills"),
    "review": ("复习", "reviews"), "exam": ("模拟考", "exams"), "interview": ("模拟面试", "interviews"), "project": ("项目", "projects"),
}  # fmt: skip


def _sums(found: PlanView, lang: str) -> None:
    """What is laid on days, by kind; below it what the goal asks for and the course does not have yet."""
    here, later = ([row for row in found.sums if row.exists is there] for there in (True, False))
    if found.items:
        whole = sum(row.minutes for row in here)
        console().print(
            pick(
                lang,
                f"合计 {whole / 60:.0f} 小时：{_row(here, lang)}。",
                f"{whole / 60:.0f} h in all: {_row(here, lang)}.",
            )
        )
    console().print(pick(lang, f"还要有、内容还没写好（课程规划的估计）：{_row(later, lang)}。",
                         f"To come, not written yet (estimates of the course plan): {_row(later, lang)}."), style="dim")  # fmt: skip


def _row(rows: Iterable[Sum], lang: str) -> str:
    return pick(lang, "、", ", ").join(
        pick(lang, f"{SUMS[r.kind][0]} {r.minutes / 60:.1f}", f"{SUMS[r.kind][1]} {r.minutes / 60:.1f}") for r in rows
    )


def _stages(desk: Desk, found: PlanView, lang: str) -> None:
    """All stages of the course: the guide's months, and the plan's dates where something of it is left."""
    laid = {row[0]: row for row in found.stages}
    for number, stage in desk.course.stages.items():
        guide = pick(lang, f"指引 {stage.months} 个月", f"guide: {stage.months} months")
        if number in laid:
            _, first, last, minutes = laid[number]
            row = pick(lang, f"{first} 至 {last}，{minutes / 60:.0f} 小时", f"{first} to {last}, {minutes / 60:.0f} h")
        else:
            row = pick(lang, "现有内容里没有要学的", "nothing left of what exists")
        console().print(pick(lang, f"第 {number} 阶段 {stage.title['zh']}（{guide}）：{row}",
                             f"Stage {number}, {stage.title['en']} ({guide}): {row}"))  # fmt: skip


def _end(desk: Desk, found: PlanView, lang: str) -> None:
    """When what exists is done, what is missing, how that stands to the day aimed at and to the guide."""
    from beikao.study.plan import guide_months

    out, end, months = console(), found.plan.end, guide_months(desk.course)
    if end:
        of = pick(lang, "现有内容", "What exists is") if found.missing else pick(lang, "全部", "Everything is")
        out.print(pick(lang, f"{of} {end} 学完，从今天起 {found.months:.1f} 个月", f"{of} done on {end}, {found.months:.1f} months from today")
                  + (pick(lang, f"（指引 {months[0]}–{months[1]} 个月）。", f" (guide: {months[0]} to {months[1]} months).") if months else "."))  # fmt: skip
    if found.missing:
        out.print(pick(lang, f"目标里还有 {len(found.missing)} 个概念没有写好，不在计划里（--json 列出名字）。",
                       f"{len(found.missing)} concepts of the goal are not written yet and not planned (--json names them)."), style="dim")  # fmt: skip
    if found.past and end:
        out.print(pick(lang, f"要准备好的日子 {found.calendar.until} 已经过了。换一天：beikao plan set --until {end}；不定日子：--until none。",
                       f"The day to be ready on, {found.calendar.until}, is past. Another day: beikao plan set --until {end}; none: --until none."),
                  style="yellow")  # fmt: skip
    if found.cuts is not None:
        _cuts(desk, found, lang)
    if found.dropped:
        out.print(pick(lang, f"去掉了 {len(found.dropped)} 项选做；找回来：beikao plan drop --back。",
                       f"{len(found.dropped)} optional units are left out; beikao plan drop --back brings them back."), style="dim")  # fmt: skip


def _pending(desk: Desk, found: PlanView, lang: str) -> None:
    if found.missed:
        console().print(
            pick(lang, f"计划里有 {found.missed} 分钟没做成。", f"{found.missed} planned minutes were not done.")
        )
    _moves(desk, found.moves, lang)
    console().print(pick(lang, f"与定下的计划相比有 {len(found.moves)} 处变动：beikao plan replan 采用，beikao plan keep 照旧。",
                         f"{len(found.moves)} changes against the plan you go by: beikao plan replan takes them, beikao plan keep stays with it."))  # fmt: skip


def _cuts(desk: Desk, found: PlanView, lang: str) -> None:
    from beikao.study.plan import title_of

    cuts, less = found.cuts, found.narrower
    assert cuts is not None
    out = console()
    out.print(pick(lang, f"到 {found.calendar.until} 还差 {cuts.short / 60:.1f} 小时，可以：",
                   f"{cuts.short / 60:.1f} h too much by {found.calendar.until}; you can:"), style="yellow")  # fmt: skip
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
    if cuts.drop:
        titles = pick(lang, "、", ", ").join(title_of(desk.course, r)[lang] for r in cuts.drop)
        minutes = sum(i.minutes for i in found.items if i.ref in cuts.drop)
        out.print(pick(lang, f"  去掉选做的，少练 {minutes / 60:.1f} 小时{_alone(cuts.enough, lang)}：{titles}",
                       f"  without these optional units, {minutes / 60:.1f} h less practice{_alone(cuts.enough, lang)}: {titles}")
                  + "  (beikao plan drop)", markup=False)  # fmt: skip
    if less:
        branches = " ".join(f"--branch {b}" for b in less.goal.branches or ("none",))
        counts = "、".join(f"{n} {pick(lang, *KINDS[kind])}" for kind, n in less.counts.items())
        counts = counts if lang == "zh" else counts.replace("、", ", ")
        out.print(pick(lang, f"  目标收窄，少 {less.minutes / 60:.1f} 小时（{counts}）{_alone(less.enough, lang)}",
                       f"  a narrower goal, {less.minutes / 60:.1f} h less ({counts}){_alone(less.enough, lang)}")
                  + f"  (beikao plan set --track {less.goal.track} {branches})", markup=False)  # fmt: skip


KINDS = {"concept": ("个概念", "concepts"), "lab": ("个实验", "labs"), "drill": ("个排障", "drills")}


def _alone(enough: bool, lang: str) -> str:
    return "" if enough else pick(lang, "，光这一条还不够", ", not enough alone")


def _moves(desk: Desk, rows: Iterable[Move], lang: str) -> None:
    from beikao.study.plan import title_of

    for m in rows:
        before, after = (d.strftime("%m-%d") if d else "–" for d in (m.before, m.after))
        console().print(
            f"{before} → {after}  {title_of(desk.course, m.ref)[lang]} ({pick(lang, *WHY[m.why])})", markup=False
        )
