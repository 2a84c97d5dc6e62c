"""`beikao content`: for authors. Prove the content, make a skeleton."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from beikao.cli.screen import locale_language, print_json, talk
from beikao.errors import UsageError

if TYPE_CHECKING:
    from beikao.study.desk import Desk
    from beikao.study.prove import Proof

app = typer.Typer(help="For authors: prove the content, make skeletons.", no_args_is_help=True)


@app.command()
def check(
    units: Annotated[list[str] | None, typer.Argument(help="Slugs; without them, everything.", metavar="SLUG")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    seeds: Annotated[int, typer.Option(help="Seeds a question is drawn with.", min=1)] = 200,
    audits: Annotated[str, typer.Option(help="Audits to run again: none, stale, all.")] = "stale",
    long: Annotated[
        bool, typer.Option("--long", help="Labs on many seeds, every audit again (unless --audits none).")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Also what proved.json says was proved, with all seeds.")
    ] = False,
    write: Annotated[bool, typer.Option("--write", help="Keep in proved.json what has no fault.")] = False,
) -> None:
    """Prove every unit and report every fault at once; exit code 1 when there is one."""
    import tempfile
    from dataclasses import replace

    from beikao.app import open_desk
    from beikao.settings import Settings
    from beikao.study.prove import prove
    from beikao.study.prove_audit import MODES

    if audits not in MODES:
        raise UsageError(f"no such mode {audits!r}", where="--audits", hint=f"One of: {', '.join(MODES)}.")
    with tempfile.TemporaryDirectory(prefix="beikao-prove-") as scratch:
        settings = replace(Settings.from_environment(), home=Path(scratch), grader="local", grader_workers=2)
        with open_desk(settings) as desk:
            proof = prove(desk, seeds=seeds, only=units or (), audits="all" if long and audits != "none" else audits, long=long, again=again, drill_seeds=10 if long else 3,
                          progress=None if as_json else _Told())  # fmt: skip
            if write:
                _keep(desk, proof, units or [], seeds)
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


def _keep(desk: Desk, proof: Proof, units: list[str], seeds: int) -> None:
    """Write what was proved with enough seeds and has no fault. Raises UsageError on too few seeds."""
    from beikao.study import proved

    if seeds < proved.SEEDS:
        raise UsageError(f"{seeds} seeds prove nothing to keep", where="--write", hint=f"At least {proved.SEEDS}.")
    faulty = {part for fault in proof.faults for part in Path(fault.file).parts}
    course = desk.course
    good = {
        s for s in (*course.concepts, *course.labs, *course.drills) if s not in faulty and (not units or s in units)
    }
    proved.write(
        (c for slug, c in course.concepts.items() if slug in good),
        [*(u for s, u in course.labs.items() if s in good), *(d for s, d in course.drills.items() if s in good)],
    )


QUIET_S = 30.0  # between two lines of progress in a log


class _Told:
    """How far it is: in place on a terminal, else a line now and then, so that a log shows a long run alive."""

    def __init__(self) -> None:
        self.last = time.monotonic()

    def __call__(self, name: str, done: int, total: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\033[K[{done}/{total}] {name}")
            sys.stderr.flush()
        elif time.monotonic() - self.last >= QUIET_S:
            self.last = time.monotonic()
            talk(f"[{done}/{total}] {name}")


@app.command()
def audit(
    units: Annotated[list[str] | None, typer.Argument(help="Labs; without them, all.", metavar="LAB")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a lab, one a line.")] = False,
    keep: Annotated[bool, typer.Option(help="Write audit.json into the lab's folder.")] = True,
    again: Annotated[bool, typer.Option("--again", help="Also where audit.json is fresh.")] = False,
) -> None:
    """Measure the checks: mutants of the reference, wrong answers, nonsense. Exit code 1 below the bar."""
    from beikao.cli.audit import run

    raise typer.Exit(0 if run(units or (), as_json=as_json, keep=keep, again=again) else 1)


@app.command()
def fair(
    units: Annotated[list[str] | None, typer.Argument(help="Labs; without them, all.", metavar="LAB")] = None,
    seeds: Annotated[int, typer.Option(help="Seeds a lab's right answers are judged with.", min=1)] = 3_000,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a lab, one a line.")] = False,
    keep: Annotated[bool, typer.Option(help="Write fair.json into the lab's folder.")] = True,
    again: Annotated[bool, typer.Option("--again", help="Also where fair.json is fresh.")] = False,
) -> None:
    """Judge right answers with the quick checks on thousands of fresh seeds. Exit code 1 where one is refused."""
    from beikao.cli.audit import run_fair

    raise typer.Exit(0 if run_fair(units or (), seeds=seeds, as_json=as_json, keep=keep, again=again) else 1)


@app.command()
def strength(
    write: Annotated[Path | None, typer.Option(help="Into this file instead of on the screen.")] = None,
) -> None:
    """The table of recorded audits, as Markdown: docs/reference/strength.md."""
    from beikao.app import course_of
    from beikao.settings import own_content
    from beikao.study.strength import page

    text = page(course_of((own_content(),)))
    if write is None:
        print(text, end="")
    else:
        write.write_text(text, encoding="utf-8")


@app.command()
def coverage(as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Which items of the founding guide the units serve, and which nothing serves yet."""
    from beikao.app import course_of
    from beikao.settings import Settings
    from beikao.study.coverage import coverage as served

    found = served(course_of(Settings.from_environment().content))
    done = [s for s in found.values() if s.by]
    if as_json:
        print_json({"schema": 1, "items": len(found), "served": len(done), "by_item": {
            slug: {"kind": s.item.kind, "verdict": s.item.verdict, "by": list(s.by), "shown": s.shown}
            for slug, s in found.items()}})  # fmt: skip
        return
    for slug, one in found.items():
        print(
            f"{slug:<12} {one.item.text[locale_language()]}: {', '.join(one.by) or '—'}"
            + (f" [{one.shown}]" if one.shown else "")
        )
    print(f"{len(done)} of {len(found)} items are served")


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
