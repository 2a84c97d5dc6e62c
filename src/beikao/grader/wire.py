"""The wire between judge and child: one frame a message, plain data, no pickle.

A frame is a 4-byte header length, a JSON header, and raw buffers whose lengths the header gives. Exact types only
travel as data: None, bool, int, float, str, bytes, ndarray, Tensor, list, tuple, dict; numpy scalars become Python
numbers. Anything else is a handle (`["h", id, type, callable]`), a function given as an argument a callback
(`["c", id]`). Sizes are checked before reading.
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Callable
from typing import Any

import numpy as np

MAX_HEADER, MAX_BUFFERS, MAX_DEPTH = 1 << 20, 256 << 20, 8
DTYPES = {"float64", "float32", "float16", "int64", "int32", "int16", "int8", "uint8", "uint16", "uint32", "uint64", "bool",
          "complex64", "complex128"}  # fmt: skip
TORCH_ONLY = {"bfloat16"}


class ProtocolError(Exception):
    """Bytes that are no frame, or a frame that breaks the rules."""


def _torch() -> Any:
    """torch, only where this process already has it."""
    import sys

    return sys.modules.get("torch")


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
            return ["i", str(value)]
        if kind is float:
            return ["f", value.hex()]
        if kind is list or kind is tuple:
            return ["l" if kind is list else "u", [self(v, depth + 1) for v in value]]
        if kind is dict:
            return ["d", [[self(k, depth + 1), self(v, depth + 1)] for k, v in value.items()]]
        return self._binary(value, kind, depth)

    def _binary(self, value: Any, kind: type, depth: int) -> list[Any]:
        if kind is bytes:
            return ["y", self._buffer(value)]
        if isinstance(value, np.generic) and kind.__module__ == "numpy":
            return self(value.item(), depth)
        if kind is np.ndarray and value.dtype.name in DTYPES:
            plain = np.ascontiguousarray(value)
            return ["a", value.dtype.name, list(value.shape), self._buffer(plain.tobytes())]
        torch = _torch()
        if torch is not None and kind is torch.Tensor and value.layout is torch.strided and value.device.type == "cpu":
            name = str(value.dtype).removeprefix("torch.")
            if name in DTYPES | TORCH_ONLY:
                flat = value.detach().resolve_conj().resolve_neg().contiguous().reshape(-1)
                raw = flat.view(torch.uint8).numpy().tobytes() if flat.numel() else b""
                return ["t", name, list(value.shape), self._buffer(raw)]
        return self.handle(value)

    def _buffer(self, data: bytes) -> int:
        self.buffers.append(data)
        return len(self.buffers) - 1


class Decoder:
    """The reverse; `handle(tag, rest)` resolves handles and callbacks."""

    def __init__(self, buffers: list[bytes], handle: Callable[[str, list[Any]], Any]) -> None:
        self.buffers = buffers
        self.handle = handle

    def __call__(self, node: Any, depth: int = 0) -> Any:
        try:
            return self._decode(node, depth)
        except (KeyError, IndexError, TypeError, ValueError, OverflowError, AttributeError) as error:
            raise ProtocolError(f"a value cannot be read: {error}") from error

    def _decode(self, node: list[Any], depth: int) -> Any:
        if depth > MAX_DEPTH + 1:
            raise ProtocolError("a value is nested too deep")
        tag, *rest = node
        if tag == "n":
            return None
        if tag in ("b", "s"):
            return rest[0]
        if tag == "i":
            return int(rest[0][:5000])
        if tag == "f":
            return float.fromhex(rest[0])
        if tag in ("l", "u"):
            items = [self._decode(v, depth + 1) for v in rest[0]]
            return items if tag == "l" else tuple(items)
        if tag == "d":
            return {self._decode(k, depth + 1): self._decode(v, depth + 1) for k, v in rest[0]}
        if tag == "y":
            return self.buffers[rest[0]]
        if tag in ("a", "t"):
            return self._array(tag, *rest)
        return self.handle(tag, rest)

    def _array(self, tag: str, name: str, shape: list[int], at: int) -> Any:
        data = self.buffers[at]
        if tag == "a":
            if name not in DTYPES:
                raise ProtocolError(f"dtype {name[:40]}")
            return np.frombuffer(data, dtype=name).reshape(shape).copy()
        torch = _torch()
        if name not in DTYPES | TORCH_ONLY or torch is None:
            raise ProtocolError(f"dtype {name[:40]}")
        dtype = getattr(torch, name)
        if not data:
            return torch.empty(shape, dtype=dtype)
        return torch.frombuffer(bytearray(data), dtype=dtype).reshape(shape).clone()


def pack(header: Any, buffers: list[bytes]) -> bytes:
    """A whole frame."""
    head = json.dumps([header, [len(b) for b in buffers]], separators=(",", ":")).encode()
    if len(head) > MAX_HEADER or sum(map(len, buffers)) > MAX_BUFFERS:
        raise ProtocolError("a message is larger than the wire carries")
    return b"".join((struct.pack("<I", len(head)), head, *buffers))


def read_frame(receive: Callable[[int], bytes]) -> tuple[Any, list[bytes]]:
    """(header, buffers), with `receive(n)` giving exactly n bytes."""
    (size,) = struct.unpack("<I", receive(4))
    if size > MAX_HEADER:
        raise ProtocolError(f"a header of {size} bytes")
    try:
        header, lengths = json.loads(receive(size))
        if not all(isinstance(n, int) and n >= 0 for n in lengths) or sum(lengths) > MAX_BUFFERS:
            raise ProtocolError("buffers too large")
    except (ValueError, TypeError, RecursionError) as error:
        raise ProtocolError("a header that is no JSON") from error
    return header, [receive(n) for n in lengths]


def receive_exactly(connection: socket.socket) -> Callable[[int], bytes]:
    """A blocking reader of exactly n bytes; EOFError at the end."""

    def receive(n: int) -> bytes:
        parts, left = [], n
        while left:
            part = connection.recv(min(left, 1 << 20))
            if not part:
                raise EOFError
            parts.append(part)
            left -= len(part)
        return b"".join(parts)

    return receive
