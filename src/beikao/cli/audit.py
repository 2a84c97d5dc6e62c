"""What `beikao content audit` and `content fair` do: each lab in turn, a bar on a terminal, figures or JSON on stdout."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

from beikao.audit.tally import Tally
from beikao.study import audit as verb
from beikao.study import fair as judged_fair
from beikao.study.desk import Desk


def run(slugs: Sequence[str], *, as_json: bool, keep: bool, again: bool) -> bool:
    """Whether every lab holds the bar. A lab with a fresh audit.json is not judged again, unless `again`."""
    good = True
    with _desk() as desk:
        for unit in verb.units_of(desk, slugs):
            if verb.fresh(unit) and not again:
                good = _recorded(unit, as_json=as_json) and good
            else:
                good = _judged(desk, unit, as_json=as_json, keep=keep) and good
    return good


def run_fair(slugs: Sequence[str], *, seeds: int, as_json: bool, keep: bool, again: bool) -> bool:
    """Whether no lab refuses a right answer. A lab with a fresh fair.json is judged on from what it says, unless `again`."""
    good = True
    with _desk() as desk:
        for lab in judged_fair.labs_of(desk, slugs):
            found, began = judged_fair.recorded(lab), time.monotonic()
            if found is not None and (again or not judged_fair.fresh(lab, found)):
                found = None
            known = True
            with _bar(lab.slug) as progress:
                for more in judged_fair.in_portions(desk, lab, seeds, found, progress):
                    found, known = more, False
                    if keep:
                        judged_fair.record(lab, more)
            assert found is not None  # at least one seed is asked for
            if as_json:
                line = {
                    "lab": lab.slug,
                    **asdict(found),
                    "p_most": round(found.p_most, 6),
                    "p_margin": round(found.p_margin, 6),
                    "holds": found.holds,
                }
                print(json.dumps(line, ensure_ascii=False), flush=True)
            else:
                print("\n".join(judged_fair.told(lab, found, None if known else time.monotonic() - began)), flush=True)
            good = good and found.holds
    return good


@contextmanager
def _desk() -> Iterator[Desk]:
    """A desk without a learner, whose grader judges as many side by side as an audit asks for."""
    from beikao.app import open_desk
    from beikao.settings import Settings

    with tempfile.TemporaryDirectory(prefix="beikao-audit-") as scratch:
        settings = replace(Settings.from_environment(), home=Path(scratch), grader="local", grader_workers=verb.AT_ONCE)
        with open_desk(settings) as desk:
            yield desk


def _recorded(unit: verb.Unit, *, as_json: bool) -> bool:
    tally = verb.recorded(unit)
    if as_json:
        _print_line(unit, tally)
    else:
        print("\n".join(verb.told(unit, tally, None)))
    return not tally.faults()


def _judged(desk: Desk, unit: verb.Unit, *, as_json: bool, keep: bool) -> bool:
    began = time.monotonic()
    with _bar(unit.slug) as progress:
        tally = verb.audit(desk, unit, progress=progress)
    if keep:
        verb.record(unit, tally)
    if as_json:
        _print_line(unit, tally)
    else:
        print("\n".join(verb.told(unit, tally, time.monotonic() - began)))
    return not tally.faults()


def _print_line(unit: verb.Unit, tally: Tally) -> None:
    line = {**tally.as_dict(), "living": verb.living(unit, tally)}
    print(json.dumps(line, ensure_ascii=False), flush=True)


@contextmanager
def _bar(name: str) -> Iterator[verb.Progress | None]:
    """A bar on stderr where that is a terminal; it is gone when the lab is done."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=None)
        yield lambda _, done, total: bar.update(task, completed=done, total=total)
