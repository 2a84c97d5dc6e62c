"""`beikao search`: full-text search over lessons, labs, drills and questions, in both languages."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from beikao.cli.screen import console, language, pick, print_json

if TYPE_CHECKING:
    from rich.text import Text

    from beikao.course.search import Found

KINDS = {
    "lesson": ("课文", "Lessons"),
    "lab": ("实验", "Labs"),
    "drill": ("排障", "Drills"),
    "question": ("题目", "Questions"),
}
MARK = re.compile(r"<mark>(.*?)</mark>", re.DOTALL)


def register(app: typer.Typer) -> None:
    app.command("search")(search)


def search(
    words: Annotated[list[str], typer.Argument(help="What to look for.", metavar="WORD...")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Find words in lessons, labs, drills and questions; exit code 1 when nothing is found."""
    from beikao.app import open_desk
    from beikao.study.search import search as look

    text = " ".join(words)
    with open_desk() as desk:
        lang = language(desk)
        found = look(desk, text, lang)
        if as_json:
            print_json({"schema": 1, "words": text, "found": [_row(hit) for hits in found.values() for hit in hits]})
        elif not found:
            console().print(pick(lang, f"没有找到「{text}」。", f"Nothing is found for “{text}”."), markup=False)
        else:
            _show(found, lang)
    raise typer.Exit(0 if found else 1)


def _row(hit: Found) -> dict[str, Any]:
    return {"kind": hit.kind, "title": hit.title, "heading": hit.heading, "language": hit.language, "page": hit.url,
            "command": command_of(hit), "snippet": html.unescape(MARK.sub(r"\1", hit.snippet))}  # fmt: skip


def command_of(hit: Found) -> str:
    """The command that opens a hit, read from its address on the page."""
    place, _, section = hit.url.partition("#")
    kind, slug, *_ = place.strip("/").split("/")
    commands = {
        "learn": f"beikao learn {slug}" + (f" --section {section}" if section else ""),
        "q": f"beikao learn {slug} --practice",
        "lab": f"beikao lab get {slug}",
        "drill": f"beikao drill start {slug}",
    }
    return commands[kind]


def _show(found: Any, lang: str) -> None:
    from rich.text import Text

    from beikao.cli.lines import Hung

    out = console()
    for kind, hits in found.items():
        out.print(Text(pick(lang, *KINDS.get(kind, (kind, kind))), "bold"))
        for hit in hits:
            out.print(Hung("  ", _title(hit)))
            out.print(Hung("    ", Text("$ " + command_of(hit), "dim")))
            out.print(Hung("    ", _snippet(hit.snippet)))


def _title(hit: Found) -> Text:
    from rich.text import Text

    heading = hit.heading and hit.heading != hit.title
    return Text.assemble(_snippet(hit.marked_title), *((" · ", _snippet(hit.marked_heading)) if heading else ()))


def _snippet(markup: str) -> Text:
    """The snippet with what was found made bold."""
    from rich.text import Text

    parts = MARK.split(" ".join(markup.split()))
    return Text.assemble(*((html.unescape(p), "bold" if n % 2 else "") for n, p in enumerate(parts)))
