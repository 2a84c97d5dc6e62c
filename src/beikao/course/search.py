"""Full-text search over the course: sections of lessons, questions, labs, drills and terms, in both languages.

SQLite's FTS5 over words: Chinese is cut by rjieba (and each word also into its characters, so that a part of a word is
found), Latin by spaces and marks. An index lives in memory or in a file that is made again when the course changes.
It knows no learner, and never searches keys, references or checks.
"""

from __future__ import annotations

import hashlib
import html
import os
import re
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from beikao.course.types import LANGUAGES, Concept, Course, Question

FORM = 2  # of the index: a change here makes every file anew
LIMIT, QUERY_CHARS, QUERY_WORDS = 30, 200, 16
SNIPPET_WORDS = 28
CJK = re.compile(r"[\u3400-\u9fff]")
WORD = re.compile(r"[\u3400-\u9fff]+|[0-9a-zA-Z_]+")
OPEN, CLOSE = "\x02", "\x03"
CJK_GAP = re.compile("([\u3400-\u9fff]\x03?)[ \0]+(?=\x02?[\u3400-\u9fff])")
BEFORE_MARK = re.compile("(?<=[\u3400-\u9fff]) +(?=[，。；：、？！（）「」])")
AFTER_MARK = re.compile("(?<=[，。；：、？！（）「」]) +(?=[\u3400-\u9fff])")
NOISE = (
    (re.compile(r"^:::.*$", re.M), " "),  # directives
    (re.compile(r"\{\{.*?\}\}"), "…"),  # values that are drawn anew each time
    (re.compile(r"\[@[^\]]*\]"), ""),  # citations
    (re.compile(r"\$\$?[^$]*\\begin[^$]*\$\$?"), "…"),  # matrices and the like, unreadable as TeX
    (re.compile(r"\$+"), ""),
    (re.compile(r"\]\([^)]*\)"), "]"),  # targets of links
    (re.compile(r"[*`#>|\[\]]+"), " "),
    (re.compile(r"\s+"), " "),
)


@dataclass(frozen=True)
class Found:
    """One hit. `url` is a path of the page, `kind` lesson, question, lab, drill or term; `snippet` is HTML with <mark>."""

    kind: str
    url: str
    title: str
    heading: str
    snippet: str
    language: str


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
            "SELECT p.kind, p.url, p.title, p.heading, p.language, snippet(words, 2, ?, ?, '…', ?)"
            " FROM words JOIN pages p ON p.rowid = words.rowid WHERE words MATCH ?"
            " ORDER BY p.language <> ?, bm25(words, 8.0, 4.0, 1.0), p.rowid LIMIT ?"
        )
        with self._lock:
            rows = self._connection.execute(sql, (OPEN, CLOSE, SNIPPET_WORDS, query, language, limit)).fetchall()
        return [Found(kind, url, title, heading, marked(part), lang) for kind, url, title, heading, lang, part in rows]

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
    connection.execute("CREATE TABLE pages (kind, url, language, title, heading)")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5(title, heading, body, tokenize='unicode61')")
    for page in pages(course):
        at = connection.execute(
            "INSERT INTO pages VALUES (?, ?, ?, ?, ?)", (page.kind, page.url, page.language, page.title, page.heading)
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
    """Markdown as running text: marks, directives, citations and drawn values out; formulas stay as TeX."""
    for pattern, put in NOISE:
        markdown = pattern.sub(put, markdown)
    return markdown.strip()


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


def marked(snippet: str) -> str:
    """A snippet as safe HTML: hits in <mark>, the spaces between Chinese characters out."""
    snippet = re.sub(" {2,}", " ", snippet)
    text = CJK_GAP.sub(r"\1", snippet.replace(f"{CLOSE} {OPEN}", f"{CLOSE}\0{OPEN}")).replace("\0", " ")
    text = BEFORE_MARK.sub("", AFTER_MARK.sub("", text)).replace(f"{CLOSE}{OPEN}", "")
    return html.escape(text).replace(OPEN, "<mark>").replace(CLOSE, "</mark>")
