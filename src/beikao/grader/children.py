"""The judge's side of a sandboxed child: asking the zygote for one, speaking the wire, killing it in time.

Objects of the child appear as `Remote`: calls and attributes go over the wire. Bytes that come unasked are a protocol
error. Whatever the child prints is drained as it comes, so it can neither block nor flood.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import tempfile
import time
from collections.abc import Callable, Mapping
from typing import Any

from beikao.grader import wire

OUTPUT_LIMIT, MAX_CALLS = 64 * 1024, 100_000
START_S = 10.0


class LearnerError(Exception):
    """The submission raised. `name` is the class, `line` and `file` where in the learner's files."""

    def __init__(self, name: str, message: str, line: int, file: str) -> None:
        super().__init__(f"{name}: {message}")
        self.name, self.message, self.line, self.file = name, message, line, file


class ChildDied(Exception):
    """The child ended while a question was open."""


class OutOfTime(Exception):
    """The wall limit passed while a question was open."""


class Unavailable(Exception):
    """This machine cannot run this: which feature it lacks."""


class Zygote:
    """Asks the zygote process for children. `layers` are those wanted."""

    def __init__(self, control: socket.socket, layers: tuple[str, ...]) -> None:
        self.control, self.layers = control, layers

    def child(self, *, profile: str, memory_mib: int, seconds: float, folder: str | None) -> Child:
        """A new child; it may still be entering its sandbox."""
        ours, theirs = socket.socketpair()
        read, write = os.pipe()
        os.set_blocking(read, False)
        request = {
            "profile": profile,
            "memory_mib": memory_mib,
            "seconds": seconds,
            "folder": folder,
            "layers": self.layers,
        }
        try:
            socket.send_fds(self.control, [json.dumps(request).encode()], [theirs.fileno(), write])
        finally:
            theirs.close()
            os.close(write)
        return Child(ours, read)


class Child:
    """One sandboxed process. `deadline` (monotonic) bounds every wait."""

    def __init__(self, connection: socket.socket, output: int) -> None:
        self.connection, self._output = connection, output
        self.output = bytearray()
        self.deadline = time.monotonic() + START_S
        self.pid = 0
        self.layers: list[str] = []
        self.degraded: list[str] = []
        self.service = False
        self.calls = 0
        self.callbacks: list[Callable[..., Any]] = []
        self.log: list[str] = []  # the last calls, for the message
        self._ready = False
        self._pidfd = -1

    # ---- life

    def ready(self) -> None:
        """Wait until the sandbox stands. Raises ChildDied, OutOfTime."""
        if self._ready:
            return
        header, _ = wire.read_frame(self._receive)
        self.pid = int(header["pid"])
        self._pidfd = os.pidfd_open(self.pid) if hasattr(os, "pidfd_open") else -1
        header, _ = wire.read_frame(self._receive)
        self.layers, self.degraded = list(header["layers"]), list(header["degraded"])
        self.service = bool(header.get("service"))
        self._ready = True

    def close(self) -> None:
        """Kill it and let go of everything."""
        try:
            if self._pidfd >= 0:
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            elif self.pid:
                os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            self.pid = 0
        self._drain()
        self.connection.close()
        for descriptor in (self._output, self._pidfd):
            if descriptor >= 0:
                os.close(descriptor)
        self._output = self._pidfd = -1

    def cpu_seconds(self) -> float:
        """CPU time of the child, read from its clock in the kernel."""
        return time.clock_gettime((~self.pid << 3) | 2)

    def peak_kib(self) -> int:
        """VmHWM."""
        with open(f"/proc/{self.pid}/status") as file:  # noqa: PTH123 - a kernel file
            return next(int(line.split()[1]) for line in file if line.startswith("VmHWM"))

    # ---- bytes

    def _drain(self) -> None:
        while self._output >= 0:
            try:
                data = os.read(self._output, 65536)
            except (BlockingIOError, OSError):
                return
            if not data:
                return
            self.output += data[: max(0, OUTPUT_LIMIT - len(self.output))]

    def _receive(self, n: int) -> bytes:
        """Exactly n bytes before the deadline, draining output meanwhile."""
        parts, left = [], n
        while left:
            wait = self.deadline - time.monotonic()
            if wait <= 0:
                raise OutOfTime
            watched = [self.connection] + ([self._output] if self._output >= 0 else [])
            ready, _, _ = select.select(watched, [], [], wait)
            if self._output in ready:
                before = len(self.output)
                self._drain()
                if len(self.output) == before and self.connection not in ready:
                    time.sleep(0.001)  # at its limit, or closed: do not spin
            if self.connection in ready:
                part = self.connection.recv(min(left, 1 << 20))
                if not part:
                    raise ChildDied
                parts.append(part)
                left -= len(part)
        return b"".join(parts)

    def _quiet(self) -> None:
        """Nothing may have come before it was asked for."""
        if select.select([self.connection], [], [], 0)[0]:
            try:
                early = self.connection.recv(1, socket.MSG_PEEK)
            except OSError:
                early = b""
            if not early:
                raise ChildDied
            raise wire.ProtocolError("bytes came before they were asked for")

    # ---- questions

    def ask(
        self, header: dict[str, Any], value: Any = None, *, has_value: bool = False, raw: list[bytes] | None = None
    ) -> Any:
        """One question and its answer; callbacks in between are served here. Raises LearnerError and the rest above."""
        self.ready()
        self.calls += 1
        if self.calls > MAX_CALLS:
            raise wire.ProtocolError(f"more than {MAX_CALLS} calls")
        self._quiet()
        self._send(header, value, has_value, raw)
        while True:
            reply, buffers = wire.read_frame(self._receive)
            decode = wire.Decoder(buffers, self._resolve)
            if "callback" in reply:
                self._serve_callback(reply, decode)
            elif "error" in reply:
                e = reply["error"]
                raise LearnerError(str(e["name"]), str(e["message"]), int(e["line"]), str(e["file"]))
            elif "ok" in reply:
                return decode(reply["value"])
            else:
                raise wire.ProtocolError("an answer of no known kind")

    def _send(self, header: dict[str, Any], value: Any, has_value: bool, raw: list[bytes] | None) -> None:
        encoder = wire.Encoder(self._handle)
        if has_value:
            header = {**header, "value": encoder(value)}
        try:
            self.connection.sendall(wire.pack(header, raw if raw is not None else encoder.buffers))
        except OSError as error:
            raise ChildDied from error

    def _serve_callback(self, reply: dict[str, Any], decode: wire.Decoder) -> None:
        number = reply["callback"]
        if not isinstance(number, int) or not 0 <= number < len(self.callbacks):
            raise wire.ProtocolError("a callback that was never given")
        args, kwargs = decode(reply["value"])
        self.calls += 1
        if self.calls > MAX_CALLS:
            raise wire.ProtocolError(f"more than {MAX_CALLS} calls")
        self._send({"ok": True}, self.callbacks[number](*args, **kwargs), True, None)

    def _handle(self, value: Any) -> list[Any]:
        if isinstance(value, Remote):
            if value.child is not self:
                raise TypeError("an object of one submission cannot be given to another")
            return ["h", value.number]
        if callable(value):
            self.callbacks.append(value)
            return ["c", len(self.callbacks) - 1]
        raise TypeError(f"a {type(value).__name__} cannot go over the wire")

    def _resolve(self, tag: str, rest: list[Any]) -> Any:
        if tag != "h" or not isinstance(rest[0], int):
            raise wire.ProtocolError(f"tag {str(tag)[:20]}")
        return Remote(self, rest[0], str(rest[1])[:80], bool(rest[2]))

    def setup(self, entry: str, files: Mapping[str, str], *, write: bool) -> None:
        """Send the files and import the entry. Raises LearnerError when the import fails."""
        header = {"op": "setup", "entry": entry, "files": list(files), "write": write}
        self.ask(header, raw=[text.encode() for text in files.values()])

    def module(self) -> Remote:
        """The submission."""
        return Remote(self, 0, "module", False)


