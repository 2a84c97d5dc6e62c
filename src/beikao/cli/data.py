"""`beikao export`, `import`, `backup`, `forget` and `record rebuild`: a learner's data belongs to the learner."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from beikao.cli.screen import print_json, talk

record_app = typer.Typer(help="The stream of events and what is derived from it.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.command("export")(export)
    app.command("import")(import_)
    app.command("backup")(backup)
    app.command("forget")(forget)


def export(
    path: Annotated[Path, typer.Argument(help="The file to write (.zip).")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
) -> None:
    """Write everything about you into one open file."""
    from beikao.app import open_desk
    from beikao.errors import UsageError
    from beikao.record import export_to

    if path.exists() and not force:
        raise UsageError(f"{path} exists already", where="export", hint="Choose another name or add --force.",
                         zh=f"{path} 已经有了", hint_zh="换个文件名，或加 --force 覆盖。")  # fmt: skip
    with open_desk() as desk:
        export_to(desk.record, desk.learner, path)
    talk(f"{path} · {path.stat().st_size} bytes")


def import_(path: Annotated[Path, typer.Argument(help="A file written by `beikao export`.")]) -> None:
    """Read such a file; what is here already stays, nothing is counted twice."""
    from beikao.app import open_desk
    from beikao.errors import NotFoundError
    from beikao.record import import_from

    if not path.is_file():
        raise NotFoundError(f"there is no file {path}", zh=f"没有文件 {path}")
    with open_desk() as desk:
        report = import_from(desk.record, path)
    talk(str(report))


def backup(path: Annotated[Path, typer.Argument(help="A folder or a file that does not exist yet.")]) -> None:
    """A consistent copy of the whole record, also while the page is open."""
    from beikao.app import open_desk
    from beikao.record import backup as copy

    with open_desk() as desk:
        copy(desk.record, path)
    talk(str(path))


def forget(
    word: Annotated[
        str, typer.Option("--word", help="The word that confirms: delete (删除). Asked for when missing.")
    ] = "",
) -> None:
    """Remove everything about you from this machine. There is no way back: `beikao export` first."""
    from beikao.app import open_desk
    from beikao.cli.screen import language, pick
    from beikao.study.leaving import WORDS, leave

    with open_desk() as desk:
        lang = language(desk)
        if not word:
            word = typer.prompt(
                pick(lang, f"输入「{WORDS[0]}」以抹去你的一切", f"Type “{WORDS[1]}” to remove everything about you"),
                err=True,
            )
        leave(desk, word)
    talk(pick(lang, "已抹去。", "Removed."))


@record_app.command("rebuild")
def rebuild(
    verify: Annotated[bool, typer.Option("--verify", help="Only compare with what is stored.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Compute the derived state from all events again."""
    from beikao.app import open_desk
    from beikao.study.rebuild import rebuild as again

    with open_desk() as desk:
        done = again(desk, verify=verify)
    if as_json:
        print_json(
            {"schema": 1, "events": done.events, "stored": done.stored, "rebuilt": done.rebuilt, "same": done.same}
        )
    else:
        print(
            f"{done.events} events · {done.rebuilt} · {'same' if done.same else 'DIFFERENT from ' + str(done.stored)}"
        )
    if verify and not done.same:
        raise typer.Exit(1)
