"""`beikao doctor`: what this machine has, what is missing, and how to get it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from beikao.cli.screen import console, locale_language, pick, print_json

if TYPE_CHECKING:
    from beikao.grader import GraderPort


@dataclass(frozen=True)
class Finding:
    """`needed`: without it beikao does not work here; else only the named part is missing. `zh`: name, what was found and the
    fix in Chinese, where they differ."""

    name: str
    ok: bool
    found: str
    fix: str = ""
    needed: bool = True
    zh: tuple[str, str, str] = ("", "", "")

    def words(self, lang: str) -> tuple[str, str, str]:
        """Name, what was found, fix."""
        own = (self.name, self.found, self.fix)
        return tuple(z or e for z, e in zip(self.zh, own, strict=True)) if lang == "zh" else own  # type: ignore[return-value]


def register(app: typer.Typer) -> None:
    app.command("doctor")(doctor)


def doctor(as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Look at this machine; exit code 4 when something needed is missing."""
    checks: list[Callable[[], Finding]] = [_python, _torch, _content, _home, _disk]
    findings = [*(check() for check in checks), *_judging(), *_programs()]
    ok = all(f.ok for f in findings if f.needed)
    if as_json:
        print_json({"schema": 1, "ok": ok, "findings": [asdict(f) for f in findings]})
    else:
        for f in findings:
            _show(f, locale_language())
    raise typer.Exit(0 if ok else 4)


def _show(f: Finding, lang: str) -> None:
    from rich.text import Text

    from beikao.cli.lines import Hung

    mark = "✓ " if f.ok else ("✗ " if f.needed else "· ")
    name, found, fix = f.words(lang)
    console().print(Hung(mark, Text(f"{name}{pick(lang, '：', ': ')}{found}")))
    if fix and not f.ok:
        console().print(Hung("    → ", Text(fix)))


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", sys.version_info >= (3, 11), version, "Install Python 3.11 or newer.",
                   zh=("", "", "装 Python 3.11 或更新的版本。"))  # fmt: skip


def _torch() -> Finding:
    import importlib.metadata
    import importlib.util

    if importlib.util.find_spec("torch") is None:
        return Finding("torch", False, "not installed (yet)", "Run ./start again; the reading part works without it.",
                       zh=("", "（还）没有安装", "再运行一次 ./start；不装也能读课文。"))  # fmt: skip
    return Finding("torch", True, importlib.metadata.version("torch"))


def _content() -> Finding:
    from beikao.app import course_of
    from beikao.settings import Settings

    settings = Settings.from_environment()
    course = course_of(settings.content, settings.cache)
    found = f"{len(course.concepts)} concepts, {len(course.labs)} labs, {len(course.drills)} drills"
    zh = f"{len(course.concepts)} 个概念，{len(course.labs)} 个实验，{len(course.drills)} 个排障"
    zh += f"，{len(course.faults)} 处错误" if course.faults else ""
    return Finding("content", not course.faults, found + (f", {len(course.faults)} faults" if course.faults else ""),
                   "`beikao content check` names them.",
                   zh=("课程内容", zh, "beikao content check 会逐条列出。"))  # fmt: skip


def _home() -> Finding:
    from beikao.errors import BeikaoError
    from beikao.record import Record
    from beikao.settings import Settings

    home = Settings.from_environment().home
    try:
        Record.open(home).close()
    except BeikaoError as error:
        zh = ("数据文件夹", f"{home}：{error.zh or error.what}", error.hint_zh)
        return Finding("data folder", False, f"{home}: {error.what}", error.hint, zh=zh)
    return Finding("data folder", True, str(home), zh=("数据文件夹", "", ""))


# A missing layer, by the word it is reported with -> how to get it.
FIXES = {
    "namespaces": "Allow user namespaces: sudo sysctl kernel.unprivileged_userns_clone=1 (Debian), "
    "kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu); in Docker: --security-opt seccomp=unconfined.",
    "root": "Allow mounting inside a user namespace (in Docker: --security-opt apparmor=unconfined).",
    "landlock": "Use Linux 5.13 or newer, started with lsm=landlock,... (cat /sys/kernel/security/lsm shows it).",
    "seccomp": "Use a kernel with CONFIG_SECCOMP_FILTER, on x86-64 or aarch64.",
    "capabilities": "Run beikao as an ordinary user, or let root drop its capabilities (capset).",
    "rlimits": "Raise the hard limits of this session (ulimit -H -a shows them).",
    "user": "Install Python where every user may enter, for example /usr/bin/python3, not under /root.",
    "loopback": "Allow the loopback interface to be brought up in a new network namespace.",
}
FIXES_ZH = {
    "namespaces": "允许用户命名空间：Debian 上 sudo sysctl kernel.unprivileged_userns_clone=1，Ubuntu 上 "
    "kernel.apparmor_restrict_unprivileged_userns=0；Docker 里加 --security-opt seccomp=unconfined。",
    "root": "允许在用户命名空间里挂载（Docker 里加 --security-opt apparmor=unconfined）。",
    "landlock": "用 Linux 5.13 或更新的内核，启动参数带 lsm=landlock,...（cat /sys/kernel/security/lsm 可以看）。",
    "seccomp": "用打开了 CONFIG_SECCOMP_FILTER 的内核，x86-64 或 aarch64。",
    "capabilities": "用普通用户运行，或者让 root 能放下特权（capset）。",
    "rlimits": "提高本次会话的硬上限（ulimit -H -a 可以看）。",
    "user": "把 Python 装在每个用户都进得去的地方，例如 /usr/bin/python3，不要在 /root 下面。",
    "loopback": "允许在新的网络命名空间里打开回环接口。",
}
NO_GPU = "Nothing, unless a lab asks for one; then use a machine with an NVIDIA device."
NO_GPU_ZH = "不用管，除非有实验要用；那时换一台带 NVIDIA 显卡的机器。"
GPU_START_S = 60.0  # a fresh interpreter, torch and the device
ELSEWHERE = (
    "Only Linux has this layer: run beikao in a Linux virtual machine or container (Docker Desktop, WSL 2, Lima)."
)
ELSEWHERE_ZH = "只有 Linux 有这一层：在 Linux 虚拟机或容器里运行（Docker Desktop、WSL 2、Lima）。"
REPORT, REPORT_ZH = "Report this with `beikao doctor --json`.", "请附上 beikao doctor --json 的输出报告这个问题。"


