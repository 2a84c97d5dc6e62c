"""A lab as a Jupyter notebook, and the submission in one: plain nbformat 4, so that nobody needs Jupyter to write or grade it.

The notebook is the file: a cell that begins with `%%solution LAB/FILE` holds that file of the submission, word for
word. What runs in Jupyter is `beikao.notebook`. Outputs and all other cells are never looked at.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from beikao.course import Lab
from beikao.errors import UsageError

MAGIC, GIVEN = "%%solution", "%%given"
MAX_BYTES = 64 << 20  # pictures in the outputs count too
MARKDOWN = {
    "kernel": {
        "zh": "内核须装有 beikao（`./start` 建的 `.venv` 就有）。先运行下一格。",
        "en": "The kernel must have beikao installed (the `.venv` that `./start` makes has it). Run the next cell first.",
    },
    "given": {
        "zh": "下面是给定的代码，不用改，也不会提交；判题用的总是原件。",
        "en": "This code is given: leave it as it is. It is not submitted; grading always uses the original.",
    },
    "write": {
        "zh": "解答写在下面。运行这一格，代码就记为 `{files}`，其中的函数也可以在这个笔记本里直接试用。不要改第一行。",
        "en": "Your solution goes below. Running the cell keeps it as `{files}` and defines its functions here to be "
              "tried out. Leave the first line as it is.",
    },
    "grade": {
        "zh": "改完先运行上面的格，再运行下一格判题。检查不在这个内核里运行，判定与 `beikao lab check {slug} "
              "{slug}.ipynb` 相同。",
        "en": "After a change run the cell above, then the next one to grade it. The checks do not run in this kernel; "
              "the verdict is the one that `beikao lab check {slug} {slug}.ipynb` gives.",
    },
}  # fmt: skip


def notebook_of(lab: Lab, tree: Mapping[str, str], lang: str) -> dict[str, Any]:
    """The notebook: task, given code, one cell for each file of `tree`, grading. `lang` is that of the texts."""
    words = {name: both[lang] for name, both in MARKDOWN.items()}
    cells = [
        _cell("task", f"# {lab.title[lang]}\n\n{lab.task[lang].strip()}\n\n---\n\n{words['kernel']}"),
        _cell("begin", "%load_ext beikao.notebook", code=True),
    ]
    if lab.rig is not None:
        cells.append(_cell("given", words["given"]))
        cells.append(_cell("given-rig", f"{GIVEN} {lab.slug}/rig.py\n{lab.rig}", code=True))
    cells.append(_cell("write", words["write"].format(files="`, `".join(lab.files))))
    for number, name in enumerate((*lab.files[1:], lab.files[0])):  # the entry may import the others
        cells.append(_cell(f"file-{number + 1}", f"{MAGIC} {lab.slug}/{name}\n{tree[name]}", code=True))
    cells.append(_cell("grade", words["grade"].format(slug=lab.slug)))
    cells.append(_cell("verdict", f'from beikao.notebook import grade\n\ngrade("{lab.slug}")', code=True))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"nbformat": 4, "nbformat_minor": 5, "cells": cells,
            "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}}}  # fmt: skip


def _cell(name: str, source: str, *, code: bool = False) -> dict[str, Any]:
    cell: dict[str, Any] = {"id": name, "metadata": {}, "source": source.rstrip("\n").splitlines(keepends=True)}
    if code:
        return {"cell_type": "code", "execution_count": None, "outputs": [], **cell}
    return {"cell_type": "markdown", **cell}


def file_text(body: str) -> str:
    """A cell without its first line, as the file it stands for: it ends with one line break."""
    return body.rstrip("\n") + "\n"


def tree_of(text: str, lab: Lab, where: str) -> dict[str, str]:
    """The submission in a notebook. Raises UsageError where it is none, or a file is there twice or not at all."""
    tree: dict[str, str] = {}
    for line, body in _solutions(text, where):
        slug, _, name = line.partition("/")
        if slug != lab.slug:
            continue
        if name in tree:
            raise UsageError(f"two cells begin with `{MAGIC} {line}`", where=where, hint="Keep one of them.",
                             zh=f"有两格都以 `{MAGIC} {line}` 开头", hint_zh="只留一个。")  # fmt: skip
        tree[name] = file_text(body)
    for name in lab.files:
        if name not in tree:
            raise UsageError(f"no cell begins with `{MAGIC} {lab.slug}/{name}`", where=where,
                             hint="That line, alone, is the first of the cell that holds your solution.",
                             zh=f"没有以 `{MAGIC} {lab.slug}/{name}` 开头的格",
                             hint_zh="写答案的那一格，第一行只写这一句。")  # fmt: skip
    return tree


def _solutions(text: str, where: str) -> Iterator[tuple[str, str]]:
    """(LAB/FILE, body) of each cell that holds a file."""
    for cell in _cells(text, where):
        source = cell.get("source", "") if isinstance(cell, dict) and cell.get("cell_type") == "code" else ""
        if isinstance(source, list) and all(isinstance(s, str) for s in source):
            source = "".join(source)
        if not isinstance(source, str):
            raise UsageError("a cell has no text", where=where, hint="Open the notebook in Jupyter and save it again.",
                             zh="有一格没有文本", hint_zh="在 Jupyter 里打开，再保存一次。")  # fmt: skip
        head, _, body = source.lstrip("\n").partition("\n")
        name, _, line = head.strip().partition(" ")
        if name == MAGIC:
            yield line.strip(), body


def _cells(text: str, where: str) -> list[Any]:
    if len(text) > MAX_BYTES:
        raise UsageError(f"the notebook is larger than {MAX_BYTES >> 20} MiB", where=where, hint="Clear its outputs.",
                         zh=f"这个 notebook 超过 {MAX_BYTES >> 20} MiB", hint_zh="清空里面的输出。")  # fmt: skip
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    cells = found.get("cells") if isinstance(found, dict) else None
    if not isinstance(cells, list):
        raise UsageError("this is no notebook of nbformat 4", where=where, hint="Save it in Jupyter as .ipynb.",
                         zh="这不是 nbformat 4 的 notebook", hint_zh="在 Jupyter 里存成 .ipynb。")  # fmt: skip
    return cells
