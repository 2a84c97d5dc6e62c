"""What the doctor says of a lesser machine: each missing layer, how to get it, and when it is needed."""

from __future__ import annotations

import pytest

from beikao.cli.doctor import ELSEWHERE, FIXES, FIXES_ZH, fix_of, sandbox_findings
from tests.running import beikao

FULL = ["namespaces", "root", "rlimits", "capabilities", "landlock", "seccomp"]


def test_a_full_sandbox_is_one_line() -> None:
    (found,) = sandbox_findings(FULL, [], multi_user=True)
    assert found.ok and found.found == ", ".join(FULL)


def test_without_namespaces_it_is_still_a_wall() -> None:
    wall, lost = sandbox_findings(FULL[2:], ["namespaces (unshare: Operation not permitted)"], multi_user=True)
    assert wall.ok and not lost.ok and not lost.needed
    assert "sysctl" in lost.fix and "Operation not permitted" in lost.found


@pytest.mark.parametrize(("multi_user", "word"), [(False, "only code you wrote"), (True, "nothing is judged")])
def test_without_a_wall(multi_user: bool, word: str) -> None:
    off = [f"{name} (not on darwin)" for name in ("namespaces", "capabilities", "landlock", "seccomp")]
    wall, *rest = sandbox_findings(["rlimits"], off, multi_user=multi_user)
    assert not wall.ok and "trusted learner mode" in wall.found and word in wall.fix
    assert wall.needed is multi_user
    assert [f.fix for f in rest] == [ELSEWHERE] * 4


@pytest.mark.parametrize("layer", FIXES)
def test_every_layer_has_a_remedy(layer: str) -> None:
    assert fix_of(f"{layer} (refused)") == FIXES[layer]


def test_here() -> None:
    found = {f["name"]: f for f in beikao("doctor", "--json", env={"BEIKAO_MULTI_USER": "1"}).json()["findings"]}
    assert found["sandbox"]["needed"] is True
    assert "GPU" in found


def test_in_chinese() -> None:
    """On a terminal that is set to Chinese every line is: name, what was found, the fix."""
    assert FIXES.keys() == FIXES_ZH.keys()
    out = beikao("doctor", env={"LANG": "zh_CN.UTF-8"}).out
    for words in ("课程内容：", "个概念", "数据文件夹：", "磁盘：空闲", "沙箱"):
        assert words in out, out
    for words in ("concepts", "data folder", "free", "sandbox", "labs of profile", "Install"):
        assert words not in out.replace("/sandbox", ""), out
    for finding in sandbox_findings(["rlimits"], ["landlock (not on darwin)"], multi_user=True):
        assert all(any("\u4e00" <= c <= "\u9fff" for c in part) for part in finding.words("zh"))
