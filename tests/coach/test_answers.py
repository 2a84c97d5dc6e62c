"""Which events count."""

from __future__ import annotations

from datetime import date

import pytest

from beikao.coach.answers import answers, day, in_order, passed
from beikao.events import AnswerUndone, Corrected
from tests.coach.small_course import START, answer, event, judged, later_type


def test_order_is_that_of_the_stream_and_each_event_counts_once() -> None:
    first, second, third = answer(minute=1), answer(minute=2), answer(minute=3)
    assert in_order([third, first, second, first]) == [first, second, third]
    assert len(answers([first, first])) == 1


def test_what_was_taken_back_or_annulled_does_not_count() -> None:
    one, two, three = (answer(minute=i, event_id=f"e{i}") for i in range(3))
    undone, corrected = (
        event(AnswerUndone("e0"), minute=9),
        event(Corrected(["e2", "unknown"], "the key was wrong"), minute=9),
    )
    assert [a.at for a in answers([one, two, three, undone, corrected])] == [two.at]
    assert [a.at for a in answers([undone, corrected, three, two, one])] == [two.at]


def test_credit_is_a_share_and_none_when_revealed() -> None:
    given = [answer(credit=c, minute=i) for i, c in enumerate((0.4, 2.0, -1.0))]
    assert [a.credit for a in answers(given)] == [0.4, 1.0, 0.0]
    assert answers([answer(credit=1.0, revealed=True)])[0].credit == 0.0


def test_an_event_of_an_older_version_may_lack_what_has_a_default() -> None:
    old = answer()
    data = {k: v for k, v in old.data.items() if k not in ("hints", "grade", "evidence", "revealed")}
    again = type(old)(old.id, old.learner, old.at, old.tz, old.device, old.type, data)
    assert answers([again])[0].data.evidence is True


def test_passed_units_stand_until_corrected() -> None:
    stream = [judged("lab:x", "failed"), judged("lab:y", minute=1, submission="s1"), judged("drill:z", minute=2)]
    assert passed(stream) == {"lab:y", "drill:z"}
    assert passed([*stream, event(Corrected([stream[2].id, "s1"], "the check was wrong"), minute=3)]) == set()


def test_types_from_later_pass_by() -> None:
    assert answers([later_type({"question": ["odd"], "seconds": "many"})]) == []


@pytest.mark.parametrize(
    ("tz", "expected"),
    [
        ("UTC", date(2026, 3, 2)),
        ("Pacific/Honolulu", date(2026, 3, 1)),
        ("Pacific/Kiritimati", date(2026, 3, 2)),
        ("No/Where", date(2026, 3, 2)),
        ("Asia", date(2026, 3, 2)),
        ("../../etc/passwd", date(2026, 3, 2)),
        ("", date(2026, 3, 2)),
    ],
)
def test_the_learners_day(tz: str, expected: date) -> None:
    assert day(START, tz) == expected
