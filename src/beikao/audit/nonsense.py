"""Replaces what a module's functions return by nonsense of one kind. Its text is appended to a reference and runs in a child.

Every public function and method of the module goes through `spoil`; what a call changed in place (an optimiser's
parameters) is output too. The shape of what is returned is kept: containers, array shapes, dtypes, types of numbers.
The word CHANGED is printed once where anything came out otherwise than it should. Nothing here knows a lab.
"""

from __future__ import annotations

import copy
import inspect
import sys
from typing import Any

CHANGED = "null: changed"
KINDS = (
    "zeros",
    "constant",
    "input-copied",
    "mean",
    "uninitialised",
    "previous-answer",
    "nan",
    "bf16",
    "input-mutated",
)
PATTERN = bytes(range(37, 91))  # what memory held before, the same each time


def spoil(names: dict[str, Any], kind: str) -> None:
    """Wrap every public function and class of this module."""
    state = State(kind, {names["__name__"]})
    for name, value in list(names.items()):
        if name.startswith("_") or getattr(value, "__module__", None) != names["__name__"]:
            continue
        if inspect.isclass(value):
            for method, function in list(vars(value).items()):
                if inspect.isfunction(function) and (not method.startswith("_") or method in ("__call__", "__init__")):
                    setattr(value, method, state.wrapped(function, f"{name}.{method}"))
        elif inspect.isfunction(value):
            names[name] = state.wrapped(value, name)


class State:
    """One kind of nonsense at work."""

    def __init__(self, kind: str, modules: set[str]) -> None:
        self.kind, self.modules = kind, modules
        self.depth = 0
        self.previous: dict[str, Any] = {}
        self.said = False

    def wrapped(self, function: Any, name: str) -> Any:
        """The function, its answers spoilt; calls it makes itself to other functions of the module are left alone."""

        def call(*args: Any, **kwargs: Any) -> Any:
            if self.depth:
                return function(*args, **kwargs)
            before = snapshot([args, kwargs])
            self.depth += 1
            try:
                right = function(*args, **kwargs)
            finally:
                self.depth -= 1
            if inspect.isgenerator(right):
                return (self.answer(name, item, args, kwargs) for item in right)
            if self.kind != "input-mutated" and not name.endswith("__init__"):
                self.effects(name, before)
            return self.answer(name, right, args, kwargs)

        return call

    def answer(self, name: str, right: Any, args: Any, kwargs: Any) -> Any:
        """What is returned instead."""
        inputs = leaves([args, kwargs])
        if self.kind == "input-mutated":
            self.note(mutate([*args, *kwargs.values()]))
            return right
        if self.kind == "previous-answer":
            kept = self.previous.get(name)
            self.previous[name] = copied(right)
            wrong = right if kept is None else kept
        else:
            wrong = changed(right, lambda leaf: other(self.kind, leaf, inputs))
        self.note(not same(right, wrong))
        return wrong

    def effects(self, name: str, before: list[tuple[Any, Any]]) -> None:
        """What was changed in place is made nonsense in place."""
        for place, (now, then) in enumerate(before):
            if same(now, then):
                continue
            right = copied(now)
            key = f"{name}/{place}"
            if self.kind == "previous-answer":
                wrong, self.previous[key] = self.previous.get(key, right), right
            elif self.kind == "input-copied":
                wrong = then
            else:
                wrong = other(self.kind, right, [])
            self.note(not same(right, wrong))
            write(now, wrong)

    def note(self, happened: bool) -> None:
        """Say once that something was changed."""
        if happened and not self.said:
            self.said = True
            print(CHANGED)


def is_tensor(value: Any) -> bool:
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


def is_array(value: Any) -> bool:
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, numpy.ndarray | numpy.generic)


def changed(value: Any, act: Any) -> Any:
    """The same containers around other leaves. A list of floats is one leaf, as an array is."""
    if type(value) in (list, tuple) and value and all(type(v) is float for v in value):
        return type(value)(act(list(value)))
    if type(value) in (list, tuple):
        return type(value)(changed(v, act) for v in value)
    if type(value) is dict:
        return {k: changed(v, act) for k, v in value.items()}
    return act(value)


def leaves(value: Any, depth: int = 0) -> list[Any]:
    """Tensors, arrays, numbers and texts among arguments, one after another; of objects, what they hold."""
    if is_tensor(value) or is_array(value) or type(value) in (bool, int, float, str, bytes):
        return [value]
    if depth > 4:
        return []
    if type(value) in (list, tuple):
        return [leaf for v in value for leaf in leaves(v, depth + 1)]
    if type(value) is dict:
        return [leaf for v in value.values() for leaf in leaves(v, depth + 1)]
    inside = getattr(value, "__dict__", None)
    return leaves(inside, depth + 1) if type(inside) is dict else []


def snapshot(value: Any) -> list[tuple[Any, Any]]:
    """Every tensor and array reachable from the arguments, with a copy; one object once."""
    found = {id(v): v for v in leaves(value) if is_tensor(v) or (is_array(v) and v.shape)}
    return [(v, copied(v)) for v in found.values()]


