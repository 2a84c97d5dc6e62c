"""Kept pages: the same answer until something is written, by anyone; each with its own nonce; never one with a cookie."""

from __future__ import annotations

import re
from pathlib import Path

import httpx

from tests.running import beikao, server


def test_a_kept_page_is_stale_after_any_commit(home: Path) -> None:
    with (
        server() as (address, _),
        httpx.Client(base_url=address.rstrip("/"), timeout=60, trust_env=False) as client,
    ):
        first = client.get("/learn/svd?lang=zh")
        assert "set-cookie" in first.headers
        second, third = client.get("/learn/svd?lang=zh"), client.get("/learn/svd?lang=zh")
        assert second.text == third.text
        policies = [a.headers.get_list("content-security-policy") for a in (second, third)]
        assert all(len(p) == 1 for p in policies) and policies[0] != policies[1]
        assert client.get("/learn/svd?lang=en").text != third.text

        assert beikao("config", "theme", "dark").code == 0  # another process writes
        assert 'data-theme="dark"' in client.get("/learn/svd?lang=zh").text

        other = httpx.get(f"{address}learn/svd?lang=zh", trust_env=False)
        token = re.compile(r'name="token" value="([0-9a-f]+)"')
        assert token.findall(other.text)[0] != token.findall(client.get("/learn/svd?lang=zh").text)[0]
