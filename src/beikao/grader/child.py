"""What runs inside the sandbox: imports the submission and answers the judge's questions, one at a time.

The code here shares a process with the learner's, so nothing it says is trusted: it is compared with the twin's.
Functions and names are looked up anew for each question; a callback is asked of the judge while a question is open.
"""

from __future__ import annotations

import linecache
import os
import socket
import sys
import traceback
import types
from collections.abc import Callable
from typing import Any

from beikao.grader import sandbox, wire

MAX_CALLBACK_DEPTH = 4
MODULE = 0


class Server:
    """Holds the objects the judge has handles on. Handle 0 is the module."""

    def __init__(self, connection: socket.socket, folder: str) -> None:
        self.connection = connection
        self.receive = wire.receive_exactly(connection)
        self.folder = folder
        self.files: tuple[str, ...] = ()
        self.objects: dict[int, Any] = {}
        self.depth = 0

    # ---- messages

    def send(self, header: dict[str, Any], value: Any = None, *, has_value: bool = False) -> None:
        encoder = wire.Encoder(self.handle)
        if has_value:
            header = {**header, "value": encoder(value)}
        self.connection.sendall(wire.pack(header, encoder.buffers))

    def handle(self, value: Any) -> list[Any]:
        """A new handle on an object."""
        number = len(self.objects)
        self.objects[number] = value
        return ["h", number, type(value).__name__[:80], callable(value)]

    def resolve(self, tag: str, rest: list[Any]) -> Any:
        """A handle or a callback among the arguments."""
        if tag == "h":
            return self.objects[rest[0]]
        if tag == "c":
            return self.callback(rest[0])
        raise wire.ProtocolError(f"tag {tag!r}")

    def callback(self, number: int) -> Callable[..., Any]:
        """A function of the judge's, asked over the wire."""

        def ask(*args: Any, **kwargs: Any) -> Any:
            if self.depth >= MAX_CALLBACK_DEPTH:
                raise RecursionError("callbacks are nested too deep")
            self.depth += 1
            try:
                self.send({"callback": number}, [list(args), kwargs], has_value=True)
                header, buffers = wire.read_frame(self.receive)
                while "op" in header:  # a question asked while the callback is open
                    self.answer(header, buffers)
                    header, buffers = wire.read_frame(self.receive)
                if "refused" in header:
                    raise RuntimeError("the check ended")
                return wire.Decoder(buffers, self.resolve)(header["value"])
            finally:
                self.depth -= 1

        return ask

    # ---- questions

    def loop(self) -> None:
        """Answer until the judge goes away."""
        while True:
            try:
                header, buffers = wire.read_frame(self.receive)
            except EOFError:
                return
            self.answer(header, buffers)

    def answer(self, header: dict[str, Any], buffers: list[bytes]) -> None:
        """One question, one answer."""
        try:
            value = getattr(self, "op_" + header["op"])(header, buffers)
        except BaseException as error:  # noqa: BLE001 - a learner may raise anything, SystemExit too
            self.send({"error": self.describe(error)})
            return
        try:
            self.send({"ok": True}, value, has_value=True)
        except wire.ProtocolError as error:
            self.send({"error": {"name": "ResultTooLarge", "message": str(error), "line": 0, "file": ""}})

    def op_get(self, header: dict[str, Any], buffers: list[bytes]) -> Any:
        return getattr(self.objects[header["target"]], header["name"])

    def op_call(self, header: dict[str, Any], buffers: list[bytes]) -> Any:
        args, kwargs = wire.Decoder(buffers, self.resolve)(header["value"])
        return self.objects[header["target"]](*args, **kwargs)

    def op_item(self, header: dict[str, Any], buffers: list[bytes]) -> Any:
        (key,) = wire.Decoder(buffers, self.resolve)(header["value"])
        return self.objects[header["target"]][key]

    def op_setup(self, header: dict[str, Any], buffers: list[bytes]) -> None:
        """Write the files where a writable folder is, and import the entry; beside it `rig`, if there is one."""
        tree = dict(zip(header["files"], (b.decode() for b in buffers), strict=True))
        self.files = tuple(tree)
        if header["write"]:
            write_tree(self.folder, tree)
        sys.path.insert(0, self.folder)
        os.chdir(self.folder)
        entry = header["entry"]
        if not entry.endswith(".py"):
            self.objects[MODULE] = types.ModuleType("submission")
            return
        for name, text in tree.items():
            linecache.cache[os.path.join(self.folder, name)] = (len(text), None, text.splitlines(True), name)  # noqa: PTH118
        if "rig.py" in tree and entry != "rig.py":
            load(self.folder, "rig.py", tree["rig.py"], "rig")
        module = load(self.folder, entry, tree[entry], entry.removesuffix(".py"))
        if "rig" in sys.modules and not hasattr(module, "rig"):
            module.rig = sys.modules["rig"]  # type: ignore[attr-defined]
        self.objects[MODULE] = module

    def op_main(self, header: dict[str, Any], buffers: list[bytes]) -> None:
        """Call the entry's `main`, for `run`."""
        main = getattr(self.objects[MODULE], "main", None)
        if main is not None:
            main()
        sys.stdout.flush()

    def op_files(self, header: dict[str, Any], buffers: list[bytes]) -> dict[str, str]:
        """Small text files the program wrote, for `run`."""
        found: dict[str, str] = {}
        for name in sorted(os.listdir(self.folder))[:200]:  # noqa: PTH208
            path = os.path.join(self.folder, name)  # noqa: PTH118
            if name not in self.files and os.path.isfile(path) and os.path.getsize(path) <= 65536:  # noqa: PTH113, PTH202
                with open(path, errors="replace") as file:  # noqa: PTH123
                    found[name] = file.read()
        return dict(list(found.items())[:16])

    def describe(self, error: BaseException) -> dict[str, Any]:
        """An exception as plain data: class, message, and the last line of it that lies in the learner's files."""
        line, file = 0, ""
        if isinstance(error, SyntaxError) and error.filename:
            line, file = error.lineno or 0, os.path.basename(error.filename)  # noqa: PTH119
        for frame, number in traceback.walk_tb(error.__traceback__):
            name = os.path.relpath(frame.f_code.co_filename, self.folder)
            if name in self.files:
                line, file = number, name
        try:
            message = str(error)[:500]
        except BaseException:  # noqa: BLE001 - __str__ is the learner's
            message = "(the message could not be read)"
        return {"name": type(error).__name__[:80], "message": message, "line": line, "file": file}


def write_tree(folder: str, tree: dict[str, str]) -> None:
    """The files of a submission, in a folder."""
    for name, text in tree.items():
        path = os.path.join(folder, name)  # noqa: PTH118
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123
            file.write(text)


def load(folder: str, name: str, text: str, module_name: str) -> types.ModuleType:
    """Import a file under its own name, so that its traceback shows the learner's lines."""
    module = types.ModuleType(module_name)
    module.__file__ = os.path.join(folder, name)  # noqa: PTH118
    sys.modules[module_name] = module
    exec(compile(text, module.__file__, "exec"), module.__dict__)
    return module


def serve(connection: socket.socket, layers: sandbox.Layers, *, writable: bool, folder: str | None) -> None:
    """The end of the fork: say which layers hold, then answer."""
    place = sandbox.WORK if writable else folder or "/"
    server = Server(connection, place)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", buffering=1, closefd=False, errors="replace")  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, closefd=False, errors="replace")  # noqa: SIM115
    server.objects[MODULE] = types.ModuleType("submission")
    connection.sendall(wire.pack({"layers": layers.held, "degraded": layers.degraded}, []))
    server.loop()
    os._exit(0)
