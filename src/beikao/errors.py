"""One shape for every error that a person meets: what, where, what to do, and the exit code and status it maps to."""

from __future__ import annotations


class BeikaoError(Exception):
    """Base of errors shown to people. `exit_code` is for the command line, `status` for HTTP.

    `what` says what is wrong, `where` names the file, unit or field, `hint` says what to do next. `zh` and `hint_zh` are
    the same in Chinese, where an error has them.
    """

    exit_code = 1
    status = 400

    def __init__(self, what: str, *, where: str = "", hint: str = "", zh: str = "", hint_zh: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.hint = hint
        self.zh, self.hint_zh = zh, hint_zh

    def __str__(self) -> str:
        return self.told("en")

    def told(self, language: str) -> str:
        """All of it in a language: place, what is wrong, and below it what to do."""
        what, hint = self.words(language)
        place = f"{self.where}: " if self.where else ""
        return f"{place}{what}\n{hint}" if hint else f"{place}{what}"

    def words(self, language: str) -> tuple[str, str]:
        """What is wrong and what to do next, in a language; English where an error has no Chinese."""
        return (self.zh, self.hint_zh) if language == "zh" and self.zh else (self.what, self.hint)


class UsageError(BeikaoError):
    """The request itself is wrong: a bad option, an answer that cannot be read."""

    exit_code = 2
    status = 422


class NotFoundError(BeikaoError):
    """No unit, file or page of that name."""

    exit_code = 3
    status = 404


class EnvironmentFault(BeikaoError):
    """This machine lacks something: a program, a kernel feature, a writable folder."""

    exit_code = 4
    status = 503


class ContentError(BeikaoError):
    """A unit of content is at fault; its author must mend it, not the learner."""

    exit_code = 1
    status = 500
