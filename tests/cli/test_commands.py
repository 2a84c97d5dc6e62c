"""The command line as a learner types it: what it prints, where, and with which exit code."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from beikao.app import open_desk
from beikao.course import load
from beikao.events import QuestionAnswered
from beikao.study.answer import answer, ask
from tests.cli.a_terminal import Terminal
from tests.conftest import CONTENT
from tests.running import beikao

COURSE = load([CONTENT])
LAB = "svd-compress"


def test_alone_it_says_what_to_do_next() -> None:
    done = beikao()
    assert done.code == 0
    assert "$ beikao learn " in done.out
    card = beikao("today", "--json").json()
    assert card["schema"] == 1
    assert card["step"]["kind"] == "lesson"
    assert not COURSE.concepts[card["step"]["slug"]].needs


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("lernen",), 2, "Did you mean 'learn'"),
        (("learn", "svdd"), 3, "Did you mean `svd`"),
        (("learn", "svd", "--section", "nowhere"), 3, "has no section"),
        (("learn", "svd", "--lang", "fr"), 2, "zh, en"),
        (("lab", "check", "svd-compres"), 3, "Did you mean `svd-compress`"),
        (("lab", "check", LAB), 3, f"beikao lab get {LAB}"),
        (("lab", "check", LAB, "nowhere.py"), 3, "nowhere.py"),
        (("drill", "start", "nothing-like-it"), 3, "beikao drill list"),
        (("config", "colour", "red"), 2, "language, theme"),
        (("config", "language", "fr"), 2, "zh, en"),
        (("import", "nowhere.zip"), 3, "nowhere.zip"),
        (("content", "check", "nowhere"), 3, "nowhere"),
        (("up", "--port", "0"), 2, "1 to 65535"),
    ],
)
def test_bad_input_says_what_where_and_what_to_do(
    tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = beikao(*arguments, cwd=tmp_path)
    assert words in done.err
    assert done.code == code
    assert "Traceback" not in done.err
    assert done.out == ""


def test_missing_content_folder(tmp_path: Path) -> None:
    done = beikao("today", env={"BEIKAO_CONTENT": str(tmp_path / "gone")})
    assert done.code == 4
    assert "BEIKAO_CONTENT" in done.err


def test_a_lab_from_get_to_pass(tmp_path: Path) -> None:
    got = beikao("lab", "get", LAB, cwd=tmp_path)
    assert got.code == 0
    file = tmp_path / LAB / COURSE.labs[LAB].files[0]
    assert str(Path(LAB) / file.name) in got.out

    started = beikao("lab", "check", LAB, cwd=tmp_path)
    assert started.code == 1
    assert "✗" in started.out

    file.write_text(COURSE.labs[LAB].reference[file.name])
    right = beikao("lab", "check", f"{LAB}/", "--json", cwd=tmp_path)  # as a shell completes the folder's name
    assert right.code == 0
    verdict = right.json()
    assert (verdict["schema"], verdict["state"], verdict["score"]) == (1, "passed", 1.0)
    rows = beikao("lab", "list", "--json").json()["labs"]
    assert {r["slug"]: r["passed"] for r in rows}[LAB] is True

    again = beikao("lab", "get", LAB, cwd=tmp_path)
    assert "left alone" in again.err
    assert file.read_text() == COURSE.labs[LAB].reference[file.name]


def test_not_a_text_file(tmp_path: Path) -> None:
    (tmp_path / "s.py").write_bytes(b"\xff\xfe\x00")
    done = beikao("lab", "check", LAB, "s.py", cwd=tmp_path)
    assert done.code == 2
    assert "UTF-8" in done.err


def test_a_drill_from_start_to_mended(tmp_path: Path) -> None:
    slug = "lr-past-edge"
    drill = COURSE.drills[slug]
    started = beikao("drill", "start", slug, cwd=tmp_path)
    assert started.code == 0, started.err
    assert "drill check" in started.err
    cause = next(c.slug for c in drill.causes if c.true)
    broken = beikao("drill", "check", slug, "--cause", cause, cwd=tmp_path)
    assert broken.code == 1
    for name in drill.editable:
        (tmp_path / slug / name).write_text(drill.system[name])
    wrong_cause = next(c.slug for c in drill.causes if not c.true)
    assert beikao("drill", "check", slug, "--cause", wrong_cause, cwd=tmp_path).code == 1
    unnamed = beikao("drill", "check", slug, cwd=tmp_path)
    assert unnamed.code == 2
    assert "name the cause" in unnamed.err
    mended = beikao("drill", "check", slug, "--cause", cause, "--json", cwd=tmp_path)
    assert mended.code == 0
    assert mended.json()["score"] == 1.0
    assert beikao("drill", "start", slug, cwd=tmp_path).code == 2


def test_hints_come_one_at_a_time() -> None:
    first, second = beikao("lab", "hint", LAB), beikao("lab", "hint", LAB)
    assert first.err.startswith("1/")
    assert second.err.startswith("2/")
    assert first.out != second.out


def test_export_import_round_trip(tmp_path: Path) -> None:
    beikao("learn", "svd", "--lang", "en")
    beikao("lab", "hint", LAB)
    one, two = tmp_path / "one.zip", tmp_path / "two.zip"
    assert beikao("export", str(one)).code == 0
    assert beikao("export", str(one)).code == 2
    other = {"BEIKAO_HOME": str(tmp_path / "other")}
    assert beikao("import", str(one), env=other).code == 0
    assert beikao("import", str(one), env=other).code == 0
    assert beikao("export", str(two), env=other).code == 0
    assert one.read_bytes() == two.read_bytes()


def test_rebuild_verifies() -> None:
    beikao("learn", "svd", "--lang", "en")
    assert beikao("record", "rebuild").code == 0
    beikao("lab", "hint", LAB)
    done = beikao("record", "rebuild", "--verify", "--json")
    assert done.code == 0
    assert done.json()["same"] is True


def test_language_and_doctor() -> None:
    assert beikao("config", "language", "zh").code == 0
    assert "分钟" in beikao("today").out
    found = beikao("doctor", "--json")
    assert found.code == 0, found.out
    assert found.json()["ok"] is True


def test_interactive_review_and_practice() -> None:
    """Answering in the terminal records an answer; an unreadable one is asked again."""
    beikao("config", "language", "en")
    concept = COURSE.concepts["svd"]
    first = next(iter(concept.questions.values()))
    done = beikao("learn", "svd", "--practice", stdin="what?\n1\n\n" * 3)
    assert done.code in (0, 130)
    assert first.slug
    assert "Right" in done.out or "Not right" in done.out


def test_history_restore_and_reference(tmp_path: Path) -> None:
    beikao("config", "language", "en")
    (tmp_path / "one.py").write_text("x = 1\n")
    (tmp_path / "two.py").write_text("x = 2\n")
    for name in ("one.py", "two.py"):
        assert beikao("lab", "check", LAB, name, cwd=tmp_path).code == 1
    rows = beikao("lab", "history", LAB, "--json").json()["submissions"]
    assert [r["number"] for r in rows] == [1, 2]
    assert beikao("lab", "history", LAB).out.count("not passed") == 2
    second = beikao("lab", "history", LAB, "2")
    assert "-x = 1" in second.out
    assert "+x = 2" in second.out
    assert beikao("lab", "history", LAB, "9").code == 3
    assert beikao("lab", "history", LAB, "--restore").code == 2
    assert beikao("lab", "history", LAB, "1", "--restore").code == 0
    with open_desk() as desk:
        assert desk.record.draft("me", f"lab:{LAB}") == {COURSE.labs[LAB].files[0]: "x = 1\n"}

    kept = beikao("lab", "reference", LAB)
    assert kept.code == 2
    assert "--give-up" in kept.err
    assert kept.out == ""
    shown = beikao("lab", "reference", LAB, "--give-up", "--json")
    assert shown.json()["files"] == dict(COURSE.labs[LAB].reference)
    assert beikao("lab", "reference", LAB).code == 0  # what was opened stays open


def test_a_syntax_error_shows_its_line(tmp_path: Path) -> None:
    """As the watch does: file, line, column, the line, a caret under the place."""
    (tmp_path / "s.py").write_text("def truncate(w, keep):\n    return w[:keep\n")
    done = beikao("lab", "check", LAB, "s.py", cwd=tmp_path)
    lines = done.out.splitlines()
    at = next(n for n, line in enumerate(lines) if line.endswith(":2:13"))
    assert lines[at + 1 : at + 3] == ["    return w[:keep", "            ^"]
    assert lines[at + 3].startswith("SyntaxError: ")


CHINESE = {"LANG": "zh_CN.UTF-8"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("todya",), ("没有命令「todya」", "today")),
        (("lab", "chek"), ("没有命令「chek」", "check", "beikao lab --help")),
        (("lab", "check"), ("缺少参数 LAB",)),
        (("map", "--trakc"), ("没有选项 --trakc", "--track")),
        (("map", "--track"), ("选项 --track 后面要有一个值",)),
        (("up", "--port", "x"), ("--port 要写一个整数",)),
        (("learn", "svd", "x"), ("多出来的参数：x",)),
        (("completion", "csh"), ("SHELL 的值不对", "bash、zsh、fish")),
        (("content", "check", "--seeds", "0"), ("--seeds 至少是 1",)),
    ],
)
def test_wrong_usage_in_chinese(arguments: tuple[str, ...], words: tuple[str, ...]) -> None:
    done = beikao(*arguments, env=CHINESE)
    assert done.code == 2 and done.out == ""
    assert all(word in done.err for word in words), done.err
    assert "Usage" not in done.err and "No such" not in done.err


def test_a_group_alone_shows_its_help() -> None:
    for group in ("plan", "lab", "drill", "content"):
        done = beikao(group, env=CHINESE)
        assert done.code == 0 and done.out.startswith("用法：beikao " + group) and done.err == ""


@pytest.mark.parametrize("command", [("map",), ("learn",), ("lab", "list"), ("drill", "list")])
def test_names_are_never_cut(command: tuple[str, ...]) -> None:
    """On a narrow terminal too: they are typed back. Titles stand beside them."""
    beikao("config", "language", "zh")
    out = beikao(*command, env={"COLUMNS": "50"}).out
    units = {"lab": COURSE.labs, "drill": COURSE.drills}.get(command[0], COURSE.concepts)
    words = set(out.split())
    assert set(units) <= words
    assert all(unit.title["zh"][0] in out for unit in units.values())


@pytest.mark.parametrize(("kind", "slug"), [("lab", LAB), ("drill", "lr-past-edge")])
def test_a_draft_is_not_forgotten_unasked(kind: str, slug: str, tmp_path: Path) -> None:
    """Without a terminal it is kept; a no keeps it; only what was never handed in is lost, and that is said."""
    beikao("config", "language", "en")

    def draft() -> object:
        with open_desk() as desk:
            return desk.record.draft(desk.learner, f"{kind}:{slug}")

    with open_desk() as desk:
        desk.record.save_draft(desk.learner, f"{kind}:{slug}", {"x.py": "x = 1\n"}, desk.now())
    refused = beikao(kind, "reset", slug, stdin="y\n")
    assert refused.code == 2 and "--yes" in refused.err and "cannot be got back" in refused.err
    assert draft() is not None
    with Terminal(kind, "reset", slug, cwd=tmp_path) as screen:
        screen.until("Delete the draft?")
        screen.press("n\r")
        assert screen.ended() == 130
    assert draft() is not None
    assert beikao(kind, "reset", slug, "--yes").code == 0
    assert draft() is None
    assert "nothing was changed" in beikao(kind, "reset", slug).err


def test_a_draft_that_was_handed_in_can_be_got_back(tmp_path: Path) -> None:
    beikao("config", "language", "en")
    (tmp_path / "one.py").write_text("x = 1\n")
    beikao("lab", "check", LAB, "one.py", cwd=tmp_path)
    done = beikao("lab", "reset", LAB, "--yes")
    assert f"beikao lab history {LAB} 1 --restore" in done.err
    assert beikao("lab", "history", LAB, "1", "--restore").code == 0


def test_search_both_languages() -> None:
    beikao("config", "language", "en")
    hit = beikao("search", "singular", "value", "--json").json()["found"][0]
    assert hit["command"].startswith("beikao learn svd")
    assert beikao(*hit["command"].split()[1:]).code == 0
    assert "奇异值" in beikao("search", "奇异值").out
    none = beikao("search", "zzqqxxyy")
    assert none.code == 1
    assert "Nothing is found" in none.out


def test_coverage_has_a_schema() -> None:
    assert beikao("content", "coverage", "--json").json()["schema"] == 1


def test_notes_are_written_shown_and_removed() -> None:
    beikao("config", "language", "en")
    assert beikao("notes", "svd#why", "rank first").code == 0
    assert "rank first" in beikao("notes").out
    assert beikao("notes", "svd", "--json").json()["lessons"][0]["notes"] == {"why": "rank first"}
    assert beikao("notes", "svd#nowhere", "x").code == 3
    assert beikao("notes", "svd#why", "").code == 0
    assert beikao("notes", "--json").json()["lessons"] == []


def test_reviews_by_keys(tmp_path: Path) -> None:
    """An answer is taken back, given again and graded, on a terminal."""
    beikao("config", "language", "en")
    questions = sorted(COURSE.concepts["svd"].questions.values(), key=lambda q: q.kind != "choice")
    with open_desk() as desk:
        desk.now = lambda: datetime.now(UTC) - timedelta(days=30)
        for q in questions:  # the first is asked again: the others were asked since
            desk.note(QuestionAnswered(f"svd/{q.slug}", q.rev, 1, "1", 1.0, None, "practice", 1, 60.0))
    assert beikao("review", "--json").json()["due"] == 1
    with Terminal("review", cwd=tmp_path) as screen:
        screen.until("Which one (number)")
        screen.press("1\r")
        screen.until("u undo")
        screen.press("x\r")
        screen.until("1 to 4, u, q, or Enter")
        screen.press("u\r")
        screen.until(lambda text: text.rstrip().endswith("Which one (number):"))
        screen.press("1\r")
        screen.until(lambda text: text.rstrip().endswith("q quit:"))
        screen.press("4\r")
        assert screen.ended() == 0
    assert beikao("review", "--json").json()["due"] == 0
    assert beikao("record", "rebuild", "--verify").code == 0


def test_memory_is_not_fitted_to_few_reviews() -> None:
    beikao("config", "language", "en")
    answer_long_ago("svd", next(q.slug for q in COURSE.concepts["svd"].questions.values() if q.kind == "numeric"))
    found = beikao("review", "fit", "--json").json()
    assert (found["reviews"], found["needed"], found["kept"], found["loss"]) == (0, 200, False, {})
    assert "200 are needed" in beikao("review", "fit").out
    assert beikao("review", "fit", "--undo").code == 2


def answer_long_ago(concept: str, slug: str) -> None:
    """One right answer, thirty days ago."""
    with open_desk() as desk:
        desk.now = lambda: datetime.now(UTC) - timedelta(days=30)
        asked = ask(desk, concept, slug)
        given = str(asked.truth["value"]) if "value" in asked.truth else asked.truth["right"]
        answer(desk, concept, slug, asked.seed, given, language="en", mode="practice", seconds=1.0)
