"""What all pages share: the desk, the words, the templates, and one visit (a request with its language and theme)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jinja2
from fastapi import Depends, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Match

from beikao.coach.answers import zone
from beikao.study import profile as profiles
from beikao.study.desk import Desk
from beikao.study.notes import Notes
from beikao.study.review import grades
from beikao.study.verdicts import state_of, told
from beikao.web.assets import Assets
from beikao.web.session import COOKIE, Session
from beikao.web.typeset import Typeset
from beikao.web.words import LANGUAGES, Words

HERE = Path(__file__).resolve().parent
# No eval and no inline style from htmx: the content security policy forbids both.
HTMX = json.dumps({"allowEval": False, "includeIndicatorStyles": False, "selfRequestsOnly": True, "scrollIntoViewOnBoost": False,
                   "responseHandling": [{"code": ".*", "swap": True}]})  # fmt: skip


@dataclass(frozen=True)
class Nav:
    """An entry of the header: its place from the left, its key in the words, its URL, and the addresses that belong under it
    besides its own."""

    order: int
    key: str
    url: str
    under: tuple[str, ...] = ()

    def holds(self, path: str) -> bool:
        """Whether a page of this address belongs under the entry."""
        return path == self.url or any(
            path.startswith(f"{root}/") or path == root for root in (*self.under, self.url) if root != "/"
        )


class Site:
    """Made once; holds no learner's state."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.assets = Assets()
        self.session = Session(desk.settings.home)
        self.typeset = Typeset(desk.prose)
        self.nav: list[Nav] = []
        self.templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader([HERE / "pages", HERE / "layout"]),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
            auto_reload=False,
        )
        self.templates.globals["asset"] = self.assets.url
        self.templates.globals["htmx_config"] = HTMX
        self.templates.globals |= {"told": told, "state_of": state_of}


class Visit:
    """One request: whose language and theme, and how to answer it."""

    def __init__(self, site: Site, request: Request) -> None:
        self.site = site
        self.desk = site.desk
        self.request = request
        self.profile = profiles.profile(site.desk)
        self.language = _language(request, self.profile.language)
        self.words = Words(self.language)
        self.cookie = site.session.cookie(request.cookies.get(COOKIE))
        self.token = site.session.token(self.cookie)
        self.in_place = request.headers.get("hx-request") == "true"

    def md(self, markdown: str) -> Any:
        """Content Markdown as HTML in this visit's language."""
        return self.site.typeset(markdown, self.language)

    def md_inline(self, markdown: str) -> Any:
        """The same without the paragraph around it."""
        return self.site.typeset.inline(markdown, self.language)

    def say(self, both: Mapping[str, str]) -> str:
        """This visit's language of a `{zh, en}` text."""
        return both[self.language]

    def render(self, template: str, **context: Any) -> str:
        """A template with everything that templates may use."""
        path = self.request.url.path
        shared = {
            "t": self.words,
            "lang": self.language,
            "sp": ""
            if self.language == "zh"
            else " ",  # between two texts: full-width punctuation brings its own space
            "theme": self.profile.theme,
            "token": self.token,
            "nonce": getattr(self.request.state, "nonce", ""),
            "path": path,
            "back": self.back(),
            "nav": self.site.nav,
            "say": self.say,
            "md": self.md,
            "md_inline": self.md_inline,
            "name_of": formula_name,
            "marks_of": marks_of,
            "key_name": lambda key: {" ": self.words("keys.space"), "": "–"}.get(key, key.upper()),
            "when": lambda at: f"{at.astimezone(zone(self.desk.tz)):%Y-%m-%d %H:%M}",
            "said": self.said,
            "grades_of": lambda event: grades(self.desk, event),
            "visit": self,
        }
        return self.site.templates.get_template(template).render({**shared, **context})

    def page(self, template: str, *, status: int = 200, headers: Mapping[str, str] | None = None, keep: bool = False,
             **context: Any) -> Response:  # fmt: skip
        """An HTML answer: a whole page or a fragment, whatever the template is. `keep`: see `beikao.web.kept`; such a
        template must not use the nonce."""
        self.request.state.keep = keep
        response = HTMLResponse(self.render(template, **context), status_code=status, headers=dict(headers or {}))
        response.headers["content-language"] = self.language
        response.headers["vary"] = "HX-Request, Cookie"
        return self.with_cookie(response)

    def with_cookie(self, response: Response) -> Response:
        """Give the browser its cookie if it has none of ours."""
        if self.request.cookies.get(COOKIE) != self.cookie:
            response.set_cookie(COOKIE, self.cookie, max_age=31536000, httponly=True, samesite="strict", path="/")
        return response

    def said(self, verdict: Mapping[str, Any]) -> str:
        """A verdict in a breath, for those who listen and for the line above the editor: "Failed, 3/8"."""
        state, checks = self.words("verdict." + state_of(verdict)), verdict["checks"]
        if not checks:
            return state
        return self.words("verdict.told", state=state, n=sum(bool(c["passed"]) for c in checks), of=len(checks))

    def back(self, **more: str) -> str:
        """Where a switch of language or theme leads: here, with the query but for `lang`, which would overrule the choice.
        From the answer to a form: the page that it belongs to. `more` is put into the query."""
        path = asked_for(self.request)
        kept = parse_qsl(self.request.url.query) if path == self.request.url.path else []
        query = urlencode([(k, v) for k, v in kept if k not in ("lang", *more)] + list(more.items()))
        return f"{path}?{query}" if query else path

    def go(self, url: str) -> Response:
        """After a plain form: see another page, in the language asked for. In place, htmx follows the same address."""
        asked = self.request.query_params.get("lang", "")
        if asked in ("zh", "en") and "lang=" not in url:
            path, _, place = url.partition("#")
            url = f"{path}{'&' if '?' in path else '?'}lang={asked}{'#' if place else ''}{place}"
        if self.in_place:
            return Response(status_code=204, headers={"HX-Redirect": url})
        return RedirectResponse(url, status_code=303)


