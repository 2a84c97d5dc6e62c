"""`/verse`: a form; posting a line answers with the same page and what the model wrote. Works without scripts.

Where no model is shipped there is no such page.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from beikao.errors import NotFoundError
from beikao.study.verse import Taste, figures, parts, taste
from beikao.web.fields import Form
from beikao.web.site import Here, Visit
from beikao.workers.poems.poet import MAX_LINE

router = APIRouter()
EXAMPLE = "明月照高楼，"


@router.get("/verse")
def show(visit: Here) -> Any:
    """The form with a line to begin with."""
    _must_be_there(visit)
    no_torch = not visit.desk.poet.can_write()
    return _page(visit, Taste(EXAMPLE, problem="no-torch" if no_torch else ""))


@router.post("/verse")
def write(visit: Here, form: Form) -> Any:
    """What the model writes after the line."""
    _must_be_there(visit)
    return _page(visit, taste(visit.desk, form.text("line"), form.whole("seed")))


def _must_be_there(visit: Visit) -> None:
    if not visit.desk.poet.is_there():
        raise NotFoundError("no small model is shipped", where="verse", hint="`scripts/poems/` makes one.",
                            zh="这份 beikao 没有带小模型", hint_zh="用 `scripts/poems/` 可以训一个。")  # fmt: skip


def _page(visit: Visit, found: Taste) -> Any:
    return visit.page("verse/page.html", status=found.status, taste=found, parts=parts(visit.desk), most=MAX_LINE,
                      figures=figures(visit.desk.poet.folder))  # fmt: skip
