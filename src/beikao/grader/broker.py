"""The trusted half of a service lab: pid 1 of the learner's network namespace, which starts, asks and kills their program.

It never runs a line of theirs: it forks, the fork is confined further and runs the program as `python <file> <port>`
would, or executes an installed program (`run` of the manifest); the broker speaks HTTP to it over loopback and answers
the judge on the wire.
"""

from __future__ import annotations

import http.client
import json
import os
import runpy
import shutil
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any

from beikao.grader import sandbox, wire
from beikao.grader.child import unbuffered, write_tree
from beikao.grader.job import LOG, PORT, WORK
from beikao.grader.programs import WRITABLE, Programs
from beikao.grader.root import make_states

START_S, KILL_S = 5.0, 2.0
LOG_BYTES, MAX_BODY = 64 * 1024, 4 << 20
LINE_CHARS = 2000
ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin", "LANG": "C.UTF-8", "HOME": WORK}  # of an installed program


class Broker:
    """One program at a time."""

    def __init__(self, connection: socket.socket, confine: Callable[[], None], programs: Programs) -> None:
        self.connection, self.programs = connection, programs
        self.receive = wire.receive_exactly(connection)
        self.confine = confine
        self.tree: dict[str, str] = {}
        self.entry = ""
        self.run: list[str] = []
        self.pid = 0
        self.exit: int | None = None
        self.taken = 0  # bytes of the log already handed to the verdict

    def loop(self) -> None:
        """Answer until the judge goes away."""
        while True:
            try:
                header, buffers = wire.read_frame(self.receive)
            except (EOFError, ConnectionError):
                return
            encoder = wire.Encoder(lambda value: ["s", str(value)])
            try:
                value = getattr(self, "op_" + header["op"])(header, buffers)
                reply: dict[str, Any] = {"ok": True, "value": encoder(value)}
            except (OSError, http.client.HTTPException, ValueError) as error:
                reply = {"error": {"name": type(error).__name__, "message": str(error)[:300], "line": 0, "file": ""}}
            self.connection.sendall(wire.pack(reply, encoder.buffers))

    def op_setup(self, header: dict[str, Any], buffers: list[bytes]) -> None:
        """Remember the files."""
        self.tree = dict(zip(header["files"], (b.decode() for b in buffers), strict=True))
        self.entry, self.run = header["entry"], list(header["run"])
        os.chdir(WORK)

    def op_clean(self, header: dict[str, Any], buffers: list[bytes]) -> None:
        """End the program, forget what it kept, and lay out the files anew."""
        self.op_kill({"signal": signal.SIGKILL}, [])
        for folder in (WORK, *(WRITABLE if self.programs.runs else ())):
            _empty(folder)
        make_states(self.programs.states)
        self.taken = 0
        os.umask(0)  # the program is another user
        write_tree(WORK, self.tree)

    def op_start(self, header: dict[str, Any], buffers: list[bytes]) -> dict[str, Any]:
        """Start the program and wait until it listens; {"listening", "exit"}."""
        self.op_kill({"signal": signal.SIGKILL}, [])
        pid = os.fork()
        if pid == 0:
            self._become()
        self.pid, self.exit = pid, None
        limit = time.monotonic() + START_S
        while time.monotonic() < limit:
            if self._ended():
                return {"listening": False, "exit": self.exit}
            with socket.socket() as probe:
                probe.settimeout(0.2)
                if probe.connect_ex(("127.0.0.1", PORT)) == 0:
                    return {"listening": True, "exit": None}
            time.sleep(0.005)
        return {"listening": False, "exit": None}

    def _become(self) -> None:
        """In the fork: confine, then run the program."""
        code = 1
        try:
            descriptor = os.open(LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o666)
            os.dup2(descriptor, 1)
            os.dup2(descriptor, 2)
            os.close(descriptor)
            self.connection.close()
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            self.confine()
            sys.stdout, sys.stderr = unbuffered(1), unbuffered(2)
            if self.run:
                os.execve(self.programs.runs[0], self.run, ENVIRONMENT)
            self._python()
            code = 0
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else int(error.code is not None)
        except BaseException:  # noqa: BLE001 - the learner's program may raise anything
            traceback.print_exc()
        finally:
            os._exit(code & 0xFF)

    def _python(self) -> None:
        """The learner's program in this very process, as `python <file> <port>`."""
        sys.argv = [self.entry, str(PORT)]
        sys.path.insert(0, WORK)
        runpy.run_path(self.entry, run_name="__main__")

    def _ended(self) -> bool:
        if not self.pid:
            return True
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid:
            self.exit = os.waitstatus_to_exitcode(status)
            self.pid = 0
        return bool(pid)

    def op_http(self, header: dict[str, Any], buffers: list[bytes]) -> dict[str, Any]:
        """One request to the program."""
        link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=header["timeout_s"])
        try:
            body = buffers[0] if buffers else None
            link.request(header["method"], header["path"], body=body, headers=header["headers"])
            answer = link.getresponse()
            content = answer.read(MAX_BODY)
            names = {name.lower()[:100]: value[:LINE_CHARS] for name, value in answer.getheaders()[:50]}
            return {"status": answer.status, "headers": names, "body": content}
        finally:
            link.close()

    def op_kill(self, header: dict[str, Any], buffers: list[bytes]) -> None:
        """Send a signal to the program and wait for its end; SIGKILL goes to everything it started as well."""
        if header["signal"] == signal.SIGKILL:
            self._kill_all()
        elif self.pid and not self._ended():
            os.kill(self.pid, header["signal"])
            limit = time.monotonic() + KILL_S
            while not self._ended() and time.monotonic() < limit:
                time.sleep(0.002)

    def _kill_all(self) -> None:
        """Every other process of this namespace: what daemonised keeps no port and no file."""
        if os.getpid() != 1:
            return  # never outside a namespace of its own
        limit = time.monotonic() + KILL_S
        while time.monotonic() < limit:
            try:
                os.kill(-1, signal.SIGKILL)
                pid, status = os.waitpid(-1, 0)
            except (ProcessLookupError, ChildProcessError):
                break
            if pid == self.pid:
                self.exit, self.pid = os.waitstatus_to_exitcode(status), 0

    def op_logs(self, header: dict[str, Any], buffers: list[bytes]) -> str:
        """The end of what the program printed."""
        return self._log(0)

    def op_take_logs(self, header: dict[str, Any], buffers: list[bytes]) -> str:
        """What it printed since this was last asked."""
        text = self._log(self.taken)
        self.taken = os.path.getsize(LOG) if os.path.exists(LOG) else 0  # noqa: PTH110, PTH202
        return text

    def _log(self, since: int) -> str:
        try:
            descriptor = os.open(LOG, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:
            return ""
        with os.fdopen(descriptor, "rb") as file:
            size = os.fstat(descriptor).st_size
            file.seek(max(since, size - LOG_BYTES))
            return file.read(LOG_BYTES).decode(errors="replace")


def _empty(folder: str) -> None:
    """Remove all that lies in a folder."""
    for item in list(os.scandir(folder)):
        if item.is_dir(follow_symlinks=False):
            shutil.rmtree(item.path, ignore_errors=True)
        else:
            os.unlink(item.path)  # noqa: PTH108


def layers_of(confine: Callable[[], None], layers: sandbox.Layers) -> dict[str, list[str]]:
    """Which layers a program of this broker will get: a fork enters them and says so."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            confine()
            os.write(write, json.dumps({"layers": layers.held, "degraded": layers.degraded}).encode())
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as file:
        text = file.read(65536)
    os.waitpid(pid, 0)
    found: dict[str, list[str]] = json.loads(text)
    return found


def serve(connection: socket.socket, layers: sandbox.Layers, confine: Callable[[], None], programs: Programs) -> None:
    """Say which layers a program gets, then answer."""
    connection.sendall(wire.pack({**layers_of(confine, layers), "service": True}, []))
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    Broker(connection, confine, programs).loop()
    os._exit(0)
