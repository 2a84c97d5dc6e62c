"""A hostile archive: each is refused with what, where and a hint, and the record stays as it was."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beikao.errors import UsageError
from beikao.events import Event, canonical
from beikao.record import Record, export_to, import_from
from tests.record.stream import START, answered, event, raw_event, submitted

Parts = dict[str, bytes]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A true export with two events, two blobs and a draft."""
    folder = tmp_path_factory.mktemp("good")
    with Record.open(folder / "home") as record:
        record.append(event(answered()), submitted(record, b"one", b"two", minute=1))
        record.save_draft("me", "lab:x", {"a.py": "1"}, START)
        export_to(record, "me", folder / "out.zip")
    return (folder / "out.zip").read_bytes()


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record.open(tmp_path / "home") as record:
        record.append(event(answered(seed=99), minute=-5))
        yield record


def parts_of(good: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        return {i.filename: archive.read(i) for i in archive.infolist()}


def pack(parts: Parts, *, method: int = zipfile.ZIP_STORED, seal: bool = True) -> bytes:
    """A zip of these parts; `seal` first makes the manifest's hashes and counts fit, as a clever attacker would."""
    if seal:
        manifest = json.loads(parts["manifest.json"])
        manifest["sha256"] = {n: hashlib.sha256(parts[n]).hexdigest() for n in ("events.jsonl", "drafts.json")}
        manifest["events"] = parts["events.jsonl"].count(b"\n")
        manifest["blobs"] = sum(n.startswith("blobs/") for n in parts)
        parts = {**parts, "manifest.json": dumps(manifest)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def dumps(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def refused(record: Record, tmp_path: Path, data: bytes) -> UsageError:
    """The error; the record is the same afterwards, blobs and drafts included."""
    before, files = record.events("me"), sorted((tmp_path / "home" / "blobs").rglob("*"))
    (tmp_path / "in.zip").write_bytes(data)
    with pytest.raises(UsageError) as caught:
        import_from(record, tmp_path / "in.zip")
    assert record.events("me") == before
    assert record.drafts("me") == []
    assert record.learners() == ["me"]
    assert sorted((tmp_path / "home" / "blobs").rglob("*")) == files
    assert caught.value.what
    assert caught.value.where
    assert caught.value.hint
    return caught.value


def test_the_packing_here_is_not_what_is_refused(record: Record, tmp_path: Path, good: bytes) -> None:
    (tmp_path / "in.zip").write_bytes(pack(parts_of(good)))
    assert import_from(record, tmp_path / "in.zip").new_events == 2


@pytest.mark.parametrize(
    "name", ["../evil", "/etc/evil", "blobs/../../evil", "blobs/" + "0" * 63, "more.txt", "blobs/", "C:\\x"]
)
def test_a_name_that_no_export_has(record: Record, tmp_path: Path, good: bytes, name: str) -> None:
    error = refused(record, tmp_path, pack({**parts_of(good), name: b"x"}))
    assert "unexpected part" in error.what
    assert not (tmp_path / "evil").exists()


def test_a_part_twice(record: Record, tmp_path: Path, good: bytes) -> None:
    out = io.BytesIO(pack(parts_of(good)))
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(out, "a") as archive:
        archive.writestr("events.jsonl", b"")
    assert "unexpected part" in refused(record, tmp_path, out.getvalue()).what


def test_a_bomb_is_not_unfolded(record: Record, tmp_path: Path, good: bytes) -> None:
    """50 MB of zeros in 50 KB; and parts that claim to be larger than the file they lie in."""
    bomb = b"\0" * (50 * 2**20)
    data = pack({**parts_of(good), "events.jsonl": bomb}, method=zipfile.ZIP_DEFLATED)
    assert len(data) < 2**17
    assert "compressed" in refused(record, tmp_path, data).what
    out = bytearray(pack(parts_of(good)))
    entry = out.index(b"PK\x01\x02")
    out[entry + 20 : entry + 28] = (2**30).to_bytes(4, "little") * 2
    assert "larger than the file" in refused(record, tmp_path, bytes(out)).what


def test_an_encrypted_part(record: Record, tmp_path: Path, good: bytes) -> None:
    out = bytearray(pack(parts_of(good)))
    out[out.index(b"PK\x01\x02") + 8] |= 1
    assert "encrypted" in refused(record, tmp_path, bytes(out)).what


@pytest.mark.parametrize("name", ["manifest.json", "events.jsonl", "drafts.json"])
def test_a_part_that_is_missing(record: Record, tmp_path: Path, good: bytes, name: str) -> None:
    parts = parts_of(good)
    del parts[name]
    assert name in refused(record, tmp_path, pack(parts, seal=False)).what


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all" * 100, b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_zip(record: Record, tmp_path: Path, data: bytes) -> None:
    refused(record, tmp_path, data)


@pytest.mark.parametrize(
    ("manifest", "what"),
    [
        (b"{}", "cannot be read"),
        (b"[]", "not known"),
        (b"not json", "cannot be read"),
        (b"[" * 100_000, "cannot be read"),
        (dumps({"format": 2, "learner": "me"}), "format 2 is not known"),
        (dumps({"format": 1, "learner": 7}), "no name"),
        (dumps({"format": 1, "learner": "me"}), "does not fit"),
        (dumps({"format": 1, "learner": "other"}), "belongs to 'me'"),
    ],
)
def test_a_manifest_that_does_not_fit(record: Record, tmp_path: Path, good: bytes, manifest: bytes, what: str) -> None:
    assert what in refused(record, tmp_path, pack({**parts_of(good), "manifest.json": manifest}, seal=False)).what


def test_counts_and_hashes_are_compared(record: Record, tmp_path: Path, good: bytes) -> None:
    parts = parts_of(good)
    for change in ({"events": 3}, {"blobs": 1}, {"more": 1}, {"sha256": {}}):
        manifest = {**json.loads(parts["manifest.json"]), **change}
        error = refused(record, tmp_path, pack({**parts, "manifest.json": dumps(manifest)}, seal=False))
        assert error.where == "manifest.json"


def first_event(good: bytes) -> dict[str, Any]:
    return dict(json.loads(parts_of(good)["events.jsonl"].splitlines()[0]))


def line(raw: dict[str, Any]) -> bytes:
    return json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


BAD_EVENTS: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "no json": lambda e: b"{\n",
    "an empty line": lambda e: line(e) + b"\n",
    "no last newline": lambda e: line(e)[:-1],
    "not canonical": lambda e: json.dumps(e).encode() + b"\n",
    "not an object": lambda e: b"[1]\n",
    "deep": lambda e: b"[" * 100_000 + b"\n",
    "no id": lambda e: line({k: v for k, v in e.items() if k != "id"}),
    "a field more": lambda e: line({**e, "more": 1}),
    "another learner": lambda e: line({**e, "learner": "other"}),
    "no time": lambda e: line({**e, "at": "yesterday"}),
    "a time without digits": lambda e: line({**e, "at": "2026-01-31T08:00:00.0Z"}),
    "a version from later": lambda e: line({**e, "version": 2}),
    "an endless version": lambda e: line(e).replace(b'"version":1', b'"version":1e999'),
    "not a number": lambda e: line(e).replace(b'"credit":1.0', b'"credit":NaN'),
    "a wrong type": lambda e: line({**e, "data": {**e["data"], "credit": "1"}}),
    "a field unknown": lambda e: line({**e, "data": {**e["data"], "surprise": 1}}),
    "data of pairs": lambda e: line({**e, "data": [["a", 1]]}),
    "a long id": lambda e: line({**e, "id": "x" * 99}),
    "half a character": lambda e: line(e).replace(b'"1.5"', b'"\\ud800"'),
    "twice": lambda e: line(e) * 2,
    "out of order": lambda e: line(e) + line({**e, "id": "0", "at": "2020-01-31T08:00:00.000000Z"}),
    "bytes that are no text": lambda e: b'"\xff\xfe"\n',
}


@pytest.mark.parametrize("name", sorted(BAD_EVENTS))
def test_a_bad_event(record: Record, tmp_path: Path, good: bytes, name: str) -> None:
    parts = {n: d for n, d in parts_of(good).items() if not n.startswith("blobs/")}
    parts["events.jsonl"] = BAD_EVENTS[name](first_event(good))
    assert "events.jsonl" in refused(record, tmp_path, pack(parts)).where


@pytest.mark.parametrize(
    "drafts",
    [
        b"{}", b"[]", b"null\n", b'[{"unit": 1}]\n',
        dumps([{"unit": "u", "at": "2026-01-31T08:00:00.000000Z", "tree": {"a": 1}}]),
        dumps([{"unit": "u", "at": "2026-01-31T08:00:00.000000Z", "tree": ["a"]}]),
        dumps([{"unit": "u", "at": "today", "tree": {}}]),
        dumps([{"unit": "u", "at": "2026-01-31T08:00:00.000000Z", "tree": {}, "more": 1}]),
        dumps([{"unit": u, "at": "2026-01-31T08:00:00.000000Z", "tree": {}} for u in "ba"]),
        dumps([{"unit": "a", "at": "2026-01-31T08:00:00.000000Z", "tree": {}}] * 2),
    ],
)  # fmt: skip
def test_bad_drafts(record: Record, tmp_path: Path, good: bytes, drafts: bytes) -> None:
    assert "drafts.json" in refused(record, tmp_path, pack({**parts_of(good), "drafts.json": drafts})).where


def test_a_blob_that_is_not_what_its_name_says(record: Record, tmp_path: Path, good: bytes) -> None:
    parts = parts_of(good)
    name = next(n for n in parts if n.startswith("blobs/"))
    error = refused(record, tmp_path, pack({**parts, name: b"evil"}))
    assert (error.where, error.what) == (name, "it was changed or damaged")


def test_a_blob_that_is_missing_or_a_stray(record: Record, tmp_path: Path, good: bytes) -> None:
    parts = parts_of(good)
    name = next(n for n in parts if n.startswith("blobs/"))
    lost = refused(record, tmp_path, pack({n: d for n, d in parts.items() if n != name}))
    assert (lost.where, lost.what) == (name, "an event names it, but it is missing")
    stray = f"blobs/{hashlib.sha256(b'stray').hexdigest()}"
    assert refused(record, tmp_path, pack({**parts, stray: b"stray"})).what == "no event names it"


def test_a_tree_that_names_no_digest(record: Record, tmp_path: Path, good: bytes) -> None:
    parts = {n: d for n, d in parts_of(good).items() if not n.startswith("blobs/")}
    bad = raw_event("code.submitted", {"unit": "lab:x", "rev": "r", "tree": {"a.py": "../../etc/passwd"}, "seed": 1})
    refused(record, tmp_path, pack({**parts, "events.jsonl": canonical(bad) + b"\n"}))


def test_too_large_a_blob(record: Record, tmp_path: Path, good: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("beikao.record.archive.MAX_BLOB", 2)
    assert "larger" in refused(record, tmp_path, pack(parts_of(good))).what


def test_too_large_texts(record: Record, tmp_path: Path, good: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("beikao.record.archive.MAX_TEXTS", 99)
    assert "larger" in refused(record, tmp_path, pack(parts_of(good))).what


def test_an_unknown_type_is_no_reason_to_refuse(record: Record, tmp_path: Path, good: bytes) -> None:
    later: Event = raw_event("essay.written", {"a": 1}, minute=-9)
    parts = parts_of(good)
    parts["events.jsonl"] = canonical(later) + b"\n" + parts["events.jsonl"]
    (tmp_path / "in.zip").write_bytes(pack(parts))
    assert import_from(record, tmp_path / "in.zip").new_events == 3


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_damage_is_refused_or_harmless(record: Record, tmp_path: Path, good: bytes, data: st.DataObject) -> None:
    """One byte changed or the end cut off: an error of ours, or (in zip's own unused fields) the same content."""
    out = bytearray(good)
    at = data.draw(st.integers(0, len(good) - 1))
    if data.draw(st.booleans()):
        out[at] ^= data.draw(st.integers(1, 255))
    else:
        del out[at:]
    (tmp_path / "in.zip").write_bytes(out)
    with Record.open(tmp_path / "scratch") as scratch:
        scratch.remove_learner("me")
        try:
            import_from(scratch, tmp_path / "in.zip")
        except UsageError:
            assert scratch.learners() == []
        else:
            export_to(scratch, "me", tmp_path / "again.zip")
            assert (tmp_path / "again.zip").read_bytes() == good
