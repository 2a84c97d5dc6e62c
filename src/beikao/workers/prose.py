"""Markdown to safe HTML for lessons, questions, tasks and stories: formulas, highlighted code, links between units.

Raw HTML in content is shown, not obeyed. Figures, questions and folds are not here: they are blocks of a lesson.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from mdit_py_plugins.dollarmath import dollarmath_plugin

from beikao.workers.formulas import typeset
from beikao.workers.placeholders import FactInsert, FigureInsert, fill, format_value, parse_insert, placeholders

__all__ = ["FactInsert", "FigureInsert", "Prose", "fill", "format_value", "parse_insert", "parsed", "placeholders"]

UNIT_LINK = re.compile(r"(concept|lab|drill):([a-z0-9-]+)\Z")
RUN_LINK = re.compile(r"run:(?P<concept>[a-z0-9-]+)/(?P<figure>[a-z0-9-]+)(?P<at>(?:\?[\w=.+&-]*)?)\Z")
RUN = {"zh": "这个数怎么算出来的", "en": "how this number was computed"}
PATHS = {"concept": "/learn/", "lab": "/lab/", "drill": "/drill/"}
CITATION = re.compile(r"\[@([a-z0-9-]+)\]")
MATH = ("math_inline", "math_inline_double", "math_block")
LONE = "a lone $: close the formula, or write \\$ for a dollar sign"
PRICE = "a digit touches the outer $ of a formula: write \\$ for a dollar sign, or leave a space"
TABLE = {"zh": "表格，可横向滚动", "en": "Table, scrolls sideways"}
REGION = {"zh": "公式，可横向滚动", "en": "Formula, scrolls sideways"}


class Prose:
    """Typesets Markdown. Thread-safe; results are cached."""

    def html(self, markdown: str, *, language: str) -> str:
        """HTML of a block of Markdown."""
        return _html(markdown, language)

    def faults(self, markdown: str) -> list[tuple[int, str]]:
        """(line from 1, message) of every formula KaTeX refuses and of every dollar sign that opens or closes none."""
        found = []
        for token in _parser("en", escapes_apart=True).parse(markdown):
            line = (token.map[0] if token.map else 0) + 1
            parts = [token, *(token.children or [])]
            for place, part in enumerate(parts):
                line += part.type in ("softbreak", "hardbreak")
                if part.type == "text" and "$" in part.content:
                    found.append((line, LONE))
                if part.type in MATH:
                    if part.type != "math_block" and _by_a_digit(parts, place):
                        found.append((line, PRICE))
                    error = typeset(part.content.strip(), part.type != "math_inline")[1]
                    if error:
                        found.append((line, error))
                    line += part.content.count("\n") if part.type != "math_block" else 0
        return found


def parsed(markdown: str) -> list[Token]:
    """The tokens of a block of Markdown, for whoever shows it otherwise than as HTML."""
    return _parser("en").parse(markdown)


@lru_cache(maxsize=4096)
def _html(markdown: str, language: str) -> str:
    return str(_parser(language).render(markdown))


def _by_a_digit(parts: Sequence[Token], place: int) -> bool:
    """Whether the text before or after a formula touches it with a digit, as in `$5 and $6`."""
    before, after = parts[place - 1], parts[place + 1] if place + 1 < len(parts) else None
    return (before.type == "text" and before.content[-1:].isdigit()) or (
        after is not None and after.type == "text" and after.content[:1].isdigit()
    )


@lru_cache(maxsize=4)
def _parser(language: str, *, escapes_apart: bool = False) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    parser.use(dollarmath_plugin, double_inline=True, allow_labels=False, allow_blank_lines=False)
    if escapes_apart:  # else `\\$` and `$` come out as the same text
        parser.disable("text_join")
    parser.inline.ruler.before("link", "citation", _citation)
    parser.inline.ruler.before("emphasis", "blank", _blank)
    parser.validateLink = _safe_link  # type: ignore[method-assign]
    for name in MATH:
        parser.add_render_rule(name, _math(language))
    parser.add_render_rule("fence", _fence)
    parser.add_render_rule("citation", _cite)
    parser.add_render_rule("link_open", _link(language))
    opening = f'<div class="table" tabindex="0" role="region" aria-label="{TABLE[language]}"><table>'
    parser.add_render_rule("table_open", lambda *_: opening)
    parser.add_render_rule("table_close", lambda *_: "</table></div>")
    return parser


def _blank(state: StateInline, silent: bool) -> bool:
    """Three underscores or more are a blank to fill in, never emphasis: between CJK stops Markdown takes two such runs for bold."""
    end = state.pos
    while end < state.posMax and state.src[end] == "_":
        end += 1
    if end - state.pos < 3:
        return False
    if not silent:
        state.pending += state.src[state.pos : end]
    state.pos = end
    return True


def _safe_link(url: str) -> bool:
    return bool(UNIT_LINK.match(url) or RUN_LINK.match(url)) or url.startswith(("https://", "http://", "#", "/"))


Rule = Any


def _math(language: str) -> Rule:
    def rule(_: RendererHTML, tokens: Sequence[Token], at: int, __: OptionsDict, ___: Mapping[str, Any]) -> str:
        token = tokens[at]
        display = token.type != "math_inline"
        html = typeset(token.content.strip(), display)[0]
        if not display:
            return html
        label = REGION[language]
        return f'<span class="formula" role="region" aria-label="{label}" tabindex="0">{html}</span>\n'

    return rule


def _fence(_: RendererHTML, tokens: Sequence[Token], at: int, __: OptionsDict, ___: Mapping[str, Any]) -> str:
    return highlight(tokens[at].content, tokens[at].info.strip().split(" ")[0])


def highlight(code: str, language: str) -> str:
    """Code as HTML with Pygments' classes; an unknown language is plain."""
    from pygments import highlight as colour
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language) if language else None
    except ClassNotFound:
        lexer = None
    inner = colour(code, lexer, HtmlFormatter(nowrap=True)) if lexer else escape(code)
    return f'<pre class="code" tabindex="0"><code>{inner}</code></pre>\n'


def _citation(state: StateInline, silent: bool) -> bool:
    match = CITATION.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        state.push("citation", "", 0).content = match[1]
    state.pos = match.end()
    return True


def _cite(_: RendererHTML, tokens: Sequence[Token], at: int, __: OptionsDict, ___: Mapping[str, Any]) -> str:
    key = tokens[at].content
    return f'<sup class="cite"><a href="#source-{key}">{key}</a></sup>'


def _link(language: str) -> Rule:
    def rule(
        renderer: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        token = tokens[at]
        href = str(token.attrGet("href") or "")
        if unit := UNIT_LINK.match(href):
            token.attrSet("href", PATHS[unit[1]] + unit[2])
        elif run := RUN_LINK.match(href):
            token.attrSet("href", f"/learn/{run['concept']}/figure/{run['figure']}/source{run['at']}")
            token.attrSet("class", "run")
            token.attrSet("title", RUN[language])
        elif href.startswith("http"):
            token.attrSet("rel", "noopener noreferrer")
        return renderer.renderToken(tokens, at, options, env)

    return rule
