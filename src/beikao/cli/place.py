"""`beikao place`: placement on a terminal, one question after another; what is believed; the learner's own word on it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from beikao.cli import slugs
from beikao.cli.screen import console, language, pick, print_json, refuse, talk
from beikao.errors import UsageError

if TYPE_CHECKING:
    from beikao.practice import Asked
    from beikao.study.desk import Desk
    from beikao.study.place import Placement, Row


def register(app: typer.Typer) -> None:
    app.command("place")(place)


def place(
    area: Annotated[str, typer.Option("--area", help="Of one area alone, such as math.")] = "",
    track: Annotated[
        str, typer.Option("--track", help="Of one track and all it needs.", autocompletion=slugs.tracks)
    ] = "",
    concept: Annotated[
        str, typer.Option("--concept", help="Test out of one concept: a few questions.", autocompletion=slugs.concepts)
    ] = "",
    again: Annotated[bool, typer.Option("--again", help="Begin anew, also where one is under way or ended.")] = False,
    end: Annotated[bool, typer.Option("--end", help="End it here, with what the answers show so far.")] = False,
    know: Annotated[
        str, typer.Option("--know", help="Say that you know this concept.", autocompletion=slugs.concepts)
    ] = "",
    new: Annotated[
        str, typer.Option("--new", help="Say that this concept is new to you.", autocompletion=slugs.concepts)
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Ask nothing; what is believed, as JSON.")] = False,
) -> None:
    """Find out what you already know, in at most 20 questions. Enter alone says "I do not know", q pauses."""
    from beikao.app import open_desk
    from beikao.study import place as verb

    with open_desk() as desk:
        lang, now = language(desk), verb.placement_now(desk)
        for slug, knows in ((know, True), (new, False)):
            if slug:
                verb.object_to(desk, slug, knows)
        if end:
            verb.end(desk)
        elif not (as_json or know or new):
            wanted = verb.Scope(area, track, concept)
            other = wanted not in (verb.Scope(), now.scope) or (concept and now.state == "ended")
            if again or other or now.state == "none":
                verb.start(desk, wanted, anew=again)
            _ask(desk, lang)
        found = verb.placement_now(desk)
        if as_json:
            print_json(as_dict(found))
        else:
            _show(found, lang)


def _ask(desk: Desk, lang: str) -> None:
    """Questions until it may stop, or the learner pauses."""
    from beikao.cli.questions import given_of, prompt_of, show
    from beikao.study import place as verb

    while (asked := verb.asked_now(desk)) is not None:
        now = verb.placement_now(desk)
        console().print(f"[{now.asked + 1}/{now.most}] " + asked_about(desk, asked, lang), style="dim", markup=False)
        show(asked, lang)
        began = time.monotonic()
        text = typer.prompt(prompt_of(asked.question.kind, lang), default="", show_default=False).strip()
        if text.lower() == "q":
            talk(pick(lang, "已暂停；再运行 beikao place 继续。", "Paused; run beikao place again to go on."))
            return
        try:
            given = given_of(asked, text, lang) if text else None
            verb.reply(desk, asked.question.concept, asked.question.slug, asked.seed, given, language=lang,
                       seconds=time.monotonic() - began)  # fmt: skip
        except UsageError as error:
            refuse(error, lang)
            continue
    if verb.placement_now(desk).state == "open":
        verb.end(desk)


def asked_about(desk: Desk, asked: Asked, lang: str) -> str:
    """The title of its concept."""
    return desk.course.concepts[asked.question.concept].title[lang]


def as_dict(p: Placement) -> dict[str, Any]:
    """The versioned JSON form."""
    return {
        "schema": 1, "state": p.state, "area": p.scope.area, "track": p.scope.track,
        "concept": p.scope.concept, "asked": p.asked, "most": p.most, "right": p.right,
        "error": round(p.error, 4), "may_stop": p.question is None,
        "concepts": [{"slug": r.concept.slug, "p": round(r.p, 3), "verdict": r.verdict, "own_word": r.objected,
                      "asked": r.asked, "evidence": r.evidence} for r in p.rows],
    }  # fmt: skip


def _show(p: Placement, lang: str) -> None:
    from beikao.study.place import share

    out = console()
    if p.state == "none":
        out.print(pick(lang, "还没有定位过：beikao place", "No placement yet: beikao place"))
        return
    if not p.rows:
        out.print(pick(lang, "定位开始了，还一题都没答。", "Placement has begun; nothing is answered yet."))
        return
    words = {"known": ("会", "known"), "unsure": ("拿不准", "unsure"), "unknown": ("不会", "new")}
    out.print(pick(lang, f"答了 {p.asked} 题，对 {p.right} 题；预计误判 {share(p.error)}。",
                   f"{p.asked} {'question' if p.asked == 1 else 'questions'}, {p.right} right; "
                   f"about {share(p.error)} of the concepts may be misjudged."))  # fmt: skip
    for verdict, said in words.items():
        titles = [_said(r, lang) for r in p.rows if r.verdict == verdict]
        if titles:
            out.print(f"{pick(lang, *said)} ({len(titles)})", style="bold")
            out.print("  " + pick(lang, "、", ", ").join(titles), markup=False)
    out.print(pick(lang, "* 没有直接问，由别的回答推断；没有数字的还没有问到。",
                   "* inferred from other answers; without a number: not asked about yet."), style="dim")  # fmt: skip
    out.print(
        pick(
            lang,
            "不对？beikao place --know 概念，或 --new 概念。",
            "Wrong? beikao place --know CONCEPT, or --new CONCEPT.",
        ),
        style="dim",
    )


def _said(row: Row, lang: str) -> str:
    """A title, how surely it is known, and a star where no question was asked on it."""
    from beikao.study.place import share

    title = row.concept.title[lang]
    if not row.evidence:
        return title
    return f"{title} {share(row.p)}" + ("" if row.asked or row.objected is not None else "*")