class Remote:
    """An object of the child. Attribute access and calls go over the wire; data comes back as data."""

    __slots__ = ("_label", "can_call", "child", "kind", "number")

    def __init__(self, child: Child, number: int, kind: str, can_call: bool, label: str = "") -> None:
        self.child, self.number, self.kind, self.can_call, self._label = child, number, kind, can_call, label

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = self.child.ask({"op": "get", "target": self.number, "name": name})
        if isinstance(found, Remote):
            found._label = f"{self._label}.{name}" if self._label else name
        return found

    def __getitem__(self, key: Any) -> Any:
        return self.child.ask({"op": "item", "target": self.number}, [key], has_value=True)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        label = f"{self._label or self.kind}({', '.join([brief(a) for a in args] + [f'{k}={brief(v)}' for k, v in kwargs.items()])})"
        self.child.log = [*self.child.log[-4:], label]
        found = self.child.ask({"op": "call", "target": self.number}, [list(args), kwargs], has_value=True)
        if isinstance(found, Remote):
            found._label = found.kind.lower()
        return found

    def __repr__(self) -> str:
        return f"<{self.kind}>"


def brief(value: Any) -> str:
    """An argument in a few characters: arrays by type and shape, the rest shortened."""
    if isinstance(value, Remote):
        return repr(value)  # asking it for attributes would be a question to the child
    shape = getattr(value, "shape", None)
    if shape is not None and hasattr(value, "dtype"):
        return f"{type(value).__name__}[{'×'.join(str(n) for n in shape) or 'scalar'}]"
    if callable(value) and not isinstance(value, Remote):
        return "<function>"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def tree_folder(files: Mapping[str, str]) -> tempfile.TemporaryDirectory[str]:
    """A folder with these files, readable by all: for children that have no writable one of their own."""
    from beikao.grader.child import write_tree

    folder = tempfile.TemporaryDirectory(prefix="beikao-tree-")
    os.chmod(folder.name, 0o755)  # noqa: PTH101 - read by an unprivileged child
    write_tree(folder.name, dict(files))
    return folder
