"""Export: bytes that depend on the content alone, and come back the same from an empty home."""

from __future__ import annotations

import json
import time
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beikao.errors import NotFoundError, UsageError
from beikao.events import Event, NoteSet, canonical
from beikao.record import Record, export_to, import_from
from tests.record.stream import INSTANTS, START, STREAMS, TREES, answered, event, raw_event, submitted


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record.open(tmp_path / "home") as record:
        record.append(event(answered(), minute=2), event(NoteSet("lab:x", "笔记"), minute=1))
        record.append(submitted(record, b"import torch\n", b"", minute=3))
        record.save_draft("me", "lab:x", {"a.py": "还在写"}, START)
        record.append(event(answered(), learner="other"))
        yield record


def exported(record: Record, folder: Path, name: str = "out.zip", learner: str = "me") -> bytes:
    export_to(record, learner, folder / name)
    return (folder / name).read_bytes()


def test_what_is_inside_is_what_the_reference_says(record: Record, tmp_path: Path) -> None:
    exported(record, tmp_path)
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        names = archive.namelist()
        manifest = json.loads(archive.read("manifest.json"))
        lines = archive.read("events.jsonl").splitlines()
        drafts = json.loads(archive.read("drafts.json"))
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {i.compress_type for i in archive.infolist()} == {zipfile.ZIP_STORED}
    assert names[:3] == ["manifest.json", "events.jsonl", "drafts.json"]
    assert names[3:] == sorted(names[3:])
    assert (manifest["format"], manifest["learner"], manifest["events"], manifest["blobs"]) == (1, "me", 3, 2)
    assert lines == [canonical(e) for e in record.events("me")]
    assert drafts == [{"unit": "lab:x", "at": "2026-01-31T08:00:00.000000Z", "tree": {"a.py": "还在写"}}]


def test_the_same_record_gives_the_same_bytes_at_any_time(record: Record, tmp_path: Path) -> None:
    first = exported(record, tmp_path)
    time.sleep(2.1)  # a zip counts time in steps of two seconds
    assert exported(record, tmp_path) == first


def test_export_import_export_is_the_same_bytes(record: Record, tmp_path: Path) -> None:
    first = exported(record, tmp_path)
    with Record.open(tmp_path / "empty") as empty:
        report = import_from(empty, tmp_path / "out.zip")
        assert (report.learner, report.events, report.new_events, report.blobs, report.drafts) == ("me", 3, 3, 2, 1)
        assert str(report) == "3 events (3 new), 2 files of code, 1 drafts"
        assert exported(empty, tmp_path, "again.zip") == first
        again = import_from(empty, tmp_path / "out.zip")
        assert again.new_events == 0
        assert exported(empty, tmp_path, "third.zip") == first
        assert empty.learners() == ["me"]


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    STREAMS,
    st.lists(st.binary(max_size=40), max_size=3),
    st.dictionaries(st.text("abc:/", min_size=1), st.tuples(TREES, INSTANTS), max_size=3),
)
def test_any_record_round_trips(tmp_path: Path, stream: list[Event], codes: list[bytes], drafts: dict) -> None:
    with Record.open(tmp_path / "one") as one, Record.open(tmp_path / "two") as two:
        for each in (one, two):
            each.remove_learner("me")
        one.append(*stream)
        if codes:
            one.append(submitted(one, *codes))
        for unit, (tree, at) in drafts.items():
            one.save_draft("me", unit, tree, at)
        first = exported(one, tmp_path)
        import_from(two, tmp_path / "out.zip")
        assert exported(two, tmp_path, "again.zip") == first
        assert [canonical(e) for e in two.events("me")] == [canonical(e) for e in one.events("me")]


def test_two_machines_are_joined_by_id(tmp_path: Path) -> None:
    shared, here, there = (event(answered(seed=i), minute=i) for i in range(3))
    with Record.open(tmp_path / "one") as one, Record.open(tmp_path / "two") as two:
        one.append(shared, here)
        two.append(shared, there, submitted(two, b"there", minute=9))
        export_to(one, "me", tmp_path / "one.zip")
        export_to(two, "me", tmp_path / "two.zip")
        assert import_from(one, tmp_path / "two.zip").new_events == 2
        assert import_from(two, tmp_path / "one.zip").new_events == 1
        assert exported(one, tmp_path, "a.zip") == exported(two, tmp_path, "b.zip")
        assert len(one.events("me")) == 4


def test_the_newer_draft_stays(record: Record, tmp_path: Path) -> None:
    exported(record, tmp_path)
    record.save_draft("me", "lab:x", {"a.py": "newer"}, START + timedelta(seconds=1))
    import_from(record, tmp_path / "out.zip")
    assert record.draft("me", "lab:x") == {"a.py": "newer"}
    record.save_draft("me", "lab:x", {"a.py": "older"}, START - timedelta(seconds=1))
    import_from(record, tmp_path / "out.zip")
    assert record.draft("me", "lab:x") == {"a.py": "还在写"}


def test_types_from_later_travel_with_their_blobs(record: Record, tmp_path: Path) -> None:
    essay = record.put_blob("一篇文章".encode())
    later = raw_event("essay.written", {"text": essay, "not_here": "ab" * 32}, minute=5)
    record.merge("me", [later], [], [])
    first = exported(record, tmp_path)
    with Record.open(tmp_path / "empty") as empty:
        import_from(empty, tmp_path / "out.zip")
        assert empty.events("me", types=["essay.written"]) == [later]
        assert empty.blob(essay) == "一篇文章".encode()
        assert exported(empty, tmp_path, "again.zip") == first


def test_an_event_that_contradicts_the_record_changes_nothing(tmp_path: Path) -> None:
    with Record.open(tmp_path / "one") as one, Record.open(tmp_path / "two") as two:
        one.append(event(answered(credit=1.0), event_id="same", minute=1), submitted(one, b"code"))
        one.save_draft("me", "lab:x", {"a": "b"}, START)
        two.append(event(answered(credit=0.0), event_id="same", minute=1))
        before = exported(two, tmp_path, "before.zip")
        export_to(one, "me", tmp_path / "one.zip")
        with pytest.raises(UsageError, match="another event has the id same"):
            import_from(two, tmp_path / "one.zip")
        assert exported(two, tmp_path, "after.zip") == before
        assert list((tmp_path / "two").rglob("blobs/*/*")) == []


def test_a_learner_with_nothing_has_an_export_too(record: Record, tmp_path: Path) -> None:
    first = exported(record, tmp_path, learner="nobody")
    with Record.open(tmp_path / "empty") as empty:
        assert import_from(empty, tmp_path / "out.zip").events == 0
        assert exported(empty, tmp_path, "again.zip", "nobody") == first


def test_a_place_that_cannot_be_written_and_a_lost_blob_leave_no_file(record: Record, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot write"):
        export_to(record, "me", tmp_path / "nowhere" / "out.zip")
    next(p for p in (tmp_path / "home" / "blobs").rglob("*") if p.is_file()).unlink()
    with pytest.raises(NotFoundError):
        export_to(record, "me", tmp_path / "out.zip")
    assert {p.name for p in tmp_path.iterdir()} == {"home"}


def test_no_file_to_import(record: Record, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"nowhere\.zip"):
        import_from(record, tmp_path / "nowhere.zip")
