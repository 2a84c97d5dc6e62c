"""An answer that was asked for is no wrong answer: a plain card, no grade chosen, what is right marked where it stands."""

from __future__ import annotations

import re

import httpx
import pytest

from tests.web.test_ways import browser, token

__all__ = ["browser"]


def asked_for(browser: httpx.Client, slug: str, mode: str, **fields: str) -> str:
    data = {"token": token(browser), "seed": "7", "mode": mode, **fields}
    answer = browser.post(f"/q/aa/{slug}", params={"lang": "en"}, data=data)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("slug", ["q-0", "q-3", "q-4", "q-5"])
def test_an_answer_that_was_shown_is_not_wrong(browser: httpx.Client, slug: str) -> None:
    page = asked_for(browser, slug, "review", reveal="1")
    assert re.search(r'class="question card"', page), "a frame of no colour"
    assert "✗" not in page and page.count('name="grade"') == 4
    assert re.findall(r'data-act="(\w+)" data-kept', page) == ["good"], (
        "Space goes on as in Anki; the learner may say otherwise"
    )
    answered = asked_for(
        browser, slug, "review", given="1" if slug == "q-0" else "no", **{"place:yes": "2", "place:no": "1"}
    )
    assert "data-kept" in answered, "an answer of one's own has its grade"


def test_what_is_right_is_marked_where_it_stands(browser: httpx.Client) -> None:
    for slug in ("q-3", "q-4"):
        page = asked_for(browser, slug, "practice", reveal="1")
        right = re.findall(r'<label class="option true"><input [^>]*value="(\w+)"', page)
        assert right, slug
        assert "The right answer" not in page
        given = asked_for(browser, slug, "practice", given=right[0])
        assert slug == "q-4" or 'class="question card right"' in given
    page = asked_for(browser, "q-5", "practice", reveal="1")
    assert sorted(re.findall(r"place (\d)</strong>", page)) == ["1", "2"]
    right = re.findall(
        r'<label class="option true"><input [^>]*value="(\w+)"', asked_for(browser, "q-3", "practice", reveal="1")
    )
    other = "no" if right == ["yes"] else "yes"
    wrong = asked_for(browser, "q-3", "practice", given=other)
    assert (
        'class="question card wrong"' in wrong and 'class="option untrue"' in wrong and 'class="option true"' in wrong
    )
