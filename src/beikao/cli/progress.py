"""`beikao progress`: ability and how surely, readiness, past forecasts, what memory holds, minutes; the same figures as the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from beikao.cli.screen import console, language, pick, print_json

if TYPE_CHECKING:
    from rich.console import Console

    from beikao.coach.readiness import Estimate
    from beikao.study.desk import Desk
    from beikao.study.progress import Outlook, Progress

WIDTH = 24  # characters of an interval's line


def register(app: typer.Typer) -> None:
    """Add `progress`."""
    app.command("progress")(show)


def show(as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """What you can do and how surely, how ready you are, what memory holds, and where the time went."""
    from beikao.app import open_desk
    from beikao.study.progress import progress

    with open_desk() as desk:
        lang = language(desk)
        found = progress(desk)
        if as_json:
            print_json(as_dict(found))
        else:
            _show(desk, found, lang)


def as_dict(p: Progress) -> dict[str, Any]:
    """The versioned JSON form. Shares are of right answers to expect; abilities are in logits."""
    return {
        "schema": 2,
        "counts": dict(p.counts), "faded": p.faded,
        "concepts": [{"slug": r.concept.slug, "state": r.standing.state, "shade": r.standing.shade, **_estimate(r.forecast.share),
                      "ability": round(r.forecast.ability, 6), "ability_low": round(r.forecast.least, 6),
                      "ability_high": round(r.forecast.most, 6), "recall": round(r.forecast.recall, 6),
                      "answers": r.forecast.answers} for r in p.rows],
        "readiness": {"until": p.until.isoformat() if p.until else None, "all": _outlook(p.whole) if p.whole else None,
                      "stages": {g.name: _outlook(g) for g in p.stages}, "areas": {g.name: _outlook(g) for g in p.areas}},
        "forecasts": {"answers": p.past.answers, "ece": None if p.past.error is None else round(p.past.error, 6),
                      "bins": [{"low": b.low, "high": b.high, "answers": b.answers, "said": round(b.said, 6), "right": round(b.right, 6),
                                "right_low": round(b.least, 6), "right_high": round(b.most, 6)} for b in p.past.bins]},
        "labs_passed": list(p.labs), "drills_passed": list(p.drills), "answers": p.answered,
        "recall": None if p.recall is None else round(p.recall, 6), "cards": p.cards,
        "due": [{"date": d.isoformat(), "questions": n} for d, n in p.ahead],
        "minutes": [{"date": d.isoformat(), "minutes": m} for d, m in p.time if m],
    }  # fmt: skip


def _estimate(e: Estimate) -> dict[str, float]:
    return {"share": round(e.share, 6), "low": round(e.low, 6), "high": round(e.high, 6)}


def _outlook(g: Outlook) -> dict[str, Any]:
    return {"concepts": g.concepts, "now": _estimate(g.now), "then": _estimate(g.then) if g.then else None}


def span(low: float, mean: float, high: float) -> str:
    """An interval as a line of characters, `·` outside, `─` inside, `●` the mean."""
    at = [round(x * (WIDTH - 1)) for x in (low, mean, high)]
    return "".join("●" if i == at[1] else "─" if at[0] <= i <= at[2] else "·" for i in range(WIDTH))


def _percent(e: Estimate) -> str:
    return f"{100 * e.share:.0f}% ({100 * e.low:.0f}–{100 * e.high:.0f})"


def _show(desk: Desk, p: Progress, lang: str) -> None:
    out = console()
    known, total = p.counts.get("known", 0), sum(p.counts.values())
    out.print(pick(lang, f"已掌握 {known}/{total} 个概念{f'（{p.faded} 个快忘了）' if p.faded else ''} · 通过 {len(p.labs)} 个实验、{len(p.drills)} 个排障 · 答过 {p.answered} 题 · 12 周专注 {p.minutes} 分钟",
                   f"{known} of {total} concepts mastered{f' ({p.faded} fading)' if p.faded else ''} · {len(p.labs)} labs and {len(p.drills)} drills passed · "
                   f"{p.answered} answers · {p.minutes} focused minutes in 12 weeks"))  # fmt: skip
    _abilities(out, p, lang)
    _ready(out, desk, p, lang)
    _past(out, p, lang)
    if p.recall is not None:
        out.print(pick(lang, f"学过的 {p.cards} 题现在问，平均答得出 {100 * p.recall:.0f}%；两周内到期 {sum(n for _, n in p.ahead)} 题。",
                       f"Asked now, you would answer {100 * p.recall:.0f}% of {p.cards} learned questions; "
                       f"{sum(n for _, n in p.ahead)} come due within two weeks."))  # fmt: skip


def _abilities(out: Console, p: Progress, lang: str) -> None:
    from rich.table import Table

    from beikao.cli.map import STATES

    if not p.rows:
        return
    table = Table(box=None, pad_edge=False)
    for head in (pick(lang, "概念", "concept"), pick(lang, "状态", "state"), "0 … 100%", pick(lang, "预计答对", "expected"),
                 pick(lang, "记忆", "recall"), pick(lang, "作答", "answers")):  # fmt: skip
        table.add_column(head)
    for r in p.rows:
        e = r.forecast.share
        state = pick(lang, *STATES[r.standing.shade])
        table.add_row(r.concept.title[lang], state, span(e.low, e.share, e.high), _percent(e), f"{100 * r.forecast.recall:.0f}%",
                      str(r.forecast.answers))  # fmt: skip
    out.print(table)


def _ready(out: Console, desk: Desk, p: Progress, lang: str) -> None:
    from rich.table import Table

    if p.whole is None:
        return
    table = Table(box=None, pad_edge=False)
    table.add_column(pick(lang, "准备好了多少", "readiness"))
    table.add_column(pick(lang, "概念", "concepts"), justify="right")
    for head in ("0 … 100%", pick(lang, "现在", "now"), *((p.until.isoformat(),) if p.until else ())):
        table.add_column(head)
    for g in (p.whole, *p.stages, *p.areas):
        then = (_percent(g.then),) if g.then else ()
        table.add_row(
            _name(desk, g.name, lang), str(g.concepts), span(g.now.low, g.now.share, g.now.high), _percent(g.now), *then
        )
    out.print(table)


def _name(desk: Desk, name: str, lang: str) -> str:
    from beikao.course.areas import area_name

    if name == "whole":
        return pick(lang, "目标里的全部", "everything in the goal")
    stage = desk.course.stages.get(int(name)) if name.isdigit() else None
    return f"{name} {stage.title[lang]}" if stage else area_name(name, lang)


def _past(out: Console, p: Progress, lang: str) -> None:
    if p.past.error is None:
        return
    out.print(pick(lang, f"以前的预计（{p.past.answers} 次作答）平均差 {100 * p.past.error:.1f} 个百分点：",
                   f"Past forecasts ({p.past.answers} answers) were off by {100 * p.past.error:.1f} points on average:"))  # fmt: skip
    for b in p.past.bins:
        out.print(pick(lang, f"  预计约 {100 * b.said:.0f}%：{b.answers} 次里答对 {100 * b.right:.0f}%",
                       f"  about {100 * b.said:.0f}% forecast: {100 * b.right:.0f}% of {b.answers} right"))  # fmt: skip
