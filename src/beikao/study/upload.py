"""What somebody hands in as files, a folder or a .zip, as the `{path: text}` tree of a unit.

Uploads are hostile: nothing is written to disk, no name is used as a path, sizes are counted while reading and never
believed, links are not followed out of the folder. Files that systems leave behind (`__MACOSX`, `.DS_Store`,
`__pycache__`, ...) are passed over in silence, and one folder around everything is taken off. All other doubts are
refused, with what, where and what to do in both languages. It does not judge whether the files are those of the unit:
`submit.check_tree` does.
"""

from __future__ import annotations

import io
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path, PurePath

from beikao.errors import UsageError

MAX_UPLOAD_BYTES = 2 * 1024 * 1024  # of a .zip, or of all files together
MAX_FILE_BYTES = 256 * 1024
MAX_TREE_BYTES = 2 * 1024 * 1024  # of what is unpacked
MAX_ENTRIES = 200
MAX_RATIO = 100  # a text of one repeated letter comes near 1000; code and notes stay below 10
SMALL_BYTES = 16 * 1024  # below this no ratio is asked
MAX_NAME, MAX_DEPTH = 120, 8
JUNK_FOLDERS = frozenset({"__MACOSX", "__pycache__", ".git", ".ipynb_checkpoints", ".idea", ".vscode", ".venv", ".mypy_cache",
                          ".pytest_cache", ".ruff_cache"})  # fmt: skip
JUNK_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".gitignore", ".gitkeep"})
JUNK_ENDS = (".pyc", ".pyo", ".swp", "~")
RESERVED = frozenset({"con", "prn", "aux", "nul", "conin$", "conout$"} | {f"{kind}{n}" for kind in ("com", "lpt") for n in range(1, 10)})  # fmt: skip
FORBIDDEN = frozenset('<>:"|?*\\\u2044\u2215\u29f8\u2571')  # the last four look like a slash
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


class UploadRefused(UsageError):
    """`zh` and `hint_zh` say in Chinese what `what` and `hint` say in English."""

    def __init__(self, what: str, zh: str, *, where: str, hint: str, hint_zh: str) -> None:
        super().__init__(what, where=where, hint=hint)
        self.zh, self.hint_zh = zh, hint_zh


