"""The language chosen in a record, read with little: for a word before, or instead of, opening a desk. Nothing is made or migrated."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

CHOSEN = "SELECT line FROM events WHERE learner = ? AND type = 'profile.set' ORDER BY at DESC, id DESC"


def language_at(home: Path, learner: str = "me") -> str | None:
    """`profile(desk).language` of the record in this folder; None where there is none that can be read."""
    file = home / "record.sqlite3"
    try:
        if not file.is_file():
            return None
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=1)) as record:
            said = [json.loads(line)["data"].get("language") for (line,) in record.execute(CHOSEN, (learner,))]
    except (OSError, sqlite3.Error, ValueError, KeyError, TypeError, AttributeError):
        return None
    return next((str(language) for language in said if language), None)