def marks_of(mine: Notes, language: str) -> list[dict[str, str]]:
    """The highlights of this language, as the island paints them."""
    return [
        {"section": m.section, "quote": m.quote, "before": m.before} for m in mine.highlights if m.language == language
    ]


def formula_name(text: str) -> Markup:
    """An `aria-label` for a control whose visible label holds a formula: assistive tools read the TeX of it."""
    return Markup(' aria-label="{}"').format(text.replace("$", "")) if "$" in text else Markup("")


def _language(request: Request, chosen: str | None) -> str:
    """`?lang=` of the address (for a fragment: of the page it goes into), then the learner's choice, then the browser's, then Chinese."""
    page = urlsplit(request.headers.get("hx-current-url", ""))
    for asked in (request.query_params.get("lang"), *parse_qs(page.query).get("lang", [])):
        if asked in LANGUAGES:
            return str(asked)
    if chosen:
        return chosen
    for item in request.headers.get("accept-language", "").split(","):
        code = item.split(";")[0].strip().lower()[:2]
        if code in LANGUAGES:
            return code
    return "zh"


def visit_of(request: Request) -> Visit:
    """The dependency behind `Here`."""
    return Visit(request.app.state.site, request)


Here = Annotated[Visit, Depends(visit_of)]


def asked_for(request: Request) -> str:
    """The request's path, or the nearest one above it that GET can ask for: `/lab/x/check` belongs to `/lab/x`."""
    path = request.url.path
    if request.method in ("GET", "HEAD"):
        return path
    return page_above(request, path)


def page_above(request: Request, path: str) -> str:
    """The path itself or the nearest one above it that answers GET."""
    scope = {"type": "http", "method": "GET", "root_path": "", "headers": []}
    while path != "/" and not any(
        r.matches({**scope, "path": path})[0] is Match.FULL for r in request.app.router.routes
    ):
        path = path.rpartition("/")[0] or "/"
    return path


def local(url: str, otherwise: str = "/") -> str:
    """A path of this site, never another origin: what a form may send us back to."""
    plain = url.startswith("/") and not url.startswith(("//", "/\\")) and not any(c < " " for c in url)
    return url if plain else otherwise
