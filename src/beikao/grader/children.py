"""The judge's side of a sandboxed child: asking the zygote for one, speaking the wire, killing it in time.

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
from collections.abc import Callable, Mapping
from typing import Any

from beikao.grader import wire

OUTPUT_LIMIT, MAX_CALLS = 64 * 1024, 100_000
START_S = 10.0
EARLY = "bytes came before they were asked for"
Call = tuple[str, tuple[Any, ...], dict[str, Any]]  # name, arguments, named arguments


class LearnerError(Exception):
    """The submission raised. `kinds` are the names of its classes, the own one first; `line` and `file` say where in
    the learner's files. `missing` is set where a name was not there, `near` to one that looks like it."""

    def __init__(self, name: str, message: str, line: int = 0, file: str = "", *, kinds: tuple[str, ...] = (),
                 missing: str = "", near: str = "") -> None:  # fmt: skip
        super().__init__(f"{name}: {message}")
        self.name, self.message, self.line, self.file = name, message, line, file
        self.kinds, self.missing, self.near = kinds or (name,), missing, near

    @classmethod
    def read(cls, raw: Any) -> LearnerError:
        """From the wire: a word of the learner's, believed only in its form. Raises ProtocolError."""
        try:
            return cls(
                str(raw["name"])[:80], str(raw["message"])[:2000], int(raw["line"]), str(raw["file"])[:200],
                kinds=tuple(str(k)[:80] for k in raw.get("kinds", ())[:20]),
                missing=str(raw.get("missing", ""))[:80], near=str(raw.get("near", ""))[:80],
            )  # fmt: skip
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise wire.ProtocolError("an error that cannot be read") from error


class ChildDied(Exception):
    """The child ended while a question was open."""


class NoSandbox(Exception):
    """A child ended before it had run a line of the learner's: not their fault."""


class OutOfTime(Exception):
    """The wall limit passed while a question was open."""


class Unavailable(Exception):
    """This machine cannot run this: which feature it lacks."""


class ReferenceFailed(Exception):
    """The reference itself raised or died: the lab's fault, never the learner's."""


class ZygoteDied(Exception):
    """The warm process is gone; the judge must be started again."""


class Zygote:
    """Asks the zygote process for children. `layers` are those wanted; `rooted`: children get a root of their own."""

    def __init__(self, control: socket.socket, layers: tuple[str, ...], *, rooted: bool) -> None:
        self.control, self.layers = control, layers
        self.rooted = rooted and "namespaces" in layers

    def child(self, *, profile: str, memory_mib: int, seconds: float, folder: str | None) -> Child:
        """A new child; it may still be entering its sandbox. Raises ZygoteDied."""
        ours, theirs = socket.socketpair()
        read, write = os.pipe()
        os.set_blocking(read, False)
        request = {"profile": profile, "memory_mib": memory_mib, "seconds": seconds, "folder": folder,
                   "layers": self.layers}  # fmt: skip
        try:
            socket.send_fds(self.control, [json.dumps(request).encode()], [theirs.fileno(), write])
        except OSError as error:
            raise ZygoteDied from error
        finally:
            theirs.close()
            os.close(write)
        return Child(ours, read, profile)


