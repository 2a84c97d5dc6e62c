"""The server is killed with -9 between a submission and its verdict: the next start brings the verdict."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from beikao.events import CodeJudged, CodeSubmitted, Event
from beikao.grader import names
from beikao.record import Record
from tests.course.tiny import write_concept
from tests.grader.test_processes import command, tree_of
from tests.running import free_port, server
from tests.small_units import write_lab

PORT = free_port()
SLOWLY = "import time\n\ntime.sleep(3)\n"


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_concept(tmp_path / "pack", "aa")
    write_lab(tmp_path / "pack/labs/scratch-lab", "aa", "aa/mixed-up")
    monkeypatch.setenv("BEIKAO_CONTENT", str(tmp_path / "pack"))
    monkeypatch.setenv("BEIKAO_GRADER_WORKERS", "1")
    return tmp_path / "pack/labs/scratch-lab"


def events(kind: str) -> list[Event]:
    with Record.open(Path(os.environ["BEIKAO_HOME"])) as record:
        return record.events("me", types=(kind,))


def wait_for(kind: str, count: int) -> list[Event]:
    limit = time.monotonic() + 180  # Ray may take a minute to start beside other work
    while len(found := events(kind)) < count:
        assert time.monotonic() < limit, f"{len(found)} {kind}"
        time.sleep(0.2)
    return found


def submit(address: str, text: str) -> None:
    """Hand in as the page does; the server dies before it can answer."""
    with httpx.Client(base_url=address.rstrip("/"), trust_env=False, timeout=60) as client:
        token = re.search(r'name="token" value="([0-9a-f]+)"', client.get("/lab/scratch-lab").text)
        assert token
        fields = {"token": token[1], "file:solution.py": text}
        with pytest.raises(httpx.TransportError):
            client.post("/lab/scratch-lab/check", data=fields)


@contextmanager
def killed(port: int) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server that gets kill -9 at the end; none of its processes outlives it."""
    with server(port=port) as (address, process):
        yield address, process
        below = tree_of(process.pid)
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    limit = time.monotonic() + 20
    while any(command(p) for p in below) and time.monotonic() < limit:
        time.sleep(0.1)
    assert [command(p) for p in below if command(p)] == []


@pytest.mark.parametrize("name", names())
def test_a_verdict_after_kill_and_start(lab: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("BEIKAO_GRADER", name)
    text = SLOWLY + (lab / "reference.py").read_text()
    with killed(PORT) as (address, _):
        waiting = threading.Thread(target=submit, args=(address, text))
        waiting.start()
        (submitted,) = wait_for(CodeSubmitted.TYPE, 1)
    waiting.join(10)
    assert events(CodeJudged.TYPE) == []
    with server(port=PORT) as (address, _):
        (judged,) = wait_for(CodeJudged.TYPE, 1)
        assert judged.data["submission"] == submitted.id
        assert judged.data["verdict"]["state"] == "passed"
        assert judged.data["verdict"]["seed"] == submitted.data["seed"]
        page = httpx.get(f"{address}lab/scratch-lab?lang=en", trust_env=False, timeout=30).text
        assert "passed" in page.lower()
    with server(port=PORT):
        time.sleep(1)
    assert len(events(CodeJudged.TYPE)) == 1


def test_the_second_kill_is_the_last(lab: Path) -> None:
    text = SLOWLY + (lab / "reference.py").read_text()
    with killed(PORT) as (address, _):
        waiting = threading.Thread(target=submit, args=(address, text))
        waiting.start()
        wait_for(CodeSubmitted.TYPE, 1)
    waiting.join(10)
    with killed(PORT) as (_, process):
        limit = time.monotonic() + 60
        while len(tree_of(process.pid)) < 5 and time.monotonic() < limit:  # server, judge, zygote, learner, its twin
            time.sleep(0.05)
    assert events(CodeJudged.TYPE) == []
    with server(port=PORT):
        (judged,) = wait_for(CodeJudged.TYPE, 1)
    verdict = judged.data["verdict"]
    assert (verdict["state"], verdict["score"]) == ("grader_error", 0.0)
    assert "中断" in verdict["checks"][0]["message"]["zh"]
    assert "ended twice" in verdict["checks"][0]["message"]["en"]
