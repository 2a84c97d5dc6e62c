"""The files of each skeleton. Empty texts are left empty on purpose: the gate names each of them."""

from __future__ import annotations

from beikao.course.types import LANGUAGES, SECTIONS

HEADINGS = {
    "zh": ("为什么", "想法", "例子", "在大模型里", "常见错误", "面试", "来源"),
    "en": ("Why", "The idea", "An example", "In a real LLM", "Mistakes", "Interview", "Sources"),
}


def _lesson(lang: str) -> str:
    return "".join(f"## {head} {{#{key}}}\n\n" for head, key in zip(HEADINGS[lang], SECTIONS, strict=True))


def concept_files(slug: str) -> dict[str, str]:
    """A concept: manifest, misconceptions, lessons, one figure."""
    manifest = """schema = 1
title = { zh = "", en = "" }
objective = { zh = "", en = "" }
needs = []
related = []
stage = 1
minutes = 60
difficulty = 2
guide = []
"""
    figure = '''"""What this figure shows, in one sentence."""

from beikao.kit import Draw, Figure, Plot, Slider

sliders = {"k": Slider(1, 8, step=1, start=4, label=("名称", "name"))}


def figure(draw: Draw, k: int) -> Figure:
    """One state."""
    return Figure(numbers={}, plot=Plot(x=("", ""), y=("", "")).line([1, 2, k]), says={"zh": "", "en": ""})


def claims(at) -> None:
    """What the lesson says about this figure, as assertions."""
    assert at(k=4).says["zh"], "say in words what this state shows"
'''
    return {
        "concept.toml": manifest,
        "misconceptions.toml": "schema = 1\n",
        **{f"lesson.{lang}.md": _lesson(lang) for lang in LANGUAGES},
        "figures/first-figure.py": figure,
    }


def question_files(slug: str) -> dict[str, str]:
    """A numeric, parametric question."""
    make = f'''"""What this question trains, in one sentence ({slug})."""

from beikao.kit import Draw, Question, numeric


def make(draw: Draw) -> Question:
    """Draw the values, compute the truth, and say where each misconception leads."""
    a, b = draw.integer(2, 9), draw.integer(2, 9)
    return Question(show={{"a": a, "b": b}}, truth=numeric(a * b), steps={{}}, wrong={{}})


def second_way(show) -> float:
    """The same answer by another route."""
    return sum(show["b"] for _ in range(show["a"]))
'''
    manifest = 'schema = 1\nkind = "numeric"\nstimulus = "text"\nlevel = "apply"\nminutes = 2\n'
    return {"question.toml": manifest, "make.py": make, **{f"{lang}.md": "# ask\n\n# explain\n" for lang in LANGUAGES}}


def lab_files(slug: str) -> dict[str, str]:
    """A lab with one function, one check and no wrong answers yet."""
    manifest = """schema = 1
title = { zh = "", en = "" }
summary = { zh = "", en = "" }
concepts = []            # taught upstream; the first is the main one
minutes = 60
files = ["solution.py"]
profile = "pure"

[check.matches-reference]
zh = ""
en = ""
credit = 1

# Six or more of these, each with its file wrong/<slug>.py:
# [wrong.forgets-the-root]
# caught_by = "matches-reference"
# misconception = "concept-slug/misconception-slug"
"""
    check = '''"""The checks. Each depends on nothing but its trial."""

from beikao.kit import Trial, check


@check
def matches_reference(t: Trial) -> None:
    """The learner's function and the reference agree on random inputs."""
    for (n,) in t.draw.shapes(1, low=1, high=9):
        x = t.draw.normal(n)
        t.agree(lambda m: m.solve(x))
'''
    stub = '"""What the learner begins with."""\n\n\ndef solve(x):\n    """Say what goes in and what comes out, with shapes."""\n'
    oracle = '''"""Proves the reference against the industry library."""


def oracle(ref, draw) -> None:
    """Compare `ref.solve` with the library on random inputs."""
    raise AssertionError("compare the reference with a library here")
'''
    texts = {f"{stem}.{lang}.md": "" for stem in ("task", "hints") for lang in LANGUAGES}
    return {
        "lab.toml": manifest,
        "check.py": check,
        "oracle.py": oracle,
        "start.py": stub,
        "reference.py": stub,
        **texts,
    }


def drill_files(slug: str) -> dict[str, str]:
    """A drill with an empty system and the four scripts."""
    manifest = """schema = 1
title = { zh = "", en = "" }
summary = { zh = "", en = "" }
concepts = []
minutes = 25
editable = ["train.py"]
run = "train.py"
observe = []

# Four or more, at least one true:
# [cause.learning-rate-too-high]
# zh = ""
# en = ""
# true = true

[check.mended]
zh = ""
en = ""
credit = 1

# Three or more of these, each with its file wrong/<slug>.py:
# [wrong.clips-the-gradient]
# caught_by = "mended"
# misconception = "concept-slug/misconception-slug"
"""
    edit = '"""{what}"""\n\n\ndef {name}(tree, draw) -> None:\n    """Edit the tree in place."""\n'
    verify = '''"""The checks, on hidden data: `t.you` is the learner's system, `t.ref` the healthy one."""

from beikao.kit import Trial, check


@check
def mended(t: Trial) -> None:
    """It runs as well as the healthy one."""
    t.agree(lambda m: m.main(), rtol=0.05)
'''
    texts = {f"{stem}.{lang}.md": "" for stem in ("story", "hints") for lang in LANGUAGES}
    return {
        "drill.toml": manifest,
        "system/train.py": '"""The healthy system."""\n\n\ndef main():\n    """Run and print what the learner will see."""\n',
        "break.py": edit.format(what="Plants the fault.", name="break_"),
        "mend.py": edit.format(what="One right repair.", name="mend"),
        "verify.py": verify,
        **texts,
    }
