"""Writes a small valid content folder into a temporary place, for tests that then break one thing."""

from __future__ import annotations

from pathlib import Path

SECTION_IDS = ("why", "idea", "example", "in-llm", "mistakes", "interview", "sources")
KINDS = ("numeric", "numeric", "numeric", "choice", "choices", "order", "symbolic", "short")
LEVELS = ("remember", "understand", "apply", "analyse")

TRUTH = {
    "numeric": "numeric(a * b)",
    "choice": 'choice("yes" if a > b else "no")',
    "choices": 'choices("yes", "no")',
    "order": 'order("yes", "no")',
    "symbolic": 'symbolic("x*x", over={"x": (1, 3)})',
}
SECOND = {
    "numeric": 'sum(show["b"] for _ in range(show["a"]))',
    "choice": '"no" if show["b"] >= show["a"] else "yes"',
    "choices": '["no", "yes"]',
    "order": '["yes", "no"]',
    "symbolic": '"x**2"',
}


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_question(folder: Path, kind: str, level: str) -> None:
    write(folder / "question.toml", f'schema = 1\nkind = "{kind}"\nstimulus = "text"\nlevel = "{level}"\nminutes = 1\n')
    options = "# options\n- yes: {{a}}\n- no: {{b}}\n\n" if kind in ("choice", "choices", "order") else ""
    rubric = "# rubric\n- point: one\n\n" if kind == "short" else ""
    insert = "" if kind == "short" else "{{a}} {{b}}"
    for lang in ("zh", "en"):
        write(folder / f"{lang}.md", f"# ask\nWhat? {insert}\n\n{options}{rubric}# explain\nSo.\n")
    if kind != "short":
        write(
            folder / "make.py",
            f"from beikao.kit import *\n\n\ndef make(draw):\n    a, b = draw.integer(2, 99), draw.integer(2, 99)\n"
            f'    return Question(show={{"a": a, "b": b}}, truth={TRUTH[kind]})\n\n\n'
            f"def second_way(show):\n    return {SECOND[kind]}\n",
        )


def write_concept(root: Path, slug: str, *, needs: tuple[str, ...] = (), area: str = "math") -> Path:
    """A concept that the gate accepts: 10 minutes, 8 questions, one figure."""
    folder = root / "concepts" / area / slug
    listed = ", ".join(f'"{n}"' for n in needs)
    write(
        folder / "concept.toml",
        f'schema = 1\ntitle = {{ zh = "甲", en = "{slug}" }}\nobjective = {{ zh = "能", en = "Can" }}\nneeds = [{listed}]\n'
        'stage = 1\nminutes = 10\ndifficulty = 1\n\n[source.book]\ncite = "A book"\n',
    )
    write(folder / "misconceptions.toml", 'schema = 1\n\n[mixed-up]\nzh = "弄反了。"\nen = "Mixed up."\n')
    for lang in ("zh", "en"):
        body = "".join(
            f"## 标题 {{#{i}}}\n\n"
            + ("" if i == "sources" else "学" * 70 + "\n\n" + (":::figure one\n\n" if i == "idea" else ""))
            for i in SECTION_IDS
        )
        write(folder / f"lesson.{lang}.md", body)
    write(
        folder / "figures" / "one.py",
        "from beikao.kit import Draw, Figure, Plot, Slider\n\nsliders = {'k': Slider(1, 4, step=1, start=2)}\n\n\n"
        "def figure(draw, k):\n    return Figure({'twice': 2 * k}, Plot().line([1, k]), {'zh': f'k 为 {k}', 'en': f'k is {k}'})\n\n\n"
        "def claims(at):\n    assert at(k=3).numbers['twice'] == 6\n",
    )
    for number, kind in enumerate(KINDS):
        write_question(folder / "questions" / f"q-{number}", kind, LEVELS[number % 4])
    return folder


def write_root(root: Path) -> Path:
    """A content folder with stages and two concepts, `b` needing `a`."""
    write(
        root / "stages.toml",
        'schema = 1\n\n[stage.1]\ntitle = { zh = "一", en = "one" }\nmonths = "1"\ngoal = { zh = "目标", en = "goal" }\n',
    )
    write_concept(root, "a")
    write_concept(root, "b", needs=("a",))
    return root
