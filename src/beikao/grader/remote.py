"""An object of the child as a check sees it: attribute access and calls go over the wire, data comes back as data.

What an attribute is is asked at once: plain data comes as itself, anything else as a `Remote`. Functions, classes and
modules of the submission itself are asked for once and kept.
"""

from __future__ import annotations

from typing import Any

from beikao.grader.asked import Asked

MOST_SHOWN = 3


class Remote:
    """A handle. Two of them are compared only as "an object on both sides".

    `keep` (see `beikao.kit.kept`): what it gives stays in the child, plain data too, and a handle comes.
    """

    __slots__ = ("_label", "can_call", "child", "keep", "kind", "number", "owner")

    def __init__(self, child: Asked, number: int, kind: str, can_call: bool, label: str = "") -> None:
        self.child, self.number, self.kind, self.can_call, self._label = child, number, kind, can_call, label
        self.keep = False
        self.owner: Any = None  # a handle that came because of `keep` is given back when nothing here holds it

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        whole = f"{self._label}.{name}" if self._label else name
        if self.kind == "module" and not self.keep and whole in self.child.kept:
            return self.child.kept[whole]
        found = self._owned(self.child.ask(self._question("get", name=name)))
        if isinstance(found, Remote):
            found._label = whole
            found.keep = self.keep and found.can_call
            if self.kind == "module" and not self.keep and (found.can_call or found.kind == "module"):
                self.child.kept[whole] = found
        return found

    def __getitem__(self, key: Any) -> Any:
        return self._owned(self.child.ask(self._question("item"), [key], has_value=True))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        call = self.child.call = (self._label or self.kind, args, kwargs)
        found = self._owned(self.child.ask(self._question("call"), [list(args), kwargs], has_value=True))
        if isinstance(found, Remote):
            found._label = found.kind
        self.child.gave(call, found)
        return found

    def _question(self, op: str, **more: Any) -> dict[str, Any]:
        asked = {"op": op, "target": self.number, **more}
        return asked | {"keep": True} if self.keep else asked

    def _owned(self, found: Any) -> Any:
        if self.keep and isinstance(found, Remote):
            found.owner = Owner(found.child, found.number)
        return found

    def __beikao_kept__(self) -> Remote:
        """The same object, whose answers stay in the child."""
        same = Remote(self.child, self.number, self.kind, self.can_call, self._label)
        same.keep, same.owner = True, self.owner
        return same

    def __beikao_given__(self, value: Any) -> Remote:
        """A plain value laid down in the child: a handle on it."""
        found: Remote = self.child.ask({"op": "given", "keep": True}, [value], has_value=True)
        return found

    def __repr__(self) -> str:
        return f"<{self.kind}>"

    # An object of the submission's own class is no answer to a question asked by `if`, `==` or `for`: whatever Python
    # would assume (true, different from all, a sequence without end) some wrong submission would want.

    def __bool__(self) -> bool:
        raise TypeError(f"a {self.kind} where true or false is asked")

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Remote):
            return (self.child, self.number) == (other.child, other.number)
        raise TypeError(f"a {self.kind} where a plain value is asked")

    def __hash__(self) -> int:
        return hash((id(self.child), self.number))

    __iter__ = None


class Owner:
    """Lets the child forget an object, with the next question, once no handle on it is left."""

    def __init__(self, child: Asked, number: int) -> None:
        self.child, self.number = child, number

    def __del__(self) -> None:
        self.child.unused.append(self.number)


def module_of(child: Asked) -> Remote:
    """The submission."""
    return Remote(child, 0, "module", False)


def told(call: tuple[str, tuple[Any, ...], dict[str, Any]]) -> str:
    """A call as a learner would write it, its arguments in a few characters."""
    label, args, kwargs = call
    shown = [brief(a) for a in args] + [f"{k}={brief(v)}" for k, v in kwargs.items()]
    return f"{label}({', '.join(shown)})"


def brief(value: Any, limit: int = 60) -> str:
    """An argument in about `limit` characters: arrays by type and shape, of a container the first few, the rest left out.
    What is left out is left out whole: every bracket that opens is closed."""
    if isinstance(value, Remote):
        return repr(value)
    shape = getattr(value, "shape", None)
    if shape is not None and hasattr(value, "dtype"):
        return f"{type(value).__name__}[{'×'.join(str(n) for n in shape) or 'scalar'}]"
    if type(value) in (list, tuple):
        inside = _few([brief(v, limit // 2) for v in value[:MOST_SHOWN]], len(value), limit)
        return f"[{inside}]" if type(value) is list else f"({inside})"
    if type(value) is dict:
        pairs = [f"{brief(k, limit // 2)}: {brief(v, limit // 2)}" for k, v in list(value.items())[:MOST_SHOWN]]
        return f"{{{_few(pairs, len(value), limit)}}}"
    if callable(value):
        return "<function>"
    if isinstance(value, int) and value.bit_length() > 200:
        return f"<int, {value.bit_length()} bits>"
    return _cut(repr(value), limit)


def _few(parts: list[str], of: int, limit: int) -> str:
    """The first parts, as many as fit, and that there are more."""
    fitting = len(parts)
    while fitting > 1 and len(", ".join(parts[:fitting])) > limit:
        fitting -= 1
    return ", ".join([*parts[:fitting], *(["..."] if fitting < of else [])])


def _cut(text: str, limit: int) -> str:
    """A text in quotes keeps its last one."""
    if len(text) <= limit:
        return text
    end = text[-1] if text[-1] in "'\">" else ""
    return text[: limit - 3 - len(end)] + "..." + end
