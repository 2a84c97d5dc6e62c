"""Opening: migrations agree with the tables, and what stands in the way is said."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from beikao.errors import EnvironmentFault
from beikao.record import Record
from beikao.record.database import FILE, HEAD, MIGRATIONS
from beikao.record.schema import metadata
from tests.record.stream import answered, event


def test_the_migrated_schema_is_the_one_declared(tmp_path: Path) -> None:
    with Record.open(tmp_path) as record, record._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_head_is_the_last_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_the_folder_is_made(tmp_path: Path) -> None:
    home = tmp_path / "a b" / "中%20?#x"
    with Record.open(home) as record:
        record.append(event(answered()))
    assert (home / FILE).is_file()
    with Record.open(home) as record:
        assert len(record.events("me")) == 1


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentFault) as caught:
        Record.open(tmp_path / "file" / "home")
    assert "BEIKAO_HOME" in caught.value.hint
    assert caught.value.exit_code == 4


def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    """In a child, because root must first become nobody to be refused."""
    tmp_path.chmod(0o555)
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom beikao.record import Record\n"
        "from beikao.errors import EnvironmentFault\n"
        "import beikao.record.database, sqlalchemy.dialects.sqlite.pysqlite\n"
        "if os.geteuid() == 0: os.setuid(65534)\n"
        "try: Record.open(Path(sys.argv[1]) / 'home')\n"
        "except EnvironmentFault as error: print('fault', error.where)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    tmp_path.chmod(0o755)
    assert done.stdout.startswith("fault"), done.stderr


def test_a_database_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(EnvironmentFault, match="cannot be used"):
        Record.open(tmp_path)


def test_a_newer_schema(tmp_path: Path) -> None:
    Record.open(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / FILE)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(EnvironmentFault, match="newer beikao") as caught:
        Record.open(tmp_path)
    assert "9999" in caught.value.what
    assert "Update" in caught.value.hint


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"not a database, " * 400)
    with pytest.raises(EnvironmentFault, match="damaged") as caught:
        Record.open(tmp_path)
    assert "import your last export" in caught.value.hint


def test_a_file_damaged_inside(tmp_path: Path) -> None:
    with Record.open(tmp_path) as record:
        record.append(*[event(answered(seed=i), minute=i) for i in range(300)])
    file = tmp_path / FILE
    data = bytearray(file.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    file.write_bytes(data)
    with pytest.raises(EnvironmentFault, match="damaged"), Record.open(tmp_path) as record:
        record.events("me")


def test_a_record_that_vanishes_while_open_is_said(tmp_path: Path) -> None:
    with Record.open(tmp_path) as record:
        with closing(sqlite3.connect(tmp_path / FILE)) as raw, raw:
            raw.execute("DROP TABLE drafts")
        with pytest.raises(EnvironmentFault):
            record.drafts("me")


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic import command

    real = command.upgrade

    def half(*arguments: object, **options: object) -> None:
        real(*arguments, **options)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "upgrade", half)
    with pytest.raises(KeyboardInterrupt):
        Record.open(tmp_path)
    monkeypatch.undo()
    with closing(sqlite3.connect(tmp_path / FILE)) as raw:
        assert raw.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    Record.open(tmp_path).close()


def test_processes_that_open_a_new_folder_at_once(tmp_path: Path) -> None:
    code = "import sys\nfrom pathlib import Path\nfrom beikao.record import Record\nsys.stdin.read()\nRecord.open(Path(sys.argv[1])).close()"
    command = [sys.executable, "-c", code, str(tmp_path / "home")]
    running = [subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(6)]
    for process in running:
        assert process.stdin
        process.stdin.close()
        process.stdin = None
    assert [(p.communicate(timeout=60)[1], p.returncode) for p in running] == [(b"", 0)] * 6


def probe(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_alembic_is_imported_only_for_a_migration(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom beikao.record import Record\n"
        f"Record.open(Path({str(tmp_path)!r})).close()\nprint('alembic' in sys.modules)"
    )
    assert [probe(code), probe(code)] == ["True", "False"]


def test_importing_the_room_is_quick_and_brings_no_other() -> None:
    """It costs little beyond SQLAlchemy itself (250 ms together when measured on idle cores); the best of five each."""
    timed = "import time, sys\nbegan = time.process_time()\nimport {}\nprint(time.process_time() - began)\n"
    brings = "assert not {'alembic', 'fastapi', 'torch', 'numpy', 'beikao.web', 'beikao.course'} & set(sys.modules)"
    ours = min(float(probe(timed.format("beikao.record") + brings)) for _ in range(5))
    assert ours < 1.6 * min(float(probe(timed.format("sqlalchemy"))) for _ in range(5))
