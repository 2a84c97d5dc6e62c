"""The first taste over real HTTP, scripts off: a line is continued, a hostile one is only text, without torch the page says so."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from beikao.workers.poems.poet import MAX_LINE
from tests.course.tiny import write_concept
from tests.running import server
from tests.small_poet import write_poet
from tests.small_units import write_lab


def home_of(folder: Path, path: str = "") -> dict[str, str]:
    write_concept(folder / "pack", "aa")
    write_lab(folder / "pack/labs/mle-fit", "aa", "aa/mixed-up")
    found = {"BEIKAO_HOME": str(folder / "home"), "BEIKAO_CONTENT": str(folder / "pack"), "BEIKAO_WARM": "0",
             "BEIKAO_POEMS": str(write_poet(folder / "poems"))}  # fmt: skip
    return {**found, "PYTHONPATH": os.pathsep.join(p for p in (path, os.environ.get("PYTHONPATH", "")) if p)}


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    env = home_of(tmp_path_factory.mktemp("verse"))
    with server(env=env) as (address, _), httpx.Client(base_url=address, timeout=200, trust_env=False) as client:
        yield client


def post(client: httpx.Client, line: str, seed: str = "0", lang: str = "en") -> httpx.Response:
    page = client.get("/verse").text
    token = re.search(r'name="token" value="([0-9a-f]+)"', page)
    assert token
    return client.post("/verse", params={"lang": lang}, data={"line": line, "seed": seed, "token": token[1]})


def first_page(client: httpx.Client) -> str:
    """Today, once a language is chosen."""
    token = re.search(r'name="token" value="([0-9a-f]+)"', client.get("/settings").text)
    assert token
    client.post("/settings", data={"language": "en", "token": token[1]})
    return client.get("/").text


def poem(answer: httpx.Response) -> str:
    found = re.search(r'<p lang="zh-CN" class="poem">(.*?)</p>', answer.text)
    assert found, answer.text
    return html.unescape(found[1].replace("<br>", ""))


def test_a_line_is_continued(browser: httpx.Client) -> None:
    first, same, other = (post(browser, "明月照高楼，", seed) for seed in ("0", "0", "1"))
    assert first.status_code == 200
    assert poem(first).startswith("明月照高楼，") and len(poem(first)) > len("明月照高楼，")
    assert poem(first) == poem(same) != poem(other)
    assert 'name="seed" value="1"' in first.text  # the button for another one


def test_it_reads_traditional_characters(browser: httpx.Client) -> None:
    answer = post(browser, "雲裏看花", lang="zh")
    assert poem(answer).startswith("云里看花")
    assert "模型读到的是" in answer.text


@pytest.mark.parametrize("line", ["<script>alert(1)", '"><img src=x onerror=', "{{ 7*7 }}月"])
def test_a_hostile_line_is_text(browser: httpx.Client, line: str) -> None:
    answer = post(browser, line)
    assert answer.status_code == 200
    assert poem(answer).startswith("".join(line.split())[:3].translate({ord("."): "。"}))
    assert line not in answer.text.replace("{{ 7*7 }}", "") if "<" in line else "49月" not in answer.text
    assert "<script>alert" not in answer.text and "<img" not in answer.text
    assert "unsafe-eval" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("line", "words"), [("", "Write a line"), (" \n ", "Write a line"), ("月" * (MAX_LINE + 1), "too long")]
)
def test_a_line_out_of_bounds(browser: httpx.Client, line: str, words: str) -> None:
    answer = post(browser, line)
    assert answer.status_code == 422
    assert words in answer.text and 'class="poem"' not in answer.text


def test_what_the_page_tells(browser: httpx.Client) -> None:
    page = browser.get("/verse", params={"lang": "en"}).text
    assert 'href="/lab/mle-fit"' in page
    assert 'href="/lab/rope"' in page
    assert page.count("<tr>") >= 5
    assert 'href="/verse"' in first_page(browser)
    refused = browser.post("/verse", data={"line": "月", "seed": "0"})
    assert refused.status_code == 403
    assert post(browser, "月", seed="x").status_code == 422


def test_without_a_model_there_is_no_page(tmp_path: Path) -> None:
    env = {**home_of(tmp_path), "BEIKAO_POEMS": str(tmp_path)}
    with server(env=env) as (address, _), httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
        assert client.get("/verse").status_code == 404
        assert "/verse" not in first_page(client)


def test_without_torch_the_page_says_so(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text("import sys\nsys.modules['torch'] = None\n")
    with server(env=home_of(tmp_path, str(site))) as (address, _), httpx.Client(base_url=address, timeout=60, trust_env=False) as client:  # fmt: skip
        page = client.get("/verse", params={"lang": "zh"})
        assert page.status_code == 200 and "torch" in page.text and "./start" in page.text
        answer = post(client, "月")
        assert answer.status_code == 503
        assert "needs torch" in answer.text and 'value="月"' in answer.text
