"""The site over real HTTP: what each page answers, what the wall refuses, and that scripts are not needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest

from beikao.coach.forgetting import WEIGHTS
from beikao.events import Event, MemoryFitted, new_id
from beikao.record import Record
from beikao.web.words import catalogue
from tests.conftest import CONTENT, ROOT
from tests.course.tiny import write_concept
from tests.running import beikao, server
from tests.small_units import write_drill, write_lab

PAGES = ("/", "/course", "/learn/aa", "/learn/aa/practice", "/q/aa/q-0", "/lab/small-lab", "/drill/small-drill", "/review",
         "/settings", "/plan", "/place", "/map", "/map?view=list", "/search?q=aa", "/notes", "/progress", "/progress/record", "/design", "/learn/aa/figure/one?k=3", "/learn/aa/figure/one/source")  # fmt: skip


TYPED = """from beikao.kit import Figure, Plot, Text

sliders = {}
texts = {"line": Text("start", most=40, label=("句子", "sentence"))}


def figure(draw, line):
    return Figure({"n": len(line)}, Plot().table([(line,)]), {"zh": f"句子：{line}", "en": f"line: {line}"})


def claims(at):
    assert at(line="ab").numbers["n"] == 2
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    concept = write_concept(folder / "pack", "aa")
    write_concept(
        folder / "pack", "fresh"
    )  # of which one test alone answers a question: a day's answers are one review
    (concept / "figures" / "typed.py").write_text(TYPED, encoding="utf-8")
    write_lab(folder / "pack/labs/small-lab", "aa", "aa/mixed-up")
    write_drill(folder / "pack/drills/small-drill", "aa", "aa/mixed-up")
    write_drill(folder / "pack/drills/two-causes", "aa", "aa/mixed-up")
    manifest = folder / "pack/drills/two-causes/drill.toml"
    manifest.write_text(manifest.read_text().replace('en = "Too few steps"\n', 'en = "Too few steps"\ntrue = true\n'))
    env = {"BEIKAO_HOME": str(folder / "home"), "BEIKAO_CONTENT": str(folder / "pack")}
    with server(env=env) as (address, _):
        yield address.rstrip("/")


INLINE = "a|span|strong|code|em|b|bdi|time|math"
SPACED = re.compile(rf"[：；，。！？、）」]\s+(?=(?:</?(?:{INLINE})\b[^>]*>)*[^\s<])")
VERBATIM = re.compile(r"<(script|style|pre|svg|textarea)\b.*?</\1>", re.DOTALL)


def typeset(response: httpx.Response) -> None:
    """Whatever a test looks at: full-width punctuation brings its own space, so a Chinese page puts none after it."""
    if response.headers.get("content-type", "").startswith("text/html") and (
        response.headers.get("content-language") == "zh"
    ):
        response.read()
        text = VERBATIM.sub("", response.text)
        assert not (found := SPACED.search(text)), text[max(0, found.start() - 60) : found.end() + 60]


@pytest.fixture
def browser(site: str) -> Iterator[httpx.Client]:
    hooks = {"response": [typeset]}
    with httpx.Client(base_url=site, follow_redirects=True, timeout=60, trust_env=False, event_hooks=hooks) as client:
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
        "event.",
        "device.",
        "map.",
        "search.",
        "review.",
        "keys.",
        "kata.t-",
        "area.",
        "plan.",
        "place.",
        "claim.",
        "verse.",
    )
    for key in zh:
        assert key in templates or key in routes or key.startswith(made), f"nobody uses {key}"


@pytest.mark.parametrize("head", [{}, {"hx-request": "true"}])
def test_a_figure_takes_a_line_of_text(browser: httpx.Client, head: dict[str, str]) -> None:
    def shown(typed: str) -> str:
        answer = browser.get("/learn/aa/figure/typed", params={"lang": "en", "line": typed}, headers=head)
        assert answer.status_code == 200
        return answer.text

    page = shown("名可名 & more")
    assert 'value="名可名 &amp; more"' in page and "line: 名可名 &amp; more" in page
    assert re.search(r'<input type="text"[^>]* maxlength="40"', page) and "change, submit" in page
    assert not re.search(r'<button class="button plain-only">', page)  # with scripts too there is something to press
    for bad in ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</svg></figure><h1>x"):
        page = shown(bad)
        assert bad not in page and "<script>alert" not in page and "<img" not in page and "<h1>x" not in page
        assert page.count("&lt;") >= 3  # in the field, in the picture and in words
    assert 'value="' + "x" * 40 + '"' in shown("x" * 6000)
    assert shown("") and shown("\x00\u202e\r\n")


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


