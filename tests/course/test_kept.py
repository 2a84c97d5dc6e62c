"""The course kept in a cache folder: the same as read, and never of files that have changed or that others may write."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from beikao.course import course_at, load
from beikao.course import kept as module
from beikao.settings import own_content
from tests.course.tiny import write, write_root


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(module, "SETTLED_S", -60.0)
    return write_root(tmp_path / "content")


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How often the files were read."""
    times = []

    def counted(roots):
        times.append(1)
        return load(roots)

    monkeypatch.setattr(module, "load", counted)
    return lambda: len(times)


def pickle_in(folder: Path) -> Path:
    (file,) = folder.glob("course-*.pickle")
    return file


def test_the_second_time_nothing_is_read_and_all_is_the_same(root: Path, tmp_path: Path, reads) -> None:
    first = course_at([root], tmp_path / "cache")
    again = course_at([root], tmp_path / "cache")
    assert reads() == 1 and first == again == load([root])
    assert pickle_in(tmp_path / "cache").stat().st_mode & 0o777 == 0o600


def test_the_own_content_comes_back_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reads) -> None:
    monkeypatch.setattr(module, "SETTLED_S", -60.0)
    roots = (own_content(),)
    assert course_at(roots, tmp_path) == course_at(roots, tmp_path) == load(roots)
    assert reads() == 1


def same_size_and_time(root: Path) -> None:
    file = next(root.rglob("concept.toml"))
    before, text = file.stat(), file.read_text()
    file.write_text(text.replace("1", "2", 1))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def one_more(root: Path) -> None:
    write(root / "concepts/math/a/new.txt", "new")


def one_less(root: Path) -> None:
    next(root.rglob("en.md")).unlink()


@pytest.mark.parametrize("change", [same_size_and_time, one_more, one_less])
def test_what_has_changed_is_read_anew(change: Callable[[Path], None], root: Path, tmp_path: Path, reads) -> None:
    course_at([root], tmp_path / "cache")
    change(root)
    assert course_at([root], tmp_path / "cache") == load([root])
    assert reads() == 2


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:200])


def for_all(file: Path) -> None:
    file.chmod(0o666)


def another(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:32] + pickle.dumps({"no": "course"}))


@pytest.mark.parametrize("damage", [cut, for_all, another])
def test_what_is_damaged_or_open_to_others_is_not_used(damage, root: Path, tmp_path: Path, reads) -> None:
    first = course_at([root], tmp_path / "cache")
    damage(pickle_in(tmp_path / "cache"))
    assert course_at([root], tmp_path / "cache") == first
    assert reads() == 2
    assert course_at([root], tmp_path / "cache") == first
    assert reads() == 2


def test_files_that_have_just_been_written_are_not_trusted(root: Path, tmp_path: Path, monkeypatch, reads) -> None:
    monkeypatch.setattr(module, "SETTLED_S", 60.0)
    course_at([root], tmp_path / "cache")
    course_at([root], tmp_path / "cache")
    assert reads() == 2


def test_without_a_folder_to_write_in_it_is_read(root: Path, tmp_path: Path) -> None:
    write(tmp_path / "cache", "a file in its place")
    assert course_at([root], tmp_path / "cache") == load([root])
