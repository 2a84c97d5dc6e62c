"""Search finds what is there in either language, and whatever is typed it answers in a moment."""

from __future__ import annotations

import html
import re
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beikao.app import course_of
from beikao.course.search import match_of, open_index, pages, plain, spaced
from beikao.settings import own_content
from tests.conftest import CONTENT

COURSE = course_of((own_content(),))
INDEX = open_index(COURSE, None)


@pytest.mark.parametrize(
    ("query", "language", "url"),
    [
        ("奇异值", "zh", "/learn/svd"),
        ("异值", "zh", "/learn/svd"),  # a part of a word
        ("singular value", "en", "/learn/svd"),
        ("hessi", "en", "/learn/hessian-stability"),  # an unfinished word
        ("ADAMW", "en", "/learn/adam"),
        ("凸函数", "zh", "/learn/convexity"),
        ("SVD 压缩", "zh", "/lab/svd-compress"),
    ],
)
def test_what_is_there_is_found(query: str, language: str, url: str) -> None:
    hits = INDEX.search(query, language, limit=60)
    assert any(h.url.split("#")[0] == url for h in hits), [h.url for h in hits]
    assert hits[0].language == language


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_called_so_comes_first(language: str) -> None:
    """By its slug too: a Chinese title does not say "svd"."""
    assert INDEX.search("svd", language)[0].url.split("#")[0] in ("/learn/svd", "/lab/svd-compress")


def test_every_word_must_occur() -> None:
    both = {h.url for h in INDEX.search("eps 偏差", "zh", limit=200)}
    assert both <= {h.url for h in INDEX.search("偏差", "zh", limit=200)}
    assert not INDEX.search("奇异值 qwertyuiop", "zh")


def test_every_concept_is_found_by_its_title() -> None:
    for concept in COURSE.concepts.values():
        for language in ("zh", "en"):
            found = [h.url.split("#")[0] for h in INDEX.search(concept.title[language], language, limit=3)]
            assert f"/learn/{concept.slug}" in found, (concept.title[language], found)


def test_keys_and_references_are_not_searched() -> None:
    """No long line of a reference, a check, a wrong answer or a question's key is in the index."""
    texts = "\n".join(text for (text,) in INDEX._connection.execute("SELECT body FROM words"))
    shown = "\n".join(plain(t) for lab in COURSE.labs.values() for t in lab.task.values())
    shown += "\n".join(path.read_text() for path in CONTENT.rglob("lesson.*.md"))  # a lesson may teach a line of code
    asked = (q.text["en"].ask for c in COURSE.concepts.values() for q in c.questions.values())
    shown += "\n".join(asked)  # and a question may show one
    hidden = [path for unit in (*COURSE.labs.values(), *COURSE.drills.values()) for path in unit.folder.rglob("*.py")]
    hidden += [q.make for c in COURSE.concepts.values() for q in c.questions.values() if q.make]
    lines = {line.strip() for path in hidden for line in path.read_text().splitlines() if len(line.strip()) > 25}
    assert lines
    assert not [line for line in lines if spaced(line) in texts and line not in shown]
    assert spaced("奇异值") in texts


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_nothing_typed_breaks_it(text: str) -> None:
    for hit in INDEX.search(text, "zh"):
        assert not re.search(r"<(?!/?mark>)", hit.snippet)
        assert hit.snippet.count("<mark>") == hit.snippet.count("</mark>")


@pytest.mark.parametrize(
    "text", ['"', "a OR b", "NEAR(a b)", "title:svd", "*", "a*b", "-x", "^svd", "(", "秩\x00秩", "\udcff"]
)
def test_the_languages_of_the_engine_stay_outside(text: str) -> None:
    INDEX.search(text, "en")
    query = match_of(text)
    assert re.fullmatch(r'(?:"[^"]*"\*?(?: AND )?)*', query)


def test_snippets_read_well() -> None:
    (hit, *_) = [h for h in INDEX.search("奇异值", "zh") if h.url == "/learn/svd"]
    assert "<mark>奇异值</mark>" in hit.snippet
    assert not re.search(r"[\u3400-\u9fff] [\u3400-\u9fff]", hit.snippet)
    assert plain("看 [图](concept:svd)[@x]：{{a(k=1).b}} $x^2$\n:::figure a") == "看 图[x]：… x²"


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        (
            "MLA 的推导看第 2.1 节；GQA 看 [@gqa]；RoPE 看 [@rope]。",
            "MLA 的推导看第 2.1 节；GQA 看 [gqa]；RoPE 看 [rope]。",
        ),
        ("按**查询-键**相乘，得到[注意力](concept:attention)，并说明", "按查询-键相乘，得到注意力，并说明"),
        ("约定\n\n- 用 `a*b`，不用 *别的*\n- $k$ 个", "约定 · 用 a*b，不用 别的 · k 个"),
        ("| 甲 | 乙 |\n|---|--:|\n| 1 | $\\sigma_i^2$ |", "甲 | 乙 1 | σᵢ²"),
    ],
)
def test_text_is_as_it_reads(markdown: str, text: str) -> None:
    assert plain(markdown) == text


@pytest.mark.parametrize("query", ["注意力", "滑窗", "top-k 稀疏", "softmax", "缓存字节数", "查询"])
def test_an_excerpt_is_a_piece_of_the_text(query: str) -> None:
    """Word for word, blanks and citations too, and with the query in it where the text has it."""
    bodies = {(p.url, p.language): p.body for p in pages(COURSE)}
    hits = INDEX.search(query, "zh", limit=60)
    assert hits
    for hit in hits:
        shown = html.unescape(re.sub("</?mark>", "", hit.snippet))
        body = bodies[hit.url, hit.language]
        assert shown.removeprefix("…").removesuffix("…") in body
        if query in body and query.isalpha():
            assert f"<mark>{query}</mark>" in hit.snippet


def test_titles_are_marked() -> None:
    hit = next(h for h in INDEX.search("注意力", "zh") if h.url == "/learn/attention")
    assert hit.marked_title == "缩放点积<mark>注意力</mark>"
    assert any("<mark>" in h.marked_heading for h in INDEX.search("例子", "zh", limit=200))


@pytest.mark.parametrize("query", ["注意力", "transformer"])
def test_sources_come_last(query: str) -> None:
    urls = [h.url for h in INDEX.search(query, "zh", limit=300) if h.language == "zh"]
    ends = [url.endswith("#sources") for url in urls]
    assert any(ends) and ends == sorted(ends)


def test_the_file_is_made_once_and_anew_for_another_course(tmp_path: Path) -> None:
    open_index(COURSE, tmp_path).close()
    (made,) = tmp_path.iterdir()
    stamp = made.stat().st_mtime_ns
    index = open_index(COURSE, tmp_path)
    assert made.stat().st_mtime_ns == stamp
    assert index.search("秩", "zh")
    with pytest.raises(sqlite3.OperationalError):
        index._connection.execute("DELETE FROM pages")
    index.close()
    less = type(COURSE)(**{**vars(COURSE), "drills": {}})
    open_index(less, tmp_path).close()
    (other,) = tmp_path.iterdir()
    assert other.name != made.name
