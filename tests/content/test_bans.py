"""A task that asks for one's own code, or forbids something, is backed by a ban."""

from __future__ import annotations

import re

import pytest

from beikao.course import load
from tests.conftest import CONTENT

LABS = load([CONTENT]).labs
FORBIDS = re.compile(r"不许用|不用调用|别调用|不要调用|禁用|不能用什么|只用 ?(?:numpy|NumPy)，|手写")
FORBIDS_EN = re.compile(
    r"\bdo not call\b|\bnot allowed\b|\bmay not be used\b|\b[Nn]um[Pp]y only\b|\bnumpy alone\b|by hand"
)


@pytest.mark.parametrize("slug", sorted(LABS))
def test_words_that_forbid_have_a_ban(slug: str) -> None:
    lab = LABS[slug]
    said = f"{lab.title['zh']}\n{lab.task['zh']}", f"{lab.title['en']}\n{lab.task['en']}"
    if FORBIDS.search(said[0]) or FORBIDS_EN.search(said[1]):
        assert lab.banned, f"{slug} forbids something and bans nothing"
