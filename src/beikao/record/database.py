"""Opens the database file: folder, pragmas, transactions, migration. Says clearly what stands in the way.

WAL with synchronous=FULL: when a commit returns, neither kill -9 nor a power cut loses it. Statements and their
meaning are the store's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from beikao.errors import EnvironmentFault
from beikao.record.blobs import sync_folder

HEAD = "0001"
FILE = "record.sqlite3"
MIGRATIONS = Path(__file__).parent / "migrations"
WRITES = "beikao_writes"  # execution option: this transaction will write, so it takes the lock at once
PRAGMAS = (
    "busy_timeout=30000",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",  # what a removed learner wrote is overwritten, not only unlinked
)


def open_database(home: Path) -> Engine:
    """The engine on `home/record.sqlite3`, migrated. Raises EnvironmentFault."""
    file = home / FILE
    try:
        if not home.is_dir():
            home.mkdir(parents=True)
            sync_folder(home.parent)
    except OSError as error:
        raise EnvironmentFault(
            f"cannot make the data folder: {error.strerror}",
            where=str(home),
            hint="Set BEIKAO_HOME to a folder you own.",
            zh=f"建不了数据文件夹：{error.strerror}",
            hint_zh="把 BEIKAO_HOME 设成你自己的一个文件夹。",
        ) from error
    engine = create_engine(URL.create("sqlite", database=str(file)), connect_args={"timeout": 30})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    try:
        with faults(file):
            _migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def faults(file: Path) -> Iterator[None]:
    """What the database refuses becomes an EnvironmentFault that says what to do; a broken rule stays what it is."""
    try:
        yield
    except IntegrityError:
        raise
    except OperationalError as error:
        raise EnvironmentFault(
            f"the record cannot be used: {error.orig}",
            where=str(file),
            hint="Is the folder writable and the disk not full? Is another program holding the file?",
            zh=f"学习记录用不了：{error.orig}",
            hint_zh="看看文件夹能不能写、磁盘满了没有，是不是有别的程序占着这个文件。",
        ) from error
    except DatabaseError as error:
        raise EnvironmentFault(
            f"the record is damaged: {error.orig}",
            where=str(file),
            hint="Move it away and import your last export, or copy it from a backup.",
            zh=f"学习记录已损坏：{error.orig}",
            hint_zh="把它移走，再导入你最近一次的导出；或从备份里拷回来。",
        ) from error


def _prepare(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """A reader sees one state; a writer waits for the lock before it reads, so what it read still holds.

    The driver's own transactions would begin later, at the first change, and leave out DDL.
    """
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _migrate(engine: Engine) -> None:
    """To HEAD, whole or not at all. Alembic is imported only where something is to be done."""
    with engine.connect() as connection:
        if _version(connection) == HEAD:
            return
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        # Asked again under the lock: another process may have been quicker, and then there is nothing to do.
        _upgrade(connection, _version(connection))


def _upgrade(connection: Connection, found: str | None) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise EnvironmentFault(
            f"the record was written by a newer beikao (schema {found}, this one knows {HEAD})",
            where=str(connection.engine.url.database),
            hint="Update beikao: git pull, then ./start.",
            zh=f"学习记录是更新版的 beikao 写的（格式 {found}，这一版只认到 {HEAD}）",
            hint_zh="更新 beikao：先 git pull，再 ./start。",
        )
    command.upgrade(config, "head")


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return str(row[0]) if row else None
