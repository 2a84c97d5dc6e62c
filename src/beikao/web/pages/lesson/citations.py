"""Citations as numbers: `[2]` in the text links to the second source, the source back to where it is first cited."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup

CITED = re.compile(r'<sup class="cite"><a href="#source-(?P<key>[a-z0-9-]+)">[^<]*</a></sup>')


class Citations:
    """Numbers the citations of one page as its parts are rendered, in the order of the concept's sources."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.numbers = {key: n for n, key in enumerate(keys, 1)}
        self.cited: set[str] = set()

    def __call__(self, html: str) -> Markup:
        """The HTML with numbers in place of keys; the first citation of each source can be linked to."""
        return Markup(CITED.sub(self._one, html))

    def _one(self, match: re.Match[str]) -> str:
        key = match["key"]
        place = "" if key in self.cited else f' id="cite-{key}"'
        self.cited.add(key)
        return f'<sup class="cite"{place}><a href="#source-{key}">[{self.numbers.get(key, key)}]</a></sup>'
