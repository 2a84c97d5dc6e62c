"""`beikao content`: for authors. Prove the content, make a skeleton."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from beikao.cli.screen import print_json, talk

app = typer.Typer(help="For authors: prove the content, make skeletons.", no_args_is_help=True)


@app.command()
def check(
    units: Annotated[list[str] | None, typer.Argument(help="Slugs; without them, everything.", metavar="SLUG")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    seeds: Annotated[int, typer.Option(help="Seeds a question is drawn with.", min=1)] = 200,
) -> None:
    """Prove every unit and report every fault at once; exit code 1 when there is one."""
    import tempfile
    from dataclasses import replace

    from beikao.app import open_desk
    from beikao.settings import Settings
    from beikao.study.prove import prove

    with tempfile.TemporaryDirectory(prefix="beikao-prove-") as scratch:
        settings = replace(Settings.from_environment(), home=Path(scratch))
        with open_desk(settings) as desk:
            proof = prove(desk, seeds=seeds, only=units or (), progress=None if as_json else _progress)
    if not as_json and sys.stderr.isatty():
        talk("")
    if as_json:
        print_json(proof.as_dict())
    else:
        for fault in proof.faults:
            print(f"{fault.file}:{fault.line}: {fault.what}" + (f"\n    → {fault.hint}" if fault.hint else ""))
        print(f"{proof.concepts} concepts, {proof.questions} questions, {proof.labs} labs, {proof.drills} drills, "
              f"{len(proof.faults)} faults")  # fmt: skip
    raise typer.Exit(0 if proof.ok else 1)


def _progress(name: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K[{done}/{total}] {name}")
        sys.stderr.flush()


@app.command()
def new(
    kind: Annotated[str, typer.Argument(help="concept, question, lab or drill.")],
    slug: Annotated[str, typer.Argument(help="Its slug; for a question concept/slug.")],
    area: Annotated[str, typer.Option(help="For a concept: its area.")] = "math",
    into: Annotated[
        Path | None, typer.Option(help="The content folder; else the first of BEIKAO_CONTENT, else the course.")
    ] = None,
) -> None:
    """Make a skeleton and list what its author must still write."""
    from beikao.app import course_of
    from beikao.settings import Settings
    from beikao.study.scaffold import scaffold

    settings = Settings.from_environment()
    root = (into or (settings.content[1] if len(settings.content) > 1 else settings.content[0])).resolve()
    roots = settings.content if root in settings.content else (*settings.content, root)
    made = scaffold(course_of(roots), root, kind, slug, area=area)
    for name in made.files:
        print(made.folder / name)
    talk(f"still missing ({len(made.missing)}):")
    for fault in made.missing:
        talk(f"  {fault.file}:{fault.line}: {fault.what}" + (f"  → {fault.hint}" if fault.hint else ""))
    talk(f"Then: beikao content check {slug.split('/')[0]}")
