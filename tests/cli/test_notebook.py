"""A lab as a notebook: valid by nbformat, run by nbclient in a real kernel, graded as the command grades it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from beikao.course import load
from beikao.errors import UsageError
from beikao.notebook import Graded
from beikao.record import Record
from beikao.study.notebook import notebook_of, tree_of
from tests.conftest import CONTENT
from tests.running import beikao

COURSE = load([CONTENT])
LAB, RIGGED = "svd-compress", "sgd-momentum-adam"
RIGHT = COURSE.labs[LAB].reference["solution.py"]


@pytest.fixture(autouse=True)
def _kernel_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel's own folders are this test's; it writes no history."""
    for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name))


def got(folder: Path, lab: str = LAB) -> nbformat.NotebookNode:
    """`beikao lab get LAB --notebook`, read by nbformat."""
    done = beikao("lab", "get", lab, "--notebook", cwd=folder)
    assert done.code == 0, done.err
    assert done.out.strip() == f"{lab}.ipynb"
    return nbformat.read(folder / f"{lab}.ipynb", as_version=4)


def cell(notebook: nbformat.NotebookNode, name: str) -> nbformat.NotebookNode:
    return next(c for c in notebook.cells if c.id == name)


def solve(notebook: nbformat.NotebookNode, text: str, lab: str = LAB) -> None:
    cell(notebook, "file-1").source = f"%%solution {lab}/solution.py\n{text}"


