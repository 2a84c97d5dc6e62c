"""Which known mistake a failed submission shows: each `wrong` of the failed check is put in the learner's place.

The same check with the same seed; where exactly one misconception fails at the same place with the same value, that is
the one. It has a second, and says nothing rather than guess.
"""

from __future__ import annotations

import time

from beikao.grader.children import OutOfTime
from beikao.grader.job import WrongMeta
from beikao.grader.judging import CheckFunction, Judging
from beikao.grader.trial import CheckFailed

DIAGNOSIS_S = 1.0


def diagnose(judging: Judging, check: CheckFunction, check_id: str, failure: CheckFailed) -> str | None:
    """The misconception of the one known wrong answer that fails the same check in the same way."""
    until = time.monotonic() + DIAGNOSIS_S
    for child in judging.children:
        child.deadline = until
    judging.deadline = until
    found: set[str] = set()
    for wrong in judging.job.wrong:
        if wrong.caught_by != check_id:
            continue
        try:
            replayed = _replay(judging, check, check_id, wrong)
        except OutOfTime:
            return None  # not all were tried, so none is known to be the only one
        if replayed is not None and failure.like(replayed):
            found.add(wrong.misconception)
    return found.pop() if len(found) == 1 else None


def _replay(judging: Judging, check: CheckFunction, check_id: str, wrong: WrongMeta) -> CheckFailed | None:
    """How a known wrong answer fails this check, or None. Raises OutOfTime."""
    files = judging.files(wrong.tree)
    child = judging.spawn(files)
    try:
        judging.prepare(child, files, judging.job.entry)
        check(judging.trial(check_id, you=child))
    except CheckFailed as failure:
        return failure
    except OutOfTime:
        raise
    except Exception:  # noqa: BLE001 - a replay that breaks tells nothing
        return None
    finally:
        child.close()
    return None
