"""The wire between judge and child: one frame a message, plain data, no pickle.

A frame is a 4-byte header length, a JSON header, and raw buffers whose lengths the header gives. Exact types only
travel as data: None, bool, int, float, str, bytes, ndarray, Tensor, list, tuple, dict; numpy scalars become Python
numbers. Anything else is a handle (`["h", id, type, callable]`), a function given as an argument a callback
(`["c", id]`). Every size is checked before it is believed: whoever wrote the frame may be hostile.
"""

from __future__ import annotations

import importlib
import json
import math
import socket
import struct
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

MAX_HEADER, MAX_BUFFERS = 1 << 20, 256 << 20
READ_BYTES = 1 << 16  # asked for at once
MAX_DEPTH = 10  # eight of data, and two that hold the arguments of a call
MAX_KEYS = 8192  # of one dict: keys that collide cost the reader quadratic time
DTYPES = {"float64", "float32", "float16", "int64", "int32", "int16", "int8", "uint8", "uint16", "uint32", "uint64", "bool",
          "complex64", "complex128"}  # fmt: skip
SCALARS = (np.bool_, np.integer, np.float16, np.float32, np.float64)
BFLOAT16 = "bfloat16"  # torch only
# Looked up for every array that travels; a dtype's `name` is made anew each time it is asked for.
NAMES = {np.dtype(name).newbyteorder("="): name for name in DTYPES}
LITTLE = {name: np.dtype(name).newbyteorder("<") for name in DTYPES}


class ProtocolError(Exception):
    """Bytes that are no frame, or a frame that breaks the rules."""


def _torch() -> Any:
    """torch, only where this process already has it."""
    return sys.modules.get("torch")


def _imported_torch() -> Any:
    """torch for a tensor that nothing foretold (`Job.names_torch`): the import takes seconds. Raises ProtocolError."""
    try:
        return importlib.import_module("torch")
    except ImportError as error:
        raise ProtocolError("a tensor where there is no torch") from error


class Encoder:
    """Turns values into a header tree and buffers. `handle(value)` says how anything else travels."""

    def __init__(self, handle: Callable[[Any], list[Any]]) -> None:
        self.handle = handle
        self.buffers: list[bytes] = []

    def __call__(self, value: Any, depth: int = 0) -> list[Any]:
        if depth > MAX_DEPTH:
            raise ProtocolError(f"a value is nested deeper than {MAX_DEPTH}")
        kind = type(value)
        if value is None:
            return ["n"]
        if kind is bool or kind is str:
            return ["b" if kind is bool else "s", value]
        if kind is int:
            return ["i", format(value, "x")]  # hexadecimal: no limit on digits, linear time
        if kind is float:
            return ["f", value.hex()]
        if kind is list or kind is tuple:
            return ["l" if kind is list else "u", [self(v, depth + 1) for v in value]]
        if kind is dict:
            if len(value) > MAX_KEYS:
                raise ProtocolError(f"a dict of more than {MAX_KEYS} keys")
            return ["d", [[self(k, depth + 1), self(v, depth + 1)] for k, v in value.items()]]
        return self._binary(value, kind, depth)

    def _binary(self, value: Any, kind: type, depth: int) -> list[Any]:
        if kind is bytes:
            return ["y", self._buffer(value)]
        if isinstance(value, SCALARS) and kind.__module__ == "numpy":
            return self(value.item(), depth)
        if kind is np.ndarray:
            name = NAMES.get(value.dtype) or value.dtype.name
            if name in DTYPES:
                return ["a", name, list(value.shape), self._buffer(value.astype(LITTLE[name], copy=False).tobytes())]
        torch = _torch()
        if torch is not None and kind is torch.Tensor and value.layout is torch.strided and value.device.type == "cpu":
            name = str(value.dtype).removeprefix("torch.")
            if name in DTYPES or name == BFLOAT16:
                plain = value.detach().resolve_conj().resolve_neg()
                if name == BFLOAT16:
                    plain = plain.view(torch.int16)
                return ["t", name, list(value.shape), self._buffer(plain.numpy().tobytes())]
        return self.handle(value)

    def _buffer(self, data: bytes) -> int:
        self.buffers.append(data)
        return len(self.buffers) - 1


