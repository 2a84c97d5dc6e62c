"""Uploads: what is taken as it is meant, what is refused with words, and that arbitrary bytes do no harm."""

from __future__ import annotations

import io
import os
import stat
import struct
import time
import tracemalloc
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beikao.study.upload import (
    MAX_ENTRIES,
    MAX_FILE_BYTES,
    MAX_UPLOAD_BYTES,
    UploadRefused,
    files_of,
    fitting,
    safe_name,
    tree_of,
    zip_on_disk,
)

GOOD = b"def f(x):\n    return x\n"


def packed(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return out.getvalue()


def of_zip(data: bytes) -> dict[str, str]:
    return tree_of([("work.zip", data)])


def refused(data: bytes) -> UploadRefused:
    with pytest.raises(UploadRefused) as caught:
        of_zip(data)
    error = caught.value
    assert all((error.what, error.where, error.hint, error.zh, error.hint_zh))
    assert (error.what + error.where + error.zh).isprintable()
    assert any("\u4e00" <= c <= "\u9fff" for c in error.zh)
    return error


def test_files_a_zip_and_a_wrapped_zip_are_one_tree() -> None:
    files = {"solution.py": GOOD.decode(), "more/deep.py": "1\n"}
    pairs = [(name, text.encode()) for name, text in files.items()]
    assert tree_of(pairs) == files
    assert of_zip(packed(*pairs)) == files
    assert of_zip(packed(("work/", b""), *((f"work/{name}", data) for name, data in pairs))) == files


def test_leftovers_of_systems_are_passed_over() -> None:
    junk = (
        "__MACOSX/._solution.py",
        ".DS_Store",
        "w/__pycache__/a.cpython-311.pyc",
        "Thumbs.db",
        ".git/config",
        "a.py~",
    )
    assert of_zip(packed(("solution.py", GOOD), *((name, b"\xff\x00") for name in junk))) == {
        "solution.py": GOOD.decode()
    }


@pytest.mark.parametrize("name", [
    "../a.py", "/a.py", "a/../../b.py", "C:/a.py", "C:a.py", "..\\a.py", "a\\b.py", "a//b.py", "./a.py", "a/./b.py", "//host/a.py", "",
    "a.py ", "a.py.", " a.py", "nul", "NUL.py", "con.txt", "x/aux.py", "COM1", "lpt9.log", "a:b.py", "a?.py", "a*.py", "a|b", '"a"', "<a>",
    "a\u202egpj.py", "a\u200b.py", "a\ufeff.py", "a\nb.py", "a\x1b[31m.py", "a\x00.py", "\u0430dam.py", "s\u043elution.py", "ｓolution.py",
    "ﬁle.py", unicodedata.normalize("NFD", "é.py"), "a" * 200, "/".join("abcdefghij"), "\ud800.py", "a\u2024py", "a\u2044b.py",
])  # fmt: skip
def test_names_that_are_not_what_they_seem(name: str) -> None:
    with pytest.raises(UploadRefused) as caught:
        safe_name(name)
    assert caught.value.where.isprintable()


@pytest.mark.parametrize(
    "name", ["solution.py", "a/b-c_d.toml", "笔记.md", "é.py", "nginx.conf", "注意力attention.py", "con1.py"]
)
def test_plain_names(name: str) -> None:
    assert safe_name(name) == name


@pytest.mark.parametrize(
    "names", [("A.py", "a.py"), ("a", "a/b.py"), ("straße.py", "strasse.py"), ("x/A.py", "X/a.py")]
)
def test_names_that_are_one_elsewhere(names: tuple[str, str]) -> None:
    assert "twice" in refused(packed(*((name, GOOD) for name in names))).what


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_same_name_twice() -> None:
    assert "twice" in refused(packed(("a.py", GOOD), ("a.py", b"2"))).what


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK])
def test_links_and_special_files(kind: int) -> None:
    info = zipfile.ZipInfo("solution.py")
    info.external_attr = (kind | 0o777) << 16
    assert "link or a special file" in refused(packed((info, b"/etc/passwd"))).what


