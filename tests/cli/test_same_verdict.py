"""The page and the command line give the same verdict, and both keep it in the same record."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from beikao.course import load
from tests.conftest import CONTENT
from tests.running import beikao, server

LAB = load([CONTENT]).labs["svd-compress"]
FILE = LAB.files[0]
WRONG = (CONTENT / "labs" / LAB.slug / "wrong" / "absolute-error.py").read_text()
SENT = {"right": LAB.reference[FILE], "start": LAB.start[FILE], "a known mistake": WRONG, "no Python": "def x(:\n"}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Any:
    home = tmp_path_factory.mktemp("same")
    with (
        server(env={"BEIKAO_HOME": str(home)}) as (address, _),
        httpx.Client(base_url=address, timeout=60, follow_redirects=True) as client,
    ):
        client.get("/?lang=en")
        yield client, home


def essence(verdict: dict[str, Any]) -> dict[str, Any]:
    """All but what differs between two runs of one submission: the seed's numbers and the clock."""
    return {"state": verdict["state"], "score": verdict["score"], "misconception": verdict["misconception"],
            "checks": [(c["id"], c["passed"], c["title"]) for c in verdict["checks"]]}  # fmt: skip


@pytest.mark.parametrize("name", SENT)
def test_one_submission_two_ways(page: tuple[httpx.Client, Path], tmp_path: Path, name: str) -> None:
    client, home = page
    (tmp_path / FILE).write_text(SENT[name])
    typed = beikao("lab", "check", LAB.slug, str(tmp_path), "--json", env={"BEIKAO_HOME": str(home)})
    token = re.search(r'name="token" value="([^"]+)"', client.get(f"/lab/{LAB.slug}?lang=en").text)
    assert token
    sent = {"token": token[1], f"file:{FILE}": SENT[name]}
    shown = client.post(f"/lab/{LAB.slug}/check?lang=en", data=sent).text
    listed = beikao("lab", "history", LAB.slug, "--json", env={"BEIKAO_HOME": str(home)}).json()["submissions"]
    last = beikao("lab", "history", LAB.slug, str(len(listed)), "--json", env={"BEIKAO_HOME": str(home)}).json()
    assert essence(last["verdict"]) == essence(typed.json())
    assert typed.code == (0 if typed.json()["state"] == "passed" else 1)
    for check in typed.json()["checks"]:
        assert check["title"]["en"].split("`")[0] in shown
    printed = beikao(
        "lab", "history", LAB.slug, str(len(listed)), env={"BEIKAO_HOME": str(home), "LANG": "en_US.UTF-8"}
    ).out
    for check in last["verdict"]["checks"]:
        assert check["title"]["en"] in " ".join(printed.split())