class Decoder:
    """The reverse; `handle(tag, rest)` resolves handles and callbacks. Raises ProtocolError, whatever it is given."""

    def __init__(self, buffers: list[bytes], handle: Callable[[str, list[Any]], Any]) -> None:
        self.buffers = buffers
        self.handle = handle

    def __call__(self, node: Any, depth: int = 0) -> Any:
        try:
            return self._decode(node, depth)
        except (LookupError, TypeError, ValueError, OverflowError, AttributeError, RecursionError) as error:
            raise ProtocolError(f"a value cannot be read: {str(error)[:200]}") from error

    def _decode(self, node: list[Any], depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise ProtocolError("a value is nested too deep")
        tag, *rest = node
        if tag == "n":
            return None
        if tag in ("b", "s", "i", "f"):
            return _scalar(tag, rest[0])
        if tag in ("l", "u"):
            items = [self._decode(v, depth + 1) for v in _list(rest[0])]
            return items if tag == "l" else tuple(items)
        if tag == "d":
            if len(_list(rest[0])) > MAX_KEYS:
                raise ProtocolError(f"a dict of more than {MAX_KEYS} keys")
            return {self._decode(k, depth + 1): self._decode(v, depth + 1) for k, v in rest[0]}
        if tag == "y":
            return self.buffers[_index(rest[0])]
        if tag in ("a", "t"):
            return self._array(tag, *rest)
        return self.handle(tag, rest)

    def _array(self, tag: str, name: str, shape: list[int], at: int) -> Any:
        data = self.buffers[_index(at)]
        if name not in DTYPES and (tag != "t" or name != BFLOAT16):
            raise ProtocolError(f"dtype {str(name)[:40]}")
        width = 2 if name == BFLOAT16 else LITTLE[name].itemsize
        if len(shape) > 32 or math.prod(map(_index, shape)) * width != len(data) or max(shape, default=0) >= 1 << 40:
            raise ProtocolError("a shape that does not fit its bytes")
        if tag == "a":
            return _plain(name, data).reshape(shape)
        torch = _torch() or _imported_torch()
        if name == BFLOAT16:
            return torch.from_numpy(_plain("int16", data)).view(torch.bfloat16).reshape(shape)
        return torch.from_numpy(_plain(name, data)).reshape(shape)


def _scalar(tag: str, raw: Any) -> bool | str | int | float:
    """One bool, str, int or float, of exactly that type."""
    if tag == "b":
        if type(raw) is not bool:
            raise ProtocolError("a bool that is none")
        return raw
    if type(raw) is not str:
        raise ProtocolError("a scalar that is no text")
    if tag == "s":
        return raw
    return int(raw, 16) if tag == "i" else float.fromhex(raw)


def _plain(name: str, data: bytes) -> np.ndarray[Any, Any]:
    """A flat array of its own memory; a bool is 0 or 1, whatever the bytes say."""
    if name == "bool":
        return np.asarray(np.frombuffer(data, dtype=np.uint8) != 0)
    return np.frombuffer(data, dtype=LITTLE[name]).astype(name)


def _index(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ProtocolError("a size or a place below zero")
    return value


def _list(value: Any) -> list[Any]:
    if type(value) is not list:
        raise ProtocolError("a sequence that is none")
    return value


def pack(header: Any, buffers: list[bytes]) -> bytes:
    """A whole frame."""
    head = json.dumps([header, [len(b) for b in buffers]], separators=(",", ":")).encode()
    if len(head) > MAX_HEADER or sum(map(len, buffers)) > MAX_BUFFERS:
        raise ProtocolError("a message is larger than the wire carries")
    return b"".join((struct.pack("<I", len(head)), head, *buffers))


def read_frame(receive: Callable[[int], bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """(header, buffers), with `receive(n)` giving exactly n bytes. Raises ProtocolError."""
    (size,) = struct.unpack("<I", receive(4))
    if size > MAX_HEADER:
        raise ProtocolError(f"a header of {size} bytes")
    try:
        header, lengths = json.loads(receive(size))
        if type(header) is not dict or sum(map(_index, _list(lengths))) > MAX_BUFFERS:
            raise ProtocolError("a header that is no object, or buffers too large")
    except (ValueError, TypeError, RecursionError) as error:
        raise ProtocolError("a header that is no JSON") from error
    return header, [receive(n) for n in lengths]


def receive_exactly(connection: socket.socket) -> Callable[[int], bytes]:
    """A blocking reader of exactly n bytes; EOFError at the end.

    Not `makefile`: it would hold the socket open after its `close` in a fork that must not have it.
    """
    held = bytearray()

    def receive(n: int) -> bytes:
        while len(held) < n:
            part = connection.recv(max(READ_BYTES, min(n - len(held), 1 << 20)))
            if not part:
                raise EOFError
            held.extend(part)
        wanted = bytes(held[:n])
        del held[:n]
        return wanted

    return receive
