"""Reads a form or a JSON body, once its token is found right. Every route that changes something depends on this."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import FormData, UploadFile

from beikao.errors import UsageError
from beikao.web.session import COOKIE, FIELD, HEADER

MAX_FIELDS = 400


class Fields:
    """The fields of a form, text only; `upload(name)` for a file."""

    def __init__(self, form: FormData) -> None:
        self._form = form

    def text(self, name: str, otherwise: str = "") -> str:
        """The last value of a field."""
        value = self._form.get(name)
        return value if isinstance(value, str) else otherwise

    def texts(self, name: str) -> list[str]:
        """Every value of a field, in the order of the form."""
        return [v for v in self._form.getlist(name) if isinstance(v, str)]

    def number(self, name: str, otherwise: float = 0.0) -> float:
        """A field as a finite number; `otherwise` where it is none."""
        try:
            value = float(self.text(name))
        except ValueError:
            return otherwise
        return value if abs(value) < 1e300 else otherwise

    def seconds(self) -> float | None:
        """What the page counted while something was done on it; None where it did not, as without scripts."""
        value = self.number("seconds")
        return value if value > 0 else None

    def whole(self, name: str) -> int:
        """A field as an integer. Raises UsageError."""
        text = self.text(name)
        if not text.isascii() or not text.isdigit() or len(text) > 20:
            raise UsageError(f"{name} is {text!r}", where=name, hint="A whole number is needed.",
                             zh=f"{name} 填的是「{text}」", hint_zh="这里要一个整数。")  # fmt: skip
        return int(text)

    def starting(self, prefix: str) -> dict[str, str]:
        """The fields whose name starts so, without the prefix."""
        pairs = ((k, v) for k, v in self._form.multi_items() if isinstance(v, str))
        return {k.removeprefix(prefix): v for k, v in pairs if k.startswith(prefix)}

    def tree(self) -> dict[str, str]:
        """The files of an editor: fields `file:<path>`, with the line ends of a text file."""
        return {path: plain_lines(text) for path, text in self.starting("file:").items()}

    def upload(self, name: str) -> UploadFile | None:
        """An uploaded file."""
        value = self._form.get(name)
        return value if isinstance(value, UploadFile) else None

    async def uploads(self, name: str, limit: int) -> list[tuple[str, bytes]]:
        """The files of a file input (name, bytes), of each at most `limit` + 1 bytes; what was left empty is not there."""
        files = [v for v in self._form.getlist(name) if isinstance(v, UploadFile) and v.filename]
        return [(file.filename or "", await file.read(limit + 1)) for file in files]


def plain_lines(text: str) -> str:
    """Browsers send textareas with CRLF; files have LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _check(request: Request, token: str | None) -> None:
    if not request.app.state.site.session.holds(request.cookies.get(COOKIE), token):
        raise HTTPException(403, "token")


async def read_form(request: Request) -> Fields:
    """The form of a request whose token holds. Raises HTTPException 403."""
    form = await request.form(max_fields=MAX_FIELDS, max_part_size=4 * 1024 * 1024)
    field = form.get(FIELD)
    _check(request, request.headers.get(HEADER) or (field if isinstance(field, str) else None))
    return Fields(form)


async def read_json(request: Request) -> dict[str, Any]:
    """The JSON object of a request whose token header holds. Raises HTTPException 403, UsageError."""
    _check(request, request.headers.get(HEADER))
    try:
        body = json.loads(await request.body())
    except ValueError:
        raise UsageError("the body is no JSON", where="body", zh="请求的内容不是 JSON") from None
    if not isinstance(body, dict):
        raise UsageError("the body is no JSON object", where="body", zh="请求的内容不是 JSON 对象")
    return body


Form = Annotated[Fields, Depends(read_form)]
Json = Annotated[dict[str, Any], Depends(read_json)]
