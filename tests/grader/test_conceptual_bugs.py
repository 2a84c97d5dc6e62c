"""Each conceptual bug of `bugs/` fails, at the check it names, and the page of them is what the grader says today."""

from __future__ import annotations

from functools import cache

import pytest

from beikao.course import Course, load
from beikao.grader import Grader
from tests.conftest import CONTENT
from tests.grader import conceptual_bugs
from tests.grader.conceptual_bugs import FOLDER, PAGE, Bug, bugs, first_failed, row, words

BUGS = bugs()


@cache
def course() -> Course:
    return load([CONTENT])


def written() -> list[str]:
    """The lines of the table as they stand on the page."""
    return [line for line in PAGE.read_text().splitlines(keepends=True) if line.startswith("| ")][1:]


def test_every_file_is_listed_and_differs_from_the_reference() -> None:
    assert len(BUGS) >= 21
    assert {(b.lab, b.slug) for b in BUGS} == {(p.parent.name, p.stem) for p in FOLDER.glob("*/*.py")}
    assert all(b.source not in course().labs[b.lab].reference.values() for b in BUGS)


@pytest.mark.parametrize("bug", BUGS, ids=lambda b: b.slug)
def test_it_is_caught(grader: Grader, bug: Bug) -> None:
    """By the check that is named, first of all; and the page says what the learner reads."""
    said = conceptual_bugs.verdict(grader, course(), bug)
    failed = first_failed(said)
    assert said["state"] == "failed" and failed is not None, said
    assert failed["id"] == bug.check, failed
    assert words(row(bug, said)) == words(_line(bug))


def _line(bug: Bug) -> str:
    return written()[BUGS.index(bug)]


def test_the_page_is_of_all_bugs() -> None:
    assert len(written()) == len(BUGS)
    assert PAGE.read_text() == conceptual_bugs.page(written())