def edited(data: bytes, local: dict[int, bytes], central: dict[int, bytes]) -> bytes:
    """A .zip of one entry with other bytes at these places of its two headers."""
    out, at = bytearray(data), data.index(b"PK\x01\x02")
    for base, changes in ((0, local), (at, central)):
        for offset, piece in changes.items():
            out[base + offset : base + offset + len(piece)] = piece
    return bytes(out)


def test_encrypted() -> None:
    one = packed(("a.py", GOOD))
    assert "encrypted" in refused(edited(one, {6: b"\x01\x00"}, {8: b"\x01\x00"})).what


@pytest.mark.parametrize("size", [0, 5, 2**32 - 1])
def test_another_size_than_declared(size: int) -> None:
    declared = struct.pack("<I", size)
    refused(edited(packed(("a.py", GOOD * 9)), {22: declared}, {24: declared}))


def test_a_false_checksum() -> None:
    refused(edited(packed(("a.py", GOOD)), {14: b"abcd"}, {16: b"abcd"}))


def test_unusual_methods() -> None:
    refused(packed(("a.py", GOOD), method=zipfile.ZIP_LZMA))
    refused(edited(packed(("a.py", GOOD)), {8: b"\x63\x00"}, {10: b"\x63\x00"}))


def test_names_that_are_no_text() -> None:
    refused(edited(packed(("aé.py", GOOD)), {30: b"\xff\xfe\xff"}, {46: b"\xff\xfe\xff"}))
    refused(edited(packed(("abc.py", GOOD)), {30: b"a\x00c"}, {46: b"a\x00c"}))


def test_headers_that_contradict_each_other() -> None:
    refused(edited(packed(("abc.py", GOOD)), {30: b"xyz"}, {}))
    refused(edited(packed(("abc.py", GOOD)), {}, {42: b"\x10\x00\x00\x00"}))


def test_zip64_lies() -> None:
    name = b"a.py"
    extra = struct.pack("<HHQQ", 1, 16, 2**62, 2**62)
    head = struct.pack("<4sHHHIIIIHH", b"PK\x03\x04", 45, 0, 0, 0, 0, 2**32 - 1, 2**32 - 1, 4, len(extra))
    central = struct.pack(
        "<4sHHHHIIIIHHHHHII", b"PK\x01\x02", 45, 45, 0, 0, 0, 0, 2**32 - 1, 2**32 - 1, 4, len(extra), 0, 0, 0, 0, 0
    )
    body = head + name + extra + GOOD
    table = central + name + extra
    refused(body + table + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1, 1, len(table), len(body), 0))


def test_every_truncation_and_garbage() -> None:
    data = packed(("solution.py", GOOD), ("b.py", GOOD))
    for length in range(len(data)):
        refused(data[:length])
    refused(b"not a zip")


def overlapping(count: int) -> bytes:
    """One member, named by many entries of the directory."""
    data = packed(("0.py", b"x" * 10_000))
    at = data.index(b"PK\x01\x02")
    row = data[at : data.index(b"PK\x05\x06")]
    rows = b"".join(row.replace(b"0.py", f"{n}.py".encode()) for n in range(count))
    return data[:at] + rows + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(rows), at, 0)


@pytest.mark.parametrize("bomb", [
    pytest.param(lambda: packed(("a.py", bytes(200 << 20))), id="ratio"),
    pytest.param(lambda: packed(*((f"{n}.py", b" " * 250_000) for n in range(150))), id="many of them"),
    pytest.param(lambda: packed(*((f"{n}.py", b"") for n in range(40_000)), method=zipfile.ZIP_STORED), id="many entries"),
    pytest.param(lambda: overlapping(9), id="overlapping"),
    pytest.param(lambda: packed(("in.zip", packed(("in.zip", packed(("a.py", bytes(60 << 20))))))), id="nested"),
    pytest.param(lambda: packed(("a.py", os.urandom(3 << 20)), method=zipfile.ZIP_STORED), id="large"),
    pytest.param(lambda: edited(packed(("a.py", bytes(64 << 20))), {22: b"\x10\0\0\0"}, {24: b"\x10\0\0\0"}), id="a small size declared"),
])  # fmt: skip
def test_bombs_cost_little(bomb) -> None:  # type: ignore[no-untyped-def]
    data = bomb()
    tracemalloc.start()
    began = time.process_time()
    refused(data)
    spent, peak = time.process_time() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert spent < 8  # tracing makes it several times slower
    assert peak < 64 << 20, f"{peak >> 20} MiB"


