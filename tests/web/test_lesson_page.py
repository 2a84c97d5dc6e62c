"""A lesson leads from each number to its run and from each citation to its source and back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from beikao.course import load
from beikao.study.read import run_link
from beikao.web.pages.lesson.citations import Citations
from beikao.workers.placeholders import substitute
from beikao.workers.prose import Prose
from tests.conftest import CONTENT
from tests.running import server

COURSE = load([CONTENT])


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    home = tmp_path_factory.mktemp("lesson")
    with (
        server(env={"BEIKAO_HOME": str(home)}) as (address, _),
        httpx.Client(base_url=address.rstrip("/"), follow_redirects=True, timeout=60, trust_env=False) as client,
    ):
        yield client


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_numbers_lead_to_their_runs(browser: httpx.Client, lang: str) -> None:
    page = browser.get("/learn/svd", params={"lang": lang}).text
    runs = re.findall(r'<a href="(/learn/svd/figure/[^"]+/source[^"]*)" class="run" title="[^"]+">([^<]+)</a>', page)
    assert len(runs) > 5
    for address, number in runs:
        run = browser.get(address.replace("&amp;", "&"), params=None)
        assert run.status_code == 200 and "def claims" in re.sub("<[^>]+>", "", run.text), address
        figures = {
            f"{float(n):.6g}" for n in re.findall(r"^\w+ = (-?[\d.e+-]+)$", re.sub("<[^>]+>", "\n", run.text), re.M)
        }
        shown = float(re.sub(r"[^\d.]", "", number)) / (100 if "%" in number else 1)
        assert any(abs(float(f) - shown) <= 0.006 * max(1.0, shown) for f in figures), (address, number, figures)


def test_a_claim_of_the_guide_is_told_where_it_is_tried(browser: httpx.Client) -> None:
    assert "Where the numbers come from" in browser.get("/learn/svd?lang=en").text
    run = browser.get("/learn/svd/figure/spectrum/source?k=64&decay=1&lang=en").text
    assert "4:1" in run and "No support for it was found" in run and "k = 64" in run
    assert browser.get("/learn/svd/figure/spectrum/source?k=abc").status_code == 422
    assert browser.get("/learn/svd/figure/spectrum/source?nothing=1").status_code == 422


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_citations_are_numbers_and_lead_there_and_back(browser: httpx.Client, lang: str) -> None:
    page = browser.get("/learn/svd", params={"lang": lang}).text
    cited = re.findall(r'<sup class="cite"[^>]*><a href="#source-([a-z0-9-]+)">\[(\d+)\]</a>', page)
    keys = list(COURSE.concepts["svd"].sources)
    assert cited and all(keys[int(n) - 1] == key for key, n in cited)
    assert ">golub-vanloan<" not in page
    for key, n in cited:
        assert f'id="source-{key}" lang="en" value="{n}"' in page
        assert page.count(f'id="cite-{key}"') == 1 and f'href="#cite-{key}"' in page


def test_what_comes_before_and_after_stands_under_the_title(browser: httpx.Client) -> None:
    page = browser.get("/learn/eigendecomposition?lang=en").text
    head = page.split("<h1>", 1)[1].split("<section", 1)[0]
    before = COURSE.concepts["eigendecomposition"].needs
    after = [c.slug for c in COURSE.concepts.values() if "eigendecomposition" in c.needs]
    assert before and after
    links = re.findall(r'<a href="/learn/([a-z0-9-]+)">', head)
    assert set(links) <= {*before, *after} and set(before) <= set(links) and set(after) & set(links)
    assert '<details class="on-page-fold fold"><summary>' in head, "the sections can be unfolded on a phone"


def test_no_lesson_links_a_number_in_a_formula_or_in_code() -> None:
    concept, text = COURSE.concepts["svd"], "a {{f(k=2).x}}, $n={{f.x}}$, `{{f.x}}`, {{fact.a.b}}"
    linked = substitute(text, lambda _: 0.5, lambda expression, said: run_link(concept, expression, said))
    assert linked == "a [0.5](run:svd/f?k=2), $n=0.5$, `0.5`, 0.5"
    html = Prose().html("[0.5](run:svd/f?k=2&d=-1e-05)", language="en")
    assert 'href="/learn/svd/figure/f/source?k=2&amp;d=-1e-05" class="run"' in html
    assert "<a" not in Prose().html("[x](run:svd/../f)", language="en")


def test_a_citation_without_a_source_keeps_its_key() -> None:
    cited = Citations(["a", "b"])
    html = '<sup class="cite"><a href="#source-b">b</a></sup>'
    assert cited(html) == '<sup class="cite" id="cite-b"><a href="#source-b">[2]</a></sup>'
    assert "id=" not in cited(html)
    assert "[zz]" in cited(html.replace("b", "zz"))
