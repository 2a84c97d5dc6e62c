"""Where a line of text may end: CJK anywhere but at its punctuation, Latin at blanks, a formula or code not at all.

No line begins with a closing mark or ends with an opening one (禁则; GB/T 15834, JIS X 4051), a dash or an ellipsis is not
cut, and no blanks trail. `Screen` is Rich's console with these lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderHook, RenderResult
from rich.containers import Lines
from rich.segment import Segment
from rich.text import Text
from rich.theme import Theme

if TYPE_CHECKING:
    from rich.console import ConsoleRenderable, JustifyMethod, OverflowMethod, RenderableType

CLOSING = frozenset("，。、；：？！）】》〉」』〕〗…—～·”’％%‰℃,.;:?!)]}")
OPENING = frozenset("（【《〈「『〔〖“‘([{")
WHOLE = ("formula", "code")  # the styles whose text stays on one line where it fits on one
FORMULA = "formula"
THEME = Theme({"formula": "", "code": "cyan"})

Spans = Sequence[tuple[int, int]]


def starts(text: str, width: int, whole: Spans = ()) -> list[int]:
    """Where lines after the first begin, for one paragraph and a width in cells. `whole` are ranges not to be cut."""
    firm, soft = _allowed(text, whole)
    found: list[int] = []
    start = 0
    while True:
        end = _reach(text, start, width)
        if end >= len(text):
            return found
        start = next((i for i in range(end, start, -1) if firm[i]), 0) or next(
            (i for i in range(end, start, -1) if soft[i]), end
        )
        found.append(start)


def _reach(text: str, start: int, width: int) -> int:
    """How far a line from `start` can go; blanks at its end take no room, and at least one character stands on it."""
    end, room = start, width
    while end < len(text):
        cells = cell_len(text[end])
        if cells > room and text[end] != " ":
            break
        room -= cells
        end += 1
    return max(end, start + 1)


def _allowed(text: str, whole: Spans) -> tuple[list[bool], list[bool]]:
    """Whether a line may begin at each place: as a rule, and where a range is too long for a line."""
    inside = [False] * (len(text) + 1)
    border = list(text)
    for start, end in whole:
        inside[start + 1 : end] = [True] * max(0, end - start - 1)
        for at in (start, end - 1):
            border[at] = "x" if border[at] != " " else " "
    firm = [not inside[i] and _between(border, i) for i in range(len(text))]
    soft = [_between(text, i) for i in range(len(text))]
    return [*firm, False], [*soft, False]


def _between(text: Sequence[str], at: int) -> bool:
    if at == 0:
        return False
    before, after = text[at - 1], text[at]
    if after in CLOSING or after == " " or cell_len(after) == 0:
        return False
    if before == " ":
        back = at - 1
        while back > 0 and text[back] == " ":
            back -= 1
        return text[back] not in OPENING and text[back] != " "
    return before not in OPENING and (_is_cjk(before) or _is_cjk(after))


def _is_cjk(character: str) -> bool:
    return character >= "\u2e80" or character in "…—”’“‘"


class Words(Text):
    """Rich's text, broken into lines as above."""

    @classmethod
    def of(cls, text: Text) -> Words:
        """The same text."""
        return cls(text.plain, text.style, justify=text.justify, overflow=text.overflow, no_wrap=text.no_wrap,
                   end=text.end, tab_size=text.tab_size, spans=text.spans)  # fmt: skip

    def wrap(
        self, console: Console, width: int, *, justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None, tab_size: int = 8, no_wrap: bool | None = None,
    ) -> Lines:  # fmt: skip
        """The lines; none is wider than `width` unless wrapping is off."""
        if no_wrap or self.no_wrap or (overflow or self.overflow) == "ignore":
            return super().wrap(console, width, justify=justify, overflow=overflow, tab_size=tab_size, no_wrap=no_wrap)
        lines = Lines()
        for line in self.split(allow_blank=True):
            line.expand_tabs(tab_size)
            whole = [(s.start, s.end) for s in line.spans if s.style in WHOLE]
            for part in line.divide(starts(line.plain, width, whole)):
                part.rstrip()
                lines.append(part)
        how = justify or self.justify
        if how in ("right", "center"):
            lines.justify(console, width, justify=how, overflow=overflow or "fold")
        return lines


class _Bare:
    """What it holds, without blanks at the ends of lines."""

    def __init__(self, held: RenderableType) -> None:
        self.held = held

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in console.render_lines(self.held, options, pad=False):
            yield from _bare(line)
            yield Segment.line()


def _bare(line: Iterable[Segment]) -> Iterator[Segment]:
    kept = list(line)
    while kept:
        last = kept[-1]
        if last.text.rstrip(" ") == last.text or (last.style is not None and last.style.bgcolor is not None):
            break
        kept[-1:] = [Segment(last.text.rstrip(" "), last.style, last.control)] if last.text.strip(" ") else []
    return iter(kept)


class _BareLines(RenderHook):
    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        return [r if isinstance(r, Text) and r.end != "\n" else _Bare(r) for r in renderables]


class Screen(Console):
    """Rich's console: lines broken as above, no trailing blanks."""

    def __init__(self, **options: Any) -> None:
        super().__init__(theme=THEME, highlight=False, **options)
        self.push_render_hook(_BareLines())

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """As Rich's, with every text as `Words`."""
        return super().render(Words.of(renderable) if type(renderable) is Text else renderable, options)


class Hung:
    """Something behind a first mark, every line of it with the same indent: a list item, a quotation, code."""

    def __init__(self, first: str, held: RenderableType, rest: str = "") -> None:
        self.first, self.held = first, held
        self.rest = rest or " " * cell_len(first)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        inner = options.update_width(max(options.max_width - cell_len(self.first), 2))
        lines = console.render_lines(self.held, inner, pad=False)
        for at, line in enumerate(lines):
            yield Segment(self.rest if at else self.first)
            yield from line
            yield Segment.line()
