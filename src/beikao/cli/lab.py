"""`beikao lab`: list, get, check, watch, hint, reset, reference."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from beikao.cli.screen import console, language, markdown, pick, print_json, show_verdict, talk

if TYPE_CHECKING:
    from beikao.course import Lab
    from beikao.study.desk import Desk

app = typer.Typer(help="Labs: code judged by checks.", no_args_is_help=True)
LabName = Annotated[str, typer.Argument(help="The lab's name.", metavar="LAB")]
PathOf = Annotated[Path | None, typer.Argument(help="The file or folder; else ./LAB, else your draft.", metavar="PATH")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
POLL_S = 0.15


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """All labs, and which you passed."""
    from rich.table import Table

    from beikao.app import open_desk
    from beikao.study.submit import passed

    with open_desk() as desk:
        lang = language(desk)
        rows = [(unit, passed(desk, unit.ref)) for unit in desk.course.labs.values()]
        if as_json:
            print_json({"schema": 1, "labs": [
                {"slug": u.slug, "title": dict(u.title), "minutes": u.minutes, "concepts": list(u.concepts), "passed": ok}
                for u, ok in rows]})  # fmt: skip
            return
        table = Table(box=None, pad_edge=False)
        for head in ("", "lab", pick(lang, "题目", "title"), pick(lang, "分钟", "min")):
            table.add_column(head)
        for unit, ok in rows:
            table.add_row("✓" if ok else "", unit.slug, unit.title[lang], str(unit.minutes))
        console().print(table)


@app.command()
def get(
    lab: LabName,
    folder: Annotated[Path | None, typer.Argument(help="Where to put it; else ./LAB.", metavar="DIR")] = None,
) -> None:
    """Write the task and the start into a folder; what is there already stays."""
    from beikao.app import open_desk
    from beikao.study.submit import workspace

    with open_desk() as desk:
        lang, place = language(desk), workspace(desk, lab)
        target = folder or Path(lab)
        files = {f"task.{lang}.md": place.lab.task[lang], **place.tree}
        if place.lab.rig is not None:
            files["rig.py"] = place.lab.rig
        for name, text in files.items():
            path = target / name
            if path.exists():
                talk(pick(lang, f"{path} 已存在，未改动", f"{path} exists and was left alone"))
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(path)
        talk(pick(lang, f"写好后：beikao lab check {lab}", f"Then: beikao lab check {lab}"))


@app.command()
def check(lab: LabName, path: PathOf = None, as_json: AsJson = False) -> None:
    """Judge your code; exit code 0 when it passes, 1 when it does not."""
    from beikao.app import open_desk
    from beikao.study import find
    from beikao.study.submit import submit

    with open_desk() as desk:
        unit = find.lab(desk.course, lab)
        done = submit(desk, lab, read_tree(desk, unit, path))
        if as_json:
            print_json(done.verdict)
        else:
            show_verdict(done.verdict, language(desk), explain(desk, done.verdict))
        code = exit_code(str(done.verdict["state"]))
    raise typer.Exit(code)


def exit_code(state: str) -> int:
    """0 passed, 4 this machine cannot judge it, 1 otherwise."""
    return {"passed": 0, "unavailable": 4, "grader_error": 4}.get(state, 1)


def explain(desk: Desk, verdict: Mapping[str, object]) -> str | None:
    """The words of the misconception a verdict names."""
    words = desk.course.misconception(str(verdict["misconception"])) if verdict.get("misconception") else None
    return words[language(desk)] if words else None


def read_tree(desk: Desk, unit: Lab, path: Path | None) -> dict[str, str]:
    """The files of a submission: a file (for a lab of one file), a folder, ./LAB, or the draft."""
    from beikao.errors import NotFoundError

    if path is None and not Path(unit.slug).is_dir():
        draft = desk.record.draft(desk.learner, unit.ref)
        if draft is None:
            raise NotFoundError(
                f"there is neither a folder ./{unit.slug} nor a draft", hint=f"beikao lab get {unit.slug}"
            )
        return dict(draft)
    place = path or Path(unit.slug)
    if place.is_file() and len(unit.files) == 1:
        return {unit.files[0]: read_file(place)}
    if not place.exists():
        raise NotFoundError(f"there is no {place}", hint=f"beikao lab get {unit.slug}")
    return {name: read_file(place / name) for name in unit.files}


def read_file(path: Path) -> str:
    """A text file, with a clear error where it is missing or no text."""
    from beikao.errors import NotFoundError, UsageError

    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        raise NotFoundError(f"there is no file {path}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8 text", hint="Save it as UTF-8.") from None


@app.command()
def hint(lab: LabName) -> None:
    """Open the next hint."""
    from beikao.app import open_desk
    from beikao.study import find
    from beikao.study.submit import hint as next_hint

    with open_desk() as desk:
        given = next_hint(desk, find.lab(desk.course, lab).ref, language(desk))
        talk(f"{given.number}/{given.total}")
        markdown(given.markdown)


@app.command()
def reset(lab: LabName) -> None:
    """Forget the draft: the start comes back. Files on disk are left alone."""
    from beikao.app import open_desk
    from beikao.study.submit import reset as forget

    with open_desk() as desk:
        forget(desk, lab)
        talk(pick(language(desk), "草稿已清空。", "The draft is gone."))


@app.command()
def watch(lab: LabName, path: PathOf = None) -> None:
    """Judge again after every save. Ctrl+C ends."""
    from beikao.app import open_desk
    from beikao.study import find
    from beikao.study.submit import submit

    with open_desk() as desk:
        unit, lang = find.lab(desk.course, lab), language(desk)

        def judge() -> None:
            done = submit(desk, lab, read_tree(desk, unit, path))
            console().clear()
            show_verdict(done.verdict, lang, explain(desk, done.verdict))
            talk(pick(lang, "保存即重判 · Ctrl+C 退出", "Judged at every save · Ctrl+C ends"))

        follow([(path or Path(unit.slug))], judge)


def follow(paths: list[Path], act: Callable[[], None]) -> None:
    """Act now and after each change of these files or folders."""
    seen: tuple[int, ...] = ()
    while True:
        files = [f for p in paths for f in (sorted(p.rglob("*.*")) if p.is_dir() else [p])]
        now = tuple(f.stat().st_mtime_ns for f in files if f.is_file())
        if now != seen:
            seen = now
            act()
        time.sleep(POLL_S)
