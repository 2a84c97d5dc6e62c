"""Asking a question, marking the answer, recording it, taking it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from beikao.coach import coming
from beikao.course import Question
from beikao.errors import NotFoundError, UsageError
from beikao.events import AnswerUndone, Event, QuestionAnswered
from beikao.grader import CheckMeta, Job
from beikao.practice import Asked, Marked, check_seed, mark, new_seed, pose, truth_text
from beikao.study import find
from beikao.study.desk import Desk

MODES = ("lesson", "practice", "review", "placement")
GRADES_ZH = "1 没记住，2 吃力，3 记得，4 轻松。"
LONGEST_S = 1800.0


@dataclass(frozen=True)
class Answered:
    """What the learner sees after an answer. `due` is the day on which a question of the concept comes back; texts are Markdown."""

    credit: float
    right: bool
    read_as: str
    misconception: str | None
    feedback: Mapping[str, str] | None
    explain: Mapping[str, str]
    truth: Mapping[str, str]
    event_id: str
    grade: int | None
    due: date | None
    evidence: bool = True
    verdict: Mapping[str, Any] | None = None
    shown: bool = False  # the answer was asked for instead of given


def ask(desk: Desk, concept: str, slug: str, seed: int | None = None) -> Asked:
    """The question of this seed (a fresh one without it). The same seed gives the same question for ever."""
    question = find.question(desk.course, concept, slug)
    seed = new_seed() if seed is None else check_seed(seed)
    return pose(question, desk.workshop.draw(question, seed), seed)


def answer(desk: Desk, concept: str, slug: str, seed: int, given: str | Sequence[str], *, language: str,
           mode: str = "lesson", seconds: float = 0.0, grade: int | None = None) -> Answered:  # fmt: skip
    """Mark and record. Raises UsageError for an answer that cannot be read: nothing is recorded then."""
    asked = ask(desk, concept, slug, seed)
    verdict = None
    if asked.question.kind == "code":
        verdict = desk.grader.check(question_job(asked.question, given), seed=seed, learner=desk.learner)
        marked = _mark_code(verdict)
    else:
        marked = mark(asked, given)
    return _record(desk, asked, marked, given, mode, seconds, grade, verdict)


def reveal_answer(desk: Desk, concept: str, slug: str, seed: int, *, mode: str = "lesson",
                  seconds: float = 0.0) -> Answered:  # fmt: skip
    """Give up and see the answer: recorded with no credit and marked as revealed."""
    asked = ask(desk, concept, slug, seed)
    marked = Marked(credit=0.0, right=False, misconception=None, feedback=None, read_as="", evidence=True)
    return _record(desk, asked, marked, "", mode, seconds, None, None, revealed=True)


def _record(desk: Desk, asked: Asked, marked: Marked, given: Any, mode: str, seconds: float, grade: int | None,
            verdict: Mapping[str, Any] | None, *, revealed: bool = False) -> Answered:  # fmt: skip
    if mode not in MODES:
        raise UsageError(f"mode is {mode!r}", where="mode", hint=f"One of: {', '.join(MODES)}.",
                         zh=f"作答方式填的是「{mode}」", hint_zh=f"可选：{'、'.join(MODES)}。")  # fmt: skip
    if grade is not None and grade not in (1, 2, 3, 4):
        raise UsageError(f"grade is {grade!r}", where="grade", hint="1 again, 2 hard, 3 good, 4 easy.",
                         zh=f"评分填的是 {grade!r}", hint_zh=GRADES_ZH)  # fmt: skip
    question = asked.question
    name = f"{question.concept}/{question.slug}"
    earlier = [e for e in desk.events() if e.type == QuestionAnswered.TYPE
               and e.data["question"] == name and e.data["seed"] == asked.seed]  # fmt: skip
    kept = list(given) if not isinstance(given, str) else given
    data = QuestionAnswered(
        question=name, rev=question.rev, seed=asked.seed, given=kept, credit=marked.credit,
        misconception=marked.misconception, mode=mode, attempt=len(earlier) + 1,
        seconds=min(max(seconds, 0.0), LONGEST_S), revealed=revealed or any(e.data["revealed"] for e in earlier),
        grade=grade, evidence=marked.evidence and question.kind != "short" and not earlier,
    )  # fmt: skip
    event = desk.note(data)[0]
    back = coming(desk.course, desk.events(), desk.now()).get(question.concept)
    return Answered(
        credit=marked.credit, right=marked.right, read_as=marked.read_as, misconception=marked.misconception,
        feedback=_feedback(desk, marked), explain=asked.explain, truth=truth_text(asked), event_id=event.id,
        grade=grade, due=back, evidence=data.evidence, verdict=verdict, shown=revealed,
    )  # fmt: skip


def _feedback(desk: Desk, marked: Marked) -> Mapping[str, str] | None:
    """The question's own words for the misconception met, else the concept's."""
    if marked.feedback is not None or marked.misconception is None:
        return marked.feedback
    return desk.course.misconception(marked.misconception)


def _mark_code(verdict: Mapping[str, Any]) -> Marked:
    if verdict["state"] in ("grader_error", "unavailable"):
        raise UsageError("the grader could not judge this", where="grader", hint="Nothing was counted. Try again.",
                         zh="这一次没有判成", hint_zh="这次不计入，再交一次。")  # fmt: skip
    credit = float(verdict["score"])
    return Marked(credit=credit, right=credit >= 1.0, misconception=verdict.get("misconception"), feedback=None,
                  read_as="", evidence=True)  # fmt: skip


def question_job(question: Question, given: str | Sequence[str]) -> Job:
    """The grader's job for a question of kind `code`: the learner's text as solution.py."""
    text = given if isinstance(given, str) else "\n".join(given)
    return Job(
        unit=question.ref,
        rev=question.rev,
        check_file=question.folder / "check.py",
        entry="solution.py",
        tree={"solution.py": text},
        given={},
        reference={"solution.py": (question.folder / "reference.py").read_text(encoding="utf-8")},
        checks=tuple(CheckMeta(c.id, dict(c.title), c.credit, c.phase) for c in question.checks),
        wrong=(),
        seconds=question.limits.get("seconds", 5.0),
        memory_mib=int(question.limits.get("memory_mib", 1024)),
    )


def undo(desk: Desk, event_id: str) -> Event:
    """Take back one's own answer: it stays in the stream and counts no more. Raises NotFoundError."""
    event = desk.record.event(event_id)
    if event is None or event.learner != desk.learner or event.type != QuestionAnswered.TYPE:
        raise NotFoundError(f"there is no answer {event_id!r}", hint="Only an answer of your own can be taken back.",
                            zh=f"没有作答 {event_id!r}", hint_zh="只能撤回自己的作答。")  # fmt: skip
    return desk.note(AnswerUndone(event_id))[0]