def code(source: str, name: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_code_cell(source, id=name)


def run(notebook: nbformat.NotebookNode, folder: Path, **more: Any) -> nbformat.NotebookNode:
    """Restart & Run All."""
    client = NotebookClient(notebook, timeout=240, kernel_name="python3", resources={"metadata": {"path": str(folder)}},
                            **more)  # fmt: skip
    client.execute()
    nbformat.validate(notebook)
    return notebook


def result(cell_: nbformat.NotebookNode) -> tuple[str, str]:
    """(text, HTML) of what a cell gave."""
    data = next(o.data for o in cell_.outputs if o.output_type == "execute_result")
    return data["text/plain"], data["text/html"]


def verdicts(home: Path) -> list[dict[str, Any]]:
    record = Record.open(home)
    try:
        events = record.events("me", types=("code.submitted", "code.judged"))
    finally:
        record.close()
    assert {e.device for e in events} <= {"notebook", "cli"}
    return [e.data["verdict"] for e in events if e.type == "code.judged"]


@pytest.mark.parametrize("lab", sorted(COURSE.labs))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_lab_is_a_valid_notebook(lab: str, lang: str) -> None:
    unit = COURSE.labs[lab]
    made = notebook_of(unit, unit.reference, lang)
    nbformat.validate(nbformat.from_dict(made), relax_add_props=False)
    assert tree_of(json.dumps(made), unit, "x.ipynb") == {n: t.rstrip("\n") + "\n" for n, t in unit.reference.items()}
    texts = "".join("".join(c["source"]) for c in made["cells"] if c["cell_type"] == "markdown")
    assert unit.task[lang].strip() in texts
    assert unit.task["en" if lang == "zh" else "zh"].strip() not in texts


def test_from_get_to_pass_in_a_real_kernel(tmp_path: Path, home: Path) -> None:
    """The start fails, the reference passes, both with the command's verdict; grading again is quick."""
    beikao("config", "language", "en")
    notebook = got(tmp_path)
    begin = next(i for i, c in enumerate(notebook.cells) if c.id == "begin")
    early = code(f'from beikao.notebook import grade\n\ngrade("{LAB}")', "early")
    notebook.cells.insert(begin + 1, early)
    solve(notebook, RIGHT)
    where = code(
        "import sys, pathlib, resource\n"
        "assert compress.__module__ == 'solution'\n"
        "sorted(m for m in ('torch', 'checks_of_a_unit', 'beikao.grader.judging') if m in sys.modules), "
        "sorted(p.name for p in pathlib.Path().iterdir())",
        "where",
    )
    again = code(f'import time\nt = time.monotonic()\ngrade("{LAB}")\ntime.monotonic() - t', "again")
    wrong = code(f"%%solution {LAB}/solution.py\ndef compress(w, keep, mode):\n    print('<b>hi</b>')\n    return {{}}",
                 "wrong")  # fmt: skip
    failed = code(f'grade("{LAB}")', "failed")
    broken = code(f"%%solution {LAB}/solution.py\ndef compress(:\n", "broken")
    broken.metadata["tags"] = ["raises-exception"]
    notebook.cells += [where, again, wrong, failed, broken, code(f'grade("{LAB}")', "graded-broken")]
    notebook.cells.append(code('grade("svd-compres")', "misspelt"))
    run(notebook, tmp_path)

    text, html = result(early)
    assert "has not been run since the kernel started" in text
    assert "has not been run" in html
    text, html = result(cell(notebook, "verdict"))
    assert text.startswith("passed · 100%"), text
    assert "passed</b> · 100%" in html
    assert "Next: " in text
    heavy, files = eval(where.outputs[0].data["text/plain"])
    assert heavy == []  # no check, and not even torch, came into the kernel
    assert sorted(f for f in files if not f.startswith(("IPYTHON", "JUPYTER"))) == ["home", f"{LAB}.ipynb"]
    seconds = float(again.outputs[0].data["text/plain"])
    print(f"graded again in {seconds:.3f} s")
    assert seconds < 10
    text, html = result(failed)
    assert "not passed" in text
    assert "<b>hi</b>" in text
    assert "&lt;b&gt;hi&lt;/b&gt;" in html
    assert "<b>hi</b>" not in html
    assert broken.outputs[-1].ename == "SyntaxError"
    assert "SyntaxError" in result(cell(notebook, "graded-broken"))[0]
    assert "Did you mean `svd-compress`" in result(cell(notebook, "misspelt"))[0]
    states = [v["state"] for v in verdicts(home)]
    assert states == ["passed", "passed", "failed", "crashed"]

    nbformat.write(notebook, tmp_path / "renamed.ipynb")
    done = beikao("lab", "check", LAB, "renamed.ipynb", "--json", cwd=tmp_path)
    assert done.code == 2  # three cells hold the file by now
    assert "two cells begin with" in done.err
    notebook.cells = [c for c in notebook.cells if c.id not in ("wrong", "broken")]
    nbformat.write(notebook, tmp_path / "renamed.ipynb")
    done = beikao("lab", "check", LAB, "renamed.ipynb", "--json", cwd=tmp_path)
    assert done.code == 0
    same = ("unit", "rev", "state", "score", "misconception", "limit", "output")
    first, last = verdicts(home)[0], done.json()
    assert [first[k] for k in same] == [last[k] for k in same]
    assert [(c["id"], c["passed"], c["credit"]) for c in first["checks"]] == [
        (c["id"], c["passed"], c["credit"]) for c in last["checks"]
    ]


def test_given_code_and_chinese(tmp_path: Path, home: Path) -> None:
    """A lab with a rig: it can be imported in the kernel, and is not part of the submission."""
    beikao("config", "language", "zh")
    notebook = got(tmp_path, RIGGED)
    solve(notebook, COURSE.labs[RIGGED].reference["solution.py"], RIGGED)
    notebook.cells.append(code("import rig\nrig.__file__, 'MyAdamW' in dir()", "rig"))
    for name, head in (("no-lab", "%%solution nothing/solution.py"), ("no-file", f"%%solution {RIGGED}/other.py")):
        notebook.cells.append(code(f"{head}\npass", name))
        notebook.cells[-1].metadata["tags"] = ["raises-exception"]
    run(notebook, tmp_path)
    for name, words in (("no-lab", "没有实验「nothing」"), ("no-file", "里没有文件「other.py」")):
        (shown,) = cell(notebook, name).outputs  # a line or two, no traceback
        assert shown.name == "stderr" and words in shown.text and len(shown.text.splitlines()) <= 3
    assert eval(cell(notebook, "rig").outputs[0].data["text/plain"]) == (f"{RIGGED}/rig.py", True)
    text, html = result(cell(notebook, "verdict"))
    assert text.startswith("通过 · 100%")
    assert "通过</b>" in html
    assert [v["state"] for v in verdicts(home)] == ["passed"]


def test_nothing_is_overwritten_and_the_command_finds_it(tmp_path: Path) -> None:
    notebook = got(tmp_path)
    solve(notebook, RIGHT)
    nbformat.write(notebook, tmp_path / f"{LAB}.ipynb")
    before = (tmp_path / f"{LAB}.ipynb").read_bytes()
    again = beikao("lab", "get", LAB, "--notebook", cwd=tmp_path)
    assert "left alone" in again.err
    assert again.out == ""
    assert (tmp_path / f"{LAB}.ipynb").read_bytes() == before
    assert beikao("lab", "check", LAB, cwd=tmp_path).code == 0  # ./LAB.ipynb, where there is no ./LAB
    elsewhere = beikao("lab", "get", LAB, "deep/er", "--notebook", cwd=tmp_path)
    assert elsewhere.out.strip() == f"deep/er/{LAB}.ipynb"


def _edit(change: Callable[[dict[str, Any]], object]) -> str:
    unit = COURSE.labs[LAB]
    made = notebook_of(unit, unit.start, "en")
    change(made)
    return json.dumps(made)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("no json", "no notebook"),
        ("[" * 100_000, "no notebook"),
        ("[1, 2]", "no notebook"),
        ('{"cells": 3}', "no notebook"),
        ('{"worksheets": []}', "no notebook"),
        ('{"cells": [3, null, {"cell_type": "code"}]}', "no cell begins with"),
        ('{"cells": [{"cell_type": "code", "source": {"a": 1}}]}', "has no text"),
        ('{"cells": [{"cell_type": "code", "source": [1]}]}', "has no text"),
        (_edit(lambda nb: nb["cells"].append(nb["cells"][3])), "two cells begin with"),
        (_edit(lambda nb: nb["cells"].pop(3)), "no cell begins with `%%solution svd-compress/solution.py`"),
        (_edit(lambda nb: nb["cells"][3].update(cell_type="markdown")), "no cell begins with"),
    ],
)
def test_a_notebook_that_holds_no_submission(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=r".*") as caught:
        tree_of(text, COURSE.labs[LAB], "x.ipynb")
    assert words in str(caught.value)
    assert caught.value.hint


