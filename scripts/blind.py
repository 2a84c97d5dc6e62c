"""Blind solving: questions without their keys for somebody to answer, and what the keys say to the answers.

    python scripts/blind.py sheet --number 100 --seed S [--concepts A,B] > sheet.md
    python scripts/blind.py compare --number 100 --seed S [--concepts A,B] answers.json

`answers.json`: {"1": "3.5", "2": "b", "3": ["a", "c"], ...}; a question left out counts as unanswered. The same number, seed and
concepts draw the same questions. Exit code 1 where an answer and its key disagree: one of the two is wrong, and a computation
has to say which. Questions that the learner marks (short) and code are not drawn.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import string
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from beikao import app
from beikao.errors import UsageError
from beikao.practice import Asked, mark, truth_text
from beikao.study import answer
from beikao.study.desk import Desk


def drawn(desk: Desk, number: int, seed: int, concepts: Sequence[str]) -> list[tuple[Asked, str]]:
    """(question, language), in the order of the sheet; every question once before one comes again."""
    chance = random.Random(seed)
    pool = [
        (concept.slug, question.slug)
        for concept in desk.course.concepts.values()
        if not concepts or concept.slug in concepts
        for question in concept.questions.values()
        if question.kind not in ("short", "code")
    ]
    if not pool:
        raise UsageError("no such concepts", where=",".join(concepts), hint="beikao learn lists them.")
    names: list[tuple[str, str]] = []
    while len(names) < number:
        names += chance.sample(pool, min(len(pool), number - len(names)))
    return [
        (answer.ask(desk, concept, slug, chance.randrange(2**31)), chance.choice(("zh", "en")))
        for concept, slug in names
    ]


def sheet(asked: Asked, lang: str, number: int) -> str:
    """One question in Markdown: the words, lettered options, the picture; no slug, no key."""
    lines = [f"## {number} ({asked.question.kind})", "", asked.ask[lang]]
    lines += [f"- {letter}. {text[lang]}" for letter, (_, text) in lettered(asked)]
    if asked.unit:
        lines.append(f"[{asked.unit}]")
    if asked.plot_svg:
        lines += ["```svg", asked.plot_svg[lang], "```"]
    return "\n".join(lines) + "\n"


def lettered(asked: Asked) -> list[tuple[str, tuple[str, Any]]]:
    """The options with their letters."""
    return list(zip(string.ascii_lowercase, asked.options, strict=False))


def judged(asked: Asked, given: str | list[str], lang: str) -> str:
    """Empty where the key agrees, else what it says."""
    slugs = {letter: slug for letter, (slug, _) in lettered(asked)}
    try:
        kept = [slugs[g] for g in given] if isinstance(given, list) else slugs.get(given, given)
        marked = mark(asked, kept)
    except (UsageError, KeyError) as error:
        return f"cannot be read: {error}"
    return "" if marked.right else f"answered {given!r} (credit {marked.credit:g}); key: {truth_text(asked)[lang]}"


def main() -> int:
    """Write a sheet or compare answers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("sheet", "compare"))
    parser.add_argument("answers", nargs="?", type=Path)
    parser.add_argument("--number", type=int, default=100)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--concepts", default="")
    args = parser.parse_intermixed_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["BEIKAO_HOME"] = home
        with app.open_desk() as desk:
            questions = drawn(desk, args.number, args.seed, [c for c in args.concepts.split(",") if c])
    if args.what == "sheet":
        for i, (asked, lang) in enumerate(questions, 1):
            print(sheet(asked, lang, i))
        return 0
    given = json.loads(args.answers.read_text(encoding="utf-8"))
    apart = 0
    for i, (asked, lang) in enumerate(questions, 1):
        problem = judged(asked, given[str(i)], lang) if str(i) in given else "unanswered"
        if problem:
            apart += 1
            print(f"{i} {asked.question.concept}/{asked.question.slug} seed {asked.seed}: {problem}")
    print(f"{len(questions)} questions, {apart} apart")
    return 1 if apart else 0


if __name__ == "__main__":
    sys.exit(main())
