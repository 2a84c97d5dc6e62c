"""The one shape of "this answer cannot be read", in both languages. Nothing is counted where it is raised."""

from __future__ import annotations

from beikao.errors import UsageError

NUMBER = (
    "Accepted: 0.75, 3/4, 75%, 1.5e-3, 1.5×10^-3, 2^10, √2, 2π, 1,024.",
    "可以这样写：0.75、3/4、75%、1.5e-3、1.5×10^-3、2^10、√2、2π、1,024。",
)
FORMULA = ("Write a formula such as 2*x^2 + sqrt(y)/3.", "写一个公式，例如 2*x^2 + sqrt(y)/3。")
NO_HINT = ("", "")


class Unreadable(UsageError):
    """`zh` says in Chinese what `what` says in English; `hint` is (English, Chinese)."""

    def __init__(self, what: str, zh: str, hint: tuple[str, str] = NO_HINT) -> None:
        super().__init__(what, where="answer", hint=hint[0])
        self.zh, self.hint_zh = zh, hint[1]
