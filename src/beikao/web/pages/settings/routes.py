"""`/settings`: language, theme, the list of keys, and one's own data out and in."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.responses import FileResponse

from beikao.errors import UsageError
from beikao.record import export_to, import_from
from beikao.study.profile import set_profile
from beikao.web.fields import Form
from beikao.web.site import Here, local

router = APIRouter()


@router.get("/settings")
def show(visit: Here) -> Any:
    """The page."""
    return visit.page("settings/page.html", report=None)


@router.post("/settings")
def change(visit: Here, form: Form) -> Any:
    """Set the language or the theme and go back to where one was."""
    set_profile(visit.desk, language=form.text("language") or None, theme=form.text("theme") or None)
    return visit.with_cookie(visit.go(local(form.text("next", "/settings"))))


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
        raise UsageError("no file was chosen", where="import", hint="Choose a .zip that `export` wrote.")
    with tempfile.TemporaryDirectory(prefix="beikao-import-") as folder:
        path = Path(folder) / "import.zip"
        path.write_bytes(await upload.read())
        report = import_from(visit.desk.record, path)
    return visit.page("settings/page.html", report=report)