def test_encodings_and_line_ends() -> None:
    text = "a = '注意力'\nb = 1\n"
    for data in (
        text.encode(),
        text.encode("utf-8-sig"),
        text.encode("utf-16"),
        text.replace("\n", "\r\n").encode(),
        text.replace("\n", "\r").encode(),
    ):
        assert tree_of([("solution.py", data)]) == {"solution.py": text}
    for data in (
        "注意力".encode("gb18030"),
        b"\x00",
        b"\x80",
        "x".encode("utf-16-le"),
        b"\xff\xfe\x00",
    ):
        with pytest.raises(UploadRefused):
            tree_of([("solution.py", data)])


def test_sizes_and_counts() -> None:
    for files in ([("a.py", b" " * (MAX_FILE_BYTES + 1))], [(f"{n}.py", b"") for n in range(MAX_ENTRIES + 1)],
                  [(f"{n}.py", b" " * (MAX_UPLOAD_BYTES // 10)) for n in range(11)], []):  # fmt: skip
        with pytest.raises(UploadRefused):
            tree_of(files)


def test_what_goes_into_the_unit() -> None:
    assert fitting({"mine.py": "1"}, ("solution.py",)) == {"solution.py": "1"}
    assert fitting({"a.json": "1", "task.zh.md": "2", "b.yml": "3"}, ("a.json", "b.yml")) == {
        "a.json": "1",
        "b.yml": "3",
    }
    with pytest.raises(UploadRefused) as caught:
        fitting({"notes.md": "1"}, ("solution.py",))
    assert "solution.py" in caught.value.hint


def test_a_folder_and_links_out_of_it(tmp_path: Path) -> None:
    secret = tmp_path / "secret.py"
    secret.write_text("hidden")
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "real.py").write_bytes(GOOD)
    (folder / "inside.py").symlink_to("real.py")
    assert files_of(folder, ("real.py", "inside.py"))["inside.py"] == GOOD.decode()
    (folder / "solution.py").symlink_to(secret)
    (folder / "up").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.py")
    for name in ("solution.py", "up/secret.py", "pipe.py"):
        with pytest.raises(UploadRefused):
            files_of(folder, (name,))
    (folder / "loop.py").symlink_to("loop.py")
    with pytest.raises((OSError, RuntimeError)):
        files_of(folder, ("loop.py",))


def test_a_zip_on_disk(tmp_path: Path) -> None:
    (tmp_path / "w.ZIP").write_bytes(packed(("w/solution.py", GOOD)))
    assert zip_on_disk(tmp_path / "w.ZIP") == {"solution.py": GOOD.decode()}


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=600))
def test_arbitrary_bytes(data: bytes) -> None:
    for name in ("x.zip", "x.py"):
        try:
            tree = tree_of([(name, data)])
        except UploadRefused:
            continue
        assert all("\0" not in text and "\r" not in text for text in tree.values())


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_a_zip_with_some_bytes_changed(data: st.DataObject) -> None:
    """Either refused, or the very files: the checksum stands for the content, so only names may differ."""
    plain = bytearray(packed(("w/solution.py", GOOD), ("w/more.py", b"x = 1\n")))
    for _ in range(data.draw(st.integers(1, 4))):
        plain[data.draw(st.integers(0, len(plain) - 1))] = data.draw(st.integers(0, 255))
    try:
        tree = of_zip(bytes(plain))
    except UploadRefused:
        return
    assert set(tree.values()) <= {GOOD.decode(), "x = 1\n"}


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=30))
def test_arbitrary_names(name: str) -> None:
    try:
        safe = safe_name(name)
    except UploadRefused as error:
        assert (error.where + error.zh + error.what).isprintable()
        return
    root = Path("/somewhere")
    assert (root / safe).is_relative_to(root) and ".." not in safe.split("/")
