"""`beikao drill`: list, start, check, hint. Something real is broken; mend it and name the cause."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from beikao.cli import slugs
from beikao.cli.draft import Yes, forget
from beikao.cli.lab import AsJson, exit_code, read_file
from beikao.cli.screen import console, language, listing, markdown, pick, print_json, show_verdict, talk

if TYPE_CHECKING:
    from beikao.study.mend import Mended

app = typer.Typer(help="Drills: something real is broken.", no_args_is_help=True)
DrillName = Annotated[
    str, typer.Argument(help="The drill's name.", metavar="DRILL", autocompletion=slugs.drills, callback=slugs.bare)
]


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """All drills, and which you mended."""
    from beikao.app import open_desk
    from beikao.study.submit import passed

    with open_desk() as desk:
        lang = language(desk)
        rows = [(unit, passed(desk, unit.ref)) for unit in desk.course.drills.values()]
        if as_json:
            print_json({"schema": 1, "drills": [{"slug": u.slug, "title": dict(u.title), "minutes": u.minutes,
                                                 "mended": ok} for u, ok in rows]})  # fmt: skip
            return
        listing(
            "", pick(lang, "名字", "drill"), pick(lang, "题目", "title"), pick(lang, "分钟", "min"), names=1,
            rows=[("✓" if ok else "", unit.slug, unit.title[lang], str(unit.minutes)) for unit, ok in rows],
        )  # fmt: skip


@app.command()
def start(
    drill: DrillName,
    folder: Annotated[Path | None, typer.Argument(help="Where to put it; else ./DRILL.", metavar="DIR")] = None,
) -> None:
    """Write the broken system into a folder and show what is known."""
    from rich.text import Text

    from beikao.app import open_desk
    from beikao.cli.lines import Hung
    from beikao.errors import UsageError
    from beikao.study import find
    from beikao.study.mend import whole_tree

    with open_desk() as desk:
        unit, lang, target = find.drill(desk.course, drill), language(desk), folder or Path(drill)
        if target.exists() and any(target.iterdir()):
            raise UsageError(f"{target} is not empty", where="drill start", hint="Give another folder.",
                             zh=f"{target} 不是空的", hint_zh="换一个文件夹。")  # fmt: skip
        for name, text in whole_tree(desk, drill).items():
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(path)
        markdown(unit.story[lang])
        talk(pick(lang, f"复现：cd {target} && python {unit.run}", f"See it: cd {target} && python {unit.run}"))
        talk(
            pick(lang, f"交卷：beikao drill check {drill} --cause …", f"Hand in: beikao drill check {drill} --cause …")
        )
        for cause in unit.causes:
            console().print(Hung(f"  {cause.slug}: ", Text(cause.text[lang]), "    "))


@app.command()
def check(
    drill: DrillName,
    path: Annotated[Path | None, typer.Argument(help="The folder; else ./DRILL.", metavar="PATH")] = None,
    cause: Annotated[
        list[str] | None, typer.Option(help="A cause you name; once for each, where there are several.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Judge the mended system and the cause; exit code 0 when both are right."""
    from beikao.app import open_desk
    from beikao.study import find
    from beikao.study.mend import mend

    with open_desk() as desk:
        unit, lang = find.drill(desk.course, drill), language(desk)
        place = path or Path(drill)
        tree = {name: read_file(place / name) for name in unit.editable}
        done = mend(desk, drill, tree, cause or [])
        if as_json:
            print_json({"schema": 1, "score": done.score, "cause_right": done.cause_right, "verdict": done.verdict})
        else:
            _show(done, lang, tree)
        code = exit_code(str(done.verdict["state"]))
    raise typer.Exit(code or (0 if done.cause_right else 1))


def _show(done: Mended, lang: str, tree: Mapping[str, str]) -> None:
    show_verdict(done.verdict, lang, tree=tree)
    mark = "✓" if done.cause_right else "✗"
    console().print(f" {mark} " + pick(lang, "病因：", "cause: ") + done.cause_text[lang], markup=False)
    if done.notice:
        talk(done.notice[lang])


@app.command()
def hint(drill: DrillName) -> None:
    """Open the next hint."""
    from beikao.app import open_desk
    from beikao.study import find
    from beikao.study.submit import hint as next_hint

    with open_desk() as desk:
        given = next_hint(desk, find.drill(desk.course, drill).ref, language(desk))
        talk(f"{given.number}/{given.total}")
        markdown(given.markdown)


@app.command()
def reset(drill: DrillName, yes: Yes = False) -> None:
    """Forget the draft after asking: the broken system comes back. Files on disk are left alone."""
    from beikao.app import open_desk
    from beikao.study import find
    from beikao.study.mend import reset_drill

    with open_desk() as desk:
        forget(desk, find.drill(desk.course, drill).ref, lambda: reset_drill(desk, drill), yes=yes)
