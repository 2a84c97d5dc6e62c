"""Runs the real command and the real server, as a user would."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    return {**os.environ, "NO_COLOR": "1", "COLUMNS": "120", "LANG": "C.UTF-8", **(extra or {})}


def beikao(*arguments: str, cwd: Path | None = None, env: Mapping[str, str] | None = None, stdin: str = "",
           timeout: float = 120) -> Done:  # fmt: skip
    """One command line."""
    command = [sys.executable, "-m", "beikao.cli.main", *arguments]
    ran = subprocess.run(
        command,
        cwd=cwd,
        env=environment(env),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    return Done(ran.returncode, ran.stdout, ran.stderr)


def free_port() -> int:
    """A port nobody listens on, so that several runs share a machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(*, port: int = 0, env: Mapping[str, str] | None = None, python: str = sys.executable,
           cwd: Path | None = None) -> Iterator[tuple[str, subprocess.Popen[str]]]:  # fmt: skip
    """`beikao up --no-open`: yields its address and process."""
    command = [python, "-m", "beikao.cli.main", "up", "--no-open", "--port", str(port or free_port())]
    process = subprocess.Popen(
        command, env=environment(env), cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), process.communicate(timeout=5)
        yield address, process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()
        process.wait()
