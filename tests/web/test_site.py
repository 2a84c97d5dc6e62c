"""The site over real HTTP: what each page answers, what the wall refuses, and that scripts are not needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from beikao.web.words import catalogue
from tests.conftest import CONTENT, ROOT
from tests.course.tiny import write_concept
from tests.running import server
from tests.small_units import write_drill, write_lab

PORT = 8770
PAGES = ("/", "/course", "/learn/aa", "/learn/aa/practice", "/q/aa/q-0", "/lab/small-lab", "/drill/small-drill", "/review",
         "/settings", "/learn/aa/figure/one?k=3", "/learn/aa/figure/one/source")  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    write_concept(folder / "pack", "aa")
    write_lab(folder / "pack/labs/small-lab", "aa", "aa/mixed-up")
    write_drill(folder / "pack/drills/small-drill", "aa", "aa/mixed-up")
    env = {"BEIKAO_HOME": str(folder / "home"), "BEIKAO_CONTENT": str(folder / "pack")}
    with server(port=PORT, env=env) as (address, _):
        yield address.rstrip("/")


@pytest.fixture
def browser(site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, follow_redirects=True, timeout=60, trust_env=False) as client:
        client.get("/settings")
        yield client


def token(client: httpx.Client, page: str = "/settings") -> str:
    found = re.search(r'name="token" value="([0-9a-f]+)"', client.get(page).text)
    assert found
    return found[1]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_in_both_languages(browser: httpx.Client, page: str, lang: str) -> None:
    answer = browser.get(page, params={**dict(httpx.URL(page).params), "lang": lang})
    assert answer.status_code == 200
    assert answer.headers["content-language"] == lang
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "unsafe-eval" not in answer.headers["content-security-policy"]
    assert not re.search(r"<script(?![^>]*\ssrc=)", answer.text), "an inline script"
    assert not re.search(r'(?:src|href)="https?://', re.sub(r'<li class="source".*?</li>', "", answer.text)), (
        "another origin"
    )
    assert not re.search(r"\{\{|\}\}|\{%", answer.text), "a placeholder is left"


def test_words_are_the_same_keys_and_all_are_used() -> None:
    zh, en = catalogue("zh"), catalogue("en")
    assert {k for k in en if not k.endswith("-one")} == set(zh)
    templates = "\n".join(p.read_text() for p in (ROOT / "src/beikao/web").rglob("*.html"))
    routes = "\n".join(p.read_text() for p in (ROOT / "src/beikao/web").rglob("*.py"))
    made = (
        "kind.",
        "level.",
        "state.",
        "verdict.",
        "limit.",
        "theme.",
        "day.",
        "error.",
        "question.",
        "course.",
        "nav.",
    )
    for key in zh:
        assert key in templates or key in routes or key.startswith(made), f"nobody uses {key}"


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nope", 404), ("/learn/nope", 404), ("/lab/nope", 404), ("/drill/nope", 404), ("/q/aa/nope", 404),
     ("/learn/aa/figure/nope", 404), ("/learn/aa/figure/one?k=abc", 422), ("/q/aa/q-0?seed=-1", 422),
     ("/q/aa/q-0?seed=abc", 422), ("/static/../pyproject.toml", 404), ("/static/nope.js", 404)],
)  # fmt: skip
def test_bad_addresses_get_a_page(browser: httpx.Client, path: str, status: int) -> None:
    answer = browser.get(path)
    assert answer.status_code == status
    assert "Traceback" not in answer.text


def test_the_wall(site: str, browser: httpx.Client) -> None:
    assert httpx.get(site + "/", headers={"host": "evil.example"}, trust_env=False).status_code == 421
    good = token(browser)
    data = {"language": "en", "token": good}
    assert browser.post("/settings", data=data, headers={"origin": "https://evil.example"}).status_code == 403
    assert browser.post("/settings", data=data, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert browser.post("/settings", data={"language": "en", "token": "0" * 64}).status_code == 403
    assert browser.post("/settings", data={"language": "en"}).status_code == 403
    assert browser.post("/settings", data={**data, "next": "https://evil.example"}).url.host == "127.0.0.1"
    assert browser.post("/settings", data=data).status_code == 200
    assert browser.post("/settings", data={"language": "xx", "token": good}).status_code == 422


def answer(client: httpx.Client, slug: str, seed: int, **fields: str | list[str]) -> httpx.Response:
    page = client.get(f"/q/aa/{slug}", params={"seed": seed})
    assert page.status_code == 200
    return client.post(
        f"/q/aa/{slug}", data={"token": token(client), "seed": str(seed), "mode": "practice", "seconds": "5", **fields}
    )


def test_answering_without_scripts(browser: httpx.Client) -> None:
    shown = browser.get("/q/aa/q-0", params={"seed": 5, "lang": "en"}).text
    a, b = map(int, re.search(r"What\? (\d+) (\d+)", shown).groups())  # type: ignore[union-attr]
    browser.post("/settings", data={"language": "en", "token": token(browser)})
    unreadable = answer(browser, "q-0", 5, given="what?")
    assert unreadable.status_code == 422
    assert "nothing was counted" in unreadable.text
    wrong = answer(browser, "q-0", 5, given=str(a * b + 1))
    assert "Not right" in wrong.text
    assert str(a * b) in wrong.text
    right = answer(browser, "q-0", 5, given=f"{a}*{b}")
    assert "✓ Right" in right.text
    assert "Another one like this" in right.text
    again = browser.get("/q/aa/q-0", params={"seed": 5}).text
    assert f"{a} {b}" in again, "the same seed is the same question"


@pytest.mark.parametrize(("slug", "fields"), [
    ("q-3", {"given": "yes"}), ("q-4", {"given": ["yes", "no"]}), ("q-5", {"place:yes": "1", "place:no": "2"}),
    ("q-6", {"given": "x^2"}), ("q-7", {"answer": "words", "rubric-shown": "1", "given": ["point"]}),
])  # fmt: skip
def test_every_kind_is_answered(browser: httpx.Client, slug: str, fields: dict[str, str | list[str]]) -> None:
    done = answer(browser, slug, 7, **fields)
    assert done.status_code == 200
    assert 'class="result"' in done.text


@pytest.mark.parametrize(("slug", "fields"), [("q-3", {}), ("q-4", {}), ("q-5", {"place:yes": "1", "place:no": "1"}),
                                               ("q-6", {"given": "__import__('os')"})])  # fmt: skip
def test_what_cannot_be_read_is_not_counted(browser: httpx.Client, slug: str, fields: dict[str, str]) -> None:
    done = answer(browser, slug, 7, **fields)
    assert done.status_code == 422
    assert 'class="result"' not in done.text


def test_a_lab_without_scripts(browser: httpx.Client) -> None:
    reference = (ROOT / "tests/small_units.py").read_text()
    assert "e = np.exp(x - x.max())" in reference
    right = '"""Softmax."""\r\nimport numpy as np\r\ndef softmax(x):\r\n    e = np.exp(x - x.max())\r\n    return e / e.sum()\r\n'
    data = {"token": token(browser), "file:solution.py": right}
    done = browser.post("/lab/small-lab/check", data=data)
    assert "Passed" in done.text or "通过" in done.text
    broken = browser.post("/lab/small-lab/check", data={**data, "file:solution.py": "def softmax(x):\n    <script>"})
    assert "<script>" not in broken.text.split("<main", 1)[1].replace("&lt;script&gt;", "")
    assert browser.post("/lab/small-lab/check", data={**data, "file:other.py": "x"}).status_code == 422
    assert browser.post("/lab/small-lab/draft", data={**data, "file:solution.py": "draft = 1\n"}).status_code == 200
    assert "draft = 1" in browser.get("/lab/small-lab").text


def test_a_drill_without_scripts(browser: httpx.Client) -> None:
    page = browser.get("/drill/small-drill").text
    assert "x + RATE" in page
    tree = {"file:train.py": "from __future__ import annotations\nRATE = 0.1\nSTEPS = 100\ndef fit(start):\n    x = start\n"
            "    for _ in range(STEPS):\n        x = x - RATE * 2 * (x - 3)\n    return x\ndef main():\n    print('at', fit(0.0))\n"}  # fmt: skip
    data = {"token": token(browser), **tree}
    ran = browser.post("/drill/small-drill/run", data=data)
    assert "at 2.99999" in ran.text or "at 3.0" in ran.text
    unnamed = browser.post("/drill/small-drill/check", data=data)
    assert 'role="alert"' in unnamed.text
    done = browser.post("/drill/small-drill/check", data={**data, "cause": "sign"})
    assert "verdict-head yes" in done.text


def test_data_goes_out_and_in(browser: httpx.Client) -> None:
    good = token(browser)
    out = browser.post("/export", data={"token": good})
    assert out.headers["content-type"] == "application/zip"
    back = browser.post("/import", data={"token": good}, files={"file": ("me.zip", out.content, "application/zip")})
    assert back.status_code == 200
    bad = browser.post("/import", data={"token": good}, files={"file": ("me.zip", b"PK nonsense", "application/zip")})
    assert bad.status_code == 422


def test_sources_are_built() -> None:
    """An edit of style or script without `scripts/build_assets.py` fails here."""
    import hashlib
    import json

    web = ROOT / "src/beikao/web"
    manifest = json.loads((web / "static/manifest.json").read_text())
    for name, digest in manifest["sources"].items():
        assert hashlib.sha256((web / name).read_bytes()).hexdigest()[:16] == digest, f"{name} changed: build the assets"
    for name in manifest["files"].values():
        assert (Path(web) / "static" / name).is_file()


def test_every_character_of_the_content_has_a_glyph() -> None:
    """The fonts hold what lessons and interface use; else a line mixes fonts. Build them anew with --count."""
    folder = ROOT / "scripts" / "assets" / "fonts"
    held = {c for name in ("core.txt", "rest.txt") for c in (folder / name).read_text(encoding="utf-8")}
    used: dict[str, str] = {}
    for place in (CONTENT, ROOT / "src" / "beikao" / "web" / "words"):
        for path in place.rglob("*"):
            if path.suffix in (".md", ".toml", ".py"):
                used |= {c: path.name for c in path.read_text(encoding="utf-8") if "\u4e00" <= c <= "\u9fff"}
    assert {c: name for c, name in used.items() if c not in held} == {}