class Child:
    """One sandboxed process. `deadline` (monotonic) bounds every wait; `trusted`: it runs the reference."""

    def __init__(self, connection: socket.socket, output: int, profile: str) -> None:
        self.connection, self._output, self.profile = connection, output, profile
        self.trusted = False
        self.output = bytearray()
        self.deadline = time.monotonic() + START_S
        self.pid = 0
        self.layers: list[str] = []
        self.degraded: list[str] = []
        self.service = False
        self.calls = 0
        self.callbacks: list[Callable[..., Any]] = []
        self.call: Call | str = ""  # the last one, for the message
        self._read = bytearray()  # what came and was not asked for yet
        self.kept: dict[str, Any] = {}  # functions and modules of the submission, asked for once
        self.start_kib = 0
        self._ready = False
        self._pidfd = -1

    # ---- life

    def ready(self) -> None:
        """Wait until the sandbox stands. Raises NoSandbox, OutOfTime."""
        if self._ready:
            return
        try:
            header, _ = wire.read_frame(self._receive)
            self.pid = int(header["pid"])
            self._pidfd = os.pidfd_open(self.pid) if hasattr(os, "pidfd_open") else -1
            header, _ = wire.read_frame(self._receive)
        except (ChildDied, ProcessLookupError) as error:
            raise NoSandbox("the sandbox did not start: " + self.output.decode(errors="replace")[-300:]) from error
        self.layers, self.degraded = list(header["layers"]), list(header["degraded"])
        self.service = bool(header.get("service"))
        self.start_kib = self.peak_kib()
        self._ready = True

    def close(self) -> None:
        """Kill it and let go of everything."""
        try:
            if self.pid and "namespaces" not in self.layers:
                os.killpg(self.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass  # it never got as far as a group of its own
        try:
            if self._pidfd >= 0:
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            elif self.pid:
                os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            self.pid = 0
        self.drain()
        self.connection.close()
        for descriptor in (self._output, self._pidfd):
            if descriptor >= 0:
                os.close(descriptor)
        self._output = self._pidfd = -1

    def cpu_seconds(self) -> float:
        """CPU time of the child, read from its clock in the kernel. Raises ChildDied."""
        try:
            return time.clock_gettime((~self.pid << 3) | 2)  # the kernel's clock id of a process
        except OSError as error:
            raise ChildDied from error

    def peak_kib(self) -> int:
        """VmHWM, or 0 where the kernel does not say."""
        try:
            with open(f"/proc/{self.pid}/status") as file:  # noqa: PTH123 - a kernel file
                return next((int(line.split()[1]) for line in file if line.startswith("VmHWM")), 0)
        except OSError:
            return 0

    def called(self) -> str:
        """The last call in words; they are made only where a message needs them."""
        from beikao.grader.remote import told

        return self.call if isinstance(self.call, str) else told(self.call)

    # ---- bytes

    def drain(self) -> None:
        """Read what was printed; beyond the limit it is read and dropped, so a flood blocks nobody."""
        while self._output >= 0:
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
            wait = self.deadline - time.monotonic()
            if wait <= 0:
                raise OutOfTime
            watched: list[Any] = [self.connection] + ([self._output] if self._output >= 0 else [])
            ready, _, _ = select.select(watched, [], [], wait)
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
        self._count()
        self.quiet()
        self._send(header, value, has_value, raw)
        broken: Exception | None = None  # a failure of the check itself inside a callback, raised at the end
        while True:
            reply, buffers = wire.read_frame(self._receive)
            decode = wire.Decoder(buffers, self._resolve)
            if "callback" in reply:
                broken = self._serve_callback(reply, decode) or broken
            elif "error" in reply:
                raise broken or LearnerError.read(reply["error"])
            elif "ok" in reply and "value" in reply:
                found = decode(reply["value"])
                if broken:
                    raise broken
                return found
            else:
                raise wire.ProtocolError("an answer of no known kind")

    def _count(self) -> None:
        self.calls += 1
        if self.calls > MAX_CALLS:
            raise wire.ProtocolError(f"more than {MAX_CALLS} calls")

    def _send(self, header: dict[str, Any], value: Any, has_value: bool, raw: list[bytes] | None) -> None:
        encoder = wire.Encoder(self._handle)
        if has_value:
            header = {**header, "value": encoder(value)}
        data = memoryview(wire.pack(header, raw if raw is not None else encoder.buffers))
        self.connection.settimeout(max(self.deadline - time.monotonic(), 0.001))
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
        self._count()
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

    def _handle(self, value: Any) -> list[Any]:
        from beikao.grader.remote import Remote

        if isinstance(value, Remote):
            if value.child is not self:
                raise TypeError("an object of one submission cannot be given to another")
            return ["h", value.number]
        if callable(value):
            self.callbacks.append(value)
            return ["c", len(self.callbacks) - 1]
        raise TypeError(f"a {type(value).__name__} cannot go over the wire")

    def _resolve(self, tag: str, rest: list[Any]) -> Any:
        from beikao.grader.remote import Remote

        if tag != "h" or type(rest[0]) is not int:
            raise wire.ProtocolError(f"tag {str(tag)[:20]}")
        return Remote(self, rest[0], str(rest[1])[:80], bool(rest[2]))

    def setup(self, entry: str, files: Mapping[str, str], *, write: bool, seed: int, parts: Mapping[str, str]) -> None:
        """Send the files and import the entry. Raises LearnerError when the import fails."""
        header = {
            "op": "setup",
            "entry": entry,
            "files": list(files),
            "write": write,
            "seed": seed,
            "parts": dict(parts),
        }
        self.ask(header, raw=[text.encode() for text in files.values()])


def tree_folder(files: Mapping[str, str]) -> tempfile.TemporaryDirectory[str]:
    """A folder with these files, readable by all: for children that have no writable one of their own."""
    from beikao.grader.child import write_tree

    folder = tempfile.TemporaryDirectory(prefix="beikao-tree-")
    os.chmod(folder.name, 0o755)  # noqa: PTH101 - read by an unprivileged child
    write_tree(folder.name, dict(files))
    return folder