@pytest.mark.parametrize("path", ["/learn/nope", "/lab/nope", "/drill/nope", "/q/aa/nope", "/learn/aa/figure/nope"])
def test_what_is_not_there_is_said_in_the_language_of_the_page(browser: httpx.Client, path: str) -> None:
    for language, said, other in (("zh", "没有", "there is no"), ("en", "there is no", "没有")):
        main = browser.get(path, headers={"accept-language": language}).text.partition("<main")[2]
        assert said in main and "nope" in main and other not in main, main


def test_built_files_are_packed_as_asked() -> None:
    """Brotli, gzip or plain, by the header; and a script carries no header of a page. A browser reads them in journeys."""
    import gzip

    from beikao.web.assets import Assets

    assets = Assets()
    name = assets.names["site.js"]
    plain, packed, small = (assets.answer(name, a) for a in ("", "gzip, br;q=0", "gzip, deflate, br"))
    assert [r.headers.get("content-encoding") for r in (plain, packed, small)] == [None, "gzip", "br"]
    assert gzip.decompress(packed.body) == plain.body and len(small.body) < len(packed.body)
    font = assets.answer(assets.names["fonts/KaTeX_Main-Regular.woff2"], "gzip, br")
    assert "content-encoding" not in font.headers
    for built, file in assets.names.items():
        assert built.endswith(".woff2") or (assets.folder / f"{file}.br").is_file(), built


def test_the_wall(site: str, browser: httpx.Client) -> None:
    good = token(browser)
    data = {"language": "en", "token": good}
    refused = (
        (421, httpx.get(site + "/", headers={"host": "evil.example"}, trust_env=False)),
        (403, browser.post("/settings", data=data, headers={"origin": "https://evil.example"})),
        (403, browser.post("/settings", data=data, headers={"sec-fetch-site": "cross-site"})),
        (413, browser.post("/settings", content=b"x" * (4 * 2**20 + 1))),
    )
    for status, answered in refused:
        zh, en = answered.text.splitlines()  # which the learner reads is not known there
        assert answered.status_code == status and "：" in zh and ": " in en
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
    assert done.history[0].status_code == 303 and "judged=" in str(done.url)
    again = browser.get(done.url)  # loaded again: the same verdict with what is next, and nothing is handed in
    assert 'class="verdict-head yes' in again.text and again.text.count('class="past-list"') == done.text.count(
        'class="past-list"'
    )
    assert re.findall(r"/lab/small-lab/history/\d+", again.text) == re.findall(r"/lab/small-lab/history/\d+", done.text)
    assert 'id="result" class="result-box" data-said' in again.text
    assert "data-said" not in browser.get("/lab/small-lab").text
    broken = browser.post("/lab/small-lab/check", data={**data, "file:solution.py": "def softmax(x):\n    <script>"})
    assert "<script>" not in broken.text.split("<main", 1)[1].replace("&lt;script&gt;", "")
    assert browser.post("/lab/small-lab/check", data={**data, "file:other.py": "x"}).status_code == 422
    assert browser.post("/lab/small-lab/draft", data={**data, "file:solution.py": "draft = 1\n"}).status_code == 200
    assert "draft = 1" in browser.get("/lab/small-lab").text


