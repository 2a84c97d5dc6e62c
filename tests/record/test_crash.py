"""kill -9 in the middle of writing: what was acknowledged is there, the record opens, and it stays whole."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import text

from beikao.record import Record
from beikao.record.admission import blobs_named

KILLS = 20
APPENDER = Path(__file__).with_name("appender.py")


def kill_once(home: Path, seed: int, seconds: float) -> list[str]:
    """Ids that were acknowledged before the process was killed, `seconds` after its first; one record for all."""
    command = [sys.executable, str(APPENDER), str(home), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said = process.stdout.readline()
        time.sleep(seconds)
        process.kill()
        said += process.stdout.read()
    # The last line may be cut: what was not said whole was not acknowledged.
    return " ".join(line for line in said.splitlines(keepends=True) if line.endswith("\n")).split()


def test_twenty_kills_lose_nothing(tmp_path: Path) -> None:
    home, moments = tmp_path / "home", random.Random(20)
    acknowledged: set[str] = set()
    for seed in range(KILLS):
        acknowledged |= set(kill_once(home, seed, moments.uniform(0.0, 0.15)))
        with Record.open(home) as record:
            stream = record.events("me")
            kept = {e.id for e in stream}
            assert acknowledged <= kept
            assert len(stream) % 2 == 0, "half of a transaction was kept"
            for event in stream:
                for digest in blobs_named(event):
                    record.blob(digest)
            with record._engine.connect() as connection:
                assert connection.scalar(text("PRAGMA quick_check")) == "ok"
    assert len(acknowledged) > KILLS * 2
