"""`beikao config`: language, theme, minutes a day, track, and where the data is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from beikao.cli import slugs
from beikao.cli.screen import language, pick, print_json, talk

if TYPE_CHECKING:
    from beikao.study.desk import Desk

KEYS = ("language", "theme", "minutes", "track")


def register(app: typer.Typer) -> None:
    app.command("config")(config)


def config(
    key: Annotated[
        str,
        typer.Argument(
            help="language, theme, minutes or track; without it, everything.", metavar="KEY", autocompletion=slugs.keys
        ),
    ] = "",
    value: Annotated[
        str,
        typer.Argument(
            help="zh|en · auto|light|dark · 5 to 720 · a track of `beikao map`, or all.",
            metavar="VALUE",
            autocompletion=slugs.values,
        ),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Show or set the language, the theme, the minutes of a day and the track."""
    from beikao.app import open_desk
    from beikao.errors import UsageError
    from beikao.study.goal import goal
    from beikao.study.planned import calendar_of
    from beikao.study.profile import profile

    with open_desk() as desk:
        if key and key not in KEYS:
            raise UsageError(f"{key!r} cannot be set", where="config", hint=f"One of: {', '.join(KEYS)}.",
                             zh=f"没有「{key}」这项设置", hint_zh=f"可选：{'、'.join(KEYS)}。")  # fmt: skip
        if key and value:
            _set(desk, key, value)
        now, aim = profile(desk), goal(desk)
        rows = {"language": now.language, "theme": now.theme, "minutes": minutes_of(calendar_of(desk.events()).week), "track": aim.track or "all",
                "home": str(desk.settings.home), "content": [str(p) for p in desk.settings.content]}  # fmt: skip
        if as_json:
            print_json({"schema": 1, **rows})
            return
        for name, shown in rows.items():
            if not key or name == key:
                print(
                    f"{name} = {' '.join(map(str, shown)) if name == 'minutes' and isinstance(shown, list) else shown}"
                )


def _set(desk: Desk, key: str, value: str) -> None:
    from beikao.errors import UsageError
    from beikao.study.goal import set_goal
    from beikao.study.plan import set_calendar
    from beikao.study.profile import set_profile

    if key == "language":
        set_profile(desk, language=value)
    elif key == "theme":
        set_profile(desk, theme=value)
    elif key == "track":
        set_goal(desk, track="" if value == "all" else value)
    elif value.isdecimal() and 5 <= int(value) <= 720:
        set_calendar(desk, week=[int(value)] * 7)
        talk(pick(language(desk), "一周每天都是这么多；各天不同，用 beikao plan set --hours。",
                  "So many on every day of the week; beikao plan set --hours sets each day."))  # fmt: skip
    else:
        raise UsageError(f"minutes is {value!r}", where="config", hint="From 5 to 720, such as 45.",
                         zh=f"每天的分钟数填的是 {value!r}", hint_zh="填 5 到 720，例如 45。")  # fmt: skip


def minutes_of(week: tuple[int, ...]) -> int | list[int]:
    """Minutes of every day, or of the seven where they differ."""
    return week[0] if len(set(week)) == 1 else list(week)
