"""A kata on the page, scripts off: the clock stands as a time, the passed code stays, the verdict comes from the same grader."""

from __future__ import annotations

import re
from pathlib import Path

import httpx

from tests.course.tiny import write_concept
from tests.running import server
from tests.small_units import write_lab

RIGHT = "import numpy as np\ndef softmax(x):\n    e = np.exp(x - x.max())\n    return e / e.sum()\n"


def area(page: str) -> str:
    return re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)[1]  # type: ignore[index]


def test_a_kata_without_scripts(tmp_path: Path) -> None:
    write_concept(tmp_path / "pack", "aa")
    write_lab(tmp_path / "pack/labs/small-lab", "aa", "aa/mixed-up")
    env = {"BEIKAO_HOME": str(tmp_path / "home"), "BEIKAO_CONTENT": str(tmp_path / "pack")}
    with (
        server(env=env) as (address, _),
        httpx.Client(base_url=address, follow_redirects=True, timeout=120, trust_env=False) as browser,
    ):
        page, kata = "/lab/small-lab", "/lab/small-lab/kata"
        token = re.search(r'name="token" value="([0-9a-f]+)"', browser.get("/settings").text)[1]  # type: ignore[index]
        assert browser.get(kata).status_code == 422 and kata not in browser.get(page).text
        own = {"token": token}
        assert "Passed" in browser.post(f"{page}/check?lang=en", data={**own, "file:solution.py": RIGHT}).text
        assert f'href="{kata}"' in browser.get(page).text
        for lang, word in (("en", "Begin the clock"), ("zh", "开始计时")):
            first = browser.get(kata, params={"lang": lang})
            assert first.status_code == 200 and word in first.text and "<textarea" not in first.text
            assert "script-src 'self'" in first.headers["content-security-policy"]
        running = browser.post(f"{kata}/start", data=own).text
        assert (
            "write softmax" in area(running)
            and 'data-left="' in running
            and re.search(r'<time datetime="20\d\d-', running)
        )
        assert "/hint" not in running and "/reference" not in running, "nothing helps while the clock runs"
        left = int(re.search(r'data-left="(-?\d+)"', running)[1])  # type: ignore[index]
        assert 500 < left <= 600, "ten minutes on the clock"
        draft = re.search(r'data-draft="([^"]+)"', running)[1]  # type: ignore[index]
        assert browser.post(draft, data={**own, "file:solution.py": "half = 1\n"}).status_code == 200
        assert "half = 1" in area(browser.get(kata).text) and "e / e.sum()" in area(browser.get(page).text)
        wrong = browser.post(
            f"{kata}/check?lang=en", data={**own, "file:solution.py": "def softmax(x):\n    return x\n"}
        ).text
        assert 'id="clock"' in wrong and "Not passed" in wrong
        part = browser.post(
            f"{kata}/check?lang=en", data={**own, "file:solution.py": RIGHT}, headers={"HX-Request": "true"}
        ).text
        assert "kata-over" in part and "quick" in part and "<html" not in part
        after = browser.get(f"{kata}?lang=en").text
        assert "Begin the clock" in after and "of 10 min" in after and "<textarea" not in after
        assert browser.post(f"{kata}/check", data={**own, "file:solution.py": RIGHT}).status_code == 422
        browser.post(f"{kata}/start", data=own)
        assert (
            "not written"
            in browser.post(f"{kata}/give-up?lang=en", data=own).text + browser.get(f"{kata}?lang=en").text
        )
        assert "e / e.sum()" in area(browser.get(page).text)
        record = browser.get("/progress/record?lang=en").text
        assert "Started a kata" in record and "Gave a kata up" in record
        assert browser.get("/?lang=en").status_code == 200
