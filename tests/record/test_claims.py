"""Claims: one holder at a time, a count of beginnings that outlives a killed process, nothing left behind."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from beikao.errors import EnvironmentFault
from beikao.record import Claims

HOLD = """
import os, sys
from pathlib import Path
from beikao.record import Claims
with Claims(Path(sys.argv[1])).hold("work") as claim:
    print(claim.begun, flush=True)
    sys.stdin.read()
"""


def test_one_at_a_time(home: Path) -> None:
    claims, got = Claims(home), list[int]()

    def wait() -> None:
        with claims.hold("work") as claim:
            assert claim is not None
            got.append(claim.begun)

    with claims.hold("work") as claim:
        assert claim is not None
        assert claim.begun == 1
        with claims.hold("work", wait=False) as second, claims.hold("other", wait=False) as other:
            assert second is None
            assert other is not None
        thread = threading.Thread(target=wait)
        thread.start()
        thread.join(0.2)
        assert got == []
    thread.join(5)
    assert got == [1]  # the first finished: this is new work of the same name
    assert list((home / "in-hand").iterdir()) == []


def test_a_killed_process_lets_go_and_its_beginning_counts(home: Path) -> None:
    claims = Claims(home)
    for begun in (1, 2):
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert process.stdin and process.stdout
        assert int(process.stdout.readline()) == begun
        with claims.hold("work", wait=False) as claim:
            assert claim is None
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()
    with claims.hold("work", wait=False) as claim:
        assert claim is not None
        assert claim.begun == 3


def test_unfinished_work_is_begun_again(home: Path) -> None:
    claims = Claims(home)
    with pytest.raises(ZeroDivisionError), claims.hold("work"):
        raise ZeroDivisionError
    with claims.hold("work") as claim:
        assert claim is not None
        assert claim.begun == 2
        claim.open = True
    with claims.hold("work") as claim:
        assert claim is not None
        assert claim.begun == 3


def test_what_nobody_wants_any_more_is_forgotten(home: Path) -> None:
    claims = Claims(home)
    for name in ("kept", "gone"):
        with claims.hold(name) as claim:
            assert claim is not None
            claim.open = True
    with claims.hold("in hand"):
        claims.forget_others({"kept"})
        assert len(list((home / "in-hand").iterdir())) == 2
    with claims.hold("kept") as claim:
        assert claim is not None
        assert claim.begun == 2


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentFault), Claims(tmp_path / "file").hold("work"):
        pass