def copied(value: Any) -> Any:
    if is_tensor(value):
        return value.detach().clone()
    if is_array(value) or type(value) in (list, dict, tuple):
        try:
            return copy.deepcopy(value)
        except (RuntimeError, TypeError):  # a tensor of a graph inside
            return changed(value, lambda leaf: leaf.detach().clone() if is_tensor(leaf) else leaf)
    return value


def same(a: Any, b: Any) -> bool:
    """Equal in every bit that counts; of objects, the same one."""
    if type(a) in (list, tuple) and type(b) is type(a):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    if type(a) is dict and type(b) is dict:
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    if is_tensor(a) and is_tensor(b):
        return tuple(a.shape) == tuple(b.shape) and bool((a.detach() == b.detach()).all())
    if is_array(a) and is_array(b):
        return a.shape == b.shape and bool((a == b).all())
    return a is b or (type(a) is type(b) and type(a) in (bool, int, float, str, bytes, type(None)) and a == b)


def write(place: Any, value: Any) -> None:
    """Into an array or a tensor that exists."""
    if is_tensor(place):
        place.data.copy_(value)
    else:
        place[...] = value


def other(kind: str, right: Any, inputs: list[Any]) -> Any:
    """Nonsense in place of one leaf."""
    if is_tensor(right):
        import torch

        value = torch.from_numpy(of_array(kind, numpy_of(right), [numpy_of(v) for v in inputs if shaped(v)]))
        return value.reshape(right.shape).to(right.dtype)
    if is_array(right):
        wrong = of_array(kind, right, [numpy_of(v) for v in inputs if shaped(v)])
        return wrong if right.shape else right.dtype.type(wrong)
    if type(right) is list:
        import numpy

        return of_array(kind, numpy.array(right), [numpy_of(v) for v in inputs if shaped(v)]).tolist()
    return of_scalar(kind, right, inputs)


def shaped(value: Any) -> bool:
    return (is_tensor(value) or is_array(value)) and bool(value.shape)


def numpy_of(value: Any) -> Any:
    if not is_tensor(value):
        return value
    torch = sys.modules["torch"]
    plain = value.detach().resolve_conj().resolve_neg()
    return (plain.float() if plain.dtype is torch.bfloat16 else plain).numpy()


def of_array(kind: str, right: Any, inputs: list[Any]) -> Any:
    """An array of the same shape and dtype."""
    import numpy

    if kind == "zeros":
        return numpy.zeros_like(right)
    if kind == "constant":
        return numpy.ones_like(right)
    if kind == "mean":
        return numpy.full_like(right, right.mean() if right.size else 0)
    if kind == "uninitialised" and right.dtype.kind == "b":
        return numpy.resize(numpy.frombuffer(PATTERN, numpy.uint8) % 2 == 0, right.shape)
    if kind == "uninitialised":
        return numpy.resize(numpy.frombuffer(PATTERN * 8, right.dtype), right.shape).copy()
    if kind == "input-copied" and inputs:
        like = next((v for v in inputs if v.shape == right.shape), inputs[0])
        return numpy.resize(like, right.shape).astype(right.dtype)
    if kind == "nan" and right.dtype.kind in "fc":
        return numpy.full_like(right, numpy.nan)
    if kind == "bf16" and right.dtype.kind == "f":
        return rounded(right)
    return numpy.array(right)


def rounded(right: Any) -> Any:
    """To the nearest bfloat16 and back."""
    import numpy

    bits = right.astype(numpy.float32).view(numpy.uint32).astype(numpy.uint64)
    bits = ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16 << 16).astype(numpy.uint32)
    return bits.view(numpy.float32).reshape(right.shape).astype(right.dtype)


def of_scalar(kind: str, right: Any, inputs: list[Any]) -> Any:
    """A number, text or truth of the same type; anything else is left."""
    if type(right) not in (bool, int, float, str, bytes):
        return right
    if kind == "zeros":
        return type(right)()
    if kind in ("constant", "uninitialised"):
        number = 1 if kind == "constant" else 90
        return "x" if type(right) is str else b"x" if type(right) is bytes else type(right)(number)
    if kind == "input-copied":
        return next((v for v in inputs if type(v) is type(right)), right)
    if type(right) is float and kind in ("nan", "bf16"):
        import numpy

        return float("nan") if kind == "nan" else float(rounded(numpy.array([right]))[0])
    return right


def mutate(values: list[Any]) -> bool:
    """Change plain-data arguments in place; whether there was any to change."""
    happened = False
    for value in values:
        torch = sys.modules.get("torch")
        if torch is not None and type(value) is torch.Tensor and value.numel() and value.is_leaf:
            value.data.copy_(value.logical_not() if value.dtype is torch.bool else value + 1)
            happened = True
        elif is_array(value) and value.size and value.shape and value.flags.writeable:
            value[...] = ~value if value.dtype.kind == "b" else value + 1
            happened = True
        elif type(value) is list and value and type(value[0]) in (int, float):
            value[0] += 1
            happened = True
        elif type(value) in (list, tuple, dict) and value:
            happened = mutate(list(value.values() if type(value) is dict else value)) or happened
    return happened
