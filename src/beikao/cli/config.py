"""`beikao config`: language and theme, and where the data is."""

from __future__ import annotations

from typing import Annotated

import typer

from beikao.cli.screen import print_json


def register(app: typer.Typer) -> None:
    app.command("config")(config)


def config(
    key: Annotated[str, typer.Argument(help="language or theme; without it, everything.")] = "",
    value: Annotated[str, typer.Argument(help="zh|en, auto|light|dark.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Show or set the language and the theme."""
    from beikao.app import open_desk
    from beikao.errors import UsageError
    from beikao.study.profile import profile, set_profile

    with open_desk() as desk:
        if key and key not in ("language", "theme"):
            raise UsageError(f"{key!r} cannot be set", where="config", hint="One of: language, theme.")
        if key and value:
            set_profile(desk, language=value if key == "language" else None, theme=value if key == "theme" else None)
        now = profile(desk)
        rows = {"language": now.language, "theme": now.theme, "home": str(desk.settings.home),
                "content": [str(p) for p in desk.settings.content]}  # fmt: skip
        if as_json:
            print_json({"schema": 1, **rows})
            return
        for name, shown in rows.items():
            if not key or name == key:
                print(f"{name} = {shown}")
