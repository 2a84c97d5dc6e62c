"""Where one gets to: switching language or theme stays on the page, an answer to a form is no page, a failed lab keeps one there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import httpx
import pytest

from tests.course.tiny import write_concept
from tests.running import server
from tests.small_units import write_drill, write_lab

FORMS = {
    "/lab/small-lab/check": "/lab/small-lab", "/lab/small-lab/hint": "/lab/small-lab", "/lab/small-lab/draft": "/lab/small-lab",
    "/lab/small-lab/reset": "/lab/small-lab", "/drill/small-drill/run": "/drill/small-drill",
    "/drill/small-drill/check": "/drill/small-drill", "/review/undo": "/review", "/review/grade": "/review", "/place/answer": "/place",
    "/settings/keys": "/settings", "/learn/aa/read": "/learn/aa", "/import": "/settings", "/export": "/settings", "/backup": "/settings",
    "/lab/small-lab/reference": "/lab/small-lab",
}  # fmt: skip


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("ways")
    write_concept(folder / "pack", "aa")
    write_lab(folder / "pack/labs/small-lab", "aa", "aa/mixed-up")
    write_drill(folder / "pack/drills/small-drill", "aa", "aa/mixed-up")
    env = {"BEIKAO_HOME": str(folder / "home"), "BEIKAO_CONTENT": str(folder / "pack")}
    with (
        server(env=env) as (address, _),
        httpx.Client(base_url=address.rstrip("/"), follow_redirects=True, timeout=60, trust_env=False) as client,
    ):
        client.get("/settings")
        yield client


def token(client: httpx.Client) -> str:
    return re.search(r'name="token" value="([0-9a-f]+)"', client.get("/settings").text)[1]  # type: ignore[index]


def ways(page: str) -> set[str]:
    """Where the switches of the header lead."""
    return set(map(unescape, re.findall(r'name="next" value="([^"]*)"', page.split("<main", 1)[0])))


def code(client: httpx.Client, **more: Any) -> dict[str, Any]:
    return {"token": token(client), "file:solution.py": "def softmax(x):\n    return x\n", **more}


@pytest.mark.parametrize("path", FORMS)
def test_the_address_of_a_form_leads_to_its_page(browser: httpx.Client, path: str) -> None:
    answer = browser.get(path)
    assert (answer.status_code, answer.url.path) == (200, FORMS[path])


def test_the_reference_stays_while_one_looks_and_is_recorded_once(browser: httpx.Client) -> None:
    assert browser.get("/lab/small-lab/reference").url.path == "/lab/small-lab", "who has not asked sees none"
    looked = browser.post("/lab/small-lab/reference", data=code(browser))
    assert looked.url.path == "/lab/small-lab/reference" and looked.url.fragment == "reference"
    assert re.search(r'<h2 id="reference" tabindex="-1">', looked.text)
    again = browser.get("/lab/small-lab/reference?lang=en").text
    assert 'id="reference"' in again
    assert browser.get("/progress/record?lang=en").text.count("Saw the reference") == 1


@pytest.mark.parametrize(
    "path", ["/lab/small-lab/check", "/lab/small-lab/reference", "/drill/small-drill/check", "/drill/small-drill/run", "/q/aa/q-0"]
)  # fmt: skip
def test_a_switch_after_a_form_lands_on_a_page(browser: httpx.Client, path: str) -> None:
    fields = code(browser, seed="5", given="1", mode="practice")
    if path.startswith("/drill"):
        fields = {"token": fields["token"], "file:train.py": "RATE = 0.1\n", "cause": "sign"}
    shown = browser.post(path, data=fields)
    assert shown.status_code == 200
    for way in ways(shown.text):
        back = browser.post("/settings", data={"token": fields["token"], "theme": "light", "next": way})
        assert back.status_code == 200 and back.url.path == way.split("?")[0], way
    if path == "/q/aa/q-0":
        assert ways(shown.text) == {"/q/aa/q-0?seed=5&mode=practice"}, "the same question"


@pytest.mark.parametrize("address", ["/map?view=list", "/search?q=soft+max&x=%26", "/learn/aa", "/q/aa/q-0?seed=5"])
def test_a_switch_keeps_the_query_but_not_the_language_of_the_address(browser: httpx.Client, address: str) -> None:
    assert {httpx.URL(way) for way in ways(browser.get(address).text)} >= {httpx.URL(address)} or "/q/" in address
    asked = httpx.URL(address).copy_merge_params({"lang": "en"})
    for way in ways(browser.get(asked).text):
        params = httpx.URL(way).params
        assert "lang" not in params
        assert {k: params[k] for k in httpx.URL(address).params} == dict(httpx.URL(address).params)


@pytest.mark.parametrize("in_place", [True, False])
def test_a_failed_lab_keeps_one_there(browser: httpx.Client, in_place: bool) -> None:
    """What helps is the next hint and the lesson; the step away comes with a pass."""
    head = {"hx-request": "true"} if in_place else {}
    failed = browser.post("/lab/small-lab/check", data=code(browser), headers=head).text
    box = failed.split('id="result"', 1)[1].split('class="actions more"')[0]
    assert 'href="/learn/aa"' in box and 'formaction="/lab/small-lab/hint"' in box and "data-said" in failed
    links = re.findall(r'href="([^"]+)"', box)
    assert set(links) == {"/learn/aa"}, "no way away"


def test_the_verdict_stands_under_the_editor_and_is_told_in_one_line(browser: httpx.Client) -> None:
    for path in ("/lab/small-lab", "/drill/small-drill"):
        page = browser.get(path).text
        assert page.count('id="told" role="status"') == 1, "there from the start"
        assert page.index('class="toolbar"') < page.index("<textarea") < page.index('id="result"')
        assert not re.search(r'id="result"[^>]*aria-live', page)
    page = browser.get("/lab/small-lab").text
    assert page.index('id="result"') < page.index('class="upload')
    said = browser.post("/lab/small-lab/check", data=code(browser), headers={"hx-request": "true"}).text
    assert re.search(r'data-said="(未通过，|Not passed, )\d/\d"', said)


def test_pages_name_the_entry_they_belong_to(browser: httpx.Client) -> None:
    for path, entry in (
        ("/learn/aa", "/course"), ("/learn/aa/practice", "/course"), ("/q/aa/q-0", "/course"), ("/notes", "/course"),
        ("/place", "/"), ("/lab/small-lab", "/lab"), ("/lab", "/lab"), ("/drill/small-drill", "/drill"), ("/drill", "/drill"),
        ("/q/aa/q-0?mode=review", "/review"),
    ):  # fmt: skip
        header = browser.get(path).text.split("<main", 1)[0]
        assert re.findall(r'<a href="([^"]+)" aria-current="(?:page|true)"', header) == [entry], path
