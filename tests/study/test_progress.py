"""Progress: the page, the command and the events agree; the record is read back page by page without a gap."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from beikao.app import open_desk
from beikao.errors import NotFoundError
from beikao.events import CalendarSet, CodeJudged, Event, LessonRead, ProfileSet, QuestionAnswered, new_id
from beikao.study.progress import PAGE, history, progress
from tests.running import beikao, server

NOW = datetime.now(UTC)


def put(*data: tuple[object, float]) -> None:
    """Append these as events, so many days ago."""
    with open_desk() as desk:
        for item, ago in data:
            at = NOW - timedelta(days=ago)
            desk.record.append(Event(new_id(at), "me", at, "UTC", "web", item.TYPE, item.as_dict()))  # type: ignore[attr-defined]


def answered(question: str, credit: float, seed: int = 1) -> QuestionAnswered:
    return QuestionAnswered(question, "r1", seed, "1", credit, None, "practice", 1, 60.0)


def test_figures_follow_from_the_events(home: Path) -> None:
    put((LessonRead("svd", "r1", "zh", 240.0), 3), *((answered("svd/error-from-energy", 1.0, n), 3 - 1.5 * (n % 2) - 0.01 * (n + 1)) for n in range(6)),
        (CodeJudged("s", "lab:svd-compress", {"state": "passed"}), 2), (CodeJudged("s", "lab:gd-edge", {"state": "failed"}), 2))  # fmt: skip
    with open_desk() as desk:
        found = progress(desk)
    assert [r.concept.slug for r in found.rows] == ["svd"] and found.rows[0].standing.state == "known"
    share = found.rows[0].forecast.share
    assert share.low < share.share < share.high
    assert found.whole is not None and found.until is None and found.whole.then is None
    assert found.whole.concepts == sum(g.concepts for g in found.stages) == sum(g.concepts for g in found.areas)
    assert found.past.answers == 6 and sum(b.answers for b in found.past.bins) == 6
    assert found.answered == 6 and found.labs == ("svd-compress",) and found.drills == ()
    assert found.minutes == 10  # four of reading, six of answers
    assert sum(n for _, n in found.ahead) <= found.cards == 1
    assert found.recall is not None and 0.5 < found.recall <= 1
    as_json = beikao("progress", "--json").json()
    assert as_json["concepts"][0]["slug"] == "svd" and as_json["answers"] == 6
    assert as_json["concepts"][0]["share"] == pytest.approx(share.share, abs=1e-5)
    assert as_json["readiness"]["all"]["now"]["share"] == pytest.approx(found.whole.now.share, abs=1e-5)
    assert as_json["forecasts"]["answers"] == 6
    assert "Singular value" in beikao("progress").out


def test_what_has_faded_is_not_called_mastered(home: Path) -> None:
    put((LessonRead("svd", "r1", "en", 240.0), 400), (answered("svd/error-from-energy", 1.0, 1), 400), (answered("svd/error-from-energy", 1.0, 2), 398),
        (CodeJudged("s", "lab:svd-compress", {"state": "passed"}), 398), (ProfileSet(language="en"), 400))  # fmt: skip
    with open_desk() as desk:
        found = progress(desk)
    assert found.rows[0].standing.state == "known" and found.faded == 1
    shown = beikao("progress").out
    assert "mastered, fading" in shown and "(1 fading)" in shown
    as_json = beikao("progress", "--json").json()
    assert as_json["faded"] == 1 and as_json["concepts"][0]["shade"] == "faded"
    with server() as (address, _):
        page = httpx.get(f"{address}progress", trust_env=False, timeout=60).text
    assert 'class="faded">mastered, fading' in page and "1 fading" in page


def test_the_day_to_be_ready_on_has_a_forecast_of_its_own(home: Path) -> None:
    """Of what was learnt less is left then, and of what was not begun as much as now."""
    until = (NOW + timedelta(days=300)).date()
    put((LessonRead("svd", "r1", "zh", 240.0), 3), *((answered("svd/break-even-rank", 1.0, n), 3) for n in range(6)),
        (CalendarSet([60] * 7, [], until.isoformat()), 1))  # fmt: skip
    with open_desk() as desk:
        found = progress(desk)
    assert found.until == until and found.whole and found.whole.then
    assert found.whole.then.share < found.whole.now.share
    area = desk.course.concepts["svd"].area
    for g in found.areas:
        assert g.then is not None and (g.then.share < g.now.share if g.name == area else g.then == g.now)
    assert until.isoformat() in beikao("progress").out


def test_the_record_is_read_page_by_page(home: Path) -> None:
    count = 2 * PAGE + 3
    put(
        *((answered("svd/break-even-rank", n % 2, n), 1 - n / 1000) for n in range(count)),
        (ProfileSet(theme="dark"), 0),
    )
    seen: list[str] = []
    before = ""
    with open_desk() as desk:
        while True:
            lines, before = history(desk, before)
            seen += [line.event.id for line in lines]
            if not before:
                break
        assert seen == sorted((e.id for e in desk.events()), reverse=True) and len(seen) == count + 1
        with pytest.raises(NotFoundError):
            history(desk, "nothing")
