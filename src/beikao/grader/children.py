"""The judge's side of a sandboxed child: speaking the wire, killing it in time. `spares` asks for one.

Objects of the child appear as `Remote` (`remote`). Bytes that come unasked are a protocol error. Whatever the child
prints is drained as it comes, so it can neither block nor flood.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import tempfile
import time
from collections.abc import Mapping
from typing import Any

from beikao.grader import usage, wire
from beikao.grader.asked import Asked
from beikao.grader.failures import (
    ChildDied,
    LearnerError,
    NoSandbox,
    OutOfMemory,
    OutOfTime,
    ReferenceFailed,
    ZygoteDied,
)
from beikao.grader.profiles import PROFILES

OUTPUT_LIMIT = 64 * 1024
DRAINED = 64  # pieces of 64 KiB; a pipe holds one
START_S, ZYGOTE_START_S = 10.0, 120.0
WATCH_S = 0.05  # between two looks at the memory of all that a child started
EARLY = "bytes came before they were asked for"


def hello(control: socket.socket) -> dict[str, Any]:
    """What a zygote says when it is up. Raises ZygoteDied."""
    control.settimeout(ZYGOTE_START_S)
    try:
        said = control.recv(4096)
    except TimeoutError as error:
        raise ZygoteDied("the zygote did not start in time") from error
    control.settimeout(None)
    if not said:
        raise ZygoteDied("the zygote did not start")
    found: dict[str, Any] = json.loads(said)
    return found


def _ended(control: socket.socket) -> bool:
    """Whether the zygote at the other end is gone."""
    try:
        return not control.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
    except OSError:
        return True


class Child(Asked):
    """One sandboxed process. `deadline` (monotonic) bounds every wait, and when it has passed `more_s` is asked for how
    long it is put off; `trusted`: it runs the reference. `control` is the socket of its zygote, `alone`: which is there
    for this child only."""

    def __init__(self, connection: socket.socket, output: int, profile: str, *, memory_mib: int, linux: bool,
                 control: socket.socket, alone: bool) -> None:  # fmt: skip
        super().__init__()
        self.connection, self._output, self.profile = connection, output, profile
        self._linux, self._control, self._alone = linux, control, alone
        self._watched_mib = memory_mib if linux and PROFILES[profile].forks else 0
        self._shared_kib = 0
        self.late_s = 0.0  # waited for an interpreter of its own, which is not the learner's time
        self.output = bytearray()
        self.deadline = time.monotonic() + START_S
        self.pid = 0
        self.layers: list[str] = []
        self.degraded: list[str] = []
        self.missing = ""  # what this machine lacks for the profile
        self._read = bytearray()  # what came and was not asked for yet
        self._ready = False
        self.pidfd = -1

    # ---- life

    def ready(self) -> None:
        """Wait until the sandbox stands. Raises NoSandbox, OutOfTime."""
        if self._ready:
            return
        if self._alone:
            began = time.monotonic()
            hello(self._control)
            self.late_s = time.monotonic() - began
            self.deadline += self.late_s
        try:
            header, _ = wire.read_frame(self._receive)
            self.pid = int(header["pid"])
            self.pidfd = os.pidfd_open(self.pid) if self._linux and hasattr(os, "pidfd_open") else -1
            header, _ = wire.read_frame(self._receive)
        except (ChildDied, ProcessLookupError) as error:
            if _ended(self._control):
                raise ZygoteDied from error
            raise NoSandbox("the sandbox did not start: " + self.output.decode(errors="replace")[-300:]) from error
        self.layers, self.degraded = list(header["layers"]), list(header["degraded"])
        self.service, self.missing = bool(header.get("service")), str(header.get("missing", ""))
        self.start_kib = self.peak_kib()
        self._shared_kib = usage.status_kib(self.pid, "RssAnon") if self.profile != "program" else 0
        self._ready = True

    def waits(self) -> bool:
        """Whether a spare still stands in its sandbox, silent."""
        self.deadline = time.monotonic() + START_S
        try:
            self.ready()
            self.quiet()
        except (NoSandbox, ChildDied, OutOfTime, wire.ProtocolError):
            return False
        return True

    def lives(self) -> bool:
        """Whether it was not closed: the number of its process may be another's by now."""
        return self.connection.fileno() >= 0

    def close(self) -> None:
        """Kill it and let go of everything."""
        try:
            if self.pid and "namespaces" not in self.layers:
                os.killpg(self.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass  # it never got as far as a group of its own
        try:
            if self.pidfd >= 0:
                signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
            elif self.pid:
                os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            self.pid = 0
        self.drain()
        self.connection.close()
        if self._alone:
            self._control.close()
        for descriptor in (self._output, self.pidfd):
            if descriptor >= 0:
                os.close(descriptor)
        self._output = self.pidfd = -1

    def cpu_seconds(self) -> float:
        """CPU time of the child by the kernel; elsewhere than on Linux the judge's own clock. Raises ChildDied."""
        try:
            return usage.cpu_seconds(self.pid) if self._linux else time.monotonic()
        except OSError as error:
            raise ChildDied from error

    def peak_kib(self) -> int:
        """The most memory it held; elsewhere than on Linux by its own word, 0 where nobody knows."""
        if self._linux or not self._ready:
            return usage.status_kib(self.pid, "VmHWM")
        return int(self.ask({"op": "peak"}))

    def _watch(self) -> None:
        """End it where it and what it started hold too much. Raises OutOfMemory."""
        if self._watched_mib and self._ready:
            used = usage.tree_kib(self.pid, self._shared_kib) // 1024
            if used > self._watched_mib:
                signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
                raise OutOfMemory(used)

    # ---- bytes

    def drain(self) -> None:
        """Read what was printed; beyond the limit it is read and dropped, so a flood blocks nobody.

        At most DRAINED pieces: a thread that prints without end must not keep the judge here.
        """
        for _ in range(DRAINED):
            if self._output < 0:
                return
            try:
                data = os.read(self._output, 65536)
            except OSError:
                return
            if not data:
                os.close(self._output)
                self._output = -1
                return
            self.output += data[: max(0, OUTPUT_LIMIT - len(self.output))]

    def _receive(self, n: int) -> bytes:
        """Exactly n bytes before the deadline, draining output meanwhile."""
        while len(self._read) < n:
            wait = self._left_s()
            if wait <= 0:
                raise OutOfTime
            watched: list[Any] = [self.connection] + ([self._output] if self._output >= 0 else [])
            ready, _, _ = select.select(watched, [], [], min(wait, WATCH_S) if self._watched_mib else wait)
            self._watch()
            if self._output in ready:
                self._drain_some()
            if self.connection in ready:
                try:
                    part = self.connection.recv(max(wire.READ_BYTES, min(n - len(self._read), 1 << 20)))
                except OSError:
                    part = b""
                if not part:
                    raise ChildDied
                self._read += part
        wanted = bytes(self._read[:n])
        del self._read[:n]
        return wanted

    def _left_s(self) -> float:
        """Seconds until the deadline, which `more_s` may put off."""
        if time.monotonic() >= self.deadline and (more := self.more_s()) > 0:
            self.deadline = time.monotonic() + more
        return self.deadline - time.monotonic()

    def _drain_some(self) -> None:
        """One piece of the output, so that a flood cannot hide the deadline."""
        data = os.read(self._output, 65536)
        self.output += data[: max(0, OUTPUT_LIMIT - len(self.output))]
        if not data:
            os.close(self._output)
            self._output = -1

    def quiet(self) -> None:
        """Nothing may have come before it was asked for. Raises ChildDied, ProtocolError."""
        if self._read:
            raise wire.ProtocolError(EARLY)
        if select.select([self.connection], [], [], 0)[0]:
            try:
                early = self.connection.recv(1, socket.MSG_PEEK)
            except OSError:
                early = b""
            if not early:
                raise ChildDied
            raise wire.ProtocolError(EARLY)

    # ---- questions

    def ask(self, header: dict[str, Any], value: Any = None, *, has_value: bool = False,
            raw: list[bytes] | None = None) -> Any:  # fmt: skip
        """One question and its answer; callbacks in between are served here. Raises LearnerError and the rest above."""
        try:
            return self._ask(header, value, has_value, raw)
        except (LearnerError, ChildDied, wire.ProtocolError) as error:
            if self.trusted:
                raise ReferenceFailed(str(error) or type(error).__name__) from error
            raise

    def _ask(self, header: dict[str, Any], value: Any, has_value: bool, raw: list[bytes] | None) -> Any:
        self.ready()
        self.count()
        self.quiet()
        self._send(header, value, has_value, raw)
        broken: Exception | None = None  # a failure of the check itself inside a callback, raised at the end
        while True:
            reply, buffers = wire.read_frame(self._receive)
            decode = wire.Decoder(buffers, self.resolve)
            if "callback" in reply:
                broken = self._serve_callback(reply, decode) or broken
            elif "error" in reply:
                raise broken or LearnerError.read(reply["error"])
            elif "ok" in reply and "value" in reply:
                found = decode(reply["value"])
                if reply.get("touched") is True:
                    self.touched = self.call if isinstance(self.call, str) else self.call[0]
                if broken:
                    raise broken
                return found
            else:
                raise wire.ProtocolError("an answer of no known kind")

    def _send(self, header: dict[str, Any], value: Any, has_value: bool, raw: list[bytes] | None) -> None:
        encoder = wire.Encoder(self.handle)
        if has_value:
            header = {**header, "value": encoder(value)}
        if self.unused:
            header, self.unused = {**header, "unused": self.unused}, []
        data = memoryview(wire.pack(header, raw if raw is not None else encoder.buffers))
        self.connection.settimeout(max(self._left_s(), 0.001))
        try:
            self.connection.sendall(data)
        except TimeoutError as error:
            raise OutOfTime from error
        except OSError as error:
            raise ChildDied from error
        finally:
            self.connection.settimeout(None)

    def _serve_callback(self, reply: dict[str, Any], decode: wire.Decoder) -> Exception | None:
        """Answer with what the function gives. A check's own failure in it is returned, to be raised at the end; a
        plain error (wrong arguments) goes back to the submission, whose call it was."""
        from beikao.grader.trial import CheckFailed

        number = reply["callback"]
        if type(number) is not int or not 0 <= number < len(self.callbacks):
            raise wire.ProtocolError("a callback that was never given")
        self.count()
        given = decode(reply.get("value"))
        if type(given) is not list or len(given) != 2 or type(given[0]) is not list or type(given[1]) is not dict:
            raise wire.ProtocolError("a callback without arguments")
        try:
            result = self.callbacks[number](*given[0], **given[1])
        except (CheckFailed, LearnerError) as error:
            self._send({"refused": "the check ended"}, None, False, None)
            return error
        except (
            TypeError,
            ValueError,
            LookupError,
            ArithmeticError,
            RuntimeError,
            AttributeError,
            AssertionError,
        ) as error:
            self._send({"refused": f"{type(error).__name__}: {error}"[:500]}, None, False, None)
            return None
        self._send({"ok": True}, result, True, None)
        return None


def tree_folder(files: Mapping[str, str]) -> tempfile.TemporaryDirectory[str]:
    """A folder with these files, readable by all: for children that have no writable one of their own."""
    from beikao.grader.child import write_tree

    folder = tempfile.TemporaryDirectory(prefix="beikao-tree-")
    os.chmod(folder.name, 0o755)  # noqa: PTH101 - read by an unprivileged child
    write_tree(folder.name, dict(files))
    return folder
