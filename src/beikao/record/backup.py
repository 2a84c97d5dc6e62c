"""A consistent copy of a whole record while it is in use: a folder that is itself a home, or a zip of one.

The database is copied first, by SQLite's own online backup; blobs are never changed and come before the events that
name them, so those copied afterwards are at least those that the copy of the database needs.
"""

from __future__ import annotations

import secrets
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from beikao.errors import EnvironmentFault, UsageError
from beikao.record.database import FILE
from beikao.record.store import Record


def backup(record: Record, path: Path) -> None:
    """Copy to `path`: a zip where its name ends in .zip, else a folder. Whole or not at all.

    Raises UsageError where it exists, EnvironmentFault where it cannot be written.
    """
    if path.exists():
        raise UsageError(f"{path} exists already", where="backup", hint="Name a folder or file that is not there yet.",
                         zh=f"{path} 已经有了", hint_zh="换一个还不存在的文件夹名或文件名。")  # fmt: skip
    scratch = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        scratch.mkdir(parents=True)
        _copy(record.home, scratch)
        if path.suffix == ".zip":
            _zip(scratch, path)
        else:
            scratch.replace(path)
    except (OSError, shutil.Error, sqlite3.Error) as error:
        raise EnvironmentFault(
            f"cannot write the copy: {error}", where=str(path), hint="Choose a folder you may write to, with room.",
            zh=f"备份写不进去：{error}", hint_zh="换一个可写、空间够的文件夹。",
        ) from error  # fmt: skip
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _copy(home: Path, folder: Path) -> None:
    with closing(sqlite3.connect(home / FILE)) as source, closing(sqlite3.connect(folder / FILE)) as target:
        source.backup(target)
    if (home / "blobs").is_dir():
        # Names with a dot in front are blobs still being written: no event names them yet.
        shutil.copytree(home / "blobs", folder / "blobs", ignore=shutil.ignore_patterns(".*"))


def _zip(folder: Path, path: Path) -> None:
    scratch = folder / "whole.zip"
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    with ZipFile(scratch, "w", ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, file.relative_to(folder).as_posix())
    scratch.replace(path)