def test_the_history_of_a_lab(browser: httpx.Client) -> None:
    """Two submissions: each with its verdict and what changed; the first goes back into the editor."""
    own = {"token": token(browser)}
    browser.post("/lab/small-lab/reset", data=own)
    for text in ("def double(x):\n    return x\n", "def double(x):\n    return x + x  # twice\n"):
        browser.post("/lab/small-lab/check", data={**own, "file:solution.py": text})
    page = browser.get("/lab/small-lab?lang=en").text
    numbers = [int(n) for n in re.findall(r'href="/lab/small-lab/history/(\d+)"', page)]
    assert numbers == sorted(numbers, reverse=True) and len(numbers) >= 2
    last = browser.get(f"/lab/small-lab/history/{numbers[0]}?lang=en").text
    assert re.search(r'<span class="gi">[^<]*# twice', last), "what changed is marked"
    assert browser.get(f"/lab/small-lab/history/{numbers[0] + 1}").status_code == 404
    back = browser.post(f"/lab/small-lab/history/{numbers[1]}/restore", data=own).text
    assert "# twice" not in re.search(r"<textarea.*?</textarea>", back, re.S)[0]  # type: ignore[index]


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
    assert 'type="radio" name="cause"' in page and 'type="checkbox" name="cause"' not in page


def test_a_drill_with_two_causes(browser: httpx.Client) -> None:
    page = browser.get("/drill/two-causes").text
    assert page.count('type="checkbox" name="cause"') == 4 and 'type="radio" name="cause"' not in page
    data = {"token": token(browser), "file:train.py": "RATE = 0.1\nSTEPS = 1\n"}
    done = browser.post("/drill/two-causes/check", data={**data, "cause": ["sign", "steps"]}).text
    assert 'class="yes">✓' in done
    assert len(re.findall(r'type="checkbox" name="cause"[^>]* checked', done)) == 2  # what was chosen stays chosen
    for part in (["sign"], ["sign", "steps", "data"], ["data"]):
        assert 'class="no">✗' in browser.post("/drill/two-causes/check", data={**data, "cause": part}).text


def test_reviews_are_graded_and_taken_back(browser: httpx.Client) -> None:
    """The learner's own grade moves the next review; one step back brings the same numbers again."""
    browser.post("/settings", data={"language": "en", "token": token(browser)})
    shown = browser.get("/q/fresh/q-1", params={"seed": 11}).text
    x, y = map(int, re.search(r"What\? (\d+) (\d+)", shown).groups())  # type: ignore[union-attr]
    data = {"token": token(browser), "seed": "11", "mode": "review", "seconds": "50", "given": str(x * y)}
    done = browser.post("/q/fresh/q-1", data=data).text
    event = re.search(r'name="event" value="([^"]+)"', done)
    assert event and 'data-act="good"' in done
    days = [
        int(n or 0)
        for n in re.findall(r'data-act="\w+".*?<span class="small">(?:in (\d+) days|tomorrow|again today)</span>', done)
    ]
    assert len(days) == 4 and days == sorted(days) and days[3] > days[1]
    kept = re.search(r'data-act="(\w+)" data-kept', done)
    assert kept and kept[1] in ("good", "hard")
    graded = browser.post("/review/grade", data={"token": token(browser), "event": event[1], "grade": "1"})
    assert graded.status_code == 200
    assert (
        browser.post("/review/grade", data={"token": token(browser), "event": event[1], "grade": "9"}).status_code
        == 422
    )
    assert (
        browser.post("/review/grade", data={"token": token(browser), "event": "nobody", "grade": "1"}).status_code
        == 404
    )
    back = browser.post("/review/undo", data={"token": token(browser)}).text
    assert 'name="seed" value="11"' in back
    assert re.search(r'role="status">Your answer of \d\d:\d\d \(fresh\) is taken back', back), "it says which one"
    assert browser.post("/review/undo", data={"token": token(browser)}).status_code == 200


