"""Full-text search over the course: sections of lessons, questions, labs, drills and terms, in both languages.

SQLite's FTS5 over words: Chinese is cut by rjieba (and each word also into its characters, so that a part of a word is
found), Latin by spaces and marks. What is shown of a hit is a piece of the text as it reads. An index lives in memory or in a file that is made again when the course changes.
It knows no learner, and never searches keys, references or checks.
"""

from __future__ import annotations

import hashlib
import html
import os
import re
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from beikao.course.formula_text import as_text
from beikao.course.types import LANGUAGES, Concept, Course, Question

FORM = 3  # of the index: a change here makes every file anew
LIMIT, QUERY_CHARS, QUERY_WORDS = 30, 200, 16
EXCERPT, LEAD = (
    60,
    24,
)  # in Chinese characters, two Latin ones for one: an excerpt, and what may stand before the first hit
CJK = re.compile(r"[\u3400-\u9fff]")
WORD = re.compile(r"[\u3400-\u9fff]+|[0-9a-zA-Z_]+")
STOP = re.compile(r"[。！？；]|[.!?;] ")
LAST = "sources"  # the section found after all others: it cites much and explains nothing
FORMULA = re.compile(r"\$\$(.+?)\$\$|(?<!\\)\$([^$\n]+?)\$", re.S)
NOISE = (
    (re.compile(r"^(?::::|```).*$", re.M), ""),  # directives, fences
    (re.compile(r"^\|[-:| ]+\|$", re.M), ""),  # the line under a table's head
    (re.compile(r"^(?:#+|>|\d+\.) ", re.M), ""),
    (re.compile(r"^[ \t]*[-*] ", re.M), "· "),
    (re.compile(r"^\||\|$", re.M), ""),  # the sides of a table
    (re.compile(r"\[@([^\]]*)\]"), r"[\1]"),  # citations by their keys, as the page shows them
    (re.compile(r"\[([^\]]*)\]\([^)]*\)"), r"\1"),  # links by their words
    (re.compile(r"\*\*(?=\S)(.+?)\*\*"), r"\1"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)\*(?![\w*])"), r"\1"),
    (re.compile(r"`"), ""),
    (re.compile(r"(?<=[，。；：、？！）」])\s+"), ""),
    (re.compile(r"\s+"), " "),
)


@dataclass(frozen=True)
class Found:
    """One hit. `url` is a path of the page, `kind` lesson, question, lab, drill or term; `snippet` and the marked title and
    heading are HTML with <mark>."""

    kind: str
    url: str
    title: str
    heading: str
    snippet: str
    language: str
    marked_title: str
    marked_heading: str


@dataclass(frozen=True)
class _Page:
    kind: str
    url: str
    language: str
    title: str
    heading: str
    body: str

    @property
    def slug(self) -> str:
        """The last part of the address."""
        return self.url.rpartition("/")[2].partition("#")[0]


class SearchIndex:
    """Open or made once, read by many threads."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()

    def search(self, text: str, language: str, *, limit: int = LIMIT) -> list[Found]:
        """The best hits, those in the reader's language first; nothing for an empty or unreadable query."""
        query = match_of(text)
        if not query:
            return []
        sql = (
            "SELECT p.kind, p.url, p.title, p.heading, p.body, p.language"
            " FROM words JOIN pages p ON p.rowid = words.rowid WHERE words MATCH ?"
            f" ORDER BY p.language <> ?, p.url LIKE '%#{LAST}', bm25(words, 8.0, 4.0, 1.0), p.rowid LIMIT ?"
        )
        with self._lock:
            rows = self._connection.execute(sql, (query, language, limit)).fetchall()
        hits = patterns_of(text)
        return [
            Found(
                kind,
                url,
                title,
                heading,
                marked(excerpt(body, hits), hits),
                lang,
                marked(title, hits),
                marked(heading, hits),
            )
            for kind, url, title, heading, body, lang in rows
        ]

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def open_index(course: Course, folder: Path | None) -> SearchIndex:
    """The index of this course: from `folder` if it has one for exactly this course, else made (and kept there)."""
    if folder is None:
        return SearchIndex(_made(course, sqlite3.connect(":memory:", check_same_thread=False)))
    path = folder / f"search-{course_hash(course)}.sqlite"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}")
        _made(course, sqlite3.connect(fresh)).close()
        fresh.replace(path)
        for old in folder.glob("search-*.sqlite"):
            if old != path:
                old.unlink(missing_ok=True)
    return SearchIndex(sqlite3.connect(f"file:{path}?mode=ro", uri=True, check_same_thread=False))


def course_hash(course: Course) -> str:
    """Changes with every text that is indexed."""
    names = [f"{u.ref} {u.rev}" for u in course.concepts.values()]
    names += [f"{u.ref} {u.rev}" for u in course.labs.values()] + [f"{u.ref} {u.rev}" for u in course.drills.values()]
    names += [f"{k} {v}" for k, v in course.glossary.items()]
    return hashlib.sha256("\n".join([str(FORM), *sorted(names)]).encode()).hexdigest()[:16]


