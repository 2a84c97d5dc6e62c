"""What runs inside the sandbox: imports the submission and answers the judge's questions, one at a time.

The code here shares a process with the learner's, so nothing it says is trusted: it is compared with the twin's.
Functions and names are looked up anew for each question; a callback is asked of the judge while a question is open.
"""

from __future__ import annotations

import difflib
import io
import itertools
import linecache
import os
import random
import resource
import socket
import sys
import traceback
import types
from collections.abc import Callable, Mapping
from typing import Any

from beikao.grader import banned, sandbox, wire

MAX_CALLBACK_DEPTH = 4
MODULE = 0
FILES_BYTES, FILE_BYTES, FILES = 512 * 1024, 64 * 1024, 16  # of what `run` hands back


class CallbackFailed(RuntimeError):
    """A function that the check had given refused its arguments or failed."""


class Server:
    """Holds the objects the judge has handles on. Handle 0 is the module."""

    def __init__(self, connection: socket.socket, folder: str) -> None:
        self.connection = connection
        self.receive = wire.receive_exactly(connection)
        self.folder = folder
        self.files: tuple[str, ...] = ()
        self.objects: dict[int, Any] = {MODULE: types.ModuleType("submission")}
        self.numbers = itertools.count(MODULE + 1)
        self.depth = 0
        self.pid = os.getpid()
        self.touched = False  # whether the call just made left its plain-data arguments otherwise than they came

    # ---- messages

    def send(self, header: dict[str, Any], value: Any = None, *, has_value: bool = False, keep: bool = False) -> None:
        encoder = wire.Encoder(self.handle)
        if has_value:
            header = {**header, "value": self.handle(value) if keep else encoder(value)}
        self.connection.sendall(wire.pack(header, encoder.buffers))

    def handle(self, value: Any) -> list[Any]:
        """A new handle on an object."""
        number = next(self.numbers)
        self.objects[number] = value
        return ["h", number, kind_of(value), callable(value)]

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
                return self.put(number, [list(args), kwargs])
            finally:
                self.depth -= 1

        return ask

    def put(self, number: int, given: list[Any]) -> Any:
        """What the judge's function gives to these arguments."""
        self.send({"callback": number}, given, has_value=True)
        header, buffers = wire.read_frame(self.receive)
        while "op" in header:  # a question asked while the callback is open
            self.answer(header, buffers)
            header, buffers = wire.read_frame(self.receive)
        if "refused" in header:
            raise CallbackFailed(header["refused"])
        return wire.Decoder(buffers, self.resolve)(header["value"])

    # ---- questions

    def loop(self) -> None:
        """Answer until the judge goes away."""
        while True:
            try:
                header, buffers = wire.read_frame(self.receive)
            except (EOFError, ConnectionError):
                return
            self.answer(header, buffers)

    def answer(self, header: dict[str, Any], buffers: list[bytes]) -> None:
        """One question, one answer."""
        for number in header.get("unused", ()):
            self.objects.pop(number, None)
        try:
            self.touched = False
            value = getattr(self, "op_" + header["op"])(header, buffers)
            self.only_here()
            said = {"ok": True, "touched": True} if self.touched else {"ok": True}
            self.send(said, value, has_value=True, keep="keep" in header)
        except (BrokenPipeError, ConnectionError):
            raise
        except BaseException as error:  # noqa: BLE001 - a learner may raise anything, SystemExit too
            self.only_here()
            found = describe(error, self.files, self.folder)
            if header["op"] == "get" and isinstance(error, AttributeError) and not found["line"]:
                found["missing"] = header["name"]
                found["near"] = near(header["name"], self.objects[header["target"]])
            self.send({"error": found})

    def only_here(self) -> None:
        """A process that the submission forked and that came back as far as this ends: the wire is not its own."""
        if os.getpid() != self.pid:
            if sys.exc_info()[0] is not None:
                traceback.print_exc()
            os._exit(1 if sys.exc_info()[0] is not None else 0)

    def op_peak(self, header: dict[str, Any], buffers: list[bytes]) -> int:
        """The most memory this process held, in KiB: asked where no kernel tells the judge."""
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)

    def op_begin(self, header: dict[str, Any], buffers: list[bytes]) -> None:
        """A check begins: every generator of random numbers starts from the submission's seed."""
        seed_everything(header["seed"])

    def op_get(self, header: dict[str, Any], buffers: list[bytes]) -> Any:
        return getattr(self.objects[header["target"]], header["name"])

    def op_call(self, header: dict[str, Any], buffers: list[bytes]) -> Any:
        args, kwargs = wire.Decoder(buffers, self.resolve)(header["value"])
        value = self.objects[header["target"]](*args, **kwargs)
        self.touched = changed([args, kwargs], header["value"], buffers)
        return value

    def op_item(self, header: dict[str, Any], buffers: list[bytes]) -> Any:
        (key,) = wire.Decoder(buffers, self.resolve)(header["value"])
        return self.objects[header["target"]][key]

    def op_given(self, header: dict[str, Any], buffers: list[bytes]) -> Any:
        (value,) = wire.Decoder(buffers, self.resolve)(header["value"])
        return value

    def op_setup(self, header: dict[str, Any], buffers: list[bytes]) -> None:
        """Write the files where a writable folder is, and import the entry; beside it `rig` and `parts`, if any."""
        tree = dict(zip(header["files"], (b.decode() for b in buffers), strict=True))
        self.files = tuple(tree)
        if header["write"]:
            write_tree(self.folder, tree)
        sys.path.insert(0, self.folder)
        os.chdir(self.folder)
        if "torch" not in sys.modules:
            sys.meta_path.insert(0, Unnamed())
        if header.get("banned"):
            banned.ban(header["banned"])
        seed_everything(header["seed"])
        for name, text in tree.items():
            path = os.path.join(self.folder, name)  # noqa: PTH118
            linecache.cache[path] = (len(text), None, text.splitlines(True), path)
        if header["parts"]:
            sys.modules["parts"] = Parts(self.folder, tree, header["parts"])
        entry = header["entry"]
        if not entry.endswith(".py"):
            return
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

    def op_files(self, header: dict[str, Any], buffers: list[bytes]) -> dict[str, bytes]:
        """Small files the program wrote, by relative path, for `run`."""
        found: dict[str, bytes] = {}
        left = FILES_BYTES
        for place, folders, names in os.walk(self.folder):
            folders[:] = sorted(f for f in folders if f != "__pycache__")[:32]
            for name in sorted(names):
                path = os.path.relpath(os.path.join(place, name), self.folder)  # noqa: PTH118
                if path in self.files or os.path.islink(path) or not os.path.isfile(path):  # noqa: PTH113, PTH114
                    continue
                size = os.path.getsize(path)  # noqa: PTH202
                if size <= min(left, FILE_BYTES) and len(found) < FILES:
                    left -= size
                    with open(path, "rb") as file:  # noqa: PTH123
                        found[path] = file.read()
        return found


