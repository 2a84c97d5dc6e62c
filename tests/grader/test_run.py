"""`Grader.run`: what a program printed and wrote, and how it ended."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from beikao.grader import Grader
from tests.grader.submissions import Lab

Make = Callable[..., Lab]


def test_prints_and_writes(grader: Grader, lab: Make) -> None:
    text = """
        import json, os, random
        def main():
            print("loss", 0.5)
            os.makedirs("out")
            with open("out/metrics.json", "w") as f:
                json.dump({"loss": 0.5}, f)
            with open("large.bin", "wb") as f:
                f.write(bytes(100_000))
            os.symlink("/etc/passwd", "link")
            print(random.random())
    """
    one = grader.run(lab().job(text), seed=3)
    two = grader.run(lab().job(text), seed=3)
    assert one.state == "passed"
    assert one.output.startswith("loss 0.5\n")
    assert one.output == two.output
    assert one.output != grader.run(lab().job(text), seed=4).output
    assert dict(one.files) == {"out/metrics.json": '{"loss": 0.5}'}
    assert one.ms > 0
    assert "seccomp" in one.sandbox["layers"]


def test_without_a_main(grader: Grader, lab: Make) -> None:
    assert grader.run(lab().job("print('at import')\n")).output == "at import\n"


@pytest.mark.parametrize(("text", "state", "word"), [
    ("def main():\n    raise ValueError('no')\n", "crashed", "ValueError: no (solution.py:2)"),
    ("x = \n", "crashed", "SyntaxError"),
    ("def main():\n    print('before')\n    while True: pass\n", "timeout", "before\n"),
    ("import os\ndef main():\n    print('before', end='')\n    os._exit(0)\n", "crashed", "before"),
    ("def main():\n    x = bytearray(10**10)\n", "out_of_memory", "MemoryError"),
])  # fmt: skip
def test_ends(grader: Grader, lab: Make, text: str, state: str, word: str) -> None:
    ran = grader.run(lab().job(text), seconds=0.7)
    assert ran.state == state
    assert word in ran.output


def test_many_small_files_are_bounded(grader: Grader, lab: Make) -> None:
    text = "def main():\n    for i in range(300):\n        open(f'f{i}.txt', 'w').write('\\x00' * 60000)\n"
    ran = grader.run(lab().job(text))
    assert ran.state == "passed"
    assert len(ran.files) <= 16
    assert sum(map(len, ran.files.values())) <= 512 * 1024
