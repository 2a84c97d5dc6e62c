"""`beikao map`: the prerequisite graph as a list, in order of study, with where the learner stands."""

from __future__ import annotations

from typing import Annotated

import typer

from beikao.cli import slugs
from beikao.cli.screen import language, listing, pick, print_json, talk

STATES = {
    "now": ("现在可学", "do now"),
    "ready": ("可以开始", "ready"),
    "learning": ("在学", "begun"),
    "known": ("已掌握", "mastered"),
    "provisional": ("已做对，隔天确认", "right so far, confirm a day later"),
    "faded": ("已掌握，快忘了", "mastered, fading"),
    "locked": ("先修未完成", "not yet"),
}
MARKS = {"now": "●", "ready": "○", "learning": "◐", "known": "✓", "locked": "·"}


def show(
    track: Annotated[
        str,
        typer.Option("--track", help="Only the concepts of this track.", metavar="TRACK", autocompletion=slugs.tracks),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """The map of the course: every concept, its state, what it needs."""
    from beikao.app import open_desk
    from beikao.study.concept_map import concept_map

    with open_desk() as desk:
        lang = language(desk)
        view = concept_map(desk, lang, track)
        nodes = [n for n in view.nodes if n.on_track]
        if as_json:
            print_json({"schema": 1, "track": track, "counts": dict(view.counts), "concepts": [
                {"slug": n.concept.slug, "title": dict(n.concept.title), "stage": n.concept.stage, "state": n.state,
                 "known": round(n.standing.known, 6), "provisional": n.standing.provisional,
                 "faded": n.standing.faded, "needs": list(n.needs), "opens": list(n.opens)} for n in nodes]})  # fmt: skip
            return
        titles = {n.concept.slug: n.concept.title[lang] for n in view.nodes}
        listing(
            "", pick(lang, "名字", "name"), pick(lang, "概念", "concept"), pick(lang, "状态", "state"), pick(lang, "先修", "needs"),
            names=1, rows=[
                (MARKS[n.state], n.concept.slug, titles[n.concept.slug],
                 pick(lang, *STATES[n.standing.shade if n.standing.shade in ("provisional", "faded") else n.state]),
                 pick(lang, "、", ", ").join(titles[s] for s in n.needs))
                for n in nodes
            ],
        )  # fmt: skip
        talk(pick(lang, "beikao learn 概念名  开始学", "beikao learn CONCEPT  begins one"))


def register(app: typer.Typer) -> None:
    """Add `map`."""
    app.command("map")(show)
