"""The questions' side of a child, whichever process it lives in: handles and callbacks, and what is kept for the message."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from beikao.grader import wire

MAX_CALLS = 100_000
Call = tuple[str, tuple[Any, ...], dict[str, Any]]  # name, arguments, named arguments


class Asked(ABC):
    """Somebody who answers a check's questions. `trusted`: it runs the reference."""

    def __init__(self) -> None:
        self.trusted = False
        self.deadline = float("inf")
        self.more_s: Callable[[], float] = float  # none
        self.service = False
        self.calls = 0
        self.callbacks: list[Callable[..., Any]] = []
        self.call: Call | str = ""  # the last one, for the message
        self.touched = ""  # the last call that, by its own word, left its arguments otherwise than they came
        self.returned: dict[str, Any] = {}  # what each function gave last, for the message
        self.asked: dict[str, Call] = {}  # the calls to which it gave that
        self.look_for: dict[str, str] | None = None  # where it is set: keep what the first call in these words gave
        self.kept: dict[str, Any] = {}  # functions and modules of the submission, asked for once
        self.unused: list[int] = []  # handles that nothing here holds any more
        self.start_kib = 0

    @abstractmethod
    def ask(self, header: dict[str, Any], value: Any = None, *, has_value: bool = False,
            raw: list[bytes] | None = None) -> Any:  # fmt: skip
        """One question and its answer; callbacks in between are served here. Raises LearnerError and its like."""

    @abstractmethod
    def cpu_seconds(self) -> float:
        """CPU time it has used."""

    @abstractmethod
    def peak_kib(self) -> int:
        """The most memory it held."""

    @abstractmethod
    def close(self) -> None:
        """End it and let go of everything."""

    def called(self) -> str:
        """The last call in words; they are made only where a message needs them."""
        from beikao.grader.remote import told

        return self.call if isinstance(self.call, str) else told(self.call)

    def gave(self, call: Call, value: Any) -> None:
        """Keep what a call gave, for the message."""
        from beikao.grader.remote import told

        name = call[0]
        if self.look_for is None:
            self.returned[name], self.asked[name] = value, call
        elif name not in self.returned and self.look_for.get(name) == told(call):
            self.returned[name] = value

    def handle(self, value: Any) -> list[Any]:
        """How a handle or a function among the arguments travels."""
        from beikao.grader.remote import Remote

        if isinstance(value, Remote):
            if value.child is not self:
                raise TypeError("an object of one submission cannot be given to another")
            return ["h", value.number]
        if callable(value):
            self.callbacks.append(value)
            return ["c", len(self.callbacks) - 1]
        raise TypeError(f"a {type(value).__name__} cannot go over the wire")

    def resolve(self, tag: str, rest: list[Any]) -> Any:
        """The handle that came among what was answered."""
        from beikao.grader.remote import Remote

        if tag != "h" or type(rest[0]) is not int:
            raise wire.ProtocolError(f"tag {str(tag)[:20]}")
        return Remote(self, rest[0], str(rest[1])[:80], bool(rest[2]))

    def count(self) -> None:
        """One question or callback more. Raises ProtocolError where they are too many."""
        self.calls += 1
        if self.calls > MAX_CALLS:
            raise wire.ProtocolError(f"more than {MAX_CALLS} calls")

    def setup(self, entry: str, files: Mapping[str, str], *, write: bool, seed: int, parts: Mapping[str, str],
              run: Sequence[str] = (), banned: tuple[str, ...] = ()) -> None:  # fmt: skip
        """Send the files and import the entry. Raises LearnerError when the import fails."""
        header = {
            "op": "setup",
            "entry": entry,
            "files": list(files),
            "write": write,
            "seed": seed,
            "parts": dict(parts),
            "banned": list(banned),
            "run": list(run),
        }
        self.ask(header, raw=[text.encode() for text in files.values()])
