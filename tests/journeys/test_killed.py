"""The server is killed with -9 while it writes, fifty times: nothing it acknowledged is lost, and it opens again."""

from __future__ import annotations

import random
import re
import signal
import threading
import time
from pathlib import Path

import httpx
import pytest

from beikao.record import Record
from tests.course.tiny import write_concept
from tests.running import server

KILLS = 50


@pytest.mark.timeout(600)
def test_nothing_acknowledged_is_lost(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_concept(tmp_path / "pack", "aa")
    monkeypatch.setenv("BEIKAO_CONTENT", str(tmp_path / "pack"))
    acknowledged: set[str] = set()
    chance = random.Random(7)
    for _ in range(KILLS):
        with server(env={"BEIKAO_WARM": "0"}) as (address, process):  # fifty judges that nobody asks would only slow it
            timer = threading.Timer(chance.uniform(0.05, 0.5), process.send_signal, (signal.SIGKILL,))
            write_until_it_dies(address, acknowledged, timer)
            timer.join()
            assert process.wait(10) == -signal.SIGKILL
    with Record.open(home) as record:
        kept = {str(e.data["seed"]) for e in record.events("me") if e.type == "question.answered"}
    assert len(acknowledged) >= KILLS, "the server hardly wrote anything"
    assert acknowledged <= kept


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
