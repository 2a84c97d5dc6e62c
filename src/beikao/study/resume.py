"""Submissions that were stored and got no verdict, because the server ended: judged when it starts again.

Each is begun twice at most, the first time included; after that it ends as `grader_error`, which never counts. What
another process has in hand is left to it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from beikao.course import Lab
from beikao.drills import drill_job
from beikao.errors import BeikaoError
from beikao.events import CodeJudged, CodeSubmitted, Event
from beikao.grader import Job, Verdict, empty_verdict
from beikao.record import Claims
from beikao.study import find
from beikao.study.desk import Desk
from beikao.study.submit import check_tree, claim_name, lab_job

log = logging.getLogger("beikao.study")
BEGUN_AT_MOST = 2
TWICE = {
    "zh": "判这份代码时服务两次中断，没有再试，不计入成绩。可以重新提交。",
    "en": "The server ended twice while judging this, so it was not tried again and nothing was counted. You may hand "
    "it in again.",
}
GONE = {
    "zh": "课程里已没有这个单元，或者提交的代码不在了，这份提交没有判，不计入成绩。",
    "en": "This unit is no longer in the course, or its code is gone: this was not judged and nothing was counted.",
}


def pending(desk: Desk) -> list[Event]:
    """Every learner's submissions without a verdict, the oldest first."""
    found: list[Event] = []
    for learner in desk.record.learners():
        events = desk.record.events(learner, types=(CodeSubmitted.TYPE, CodeJudged.TYPE))
        judged = {e.data["submission"] for e in events if e.type == CodeJudged.TYPE}
        found += [e for e in events if e.type == CodeSubmitted.TYPE and e.id not in judged]
    return sorted(found, key=lambda e: e.order)


def resume(desk: Desk, stopped: threading.Event | None = None) -> int:
    """Judge what is pending, one after another; how many got their verdict. `stopped` ends it, to go on another day."""
    stopped = stopped or threading.Event()
    waiting = pending(desk)
    claims = Claims(desk.record.home)
    claims.forget_others({_name(e) for e in waiting})
    return sum(_finish(replace(desk, learner=e.learner), claims, e, stopped) for e in waiting if not stopped.is_set())


def _name(event: Event) -> str:
    return claim_name(event.learner, event.data["unit"], event.data["seed"])


def _finish(desk: Desk, claims: Claims, submitted: Event, stopped: threading.Event) -> bool:
    """Whether this submission has now got its verdict from here."""
    with claims.hold(_name(submitted), wait=False) as claim:
        if claim is None or _judged(desk, submitted):
            return False
        verdict = _verdict(desk, submitted, again=claim.begun <= BEGUN_AT_MOST)
        if stopped.is_set() and verdict["state"] == "grader_error":  # the grader was closed over it
            claim.open = True
            return False
        desk.note(CodeJudged(submitted.id, submitted.data["unit"], dict(verdict)))
        return True


def _judged(desk: Desk, submitted: Event) -> bool:
    """Whether a verdict came meanwhile."""
    judged = desk.record.events(desk.learner, after=submitted.order, types=(CodeJudged.TYPE,))
    return any(e.data["submission"] == submitted.id for e in judged)


def _verdict(desk: Desk, submitted: Event, *, again: bool) -> Verdict:
    seed = submitted.data["seed"]
    try:
        job = _job(desk, submitted)
    except BeikaoError:  # the unit, one of its files, or a blob is not there any more
        return {**empty_verdict(_nothing(submitted), seed, "grader_error", GONE), "output": "\n".join(GONE.values())}
    return desk.grader.check(job, seed=seed) if again else empty_verdict(job, seed, "grader_error", TWICE)


def _job(desk: Desk, submitted: Event) -> Job:
    """The job as it is now in the course, with the code handed in. Raises BeikaoError where they do not fit."""
    unit = find.practice_unit(desk.course, submitted.data["unit"])
    tree = {name: desk.record.blob(digest).decode(errors="replace") for name, digest in submitted.data["tree"].items()}
    check_tree(tree, unit.files if isinstance(unit, Lab) else unit.editable, unit.ref)
    return lab_job(desk, unit, tree) if isinstance(unit, Lab) else drill_job(unit, tree)


def _nothing(submitted: Event) -> Job:
    """A job without checks, for a unit that is gone."""
    return Job(submitted.data["unit"], submitted.data["rev"], Path("check.py"), "", {}, {}, {}, ())


@contextmanager
def resuming(desk: Desk) -> Iterator[None]:
    """Judge what is pending beside the block, in a thread. At the end the desk's grader is closed."""
    stopped = threading.Event()

    def work() -> None:
        try:
            resume(desk, stopped)
        except BeikaoError:
            log.exception("submissions without a verdict are left for the next start")

    thread = threading.Thread(target=work, name="resume")
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        desk.grader.close()
        thread.join()
