"""Settings of the grader: what is allowed, and what a wrong value says."""

from __future__ import annotations

import re

import pytest

from beikao.errors import EnvironmentFault
from beikao.settings import Settings
from tests.conftest import ROOT


def test_the_grader_is_local_unless_chosen() -> None:
    plain = Settings.from_environment({"BEIKAO_HOME": "/tmp"})
    assert (plain.grader, plain.grader_workers, plain.grader_waiting) == ("local", None, 32)
    chosen = {"BEIKAO_GRADER": "ray", "BEIKAO_GRADER_WORKERS": "8", "BEIKAO_GRADER_WAITING": "100"}
    school = Settings.from_environment({"BEIKAO_HOME": "/tmp", **chosen})
    assert (school.grader, school.grader_workers, school.grader_waiting) == ("ray", 8, 100)


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("BEIKAO_GRADER", "cloud", "local, ray"),
        ("BEIKAO_GRADER", "Ray", "local, ray"),
        ("BEIKAO_GRADER_WORKERS", "0", "1 to 1024"),
        ("BEIKAO_GRADER_WORKERS", "-2", "1 to 1024"),
        ("BEIKAO_GRADER_WAITING", "many", "1 to 1024"),
        ("BEIKAO_GRADER_WAITING", "²", "1 to 1024"),
        ("BEIKAO_MULTI_USER", "yes", "1 or 0"),
        ("BEIKAO_MULTI_USER", "2", "1 or 0"),
        ("BEIKAO_DIAGNOSIS_S", "long", "at most 10"),
        ("BEIKAO_DIAGNOSIS_S", "nan", "at most 10"),
        ("BEIKAO_DIAGNOSIS_S", "0", "at most 10"),
        ("BEIKAO_DIAGNOSIS_S", "11", "at most 10"),
    ],
)
def test_a_wrong_value_says_what_is_allowed(name: str, value: str, allowed: str) -> None:
    with pytest.raises(EnvironmentFault) as told:
        Settings.from_environment({"BEIKAO_HOME": "/tmp", name: value})
    assert told.value.where == name
    assert allowed in told.value.hint


@pytest.mark.parametrize(("value", "many"), [("", False), ("0", False), ("1", True)])
def test_many_users_are_a_switch(value: str, many: bool) -> None:
    assert Settings.from_environment({"BEIKAO_HOME": "/tmp", "BEIKAO_MULTI_USER": value}).multi_user is many


def test_every_name_is_in_the_list_of_them() -> None:
    page = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    sources = [*(ROOT / "src").rglob("*.py"), ROOT / "scripts/environment.sh"]
    read = {name for file in sources for name in re.findall(r"\bBEIKAO_[A-Z_]+\b", file.read_text(encoding="utf-8"))}
    assert "BEIKAO_DIAGNOSIS_S" in read
    assert set(re.findall(r"`(BEIKAO_[A-Z_]+)`", page)) == read - {"BEIKAO_COMPLETE"}  # the shell's own, for completion
