"""What the doctor says of a lesser machine: each missing layer, how to get it, and when it is needed."""

from __future__ import annotations

import pytest

from beikao.cli.doctor import ELSEWHERE, FIXES, fix_of, sandbox_findings
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
