"""Opens the database file: folder, pragmas, migration. Says clearly what stands in the way.

WAL with synchronous=FULL: when a commit returns, neither kill -9 nor a power cut loses it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError, OperationalError

from beikao.errors import EnvironmentFault

HEAD = "0001"
FILE = "record.sqlite3"


def open_database(home: Path) -> Engine:
    """The engine on `home/record.sqlite3`, migrated. Raises EnvironmentFault."""
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentFault(
            f"cannot make the data folder: {error.strerror}",
            where=str(home),
            hint="Set BEIKAO_HOME to a folder you own.",
        ) from error
    engine = create_engine(f"sqlite:///{home / FILE}", connect_args={"timeout": 30})
    event.listen(engine, "connect", _pragmas)
    try:
        with engine.connect() as connection:
            _migrate(connection)
    except OperationalError as error:
        engine.dispose()
        raise EnvironmentFault(
            f"cannot open the record: {error.orig}",
            where=str(home / FILE),
            hint="Is the folder writable and the disk not full?",
        ) from error
    except DatabaseError as error:
        engine.dispose()
        raise EnvironmentFault(
            f"the record is damaged: {error.orig}",
            where=str(home / FILE),
            hint="Move it away and import your last export.",
        ) from error
    return engine


def _pragmas(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _migrate(connection: Connection) -> None:
    """To HEAD. Alembic is imported only where something is to be done."""
    found = _version(connection)
    if found == HEAD:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    connection.rollback()
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise EnvironmentFault(
            f"the record was written by a newer beikao (schema {found})", hint="Update beikao: git pull, then ./start."
        ) from error
    connection.commit()


def _version(connection: Connection) -> str | None:
    tables = connection.execute(text("SELECT name FROM sqlite_master WHERE name = 'alembic_version'")).all()
    if not tables:
        return None
    row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return str(row[0]) if row else None