def test_sources_as_text_or_as_lines(tmp_path: Path) -> None:
    unit = COURSE.labs[LAB]
    lines = notebook_of(unit, unit.start, "en")
    whole = json.loads(json.dumps(lines))
    for one in whole["cells"]:
        one["source"] = "\n" + "".join(one["source"]) + "\n\n"
    assert tree_of(json.dumps(whole), unit, "") == tree_of(json.dumps(lines), unit, "") == dict(unit.start)


def test_several_files_are_a_cell_each() -> None:
    import dataclasses

    unit = dataclasses.replace(COURSE.labs[LAB], files=("solution.py", "model.py"))
    tree = {"solution.py": "from model import f\n", "model.py": "def f():\n    return 1\n"}
    made = notebook_of(unit, tree, "en")
    heads = [c["source"][0].strip() for c in made["cells"] if c["cell_type"] == "code"]
    assert heads[1:3] == [f"%%solution {LAB}/model.py", f"%%solution {LAB}/solution.py"]  # in an order that runs
    assert tree_of(json.dumps(made), unit, "") == tree


HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(1)">&"\''


def test_hostile_words_are_escaped() -> None:
    both = {"zh": HOSTILE, "en": HOSTILE}
    row = {"id": "a", "passed": False, "credit": 1.0, "title": both, "message": both, "called": "f" + HOSTILE,
           "got": "g" + HOSTILE, "want": "w" + HOSTILE, "where": "p" + HOSTILE, "facts": {HOSTILE: HOSTILE}, "ms": 1.0}  # fmt: skip
    verdict = {"schema": 1, "state": "failed", "score": 0.0, "checks": [row, {**row, "id": "b"}], "output": HOSTILE,
               "limit": {"kind": HOSTILE, "limit": 1.0, "used": 2.0}, "ms": {"total": 1.0},
               "sandbox": {"degraded": [HOSTILE], "layers": []}, "misconception": None}  # fmt: skip
    for lang in ("zh", "en"):
        graded = Graded(lang, verdict=verdict, misconception=HOSTILE)
        html = graded._repr_html_()
        assert "<script" not in html
        assert "<img" not in html
        assert html.count("&lt;script&gt;") >= 10
        assert "alert(1)" in repr(graded)
    shown = Graded("en", error=UsageError(HOSTILE, hint=HOSTILE))._repr_html_()
    assert "<script" not in shown


def test_jupyter_is_not_needed_to_write_or_to_grade(tmp_path: Path) -> None:
    """With Jupyter's modules hidden, get and check still work."""
    for name in ("nbformat", "nbclient", "ipykernel", "IPython", "jupyter_client", "zmq"):
        (tmp_path / "hide" / name).mkdir(parents=True)
        (tmp_path / "hide" / name / "__init__.py").write_text("raise ImportError('hidden')\n")
    env = {"PYTHONPATH": os.pathsep.join([str(tmp_path / "hide"), os.environ.get("PYTHONPATH", "")])}
    assert beikao("lab", "get", LAB, "--notebook", cwd=tmp_path, env=env).code == 0
    assert beikao("lab", "check", LAB, cwd=tmp_path, env=env).code == 1