def _judging() -> list[Finding]:
    """The sandbox and the GPU, as a submission finds them."""
    import importlib.util

    from beikao.grader import Grader, probe_job
    from beikao.settings import Settings

    if importlib.util.find_spec("torch") is None:
        return [
            Finding(name, False, "needs torch first", needed=False, zh=(zh, "先要有 torch", ""))
            for name, zh in (("sandbox", "沙箱"), ("GPU", "GPU"))
        ]
    grader = Grader()
    try:
        verdict, gpu = grader.check(probe_job(), seed=1), gpu_finding(grader)
    finally:
        grader.close()
    if verdict["state"] != "passed":
        said = f"the probe gets {verdict['state']}"
        zh = ("沙箱", f"试判的结果是 {verdict['state']}", REPORT_ZH)
        return [Finding("sandbox", False, said, REPORT, zh=zh), gpu]
    layers, degraded = verdict["sandbox"].get("layers", []), verdict["sandbox"].get("degraded", [])
    return [*sandbox_findings(layers, degraded, multi_user=Settings.from_environment().multi_user), gpu]


def sandbox_findings(layers: list[str], degraded: list[str], *, multi_user: bool) -> list[Finding]:
    """What holds, whether it is a wall, and each missing layer with the way to get it."""
    from beikao.grader import walled

    wall = walled(layers)
    what = ", ".join(layers) + ("" if wall else "; no wall: trusted learner mode")
    zh_what = "、".join(layers) + ("" if wall else "；没有墙：只信任自己的模式")
    zh_fix = "BEIKAO_MULTI_USER=1：缺的几层补上之前，什么都不判。" if multi_user else "只运行你自己写的代码。"
    refused = "BEIKAO_MULTI_USER=1: nothing is judged until the missing layers are there." if multi_user else ""
    return [
        Finding("sandbox", wall, what, refused or "Run only code you wrote yourself.", needed=multi_user,
                zh=("沙箱", zh_what, zh_fix)),
        *(Finding(f"sandbox: {name.split(' ')[0]}", False, name, fix_of(name), needed=False,
                  zh=(f"沙箱的 {name.split(' ')[0]}", f"缺 {name}", fix_of(name, "zh"))) for name in degraded),
    ]  # fmt: skip


def fix_of(missing: str, lang: str = "en") -> str:
    """How to get a layer that is reported missing."""
    if " (not on " in missing:
        return pick(lang, ELSEWHERE_ZH, ELSEWHERE)
    name = missing.split(" ")[0]
    return pick(lang, FIXES_ZH.get(name, REPORT_ZH), FIXES.get(name, REPORT))


def _programs() -> list[Finding]:
    """The programs that labs of this course run."""
    from beikao.app import course_of
    from beikao.grader.programs import find
    from beikao.settings import Settings

    settings = Settings.from_environment()
    course = course_of(settings.content, settings.cache)
    names = sorted({name for lab in course.labs.values() for name in lab.needs_programs})
    return [
        Finding(name, find(name) is not None, find(name) or "not installed", f"sudo apt install {name}", needed=False,
                zh=("", "" if find(name) else "没有安装", ""))
        for name in names
    ]  # fmt: skip


def gpu_finding(grader: GraderPort) -> Finding:
    """Whether a lab of profile `gpu` can be judged: one is, where there is a device."""
    from beikao.grader import probe_job
    from beikao.grader.root import gpu_devices

    verdict = grader.check(replace(probe_job(), profile="gpu", seconds=GPU_START_S), seed=1)
    if verdict["state"] == "passed":
        return Finding("GPU", True, "a device computes: labs of profile gpu are judged", needed=False,
                       zh=("", "显卡算得动：gpu 档的实验能判", ""))  # fmt: skip
    there = ", ".join(gpu_devices())
    what = f"{there} but no CUDA in the sandbox" if there else "no NVIDIA device"
    fix = "Install a torch built for CUDA (nvidia-smi shows the driver's version)." if there else NO_GPU
    zh_what = f"{there}，但沙箱里没有 CUDA" if there else "没有 NVIDIA 显卡"
    zh_fix = "装为 CUDA 构建的 torch（nvidia-smi 显示驱动版本）。" if there else NO_GPU_ZH
    return Finding("GPU", False, f"{what}: labs of profile gpu are unavailable, all others run", fix, needed=False,
                   zh=("", f"{zh_what}：gpu 档的实验判不了，其余照常", zh_fix))  # fmt: skip


def _disk() -> Finding:
    from beikao.settings import Settings

    place = Settings.from_environment().home
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free / 2**30
    return Finding("disk", free > 1, f"{free:.1f} GiB free", "Free at least 1 GiB.",
                   zh=("磁盘", f"空闲 {free:.1f} GiB", "腾出至少 1 GiB。"))  # fmt: skip
