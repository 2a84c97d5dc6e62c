"""`beikao review`: the questions that are due, one after another."""

from __future__ import annotations

from typing import Annotated

import typer

from beikao.cli.screen import console, language, pick, print_json


def register(app: typer.Typer) -> None:
    app.command("review")(review)


def review(as_json: Annotated[bool, typer.Option("--json", help="Only the counts, as JSON.")] = False) -> None:
    """Answer what memory is about to lose."""
    from beikao.app import open_desk
    from beikao.cli.questions import ask_in_terminal
    from beikao.study.review import backlog
    from beikao.study.review import review as next_due

    with open_desk() as desk:
        lang, waiting = language(desk), backlog(desk)
        if as_json:
            print_json({"schema": 1, "due": waiting.due, "moved": waiting.moved})
            return
        asked = next_due(desk)
        if asked is None:
            console().print(pick(lang, "现在没有到期的题。", "Nothing is due now."))
        while asked is not None:
            ask_in_terminal(desk, asked, lang, mode="review")
            asked = next_due(desk)
