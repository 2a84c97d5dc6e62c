"""Uploading into a lab over real HTTP, with scripts off: files and a .zip fill the editor, refusals say what to do."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import httpx
import pytest

from tests.course.tiny import write_concept
from tests.running import beikao, server
from tests.small_units import BODIES, HEAD, write_lab

PORT = 9210
RIGHT = HEAD + BODIES["reference"]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("uploads")
    write_concept(folder / "pack", "aa")
    write_lab(folder / "pack/labs/small-lab", "aa", "aa/mixed-up")
    env = {"BEIKAO_HOME": str(folder / "home"), "BEIKAO_CONTENT": str(folder / "pack")}
    with (
        server(port=PORT, env=env) as (address, _),
        httpx.Client(base_url=address.rstrip("/"), follow_redirects=True, timeout=60, trust_env=False) as client,
    ):
        client.get("/settings")
        yield client


def upload(client: httpx.Client, *files: tuple[str, bytes], lang: str = "en") -> httpx.Response:
    page = client.get("/lab/small-lab").text
    token = re.search(r'name="token" value="([0-9a-f]+)"', page)
    assert token and 'type="file"' in page
    return client.post(
        f"/lab/small-lab/upload?lang={lang}", data={"token": token[1]}, files=[("files", f) for f in files]
    )


def zipped(**entries: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in entries.items():
            archive.writestr(name.replace("__", "/").replace("_py", ".py"), text)
    return out.getvalue()


def test_a_file_fills_the_editor(client: httpx.Client) -> None:
    answer = upload(client, ("my attempt.py", b"# mine, \xe6\xb3\xa8\r\nx = 1\r\n"))
    assert answer.status_code == 200
    assert "# mine, 注\nx = 1\n" in answer.text


def test_a_zip_fills_the_editor(client: httpx.Client) -> None:
    answer = upload(client, ("work.zip", zipped(work__solution_py="# zipped\n", work__notes_py="# other\n")))
    assert answer.status_code == 200
    assert "# zipped" in answer.text and "# other" not in answer.text


@pytest.mark.parametrize(("lang", "words"), [("en", "damaged"), ("zh", "已损坏")])
def test_a_refusal_says_what_to_do(client: httpx.Client, lang: str, words: str) -> None:
    answer = upload(client, ("work.zip", b"PK\x03\x04 no"), lang=lang)
    assert answer.status_code == 422
    assert words in answer.text


def test_hostile_names_are_escaped_and_without_a_token_nothing_is_taken(client: httpx.Client) -> None:
    answer = upload(client, ("<script>alert(1)</script>.md", b"x"))
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    bare = client.post("/lab/small-lab/upload", files=[("files", ("solution.py", b"x"))])
    assert bare.status_code == 403
    assert upload(client).status_code in (200, 422)


def test_the_command_takes_a_zip(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("command")
    write_concept(folder / "pack", "aa")
    write_lab(folder / "pack/labs/small-lab", "aa", "aa/mixed-up")
    env = {
        "BEIKAO_HOME": str(folder / "home"),
        "BEIKAO_CONTENT": str(folder / "pack"),
        "LANG": "zh_CN.UTF-8",
        "LC_ALL": "zh_CN.UTF-8",
    }
    (folder / "w.zip").write_bytes(zipped(work__solution_py=RIGHT))
    done = beikao("lab", "check", "small-lab", str(folder / "w.zip"), env=env)
    assert done.code == 0, done.err
    (folder / "bad.zip").write_bytes(b"PK")
    bad = beikao("lab", "check", "small-lab", str(folder / "bad.zip"), env=env)
    assert (bad.code, "已损坏" in bad.err, "→" in bad.err) == (2, True, True)
    (folder / "linked").mkdir()
    (folder / "linked/solution.py").symlink_to("/etc/passwd")
    linked = beikao("lab", "check", "small-lab", str(folder / "linked"), env=env)
    assert (linked.code, "链接" in linked.err) == (2, True)
