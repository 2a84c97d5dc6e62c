"""Where things are and what this run may use: read once from the environment, passed in everywhere.

It reads no configuration of a learner's (language, theme): those are events.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from beikao.errors import EnvironmentFault


@dataclass(frozen=True)
class Settings:
    """`home`: the learner's data. `content`: folders of units, the course's own first, then packs."""

    home: Path
    content: tuple[Path, ...]

    @classmethod
    def from_environment(cls, environ: dict[str, str] | None = None) -> Settings:
        """BEIKAO_HOME (else the platform's user data folder) and BEIKAO_CONTENT (folders, `os.pathsep` between)."""
        env = dict(os.environ) if environ is None else environ
        packs = [Path(p).expanduser().resolve() for p in env.get("BEIKAO_CONTENT", "").split(os.pathsep) if p]
        for pack in packs:
            if not pack.is_dir():
                raise EnvironmentFault(
                    f"the content folder {pack} does not exist",
                    where="BEIKAO_CONTENT",
                    hint="Correct the path or unset BEIKAO_CONTENT.",
                )
        return cls(home=_home(env), content=(own_content(), *packs))


def _home(env: dict[str, str]) -> Path:
    if env.get("BEIKAO_HOME"):
        return Path(env["BEIKAO_HOME"]).expanduser().resolve()
    from platformdirs import user_data_path

    return user_data_path("beikao", appauthor=False)


def own_content() -> Path:
    """The course's own folder: beside `src/` in a checkout, `beikao/_content` in an installed wheel."""
    package = Path(__file__).resolve().parent
    for folder in (package / "_content", package.parent.parent / "content"):
        if (folder / "stages.toml").is_file():
            return folder
    raise EnvironmentFault("the course content is missing", where=str(package), hint="Install beikao again.")