def changed(arguments: list[Any], came: list[Any], buffers: list[bytes]) -> bool:
    """Whether plain-data arguments are no longer what came over the wire. Handles and callbacks are not looked into."""
    encoder = wire.Encoder(lambda value: ["h"])
    try:
        return not same_node(encoder(arguments), came) or encoder.buffers != buffers
    except Exception:  # noqa: BLE001 - what cannot be sent back is no longer what came
        return True


def same_node(now: list[Any], came: list[Any]) -> bool:
    """Two encodings, handles and callbacks counting as one thing."""
    if now[0] == "h" or came[0] in ("h", "c"):
        return now[0] == "h" and came[0] in ("h", "c")
    if now[0] in ("l", "u"):
        return came[0] == now[0] and len(now[1]) == len(came[1]) and all(map(same_node, now[1], came[1]))
    if now[0] == "d":
        pairs = zip(now[1], came[1], strict=False)
        return came[0] == "d" and len(now[1]) == len(came[1]) and all(
            same_node(a, c) and same_node(b, d) for (a, b), (c, d) in pairs
        )  # fmt: skip
    return now == came


class Unnamed:
    """Stands before a torch that this process was not forked with (`Job.names_torch`) and could not import in its sandbox."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        """Only says what to do. Raises ImportError."""
        if name == "torch":
            raise ImportError("torch is there for code that names it: write `import torch`", name=name)


class Parts(types.ModuleType):
    """`from parts import transformer_lm`: the labs named in `uses`, each loaded when first asked for."""

    def __init__(self, folder: str, tree: Mapping[str, str], entries: Mapping[str, str]) -> None:
        super().__init__("parts")
        self.__dict__.update(_folder=folder, _tree=tree, _entries=entries, __path__=[])

    def __getattr__(self, name: str) -> Any:
        state = self.__dict__
        if name not in state["_entries"]:
            raise AttributeError(f"no part is called {name!r}")
        place = f"parts/{name}/{state['_entries'][name]}"
        sys.path.append(f"{state['_folder']}/parts/{name}")
        state[name] = load(state["_folder"], place, state["_tree"][place], f"parts.{name}")
        return state[name]


def seed_everything(seed: int) -> None:
    """Python's, NumPy's and torch's own generators."""
    import numpy as np

    random.seed(seed)
    np.random.seed(seed % 2**32)
    torch = sys.modules.get("torch")
    if torch is None:
        return
    if os.environ.get("CUDA_VISIBLE_DEVICES"):
        torch.manual_seed(seed)
    else:  # the same for the CPU; `manual_seed` would keep a formatted stack for a device that may come, a millisecond each time
        torch.default_generator.manual_seed(seed)