def _made(course: Course, connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.execute("CREATE TABLE pages (kind, url, language, title, heading, body)")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5(title, heading, body, tokenize='unicode61')")
    for page in pages(course):
        at = connection.execute(
            "INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?)",
            (page.kind, page.url, page.language, page.title, page.heading, page.body),
        ).lastrowid
        named = f"{page.title} {page.slug}"  # "svd" finds what is called 奇异值分解
        title = "" if page.kind == "question" else named  # else a concept's questions hide its lesson
        cut = (spaced(title), spaced(page.heading), spaced(page.body))
        connection.execute("INSERT INTO words(rowid, title, heading, body) VALUES (?, ?, ?, ?)", (at, *cut))
    connection.commit()
    return connection


# ---- what is searched


def pages(course: Course) -> Iterator[_Page]:
    """Everything that can be found, one language at a time."""
    for language in LANGUAGES:
        for concept in course.concepts.values():
            yield from _of_concept(concept, language)
        for lab in course.labs.values():
            body = f"{lab.summary[language]} {lab.task[language]}"
            yield _Page("lab", f"/lab/{lab.slug}", language, lab.title[language], "", plain(body))
        for drill in course.drills.values():
            body = f"{drill.summary[language]} {drill.story[language]}"
            yield _Page("drill", f"/drill/{drill.slug}", language, drill.title[language], "", plain(body))


def _of_concept(concept: Concept, language: str) -> Iterator[_Page]:
    if language not in concept.lessons:
        return
    title = concept.title[language]
    yield _Page("lesson", f"/learn/{concept.slug}", language, title, "", concept.objective[language])
    for section in concept.lessons[language].sections:
        url = f"/learn/{concept.slug}#{section.id}"
        yield _Page("lesson", url, language, title, plain(section.heading), plain(section.markdown))
    for question in concept.questions.values():
        if language in question.text:
            url = f"/q/{concept.slug}/{question.slug}"
            yield _Page("question", url, language, title, "", plain(_asked(question, language)))


def _asked(question: Question, language: str) -> str:
    text = question.text[language]
    return " ".join((text.ask, *text.options.values()))


def plain(markdown: str) -> str:
    """Markdown as running text: marks and directives out, citations by key, formulas in a line, `…` for drawn values and
    for what is no line."""
    text = FORMULA.sub(_said, re.sub(r"\{\{.*?\}\}", "…", markdown))
    for pattern, put in NOISE:
        text = pattern.sub(put, text)
    return text.strip()


def _said(formula: re.Match[str]) -> str:
    return as_text(formula[1] or formula[2]) or "…"


# ---- words


def words(text: str) -> list[str]:
    """The words of a text as they are indexed: Chinese cut by rjieba, Latin in lower case."""
    import rjieba

    out: list[str] = []
    for run in WORD.findall(text):
        out += rjieba.cut(run) if CJK.match(run) else [run.lower()]
    return out


def spaced(text: str) -> str:
    """The text with a space around every Chinese word, so that FTS5's tokenizer sees it, and all else as it is.

    Each Chinese character stands alone: a query of any characters is then a phrase, whichever way words were cut.
    """
    return CJK.sub(lambda m: f" {m[0]} ", text)


def match_of(text: str) -> str:
    """An FTS5 query from what a person typed: every word must occur, the last Latin one may be unfinished.

    A Chinese word is a phrase of its characters. Nothing of FTS5's own language passes through.
    """
    found = words(text[:QUERY_CHARS])[:QUERY_WORDS]
    terms = []
    for place, word in enumerate(found):
        if CJK.match(word):
            terms.append('"' + " ".join(word) + '"')
        else:
            terms.append(f'"{word}"' + ("*" if place == len(found) - 1 and not text[-1:].isspace() else ""))
    return " AND ".join(terms)


# ---- what is shown of a hit


def patterns_of(text: str) -> list[re.Pattern[str]]:
    """How each word of a query looks in a text."""
    found = words(text[:QUERY_CHARS])[:QUERY_WORDS]
    out = []
    for place, word in enumerate(found):
        whole = place < len(found) - 1 or text[-1:].isspace()
        latin = rf"(?<![0-9a-z]){re.escape(word)}" + (r"(?![0-9a-z])" if whole else "")
        out.append(re.compile(re.escape(word) if CJK.match(word) else latin, re.IGNORECASE))
    return out


def excerpt(text: str, hits: Sequence[re.Pattern[str]]) -> str:
    """A piece of the text with as many of the words as one place has; from its beginning where it has none."""
    found = [(m.start(), n) for n, pattern in enumerate(hits) for m in pattern.finditer(text)]
    at, _ = max(
        found, key=lambda one: (len({n for p, n in found if 0 <= p - one[0] < EXCERPT}), -one[0]), default=(0, 0)
    )
    start = _beginning(text, at)
    end = _end(text, start)
    return ("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else "")


def _beginning(text: str, at: int) -> int:
    """Where an excerpt that shows what stands at `at` begins: with the text, with its sentence, or a little before."""
    room, least = LEAD * 2, at
    while least > 0 and room > 0:
        least -= 1
        room -= 2 if CJK.match(text[least]) else 1
    if least == 0:
        return 0
    stops = [m.end() for m in STOP.finditer(text, least, at)]
    return stops[-1] if stops else _between_words(text, least)


def _end(text: str, start: int) -> int:
    room, end = EXCERPT * 2, start
    while end < len(text) and room > 0:
        room -= 1 if text[end].isascii() else 2
        end += 1
    return _between_words(text, end) if end < len(text) else end


def _between_words(text: str, at: int) -> int:
    """The next place to the left that is not inside a Latin word, within reason."""
    back = at
    while back > 0 and at - back < LEAD and text[back - 1].isascii() and text[back - 1] != " ":
        back -= 1
    return back if at - back < LEAD else at


def marked(text: str, hits: Sequence[re.Pattern[str]]) -> str:
    """The text as safe HTML with the words in <mark>."""
    inside = [False] * len(text)
    for pattern in hits:
        for m in pattern.finditer(text):
            inside[m.start() : m.end()] = [True] * (m.end() - m.start())
    parts = []
    for mark, run in groupby(zip(inside, text, strict=True), key=lambda pair: pair[0]):
        shown = html.escape("".join(c for _, c in run))
        parts.append(f"<mark>{shown}</mark>" if mark else shown)
    return "".join(parts)