def test_fitted_weights_are_shown_and_taken_back(
    browser: httpx.Client, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The three losses stand on the settings page, and one step goes back to the defaults."""
    assert browser.post("/settings/memory", data={"token": token(browser)}).status_code == 422
    at, loss = datetime.now(UTC), {"fitted": 0.411, "default": 0.422, "average": 0.433}
    data = MemoryFitted(list(WEIGHTS), 300, 90, loss)
    with Record.open(next(tmp_path_factory.getbasetemp().glob("site*/home"))) as record:
        record.append(Event(new_id(at), "me", at, "UTC", "cli", data.TYPE, data.as_dict()))
    shown = browser.get("/settings").text
    assert all(f"{value:.3f}" in shown for value in loss.values())
    back = browser.post("/settings/memory", data={"token": token(browser)})
    assert back.status_code == 200
    assert "beikao review fit" in back.text and "0.411" not in back.text


def test_keys_of_the_reviews_can_be_changed(browser: httpx.Client) -> None:
    good = token(browser)
    assert browser.post("/settings/keys", data={"token": good, "key:reveal": "j", "key:undo": ""}).status_code == 200
    page = browser.get("/review").text
    assert "&#34;reveal&#34;: &#34;j&#34;" in page or '"reveal": "j"' in page
    for bad in ({"key:again": "j"}, {"key:again": "ab"}, {"key:again": "/"}, {"key:nothing": "x"}):
        assert browser.post("/settings/keys", data={"token": good, **bad}).status_code == 422
    browser.post("/settings/keys", data={"token": good, "defaults": "1"})
    assert '"reveal": " "' in browser.get("/review").text.replace("&#34;", '"')


def test_notes_are_kept_and_taken_away(browser: httpx.Client) -> None:
    """A note and a highlight by plain forms: shown on the lesson, listed, in the Markdown, gone again."""
    lesson = browser.get("/learn/aa").text
    section = re.search(r'<section id="([a-z-]+)"', lesson)
    assert section
    unit = f"concept:aa#{section[1]}"
    fields = {"token": token(browser), "unit": unit, "text": "<b>my own</b> words"}
    shown = browser.post("/notes", data=fields)
    assert shown.status_code == 200 and "&lt;b&gt;my own&lt;/b&gt; words" in shown.text
    mark = {**fields, "language": "zh", "quote": "a passage", "before": "of", "text": "why"}
    assert "a passage" in browser.post("/notes/highlight", data=mark).text
    assert "a passage" in browser.get("/notes?lang=zh").text
    assert "> a passage" in browser.get("/notes.md?lang=zh").text
    found = re.search(r'name="id" value="([^"]+)"', browser.get("/learn/aa").text)
    assert found
    gone = browser.post("/notes/highlight/remove", data={**fields, "id": found[1]})
    assert gone.status_code == 200 and "a passage" not in gone.text
    assert browser.post("/notes/highlight/remove", data={**fields, "id": found[1]}).status_code == 404
    assert browser.post("/notes", data={**fields, "unit": "concept:aa#nowhere"}).status_code == 404
    assert browser.post("/notes", data={**fields, "text": "x" * 9000}).status_code == 422
    assert "my own" not in browser.post("/notes", data={**fields, "text": " "}).text


def test_a_fragment_speaks_its_page_s_language(browser: httpx.Client) -> None:
    head = {"hx-request": "true", "hx-current-url": "http://127.0.0.1/learn/aa?lang=en", "accept-language": "zh"}
    assert browser.get("/learn/aa/figure/one?k=3", headers=head).headers["content-language"] == "en"


def test_search_and_map(browser: httpx.Client) -> None:
    found = browser.get("/search", params={"q": "nonsense & <script>"}).text
    assert "<script>" not in found.split("<main", 1)[1]
    part = browser.get("/search", params={"q": "aa"}, headers={"hx-request": "true"}).text
    assert "<html" not in part and "/learn/aa" in part
    picture, rows = browser.get("/map").text, browser.get("/map", params={"view": "list"}).text
    counts = [re.findall(r"</svg>[^<]+<b>(\d+)</b>", page) for page in (picture, rows)]
    assert counts[0] == counts[1] and len(counts[0]) == 5
    assert picture.count('<a href="/learn/') == sum(map(int, counts[0])) == rows.count('<li id="c-')
    assert browser.get("/map", params={"track": "nope"}).status_code == 404


def test_data_goes_out_and_in(browser: httpx.Client) -> None:
    good = token(browser)
    out = browser.post("/export", data={"token": good})
    assert out.headers["content-type"] == "application/zip"
    back = browser.post("/import", data={"token": good}, files={"file": ("me.zip", out.content, "application/zip")})
    assert back.status_code == 200
    bad = browser.post("/import", data={"token": good}, files={"file": ("me.zip", b"PK nonsense", "application/zip")})
    assert bad.status_code == 422


def test_goal_backup_and_leaving(tmp_path: Path) -> None:
    """Minutes and track are kept; a backup opens as a home; everything goes when the word is typed, and only then."""
    with (
        server(env={"BEIKAO_HOME": str(tmp_path / "home")}) as (address, _),
        httpx.Client(base_url=address.rstrip("/"), follow_redirects=True, timeout=60, trust_env=False) as client,
    ):
        own = {"token": token(client)}
        assert 'value="spine" selected' in client.post("/settings/goal", data={**own, "track": "spine"}).text
        assert client.post("/settings/goal", data={**own, "track": "nowhere"}).status_code == 422
        hours = {f"day:{n}": "0.75" for n in range(1, 8)}
        assert 'value="0.75"' in client.post("/plan/set", data={**own, **hours, "track": "spine"}).text
        today = client.post("/settings", data={**own, "language": "en", "next": "/"}).text
        assert "of 45 minutes" in today and 'href="/plan#time"' in today
        copied = client.post("/backup", data=own)
        (tmp_path / "copy.zip").write_bytes(copied.content)
        with ZipFile(tmp_path / "copy.zip") as archive:
            archive.extractall(tmp_path / "copy")
        kept = beikao("config", "minutes", env={"BEIKAO_HOME": str(tmp_path / "copy")})
        assert kept.out == "minutes = 45\n"
        assert client.post("/settings/delete", data={**own, "word": "no"}).status_code == 422
        assert 'value="spine" selected' in client.get("/settings").text
        client.post("/settings/delete", data={**own, "word": "delete"})
        assert 'value="spine" selected' not in client.get("/settings").text
    beikao("config", "minutes", "30", env={"BEIKAO_HOME": str(tmp_path / "home")})
    assert beikao("forget", "--word", "maybe", env={"BEIKAO_HOME": str(tmp_path / "home")}).code == 2
    assert beikao("forget", stdin="delete\n", env={"BEIKAO_HOME": str(tmp_path / "home")}).code == 0
    assert (
        beikao("config", "minutes", env={"BEIKAO_HOME": str(tmp_path / "home")}).out
        == "minutes = 60 60 60 60 60 150 150\n"
    )


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
    held = {c for name in ("core.txt", "more.txt") for c in (folder / name).read_text(encoding="utf-8")}
    used: dict[str, str] = {}
    for place in (CONTENT, ROOT / "src" / "beikao" / "web" / "words"):
        for path in place.rglob("*"):
            if path.suffix in (".md", ".toml", ".py"):
                used |= {c: path.name for c in path.read_text(encoding="utf-8") if "\u4e00" <= c <= "\u9fff"}
    assert {c: name for c, name in used.items() if c not in held} == {}


def test_a_placement_is_found_again_and_ends_with_answers_only(browser: httpx.Client) -> None:
    """Refused while nothing is answered; paused it stands on Today; Progress and Settings lead to it at any time."""
    browser.post("/settings", data={"language": "en", "token": token(browser)})
    for page in ("/progress", "/settings"):
        assert 'href="/place"' in browser.get(page).text, page
    assert browser.post("/place/end", data={"token": token(browser)}).status_code == 422
    browser.post("/place/start", data={"token": token(browser), "of": ""})
    empty = browser.post("/place/end", data={"token": token(browser)})
    assert empty.status_code == 422 and 'role="alert"' in empty.text
    seed = re.search(r'name="seed" value="(\d+)"', browser.get("/place").text)
    assert seed
    browser.post("/place/answer", data={"token": token(browser), "seed": seed[1], "reveal": "1"})
    today = browser.get("/").text
    assert 'id="placing"' in today and 'href="/place"' in today
    assert browser.post("/place/start", data={"token": token(browser), "of": "concept:aa"}).status_code == 422
    ended = browser.post("/place/end", data={"token": token(browser)}).text
    assert "100%" not in ended and ended.count("button primary") == 1
    assert 'id="placing"' not in browser.get("/").text
    assert 'value="concept:aa"' in browser.get("/learn/aa").text, "a lesson offers to be tested out of"