def kind_of(value: Any) -> str:
    """The type of an object as a person would name it; for arrays and tensors also why they are no plain data."""
    name = str(type(value).__name__)[:60]
    if name == "Tensor" and hasattr(value, "layout"):  # a learner's own class may have that name
        return f"Tensor ({value.layout}, {value.device}, {value.dtype})"[:80]
    return f"ndarray ({value.dtype})"[:80] if name == "ndarray" else name


def near(name: str, target: Any) -> str:
    """A name of the learner's own that looks like the missing one, or nothing."""
    own = [n for n in vars(target) if not n.startswith("_")] if hasattr(target, "__dict__") else []
    return next(iter(difflib.get_close_matches(name, own, 1, 0.6)), "")


def describe(error: BaseException, files: tuple[str, ...], folder: str) -> dict[str, Any]:
    """An exception as plain data: classes, message, and the last line of it that lies in the learner's files."""
    line, file = 0, ""
    try:
        if isinstance(error, SyntaxError) and error.filename:
            line, file = int(error.lineno or 0), os.path.relpath(error.filename, folder)
        for frame, number in traceback.walk_tb(error.__traceback__):
            name = os.path.relpath(frame.f_code.co_filename, folder)
            if name in files:
                line, file = number, name
        kinds = [str(kind.__name__)[:80] for kind in type(error).__mro__[:-1]]
        message = str(error.msg if isinstance(error, SyntaxError) else error)[:500]
    except BaseException:  # noqa: BLE001 - __str__ and the class are the learner's
        return {"name": "Exception", "kinds": [], "message": "(it could not be read)", "line": line, "file": file}
    return {"name": kinds[0], "kinds": kinds, "message": message, "line": line, "file": file}


def write_tree(folder: str, tree: Mapping[str, str]) -> None:
    """The files of a submission, in a folder."""
    for name, text in tree.items():
        path = os.path.join(folder, name)  # noqa: PTH118
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        with open(path, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123
            file.write(text)


def load(folder: str, name: str, text: str, module_name: str) -> types.ModuleType:
    """Import a file under its own name, so that its traceback shows the learner's lines."""
    module = types.ModuleType(module_name)
    module.__file__ = os.path.join(folder, name)  # noqa: PTH118
    sys.modules[module_name] = module
    exec(compile(text, module.__file__, "exec"), module.__dict__)
    return module


def unbuffered(descriptor: int) -> io.TextIOWrapper:
    """A text stream that keeps nothing back: what was printed before a kill is seen."""
    return io.TextIOWrapper(
        io.FileIO(descriptor, "w", closefd=False), encoding="utf-8", errors="replace", write_through=True
    )


def serve(connection: socket.socket, layers: sandbox.Layers, *, folder: str | None) -> None:
    """The end of the fork: say which layers hold, then answer."""
    server = Server(connection, folder or "/")
    sys.stdin = open(0, closefd=False)  # noqa: SIM115
    sys.stdout, sys.stderr = unbuffered(1), unbuffered(2)
    connection.sendall(wire.pack({"layers": layers.held, "degraded": layers.degraded}, []))
    server.loop()
    os._exit(0)
