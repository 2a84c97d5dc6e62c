"""`beikao notes`: what you wrote on lessons and the passages you marked; a note is written from here too."""

from __future__ import annotations

from typing import Annotated

import typer

from beikao.cli import slugs
from beikao.cli.screen import language, markdown, pick, print_json, talk


def register(app: typer.Typer) -> None:
    app.command("notes")(notes)


def notes(
    place: Annotated[
        str,
        typer.Argument(
            help="A concept, or CONCEPT#SECTION to write on; without it, everything.", metavar="PLACE",
            autocompletion=slugs.concepts,
        ),
    ] = "",
    text: Annotated[
        str | None, typer.Argument(help="The note on that section; an empty one removes it.", metavar="TEXT")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:  # fmt: skip
    """Your notes and highlights as Markdown, or a note on a section."""
    from beikao.app import open_desk
    from beikao.study.notes import all_notes, as_markdown, notes_of, set_note

    slug, _, section = place.partition("#")
    with open_desk() as desk:
        lang = language(desk)
        if text is not None:
            set_note(desk, f"concept:{slug}#{section}", text)
            talk(pick(lang, "记下了。", "Kept.") if text.strip() else pick(lang, "删掉了。", "Removed."))
            return
        found = [notes_of(desk, slug)] if slug else all_notes(desk)
        if as_json:
            print_json({"schema": 1, "lessons": [
                {"concept": n.concept.slug, "notes": dict(n.notes), "highlights": [
                    {"id": m.id, "section": m.section, "language": m.language, "quote": m.quote, "text": m.text}
                    for m in n.highlights]} for n in found if n]})  # fmt: skip
        elif any(found):
            markdown(as_markdown([n for n in found if n], lang))
        else:
            talk(
                pick(
                    lang,
                    "还没有笔记。beikao notes svd#why '…' 写一条。",
                    "No notes yet. beikao notes svd#why '…' writes one.",
                )
            )
