"""How a submission, its child or the machine can fail a question, as exceptions of the judge process. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from beikao.grader import wire

FOR_BUILDERS = "This could be because the operator doesn't exist"


class LearnerError(Exception):
    """The submission raised. `kinds` are the names of its classes, the own one first; `line` and `file` say where in
    the learner's files. `missing` is set where a name was not there, `near` to one that looks like it."""

    def __init__(self, name: str, message: str, line: int = 0, file: str = "", *, kinds: tuple[str, ...] = (),
                 missing: str = "", near: str = "") -> None:  # fmt: skip
        super().__init__(f"{name}: {message}")
        self.name, self.message, self.line, self.file = name, message, line, file
        self.kinds, self.missing, self.near = kinds or (name,), missing, near

    def said(self, colon: str) -> str:
        """Its name, and what it says where it says anything: not what torch adds for those who build it."""
        said = self.message.split(FOR_BUILDERS)[0].strip()
        return f"{self.name}{colon}{said}" if said else self.name

    @classmethod
    def read(cls, raw: Any) -> LearnerError:
        """From the wire: a word of the learner's, believed only in its form. Raises ProtocolError."""
        try:
            return cls(
                str(raw["name"])[:80], str(raw["message"])[:2000], int(raw["line"]), str(raw["file"])[:200],
                kinds=tuple(str(k)[:80] for k in raw.get("kinds", ())[:20]),
                missing=str(raw.get("missing", ""))[:80], near=str(raw.get("near", ""))[:80],
            )  # fmt: skip
        except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as error:
            raise wire.ProtocolError("an error that cannot be read") from error


class ChildDied(Exception):
    """The child ended while a question was open."""


class OutOfMemory(ChildDied):
    """The child and what it started hold more memory than they may; they were ended."""

    def __init__(self, used_mib: int) -> None:
        super().__init__(f"{used_mib} MiB")
        self.used_mib = used_mib


class NoSandbox(Exception):
    """A child ended before it had run a line of the learner's: not their fault."""


class OutOfTime(Exception):
    """The time passed while a question was open."""


class Unavailable(Exception):
    """This machine cannot run this: which feature it lacks, or `said` to the learner in both languages."""

    def __init__(self, what: str, said: Mapping[str, str] | None = None) -> None:
        super().__init__(what)
        self.said = said


class ReferenceFailed(Exception):
    """The reference itself raised or died: the lab's fault, never the learner's."""


class ZygoteDied(Exception):
    """The warm process is gone; the judge must be started again."""
