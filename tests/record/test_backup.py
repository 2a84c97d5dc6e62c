"""A copy while the record is in use: whole, consistent, and itself a home."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from beikao.errors import EnvironmentFault, UsageError
from beikao.record import Record, backup, export_to
from tests.record.stream import START, answered, event, submitted


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record.open(tmp_path / "home") as record:
        record.append(event(answered()), submitted(record, b"code", minute=1))
        record.save_draft("me", "lab:x", {"a.py": "1"}, START)
        yield record


def same(one: Record, two: Record, tmp_path: Path) -> bool:
    export_to(one, "me", tmp_path / "one.zip")
    export_to(two, "me", tmp_path / "two.zip")
    return (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_a_folder_is_a_home(record: Record, tmp_path: Path) -> None:
    backup(record, tmp_path / "new" / "copy")
    with Record.open(tmp_path / "new" / "copy") as copy:
        assert same(record, copy, tmp_path)
        copy.append(event(answered(), minute=9))
    assert [p.name for p in (tmp_path / "new").iterdir()] == ["copy"]


def test_a_zip_unpacks_to_a_home(record: Record, tmp_path: Path) -> None:
    backup(record, tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    with Record.open(tmp_path / "unpacked") as copy:
        assert same(record, copy, tmp_path)


def test_while_another_writes_every_event_of_the_copy_has_its_code(record: Record, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            record.append(submitted(record, f"code {number}".encode(), minute=number))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            backup(record, tmp_path / f"copy-{number}")
    finally:
        stop.set()
        writer.join()
    sizes = []
    for number in range(5):
        with Record.open(tmp_path / f"copy-{number}") as copy:
            export_to(copy, "me", tmp_path / "out.zip")  # reads every blob that an event names
            sizes.append(len(copy.events("me")))
    assert sizes == sorted(sizes)
    assert sizes[-1] > 2


@pytest.mark.parametrize("name", ["copy", "copy.zip"])
def test_what_exists_is_never_overwritten(record: Record, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(UsageError, match="exists already"):
        backup(record, tmp_path / name)
    assert (tmp_path / name).read_text() == "mine"


def test_a_place_that_cannot_be_written(record: Record, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentFault, match="cannot write the copy"):
        backup(record, tmp_path / "file" / "copy")


def test_a_copy_that_fails_leaves_nothing(record: Record, tmp_path: Path) -> None:
    (tmp_path / "home" / "blobs" / "lost").symlink_to(tmp_path / "nowhere")
    with pytest.raises(EnvironmentFault):
        backup(record, tmp_path / "copy")
    assert [p.name for p in tmp_path.iterdir()] == ["home"]
