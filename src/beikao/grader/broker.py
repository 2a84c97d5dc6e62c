"""The trusted half of a service lab: pid 1 of the learner's network namespace, which starts, asks and kills their program.

It never runs a line of theirs: it forks, the fork is confined further and runs the program; the broker speaks HTTP to it
over loopback and answers the judge on the wire.
"""

from __future__ import annotations

import http.client
import os
import runpy
import signal
import socket
import sys
import time
from collections.abc import Callable
from typing import Any

from beikao.grader import sandbox, wire
from beikao.grader.child import write_tree

PORT = 8080
START_S, LOG_BYTES, MAX_BODY = 5.0, 64 * 1024, 4 << 20


class Broker:
    """One program at a time."""

    def __init__(self, connection: socket.socket, layers: sandbox.Layers, confine: Callable[[], None]) -> None:
        self.layers = layers
        self.connection = connection
        self.receive = wire.receive_exactly(connection)
        self.confine = confine
        self.pid = 0
        self.entry = ""

    def loop(self) -> None:
        """Answer until the judge goes away."""
        while True:
            try:
                header, buffers = wire.read_frame(self.receive)
            except EOFError:
                return
            encoder = wire.Encoder(lambda value: ["s", str(value)])
            try:
                reply: dict[str, Any] = {
                    "ok": True,
                    "value": encoder(getattr(self, "op_" + header["op"])(header, buffers)),
                }
            except (OSError, http.client.HTTPException, ValueError) as error:
                reply = {"error": {"name": type(error).__name__, "message": str(error)[:300], "line": 0, "file": ""}}
            self.connection.sendall(wire.pack(reply, encoder.buffers))

    def op_setup(self, header: dict[str, Any], buffers: list[bytes]) -> None:
        """Write the files."""
        write_tree(sandbox.WORK, dict(zip(header["files"], (b.decode() for b in buffers), strict=True)))
        os.chdir(sandbox.WORK)
        for name in header["files"]:
            os.chmod(name, 0o666)  # noqa: PTH101
        self.entry = header["entry"]

    def op_start(self, header: dict[str, Any], buffers: list[bytes]) -> dict[str, Any]:
        """Start the program and wait until it listens; {"listening", "exit"}."""
        self.op_kill({"signal": signal.SIGKILL}, [])
        pid = os.fork()
        if pid == 0:
            self._become()
        self.pid = pid
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
        """In the fork: confine, then run the program as `python <file> <port>` would."""
        code = 1
        try:
            descriptor = os.open("program.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
            os.dup2(descriptor, 1)
            os.dup2(descriptor, 2)
            self.connection.close()
            self.confine()
            if self.layers.degraded:  # a wanted layer failed: a service never runs with less
                os.write(2, f"sandbox: {self.layers.degraded}\n".encode())
                os._exit(72)
            sys.stdout = open(1, "w", buffering=1, closefd=False, errors="replace")  # noqa: SIM115
            sys.stderr = open(2, "w", buffering=1, closefd=False, errors="replace")  # noqa: SIM115
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            sys.argv = [self.entry, str(PORT)]
            sys.path.insert(0, sandbox.WORK)
            runpy.run_path(self.entry, run_name="__main__")
            code = 0
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else 1
        except BaseException:  # noqa: BLE001 - the learner's program may raise anything
            import traceback

            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)

    def _ended(self) -> bool:
        if not self.pid:
            return True
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid:
            self.exit = os.waitstatus_to_exitcode(status)
            self.pid = 0
        return bool(pid)

    exit: int | None = None

    def op_http(self, header: dict[str, Any], buffers: list[bytes]) -> dict[str, Any]:
        """One request to the program."""
        link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=header["timeout_s"])
        try:
            link.request(
                header["method"], header["path"], body=buffers[0] if buffers else None, headers=header["headers"]
            )
            answer = link.getresponse()
            body = answer.read(MAX_BODY)
            names = {name.lower()[:100]: value[:1000] for name, value in answer.getheaders()[:50]}
            return {"status": answer.status, "headers": names, "body": body}
        finally:
            link.close()

    def op_kill(self, header: dict[str, Any], buffers: list[bytes]) -> None:
        """Send a signal and, where it should end the program, wait for that."""
        if self.pid and not self._ended():
            os.kill(self.pid, header["signal"])
            limit = time.monotonic() + 2
            while not self._ended() and time.monotonic() < limit:
                time.sleep(0.002)

    def op_logs(self, header: dict[str, Any], buffers: list[bytes]) -> str:
        """The end of what the program printed."""
        try:
            with open("program.log", "rb") as file:  # noqa: PTH123
                return file.read()[-LOG_BYTES:].decode(errors="replace")
        except FileNotFoundError:
            return ""


def serve(connection: socket.socket, layers: sandbox.Layers, confine: Callable[[], None], possible: bool) -> None:
    """Say which layers hold (or that this machine cannot run services), then answer."""
    held = [*layers.held, "landlock", "capabilities", "seccomp"] if possible else layers.held
    connection.sendall(wire.pack({"layers": held, "degraded": layers.degraded, "service": possible}, []))
    if possible:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        Broker(connection, layers, confine).loop()
    os._exit(0)
