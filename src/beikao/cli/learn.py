"""`beikao learn`: lists the concepts, shows a lesson, practises its questions."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import typer

from beikao.cli import slugs
from beikao.cli.screen import console, language, listing, markdown, pick, print_json

if TYPE_CHECKING:
    from beikao.study.desk import Desk


def register(app: typer.Typer) -> None:
    app.command("learn")(learn)


def learn(
    concept: Annotated[
        str, typer.Argument(help="A concept; without it, the list.", metavar="CONCEPT", autocompletion=slugs.concepts)
    ] = "",
    section: Annotated[str, typer.Option(help="Show one section only: why, idea, example, ...")] = "",
    practice: Annotated[bool, typer.Option("--practice", help="Practise the concept's questions.")] = False,
    lang: Annotated[str, typer.Option("--lang", help="zh or en; else the profile's.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """The course: list the concepts, read one, practise it."""
    from beikao.app import open_desk

    with open_desk() as desk:
        chosen = lang or language(desk)
        if not concept:
            _list(desk, chosen, as_json)
        elif practice:
            _practise(desk, concept, chosen)
        else:
            _read(desk, concept, section, chosen, as_json)


def _list(desk: Desk, lang: str, as_json: bool) -> None:
    from beikao.cli.map import STATES
    from beikao.study.today import course_list

    rows = course_list(desk)
    if as_json:
        print_json({"schema": 1, "concepts": [
            {"slug": c.slug, "title": dict(c.title), "stage": c.stage, "minutes": c.minutes, "needs": list(c.needs),
             "state": s.state, "provisional": s.provisional, "faded": s.faded, "known": s.known, "read": s.read} for c, s in rows]})  # fmt: skip
        return
    listing(
        pick(lang, "名字", "name"), pick(lang, "概念", "concept"), pick(lang, "状态", "state"), pick(lang, "得分率", "share"),
        rows=[(c.slug, c.title[lang], pick(lang, *STATES[s.shade]), f"{s.known:.0%}") for c, s in rows],
    )  # fmt: skip


def _read(desk: Desk, slug: str, section: str, lang: str, as_json: bool) -> None:
    from beikao.errors import NotFoundError
    from beikao.study.read import lesson, mark_read, without_folds

    started = time.monotonic()
    view = lesson(desk, slug, lang)
    chosen = [without_folds(s) for s in view.sections if not section or s.id == section]
    if not chosen:
        known = [s.id for s in view.sections]
        raise NotFoundError(f"{slug} has no section {section!r}", hint=", ".join(known),
                            zh=f"{slug} 里没有「{section}」这一节", hint_zh=f"可选：{'、'.join(known)}。")  # fmt: skip
    if as_json:
        print_json({"schema": 1, "slug": slug, "language": lang, "sections": [
            {"id": s.id, "heading": s.heading, "markdown": "\n\n".join(b.markdown for b in s.blocks if b.markdown)}
            for s in chosen]})  # fmt: skip
        return
    for number, part in enumerate(chosen):
        if number:
            console().print()
        markdown(f"## {part.heading}")
        for block in part.blocks:
            _show_block(desk, slug, block, lang)
    if not section:
        mark_read(desk, slug, lang, time.monotonic() - started)
        console().print(
            pick(lang, f"\n接着练题：beikao learn {slug} --practice", f"\nNow practise: beikao learn {slug} --practice")
        )


def _show_block(desk: Desk, slug: str, block, lang: str) -> None:  # type: ignore[no-untyped-def]
    """One block of a section, behind an empty line."""
    from rich.text import Text

    from beikao.cli.lines import Hung
    from beikao.study.read import figure

    out = console()
    if block.kind == "prose" and block.markdown.strip():
        out.print()
        markdown(block.markdown)
    elif block.kind == "figure":
        state = figure(desk, slug, block.slug, block.params, lang)
        out.print()
        out.print(Hung("▤ ", Text(state.says[lang])), style="dim")
    elif block.kind == "lab":
        planned = pick(lang, f"（计划中的实验：{block.slug}）", f"(planned lab: {block.slug})")
        out.print()
        out.print(f"→ beikao lab get {block.slug}" if block.slug in desk.course.labs else planned, markup=False)
    elif block.kind == "sources":
        out.print()
        for source in block.sources:
            cited = f"[{source.key}] " if source.key else ""
            out.print(Hung("- ", Text(f"{cited}{source.cite} {source.where} {source.url}".rstrip())))


def _practise(desk: Desk, slug: str, lang: str) -> None:
    from beikao.cli.questions import another, ask_in_terminal
    from beikao.study import find
    from beikao.study.answer import ask

    for question in find.concept(desk.course, slug).questions.values():
        more = True
        while more:
            ask_in_terminal(desk, ask(desk, slug, question.slug), lang, mode="practice")
            more = another(lang)
