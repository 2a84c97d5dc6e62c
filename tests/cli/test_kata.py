"""`beikao kata` from start to pass, and `beikao today` with the day's list and last week, as a user types them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from beikao.app import open_desk
from beikao.course import load
from beikao.events import CodeJudged, CodeSubmitted, Event, LessonRead, new_id
from tests.conftest import CONTENT
from tests.running import beikao

LAB = "einsum-shapes"
UNIT = load([CONTENT]).labs[LAB]


def passed_long_ago(days: float = 60) -> None:
    with open_desk() as desk:
        at = datetime.now(UTC) - timedelta(days=days)
        for n, data in enumerate((LessonRead("tensor-ops", "r", "zh", 600.0), CodeSubmitted(UNIT.ref, "r", {}, 1))):
            desk.record.append(
                Event(new_id(at), "me", at + timedelta(seconds=n), "UTC", "web", data.TYPE, data.as_dict())
            )
        handed = desk.events()[-1].id
        verdict = CodeJudged(handed, UNIT.ref, {"state": "passed", "sandbox": {}})
        at += timedelta(seconds=9)
        desk.record.append(Event(new_id(at), "me", at, "UTC", "web", verdict.TYPE, verdict.as_dict()))


def test_before_the_lab_is_passed(tmp_path: Path) -> None:
    assert beikao("kata", "list", "--json").json() == {"schema": 1, "katas": []}
    assert "kata" not in {t["kind"] for t in beikao("today", "--json").json()["list"]}
    for arguments in (("start", LAB), ("check", LAB), ("give-up", LAB)):
        done = beikao("kata", *arguments, cwd=tmp_path)
        assert done.code in (2, 3) and done.out == "" and "→" in done.err, arguments


def test_from_start_to_pass(tmp_path: Path) -> None:
    passed_long_ago()
    (listed,) = beikao("kata", "list", "--json").json()["katas"]
    assert listed["lab"] == LAB and listed["began"] is None and listed["due"] < datetime.now(UTC).isoformat()
    card = beikao("today", "--json").json()
    assert {"kind": "kata", "command": f"beikao kata start {LAB}"}.items() <= next(
        t for t in card["list"] if t["kind"] == "kata"
    ).items()
    assert sum(t["today"] for t in card["list"]) == card["budget"]["listed"] <= card["budget"]["minutes"]
    begun = beikao("kata", "start", LAB, cwd=tmp_path)
    folder = tmp_path / f"{LAB}-kata"
    assert begun.code == 0 and (folder / "solution.py").read_text() == UNIT.start["solution.py"]
    assert f"{UNIT.kata}" in begun.err
    wrong = beikao("kata", "check", LAB, "--json", cwd=tmp_path)
    assert wrong.code == 1 and wrong.json()["kata"]["began"] is not None
    (folder / "solution.py").write_text(UNIT.reference["solution.py"])
    right = beikao("kata", "check", LAB, cwd=tmp_path)
    assert right.code == 0, right.err
    assert f"/ {UNIT.kata}:00" in right.err
    (after,) = beikao("kata", "list", "--json").json()["katas"]
    assert after["began"] is None and after["tries"][0]["grade"] == 4
    refused = beikao("kata", "start", LAB, cwd=tmp_path)
    assert (
        refused.code == 2
        and "is not empty" in refused.err
        and not beikao("kata", "list", "--json").json()["katas"][0]["began"]
    )
    assert beikao("kata", "start", LAB, "again", cwd=tmp_path).code == 0
    assert beikao("kata", "give-up", LAB).code == 0


def test_last_week_and_the_list() -> None:
    assert beikao("today", "--week", "--json").json() == {"schema": 1, "week": None}
    passed_long_ago(7)
    week = beikao("today", "--week", "--json").json()["week"]
    assert week["labs"] == [LAB] and week["lessons"] == ["tensor-ops"]
    shown = beikao("today", "--week")
    assert UNIT.title["en"] in shown.out
    assert UNIT.title["zh"] in beikao("today", "--week", env={"LANG": "zh_CN.UTF-8"}).out
    assert "Today: " in beikao("today").out or "Today is a day off" in beikao("today").out
