"""The server is killed with -9 while it writes, fifty times: nothing it acknowledged is lost, and it opens again."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from beikao.record import Record
from tests.course.tiny import write_concept
from tests.running import environment, free_port

KILLS = 50


@pytest.mark.timeout(600)
def test_nothing_acknowledged_is_lost(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_concept(tmp_path / "pack", "aa")
    monkeypatch.setenv("BEIKAO_CONTENT", str(tmp_path / "pack"))
    monkeypatch.setenv("BEIKAO_WARM", "0")  # fifty judges that nobody asks would only slow it
    acknowledged: set[str] = set()
    chance = random.Random(7)
    with nursery() as start:
        for _ in range(KILLS):
            address, pid, ended = start()
            timer = threading.Timer(chance.uniform(0.05, 0.5), os.kill, (pid, signal.SIGKILL))
            write_until_it_dies(address, acknowledged, timer)
            timer.join()
            assert os.waitstatus_to_exitcode(ended()) == -signal.SIGKILL
    with Record.open(home) as record:
        kept = {str(e.data["seed"]) for e in record.events("me") if e.type == "question.answered"}
    assert len(acknowledged) >= KILLS, "the server hardly wrote anything"
    assert acknowledged <= kept


@contextmanager
def nursery() -> Iterator[Callable[[], tuple[str, int, Callable[[], int]]]]:
    """A function that starts the server: its address, its process, and one that waits for its end and says how it came."""
    command = [sys.executable, str(Path(__file__).with_name("nursery.py"))]
    parent = subprocess.Popen(command, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert parent.stdin is not None and parent.stdout is not None
    told, lines = parent.stdin, parent.stdout

    def start() -> tuple[str, int, Callable[[], int]]:
        told.write(f"{free_port()}\n")
        told.flush()
        said = sorted(lines.readline().strip() for _ in range(2))  # the child's line may be the first
        address, pid = said
        assert address.startswith("http://127.0.0.1:") and pid.startswith("pid "), said
        return address, int(pid[4:]), lambda: int(lines.readline().removeprefix("ended "))

    try:
        yield start
    finally:
        told.close()
        parent.wait(10)
        lines.close()


def write_until_it_dies(address: str, acknowledged: set[str], timer: threading.Timer) -> None:
    """Answer questions as fast as it goes; remember a seed only when its answer came back."""
    with httpx.Client(base_url=address.rstrip("/"), trust_env=False, timeout=10) as client:
        try:
            page = client.get("/q/aa/q-3?lang=en").text
            found = re.search(r'name="token" value="([0-9a-f]+)"', page)
            assert found
            timer.start()
            while True:
                seed = str(time.time_ns() % 2**47)
                data = {"token": found[1], "seed": seed, "mode": "practice", "given": "yes", "seconds": "1"}
                if client.post("/q/aa/q-3", data=data).status_code == 200:
                    acknowledged.add(seed)
        except httpx.TransportError:
            return
