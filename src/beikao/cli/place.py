"""`beikao place`: placement on a terminal, one question after another; what is believed; the learner's own word on it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from beikao.cli import slugs
from beikao.cli.screen import console, language, pick, print_json, talk
from beikao.errors import UsageError

if TYPE_CHECKING:
    from beikao.practice import Asked
    from beikao.study.desk import Desk
    from beikao.study.place import Placement


def register(app: typer.Typer) -> None:
    app.command("place")(place)


def place(
    area: Annotated[str, typer.Option("--area", help="Of one area alone, such as math.")] = "",
    again: Annotated[bool, typer.Option("--again", help="Begin anew, also where one is under way or ended.")] = False,
    end: Annotated[bool, typer.Option("--end", help="End it here, with what is believed so far.")] = False,
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
        for concept, knows in ((know, True), (new, False)):
            if concept:
                verb.object_to(desk, concept, knows)
        if end:
            verb.end(desk)
        elif not (as_json or know or new):
            if again or now.state == "none" or (area and area != now.area):
                verb.start(desk, area)
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
            talk(str(error))
            continue
    if verb.placement_now(desk).state == "open":
        verb.end(desk)


def asked_about(desk: Desk, asked: Asked, lang: str) -> str:
    """The title of its concept."""
    return desk.course.concepts[asked.question.concept].title[lang]


def as_dict(p: Placement) -> dict[str, Any]:
    """The versioned JSON form."""
    return {
        "schema": 1, "state": p.state, "area": p.area, "asked": p.asked, "most": p.most, "right": p.right,
        "error": round(p.error, 4), "may_stop": p.question is None,
        "concepts": [{"slug": r.concept.slug, "p": round(r.p, 3), "verdict": r.verdict, "own_word": r.objected} for r in p.rows],
    }  # fmt: skip


def _show(p: Placement, lang: str) -> None:
    out = console()
    if p.state == "none":
        out.print(pick(lang, "还没有定位过：beikao place", "No placement yet: beikao place"))
        return
    words = {"known": ("会", "known"), "unsure": ("拿不准", "unsure"), "unknown": ("不会", "new")}
    out.print(pick(lang, f"答了 {p.asked} 题，对 {p.right} 题；预计误判 {p.error:.0%}。",
                   f"{p.asked} questions, {p.right} right; about {p.error:.0%} of the concepts may be misjudged."))  # fmt: skip
    for verdict, said in words.items():
        titles = [f"{r.concept.title[lang]} {r.p:.0%}" for r in p.rows if r.verdict == verdict]
        if titles:
            out.print(f"{pick(lang, *said)} ({len(titles)})", style="bold")
            out.print("  " + pick(lang, "、", ", ").join(titles), markup=False)
    out.print(
        pick(
            lang,
            "不对？beikao place --know 概念，或 --new 概念。",
            "Wrong? beikao place --know CONCEPT, or --new CONCEPT.",
        ),
        style="dim",
    )
