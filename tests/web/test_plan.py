"""The plan page over real HTTP, without scripts: moves by buttons, what they changed, undo, ways out, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from beikao.web.words import Words
from tests.course.tiny import write_concept
from tests.running import server

HOURS = {f"day:{n}": "0.2" for n in range(1, 8)}  # 12 minutes a day, 10 of them for units: a concept a day


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("plan")
    for n in range(20):
        write_concept(folder / "pack", f"unit-{n:02d}", needs=("unit-00",) if n == 19 else ())
    env = {"BEIKAO_HOME": str(folder / "home"), "BEIKAO_CONTENT": str(folder / "pack"), "BEIKAO_WARM": "0"}
    with server(env=env) as (address, _):
        yield address


@pytest.fixture
def browser(site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, follow_redirects=True, timeout=120, trust_env=False) as client:
        client.get("/settings")
        yield client


def post(client: httpx.Client, path: str, **fields: str) -> httpx.Response:
    token = re.search(r'name="token" value="([0-9a-f]+)"', client.get("/settings").text)
    assert token
    return client.post(path, data={"token": token[1], **fields}, params={"lang": "zh"})


def weeks(text: str) -> list[list[str]]:
    """The units of each week on the page."""
    return [re.findall(r'name="ref" value="([^"]+)"', fold) for fold in text.split('class="fold plan-week"')[1:]]


def test_a_learner_walks_through_the_plan(browser: httpx.Client) -> None:
    say = Words("zh")
    page = post(browser, "/plan/set", **HOURS, until="", track="", off="")
    before = weeks(page.text)
    assert len(before) >= 3 and "concept:unit-00" in before[0]
    assert say("plan.load", used="", whole="").strip(" /") in page.text

    week = next(
        n for n, refs in enumerate(before[:-1]) if len(refs) > 1
    )  # on a Sunday the first one holds a single unit
    ref = before[week][1]
    moved = post(browser, "/plan/move", ref=ref, by="1")
    assert moved.url.params["at"] == ref
    row = next(li for li in re.findall(r"<li.*?</li>", moved.text, re.S) if "autofocus" in li)
    assert 'class="here"' in row and f'value="{ref}"' in row and say("plan.pinned") in row
    assert re.search(r'value="1" autofocus', row), "the same key moves it on"
    assert ref in weeks(moved.text)[week + 1] and say("plan.why-moved") in moved.text

    refused = post(browser, "/plan/move", ref="concept:unit-00", by="-1")
    assert refused.status_code == 422 and say("plan.bad-plan") in refused.text
    assert weeks(refused.text) == weeks(moved.text)
    row = next(li for li in re.findall(r"<li.*?</li>", refused.text, re.S) if "autofocus" in li)
    assert say("plan.bad-plan") in row and refused.text.count('class="field-error"') == 1, "said where the learner is"

    back = post(browser, "/plan/undo")
    assert weeks(back.text) == before and say("plan.why-moved") not in back.text
    again = post(browser, "/plan/redo")
    assert weeks(again.text) == weeks(moved.text)
    post(browser, "/plan/undo")


def test_undo_of_new_hours_brings_the_old_ones_back(browser: httpx.Client) -> None:
    say = Words("zh")
    post(browser, "/plan/set", **HOURS, until="", track="", off="")
    more = post(browser, "/plan/set", **{**HOURS, "day:1": "2"}, until="", track="", off="")
    assert 'name="day:1" value="2"' in more.text and say("plan.undo-plan") in more.text
    assert 'name="day:1" value="0.2"' in post(browser, "/plan/undo").text


def test_optional_units_and_a_narrower_goal_are_buttons(browser: httpx.Client) -> None:
    near = (datetime.now(UTC).date() + timedelta(days=9)).isoformat()
    page = post(browser, "/plan/set", **HOURS, until=near, track="", off="")
    drop, goal = ('name="way" value="drop"' in page.text), ('name="way" value="goal"' in page.text)
    assert drop and goal
    after = post(browser, "/plan/cut", way="drop")
    ref = re.search(r'action="/plan/back">.*?name="ref" value="([^"]+)"', after.text)
    assert ref and ref[1] not in str(weeks(after.text))
    back = post(browser, "/plan/back", ref=ref[1])
    assert back.text.count('action="/plan/back"') == after.text.count('action="/plan/back"') - 1
    narrow = post(browser, "/plan/cut", way="goal")
    assert re.search(r'<option value="[a-z-]+" selected', narrow.text)
    assert Words("zh")("plan.stage-empty") in narrow.text and Words("zh")("plan.in-guide") in narrow.text, (
        "all four stages"
    )
    post(browser, "/plan/set", **HOURS, until="", track="", off="")


def test_each_way_out_is_a_button_that_is_enough(browser: httpx.Client) -> None:
    near = (datetime.now(UTC).date() + timedelta(days=9)).isoformat()
    for way in ("later", "more"):
        page = post(browser, "/plan/set", **HOURS, until=near, track="", off="")
        assert 'id="cuts"' in page.text and f'name="way" value="{way}"' in page.text
        after = post(browser, "/plan/cut", way=way)
        assert after.status_code == 200 and 'id="cuts"' not in after.text
        until = re.search(r'name="until" value="([^"]*)"', after.text)
        assert until and (until[1] > near if way == "later" else until[1] == near)
        assert ('value="0.2"' in after.text) == (way == "later")


@pytest.mark.parametrize(("field", "value", "word"), [("until", "soon", "date"), ("until", "2000-01-01", "until"),
                                                      ("day:1", "30", "week"), ("off", "2027-02-09..2027-02-01", "off")])  # fmt: skip
def test_what_is_refused_is_said_in_the_learners_language(
    browser: httpx.Client, field: str, value: str, word: str
) -> None:
    page = post(browser, "/plan/set", **{**HOURS, "until": "", "track": "", "off": "", field: value})
    assert page.status_code == 422 and Words("zh")(f"plan.bad-{word}") in page.text
