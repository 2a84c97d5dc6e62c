"""Every figure of the coach in one page: runs the benchmarks beside this file, one after the other, and writes what they print.

    python benchmarks/coach.py [--responses NAME=FILE ...] [--only NAME ...] [--write]

--responses  public answers for `ability.py`, which are not shipped: statics=FILE assistments09=FILE
--only       these benchmarks alone
--write      write docs/reference/coach-figures.md instead of printing the page

The whole takes about ten minutes. Only `ability.py` on public answers speaks of people; placement, memory, cold start and graph credit
speak of simulated learners, and each section says which.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "reference" / "coach-figures.md"
PEERLESS = ("--peer", "0")

# name -> (title, whose the learners are, arguments)
RUNS: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "placement": ("Placement: concepts misjudged after at most 20 questions", "simulated", ()),
    "exam_date": ("Recall on the day of the exam, at equal minutes", "simulated", ()),
    "cold_start": ("The first answers of a lone learner", "simulated", ()),
    "graph_credit": ("Credit along the prerequisite graph", "simulated", ("--learners", "12")),
    "plan": ("The plan: seconds, and distance from a bound", "no learners", PEERLESS),
    "review_queue": ("Today's list from a history of 10,000 events", "a made-up history", ()),
}


def main() -> None:
    """Run and print, or write."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--responses", nargs="*", default=[], metavar="NAME=FILE")
    options.add_argument("--only", nargs="*", choices=(*RUNS, "ability"), metavar="NAME")
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    files = [text.partition("=")[::2] for text in chosen.responses]
    for name, file in files:
        if not Path(file).is_file():
            raise SystemExit(f"--responses {name}={file}: there is no such file")
    text = "".join(_page(files, chosen.only))
    if chosen.write:
        PAGE.write_text(text, encoding="utf-8")
        print(PAGE)
    else:
        print(text)


def _page(files: list[tuple[str, str]], only: list[str] | None) -> Iterator[str]:
    yield _head()
    if only is None or "ability" in only:
        for name, file in files:
            yield _section(f"Foretelling the next answer: {name}", "people; five folds of learners", "ability",
                           ("--train", file), f"--train {Path(file).name}")  # fmt: skip
    for name, (title, whose, more) in RUNS.items():
        if only is None or name in only:
            yield _section(title, whose, name, more, " ".join(more))


def _head() -> str:
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return (
        "# The coach in figures\n\n"
        f"Written by `python benchmarks/coach.py --write` on {date.today()}: {os.cpu_count()} cores, {platform.system()}, Python "
        f"{platform.python_version()}; load average {load} when it began (other work on the machine makes times worse, not the rest).\n"
        "\n**Simulated** figures say what a method does to learners made by `docs/guide/simulator.md`. Nothing here is evidence that "
        "people learn faster.\n"
    )


def _section(title: str, whose: str, name: str, more: tuple[str, ...], shown: str) -> str:
    print(f"{name} {shown} ...", file=sys.stderr, flush=True)
    ran = subprocess.run([sys.executable, str(HERE / f"{name}.py"), *more], capture_output=True, text=True)
    if ran.returncode:
        raise SystemExit(f"{name}.py ended with {ran.returncode}: {ran.stderr.strip()[-400:]}")
    command = f"python benchmarks/{name}.py {shown}".strip()
    return f"\n## {title}\n\n{whose.capitalize()}. `{command}`\n\n```text\n{ran.stdout.rstrip()}\n```\n"


if __name__ == "__main__":
    main()
