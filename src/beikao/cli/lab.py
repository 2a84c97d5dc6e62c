"""`beikao lab`: list, get, check, watch, hint, reset; what was handed in, and the reference: `lab_past`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from beikao.cli import lab_past
from beikao.cli.draft import Yes, forget
from beikao.cli.lab_past import LabName
from beikao.cli.screen import language, listing, markdown, pick, print_json, show_verdict, talk

if TYPE_CHECKING:
    from beikao.course import Lab
    from beikao.study.desk import Desk
    from beikao.study.submit import Workspace

app = typer.Typer(help="Labs: code judged by checks.", no_args_is_help=True)
PathOf = Annotated[
    Path | None,
    typer.Argument(
        help="A file, a .zip, a folder or a notebook; else ./LAB, ./LAB.ipynb, or your draft.", metavar="PATH"
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """All labs, and which you passed."""
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
        listing(
            "", pick(lang, "名字", "lab"), pick(lang, "题目", "title"), pick(lang, "分钟", "min"), names=1,
            rows=[("✓" if ok else "", unit.slug, unit.title[lang], str(unit.minutes)) for unit, ok in rows],
        )  # fmt: skip


@app.command()
def get(
    lab: LabName,
    folder: Annotated[Path | None, typer.Argument(help="Where to put it; else ./LAB.", metavar="DIR")] = None,
    notebook: Annotated[bool, typer.Option("--notebook", help="As a Jupyter notebook, LAB.ipynb.")] = False,
) -> None:
    """Write the task and the start into a folder or a notebook; what is there already stays."""
    from beikao.app import open_desk
    from beikao.study.submit import workspace

    with open_desk() as desk:
        lang, place = language(desk), workspace(desk, lab)
        if notebook:
            _get_notebook(place, folder or Path(), lang)
            return
        target = folder or Path(lab)
        files = {f"task.{lang}.md": place.lab.task[lang], **place.tree}
        if place.lab.rig is not None:
            files["rig.py"] = place.lab.rig
        for name, text in files.items():
            write_new(target / name, text, lang)
        talk(pick(lang, f"写好后：beikao lab check {lab}", f"Then: beikao lab check {lab}"))


def _get_notebook(place: Workspace, folder: Path, lang: str) -> None:
    from beikao.study.notebook import notebook_of

    path = folder / f"{place.lab.slug}.ipynb"
    tree = {**place.lab.start, **place.tree}  # a draft may hold some of the files only
    write_new(path, json.dumps(notebook_of(place.lab, tree, lang), ensure_ascii=False, indent=1) + "\n", lang)
    talk(pick(lang, f"用 Jupyter 打开；也可以在命令行判：beikao lab check {place.lab.slug} {path}",
              f"Open it in Jupyter; or from here: beikao lab check {place.lab.slug} {path}"))  # fmt: skip


def write_new(path: Path, text: str, lang: str) -> None:
    """Write a file and say so; what exists stays as it is."""
    from beikao.errors import EnvironmentFault

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        talk(pick(lang, f"{path} 已存在，未改动", f"{path} exists and was left alone"))
    except OSError as error:
        raise EnvironmentFault(f"{path} cannot be written: {error.strerror}", hint="Name another folder.",
                               zh=f"{path} 写不进去：{error.strerror}", hint_zh="换一个文件夹。") from error  # fmt: skip
    else:
        print(path)


@app.command()
def check(lab: LabName, path: PathOf = None, as_json: AsJson = False) -> None:
    """Judge your code; exit code 0 when it passes, 1 when it does not."""
    from beikao.app import open_desk
    from beikao.study import find
    from beikao.study.submit import submit

    with open_desk() as desk:
        unit = find.lab(desk.course, lab)
        tree = read_tree(desk, unit, path)
        done = submit(desk, lab, tree)
        if as_json:
            print_json(done.verdict)
        else:
            show_verdict(done.verdict, language(desk), explain(desk, done.verdict), tree)
        if done.notice:
            talk(done.notice[language(desk)])
        code = exit_code(str(done.verdict["state"]))
    raise typer.Exit(code)


def exit_code(state: str) -> int:
    """0 passed, 4 this machine cannot judge it, 1 otherwise."""
    return {"passed": 0, "unavailable": 4, "grader_error": 4}.get(state, 1)


def explain(desk: Desk, verdict: Mapping[str, object]) -> str | None:
    """The words of the misconception a verdict names."""
    words = desk.course.misconception(str(verdict["misconception"])) if verdict.get("misconception") else None
    return words[language(desk)] if words else None


def place_of(unit: Lab, path: Path | None) -> Path | None:
    """Where a submission lies: `path`, ./LAB, ./LAB.ipynb, or None for the draft. Raises NotFoundError."""
    from beikao.errors import NotFoundError

    if path is not None:
        if not path.exists():
            raise NotFoundError(f"there is no {path}", hint=f"beikao lab get {unit.slug}",
                                zh=f"没有 {path}", hint_zh=f"beikao lab get {unit.slug}")  # fmt: skip
        return path
    folder, notebook = Path(unit.slug), Path(f"{unit.slug}.ipynb")
    return folder if folder.is_dir() else notebook if notebook.is_file() else None


def read_tree(desk: Desk, unit: Lab, path: Path | None) -> dict[str, str]:
    """The files of a submission: a file (for a lab of one file), a .zip, a folder, a notebook, or the draft."""
    from beikao.errors import NotFoundError, UsageError
    from beikao.study.upload import files_of, fitting, zip_on_disk

    place = place_of(unit, path)
    if place is None:
        draft = desk.record.draft(desk.learner, unit.ref)
        if draft is None:
            raise NotFoundError(
                f"there is neither a folder ./{unit.slug} nor a draft", hint=f"beikao lab get {unit.slug}",
                zh=f"既没有文件夹 ./{unit.slug}，也没有草稿", hint_zh=f"beikao lab get {unit.slug}",
            )  # fmt: skip
        return dict(draft)
    if place.is_file() and place.suffix.lower() == ".zip":
        return dict(fitting(zip_on_disk(place), unit.files))
    if place.is_file() and place.suffix == ".ipynb" and unit.files != (place.name,):
        from beikao.study.notebook import tree_of

        return tree_of(read_file(place), unit, str(place))
    if place.is_file():
        if len(unit.files) > 1:
            raise UsageError(f"{unit.slug} asks for several files: {', '.join(unit.files)}", where=str(place),
                             hint="Give the folder that holds them, or a .zip of them.",
                             zh=f"{unit.slug} 要交几个文件：{'、'.join(unit.files)}",
                             hint_zh="给出它们所在的文件夹，或打包好的 .zip。")  # fmt: skip
        return {unit.files[0]: read_file(place)}
    try:
        return files_of(place, unit.files)
    except FileNotFoundError as error:
        raise NotFoundError(f"there is no file {error.filename}", zh=f"没有文件 {error.filename}") from None


def read_file(path: Path) -> str:
    """A text file, with a clear error where it is missing or no text."""
    from beikao.errors import NotFoundError, UsageError

    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        raise NotFoundError(f"there is no file {path}", zh=f"没有文件 {path}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8 text", hint="Save it as UTF-8.",
                         zh=f"{path} 不是 UTF-8 文本", hint_zh="用 UTF-8 编码另存。") from None  # fmt: skip


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
def reset(lab: LabName, yes: Yes = False) -> None:
    """Forget the draft after asking: the start comes back. Files on disk are left alone."""
    from beikao.app import open_desk
    from beikao.study import find
    from beikao.study.submit import reset as drop

    with open_desk() as desk:
        forget(desk, find.lab(desk.course, lab).ref, lambda: drop(desk, lab), yes=yes)


@app.command()
def watch(lab: LabName, path: PathOf = None) -> None:
    """Judge again after every save. q or Ctrl+C ends."""
    from beikao.app import open_desk
    from beikao.cli.watch import watch as follow
    from beikao.errors import NotFoundError
    from beikao.study import find

    with open_desk() as desk:
        unit = find.lab(desk.course, lab)
        place = place_of(unit, path)
        if place is None:
            raise NotFoundError(f"there is no folder ./{unit.slug}", hint=f"beikao lab get {unit.slug}",
                                zh=f"没有文件夹 ./{unit.slug}", hint_zh=f"beikao lab get {unit.slug}")  # fmt: skip
        files = [place] if place.is_file() else [place / name for name in unit.files]
        follow(desk, unit, files, lambda: read_tree(desk, unit, place))


lab_past.register(app)
