"""Blobs: named by what they hold, whole on disk, checked when read."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beikao.errors import EnvironmentFault, NotFoundError, UsageError
from beikao.record.blobs import Blobs


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_what_is_put_is_got_under_its_hash(tmp_path: Path, data: bytes) -> None:
    blobs = Blobs(tmp_path / "blobs")
    digest = blobs.put(data)
    assert digest == hashlib.sha256(data).hexdigest() == blobs.put(data)
    assert blobs.get(digest) == data
    assert blobs.has(digest)


def test_no_scratch_file_is_left(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "blobs")
    digest = blobs.put(b"code")
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == [digest]
    blobs.remove(digest)
    blobs.remove(digest)
    assert not blobs.has(digest)


@pytest.mark.parametrize("digest", ["0" * 64, "", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_what_is_not_there_or_no_digest(tmp_path: Path, digest: str) -> None:
    with pytest.raises(NotFoundError):
        Blobs(tmp_path).get(digest)
    assert not Blobs(tmp_path).has(digest)


def test_a_damaged_blob_is_said_and_mended_by_putting_it_again(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    digest = blobs.put(b"code")
    blobs.path(digest).write_bytes(b"c0de")
    with pytest.raises(EnvironmentFault, match="damaged"):
        blobs.get(digest)
    assert blobs.put(b"code") == digest
    assert blobs.get(digest) == b"code"


def test_a_blob_has_a_largest_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("beikao.record.blobs.MAX_BLOB", 4)
    Blobs(tmp_path).put(b"1234")
    with pytest.raises(UsageError, match="5 bytes"):
        Blobs(tmp_path).put(b"12345")


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "blobs").write_text("")
    with pytest.raises(EnvironmentFault, match="cannot keep a file"):
        Blobs(tmp_path / "blobs").put(b"code")
