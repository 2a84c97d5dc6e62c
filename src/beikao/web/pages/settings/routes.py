"""`/settings`: language, theme, goal, the list of keys, and one's own data out, in and away."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.responses import FileResponse

from beikao.errors import UsageError
from beikao.record import ImportReport, export_to, import_from
from beikao.record import backup as copy
from beikao.study.fit import kept, unfit
from beikao.study.goal import goal, set_goal
from beikao.study.leaving import WORDS, leave
from beikao.study.profile import REVIEW_KEYS, set_profile
from beikao.web.fields import Form
from beikao.web.site import Here, local

router = APIRouter()


@router.get("/settings")
def show(visit: Here) -> Any:
    """The page."""
    return _page(visit)


def _page(visit: Here, report: ImportReport | None = None) -> Any:
    return visit.page("settings/page.html", report=report, goal=goal(visit.desk), leaving=WORDS, fitted=kept(visit.desk))  # fmt: skip


@router.get("/backup")
@router.get("/export")
@router.get("/import")
def to_settings(visit: Here) -> Any:
    """The addresses of the forms that move data, asked for as pages."""
    return visit.go("/settings")


@router.post("/settings")
def change(visit: Here, form: Form) -> Any:
    """Set the language or the theme and go back to where one was."""
    set_profile(visit.desk, language=form.text("language") or None, theme=form.text("theme") or None)
    return visit.with_cookie(visit.go(local(form.text("next", "/settings"))))


@router.post("/settings/keys")
def change_keys(visit: Here, form: Form) -> Any:
    """Give the acts of the reviews other keys, or their own again."""
    if form.text("single"):
        set_profile(visit.desk, single_keys=form.text("single") == "on")
        return visit.go("/settings#keys-settings")
    keys = REVIEW_KEYS if form.text("defaults") else form.starting("key:")
    set_profile(visit.desk, keys=keys)
    return visit.go("/settings#keys-settings")


@router.post("/settings/goal")
def change_goal(visit: Here, form: Form) -> Any:
    """Set the track. The time is set with the plan."""
    set_goal(visit.desk, track=form.text("track"))
    return visit.go("/settings#goal")


@router.post("/settings/memory")
def take_back_fit(visit: Here, form: Form) -> Any:
    """Take back the weights fitted to the learner's reviews."""
    unfit(visit.desk)
    return visit.go("/settings#memory")


@router.post("/settings/delete")
def delete(visit: Here, form: Form) -> Any:
    """Remove everything about the learner; the word has to be typed."""
    leave(visit.desk, form.text("word"))
    return visit.go("/")


@router.post("/backup")
def backup(visit: Here, form: Form) -> Any:
    """The whole record, as it lies on the disk, in one file."""
    folder = Path(tempfile.mkdtemp(prefix="beikao-backup-"))
    copy(visit.desk.record, folder / "backup.zip")
    name = f"beikao-backup-{visit.desk.now():%Y-%m-%d}.zip"
    return FileResponse(folder / "backup.zip", filename=name, media_type="application/zip",
                        background=BackgroundTask(shutil.rmtree, folder))  # fmt: skip


@router.post("/export")
def export(visit: Here, form: Form) -> Any:
    """Everything about the learner, as one file."""
    with tempfile.NamedTemporaryFile(prefix="beikao-", suffix=".zip", delete=False) as file:
        path = Path(file.name)
    export_to(visit.desk.record, visit.desk.learner, path)
    name = f"beikao-{visit.desk.now():%Y-%m-%d}.zip"
    return FileResponse(path, filename=name, media_type="application/zip", background=BackgroundTask(path.unlink))


@router.post("/import")
async def import_(visit: Here, form: Form) -> Any:
    """Read such a file."""
    upload = form.upload("file")
    if upload is None or not upload.filename:
        raise UsageError("no file was chosen", where="import", hint="Choose a .zip that `export` wrote.",
                         zh="没有选择文件", hint_zh="选一个导出得到的 .zip。")  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="beikao-import-") as folder:
        path = Path(folder) / "import.zip"
        path.write_bytes(await upload.read())
        report = import_from(visit.desk.record, path)
    return _page(visit, report)