def tree_of(files: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """The tree of uploaded files (name, bytes): either one .zip, or the files themselves. Raises UploadRefused."""
    given = list(files)
    if len(given) > MAX_ENTRIES:
        raise _too_many("upload")
    if sum(len(data) for _, data in given) > MAX_UPLOAD_BYTES:
        raise _too_large("upload", MAX_UPLOAD_BYTES)
    if len(given) == 1 and given[0][0].lower().endswith(".zip"):
        return _tree(_entries(*given[0]))
    return _tree(given)


def zip_on_disk(path: Path) -> dict[str, str]:
    """The tree of a .zip of this machine. Raises UploadRefused, OSError."""
    with path.open("rb") as file:
        return tree_of([(path.name, file.read(MAX_UPLOAD_BYTES + 1))])


def files_of(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """The unit's own files of a folder of this machine; what else lies there is not read. Raises UploadRefused, OSError."""
    root = folder.resolve(strict=True)
    return {name: text_of(name, _plain_file(root / name, root, name, MAX_FILE_BYTES)) for name in names}


def fitting(tree: Mapping[str, str], allowed: tuple[str, ...]) -> dict[str, str]:
    """Of an upload, what goes into the unit. For a unit of one file, a single file of the same kind is it, whatever its
    name. Raises UploadRefused where nothing fits."""
    if len(allowed) == 1 and len(tree) == 1 and PurePath(allowed[0]).suffix == PurePath(next(iter(tree))).suffix:
        return {allowed[0]: next(iter(tree.values()))}
    ours = {name: text for name, text in tree.items() if name in allowed}
    if not ours:
        names = ", ".join(allowed)
        raise UploadRefused(f"none of the files is {names}", f"里面没有 {names}", where=_shown(next(iter(tree))),
                            hint=f"Name them as the task does: {names}.", hint_zh=f"按任务里的文件名命名：{names}。")  # fmt: skip
    return ours


# ---- names


def safe_name(raw: str) -> str:
    """A relative path of plain names, `/` between. Raises UploadRefused."""
    shown = _shown(raw)
    parts = raw.split("/")
    if raw.startswith("/") or "\\" in raw or raw[1:2] == ":" or any(p in ("", ".", "..") for p in parts):
        raise UploadRefused(
            f"the path {shown} leads out of the folder", f"路径 {shown} 指到了文件夹外面", where=shown,
            hint="Use plain relative names such as solution.py.", hint_zh="只用普通的相对文件名，例如 solution.py。",
        )  # fmt: skip
    if len(raw) > MAX_NAME or len(parts) > MAX_DEPTH:
        raise UploadRefused(
            f"the name {shown} is too long or too deep", f"文件名 {shown} 太长或层数太多", where=shown,
            hint="Use short names and few folders.", hint_zh="改用短文件名，少套几层文件夹。",
        )  # fmt: skip
    if not all(map(_plain, parts)) or unicodedata.normalize("NFKC", raw) != raw:
        raise UploadRefused(
            f"the name {shown} holds characters that look like others or that some systems do not allow",
            f"文件名 {shown} 含有容易混淆或某些系统不允许的字符", where=shown,
            hint="Rename it to letters, digits, - _ and a dot.", hint_zh="改名，只用字母、数字、- _ 和点。",
        )  # fmt: skip
    return raw


def _plain(part: str) -> bool:
    """A name that means the same on every system and shows as what it is; its letters are of one script, or Chinese."""
    if part[-1] in ". " or part[0] == " " or part.split(".")[0].rstrip().lower() in RESERVED:
        return False
    if any(c in FORBIDDEN or not c.isprintable() for c in part):
        return False
    return len({_script(c) for c in part if c.isalpha() and not "\u4e00" <= c <= "\u9fff"}) <= 1


def _script(letter: str) -> str:
    """LATIN, CYRILLIC, ...: the first word of a letter's Unicode name."""
    return unicodedata.name(letter, "?").split()[0]


def _junk(raw: str) -> bool:
    """What systems and tools leave behind."""
    parts = [p for p in raw.split("/") if p]
    last = parts[-1].lower() if parts else ""
    return bool(JUNK_FOLDERS & set(parts)) or last in JUNK_FILES or last.startswith("._") or last.endswith(JUNK_ENDS)


def _shown(raw: str) -> str:
    """A hostile name as it may be shown: what cannot be printed is spelt out."""
    text = raw if len(raw) <= 80 else raw[:79] + "…"
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


# ---- the tree


def _tree(entries: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """Names checked, junk passed over, one folder around everything taken off, bytes as text."""
    found: dict[str, bytes] = {}
    for raw, data in entries:
        if not _junk(raw):
            name = safe_name(raw)
            if len(data) > MAX_FILE_BYTES:
                raise _too_large(name, MAX_FILE_BYTES)
            if name in found:
                raise _twice(name)
            found[name] = data
    if not found:
        raise UploadRefused("there is no file in it", "里面没有文件", where="upload",
                            hint="Choose your files, or a .zip of them.", hint_zh="选择你的文件，或把它们打包成 .zip。")  # fmt: skip
    _distinct(found)
    return {name: text_of(name, data) for name, data in _unwrapped(found).items()}


def _distinct(names: Iterable[str]) -> None:
    """No two names that are one on some system, and no file that is also a folder. Raises UploadRefused."""
    seen: dict[str, str] = {}
    for name in names:
        folded = name.casefold()
        if folded in seen:
            raise _twice(name)
        seen[folded] = name
    for folded in seen:
        parts = folded.split("/")
        if any("/".join(parts[:depth]) in seen for depth in range(1, len(parts))):
            raise _twice(seen[folded])


def _unwrapped(tree: Mapping[str, bytes]) -> dict[str, bytes]:
    """Without the one folder around everything, as archives made of a folder have it."""
    tops = {name.partition("/")[0] for name in tree}
    if len(tops) == 1 and all("/" in name for name in tree):
        return {name.partition("/")[2]: data for name, data in tree.items()}
    return dict(tree)


def text_of(name: str, data: bytes) -> str:
    """UTF-8, or UTF-16 with its mark, as text with LF; a byte order mark is dropped. Raises UploadRefused."""
    encoding = next((e for mark, e in MARKS.items() if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise UploadRefused(f"{name} is not UTF-8 text", f"{name} 不是 UTF-8 文本", where=name,
                            hint="Save it as UTF-8 text.", hint_zh="用 UTF-8 编码另存为文本。")  # fmt: skip
    return text.replace("\r\n", "\n").replace("\r", "\n")


# ---- archives


def _entries(where: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The files of a .zip, read within the limits. Raises UploadRefused."""
    where = _shown(where)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            _sound(where, infos, len(data))
            left = MAX_TREE_BYTES
            for info in infos:
                if not info.is_dir() and not _junk(info.orig_filename):
                    content = _read(archive, info, min(left, MAX_FILE_BYTES))
                    left -= len(content)
                    yield info.orig_filename, content
    # what the library raises on archives that are broken on purpose: the last five come from deep inside of it
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError,
            LookupError, OSError, MemoryError) as error:  # fmt: skip
        raise _broken(where) from error


def _sound(where: str, infos: list[zipfile.ZipInfo], size: int) -> None:
    """What the directory of an archive says, before anything is unpacked. Raises UploadRefused."""
    if len(infos) > MAX_ENTRIES:
        raise _too_many(where)
    spans = []
    for info in infos:
        name = _shown(info.orig_filename)
        if info.flag_bits & 0x1:
            raise UploadRefused(f"{name} is encrypted", f"{name} 加了密码", where=where,
                                hint="Make the .zip without a password.", hint_zh="打包时不要设密码。")  # fmt: skip
        if not _regular(info):
            raise UploadRefused(f"{name} is a link or a special file", f"{name} 是链接或特殊文件", where=where,
                                hint="Put the file itself into the .zip.", hint_zh="把文件本身放进 .zip。")  # fmt: skip
        if info.compress_type not in METHODS:
            raise _broken(where)
        packed = max(info.compress_size, 1)
        if info.file_size > SMALL_BYTES and info.file_size > MAX_RATIO * packed:
            raise _too_large(name, MAX_FILE_BYTES)
        spans.append((info.header_offset, info.header_offset + 30 + info.compress_size))
    spans.sort()
    if any(end > start for (_, end), (start, _) in pairwise(spans)) or (spans and spans[-1][1] > size):
        raise _broken(where)


def _regular(info: zipfile.ZipInfo) -> bool:
    """A plain file or a folder. Archives made on Unix keep the kind in the upper half of the attributes."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    return kind in (0, stat.S_IFREG, stat.S_IFDIR)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    """At most `limit` bytes, whatever the archive declares. Raises UploadRefused and the library's errors."""
    with archive.open(info) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise _too_large(_shown(info.orig_filename), MAX_FILE_BYTES)
    if len(data) != info.file_size:
        raise zipfile.BadZipFile("another size than declared")
    return data


# ---- on disk


def _plain_file(path: Path, root: Path, name: str, limit: int) -> bytes:
    target = path.resolve(strict=True)
    if not target.is_relative_to(root) or not target.is_file():
        raise UploadRefused(f"{_shown(name)} is a special file, or a link that leads out of the folder",
                            f"{_shown(name)} 是特殊文件，或是指到文件夹外面的链接", where=_shown(name),
                            hint="Put the file itself there.", hint_zh="把文件本身放进来。")  # fmt: skip
    with target.open("rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise _too_large(_shown(name), MAX_FILE_BYTES)
    return data


# ---- refusals


def _too_large(where: str, limit: int) -> UploadRefused:
    return UploadRefused(
        f"it is larger than {limit // 1024} KiB, or unpacks to too much", f"超过 {limit // 1024} KiB，或解压后太大",
        where=where, hint="Hand in the source files only, without data and checkpoints.", hint_zh="只交源文件，不要带数据和权重。",
    )  # fmt: skip


def _too_many(where: str) -> UploadRefused:
    return UploadRefused(f"there are more than {MAX_ENTRIES} files", f"文件超过 {MAX_ENTRIES} 个", where=where,
                         hint="Hand in the files of the task only.", hint_zh="只交任务要求的文件。")  # fmt: skip


def _twice(name: str) -> UploadRefused:
    return UploadRefused(f"{name} is there twice, perhaps in other letters", f"{name} 出现了两次（可能只是大小写不同）", where=name,
                         hint="Keep one of them.", hint_zh="只留一个。")  # fmt: skip


def _broken(where: str) -> UploadRefused:
    return UploadRefused("the .zip is damaged or of an unusual kind", "这个 .zip 已损坏，或不是常见的格式", where=where,
                         hint="Make it again with your system's own tool.", hint_zh="用系统自带的工具重新打包。")  # fmt: skip
