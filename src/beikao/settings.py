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
    """`home`: the learner's data. `content`: folders of units, the course's own first, then packs.

    `grader`: where code is judged (a module of `grader.backends`), by how many judges side by side (None: what suits
    the machine), and how many submissions may wait before another is turned away. `multi_user`: more than one person
    hands in code, so none is run without a sandbox. `warm`: the judges start with the server instead of with the first
    submission, which then would wait for them; a machine short of memory may prefer that. `poems`: the folder of the small
    model that `scripts/poems/` makes; without a model in it, its page is not there. `kept`: a folder for what can be made anew.
    """

    home: Path
    content: tuple[Path, ...]
    grader: str = "local"
    grader_workers: int | None = None
    grader_waiting: int = 32
    multi_user: bool = False
    warm: bool = True
    poems: Path = Path(__file__).resolve().parent / "workers" / "poems" / "shipped"
    kept: Path | None = None

    @property
    def cache(self) -> Path:
        """Where what can be made anew is kept."""
        return self.kept or self.home / "cache"

    @classmethod
    def from_environment(cls, environ: dict[str, str] | None = None) -> Settings:
        """BEIKAO_HOME (else the platform's user data folder), BEIKAO_CONTENT (folders, `os.pathsep` between),
        BEIKAO_GRADER, BEIKAO_GRADER_WORKERS, BEIKAO_GRADER_WAITING, BEIKAO_MULTI_USER and BEIKAO_WARM (1 or 0),
        BEIKAO_POEMS (a folder), BEIKAO_CACHE (a folder, else `cache` in the home). BEIKAO_DIAGNOSIS_S, the CPU seconds that may go
        into naming the mistake of a failed submission (2), is read by the judges; here it is looked at only.
        Raises EnvironmentFault for a wrong value."""
        env = dict(os.environ) if environ is None else environ
        packs = [Path(p).expanduser().resolve() for p in env.get("BEIKAO_CONTENT", "").split(os.pathsep) if p]
        for pack in packs:
            if not pack.is_dir():
                raise EnvironmentFault(
                    f"the content folder {pack} does not exist",
                    where="BEIKAO_CONTENT",
                    hint="Correct the path or unset BEIKAO_CONTENT.",
                    zh=f"没有内容文件夹 {pack}",
                    hint_zh="改正路径，或取消 BEIKAO_CONTENT。",
                )
        _seconds(env, "BEIKAO_DIAGNOSIS_S")
        return cls(
            home=home_of(env),
            content=(own_content(), *packs),
            grader=_grader(env),
            grader_workers=_count(env, "BEIKAO_GRADER_WORKERS", None),
            grader_waiting=_count(env, "BEIKAO_GRADER_WAITING", cls.grader_waiting) or cls.grader_waiting,
            multi_user=_flag(env, "BEIKAO_MULTI_USER"),
            warm=_flag(env, "BEIKAO_WARM", "1"),
            poems=Path(env.get("BEIKAO_POEMS") or cls.poems).expanduser().resolve(),
            kept=Path(env["BEIKAO_CACHE"]).expanduser().resolve() if env.get("BEIKAO_CACHE") else None,
        )


def _flag(env: dict[str, str], name: str, otherwise: str = "0") -> bool:
    """A switch: a word that is neither 1 nor 0 might have meant yes, so it is refused."""
    word = env.get(name, "") or otherwise
    if word not in ("0", "1"):
        raise EnvironmentFault(f"{name} is {word!r}", where=name, hint="Set it to 1 or 0.",
                               zh=f"设成了「{word}」", hint_zh="只能是 1 或 0。")  # fmt: skip
    return word == "1"


def home_of(env: dict[str, str]) -> Path:
    """The folder of the learner's data."""
    if env.get("BEIKAO_HOME"):
        return Path(env["BEIKAO_HOME"]).expanduser().resolve()
    from platformdirs import user_data_path

    return user_data_path("beikao", appauthor=False)


def _grader(env: dict[str, str]) -> str:
    from beikao.grader.backends import names

    chosen = env.get("BEIKAO_GRADER") or Settings.grader
    if chosen not in names():
        raise EnvironmentFault(f"{chosen!r} is no grader", where="BEIKAO_GRADER", hint=f"One of: {', '.join(names())}.",
                               zh=f"没有叫「{chosen}」的判题方式", hint_zh=f"可选：{'、'.join(names())}。")  # fmt: skip
    return chosen


def _count(env: dict[str, str], name: str, otherwise: int | None) -> int | None:
    """A whole number from 1 to 1024."""
    text = env.get(name, "").strip()
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 1024):
        raise EnvironmentFault(f"{text[:40]!r} is no number of this kind", where=name, hint="From 1 to 1024.",
                               zh=f"设成了「{text[:40]}」", hint_zh="要 1 到 1024 之间的整数。")  # fmt: skip
    return int(text)


def _seconds(env: dict[str, str], name: str) -> None:
    """Refuses what is no number of seconds; the judges, which have nobody to tell, would take two."""
    from beikao.grader.job import a_few_seconds

    text = env.get(name, "")
    if text and a_few_seconds(text) is None:
        raise EnvironmentFault(f"{text[:40]!r} is no number of seconds", where=name, hint="Above 0, at most 10.",
                               zh=f"设成了「{text[:40]}」", hint_zh="要大于 0、不超过 10 的秒数。")  # fmt: skip


def own_content() -> Path:
    """The course's own folder: beside `src/` in a checkout, `beikao/_content` in an installed wheel."""
    package = Path(__file__).resolve().parent
    for folder in (package / "_content", package.parent.parent / "content"):
        if (folder / "stages.toml").is_file():
            return folder
    raise EnvironmentFault("the course content is missing", where=str(package), hint="Install beikao again.",
                           zh="找不到课程内容", hint_zh="重新安装 beikao。")  # fmt: skip
