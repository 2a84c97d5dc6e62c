"""Milliseconds from a history of 10,000 events to today's queue, on one thread.

    python benchmarks/review_queue.py [--events 10000] [--json]

The history is made up: 139 concepts over a year, answers with the learner's own grades, some taken back, a calendar with a day to be
ready on. `cold` folds it from the first event, with everything in memory; `warm` is the next call, `grown` the call after one more answer
(what a page pays after an answer), `amended` after that answer is graded and one of a month ago is taken back; `next steps` are all that
Today lists, `next steps grown` after one more answer; the record is a real one on disk, `record cold` reads it whole and `record grown` after
one more event. The least of five, in CPU time. `--json` ends with one line of them all.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from beikao.app import open_desk
from beikao.coach import due, fold, next_steps, overdue
from beikao.course import Concept, Course, Question, QuestionText
from beikao.events import AnswerGraded, AnswerUndone, CalendarSet, Data, Event, LessonRead, QuestionAnswered, new_id
from beikao.record import Record
from beikao.settings import Settings
from beikao.study.plan import make
from beikao.study.today import today

FILE = Path(__file__).resolve().parent / "blueprint" / "graph.json"
SECOND = timedelta(seconds=1)
START, DAYS, QUESTIONS = datetime(2026, 1, 5, 12, tzinfo=UTC), 365, 10
WORDS = QuestionText("?", ".", {}, {}, {})


def made_course() -> Course:
    """The blueprint's graph with ten questions a concept."""
    rows = json.loads(FILE.read_text(encoding="utf-8"))["concepts"]
    concepts = {}
    for row in rows:
        slug = row["slug"]
        questions = {
            f"q{n}": Question(slug, f"q{n}", Path("x"), "r", ("numeric", "choice")[n % 2], "text", "apply", 2.0, (), False,
                              {"zh": WORDS, "en": WORDS}, None, 1)
            for n in range(QUESTIONS)
        }  # fmt: skip
        concepts[slug] = Concept(slug, row["area"], Path("x"), "r", {"zh": slug, "en": slug}, {"zh": "", "en": ""}, tuple(row["needs"]), (),
                                 row["stage"], 60, 1, (), {}, {}, {}, {}, {}, {}, questions)  # fmt: skip
    return Course(concepts, {}, {}, {}, {}, {}, {}, {}, ())


def event(data: Data, at: datetime) -> Event:
    """One of a learner in Shanghai."""
    return Event(new_id(at), "me", at, "Asia/Shanghai", "web", data.TYPE, data.as_dict())


def answered(name: str, at: datetime, chance: random.Random) -> Event:
    """An answer, four in five of them right."""
    credit = float(chance.random() < 0.8)
    return event(QuestionAnswered(name, "r", chance.randrange(10**6), "1", credit, None, "review", 1, 60.0), at)


def _asked(course: Course, concept: str, chance: random.Random) -> str:
    """A question of a concept."""
    return f"{concept}/{chance.choice(list(course.concepts[concept].questions))}"


def history(course: Course, count: int) -> list[Event]:
    """So many events over a year, in order."""
    chance, concepts = random.Random(7), list(course.concepts)
    exam = (START + timedelta(days=DAYS + 40)).date().isoformat()
    found = [event(CalendarSet([60] * 5 + [150] * 2, [], exam), START)]
    while len(found) < count:
        at = START + timedelta(days=DAYS * len(found) / count)
        met = concepts[: 1 + int(len(concepts) * len(found) / count)]
        latest = found[-1]
        dice = chance.random()
        if dice < 0.10 and latest.type == QuestionAnswered.TYPE:
            found.append(event(AnswerGraded(latest.id, chance.randint(1, 4)), at))
        elif dice < 0.12 and latest.type == QuestionAnswered.TYPE:
            found.append(event(AnswerUndone(latest.id), at))
        elif dice < 0.2:
            found.append(event(LessonRead(chance.choice(met), "r", "en", 300.0), at))
        else:
            found.append(answered(_asked(course, chance.choice(met), chance), at, chance))
    return found


def took(act: Callable[[], object]) -> float:
    """Milliseconds of CPU time: the machine may be busy with something else."""
    began = time.process_time()
    act()
    return 1000 * (time.process_time() - began)


def queue_ms(course: Course, stream: list[Event]) -> dict[str, float]:
    """One round of all the ways to today's queue."""
    now, chance = stream[-1].at + timedelta(days=1), random.Random(1)

    def queue() -> None:
        due(course, stream, now)
        overdue(course, stream, now)

    fold._kept.clear()
    ms = {"cold": took(queue), "warm": took(queue)}
    ms["next steps"] = took(lambda: next_steps(course, stream, now))
    name = due(course, stream, now)[0]
    stream.append(answered(name, now, chance))
    ms["grown"] = took(queue)
    stream.append(event(AnswerGraded(stream[-1].id, 2), now + SECOND))
    ms["graded"] = took(queue)
    old = next(e for e in stream[int(len(stream) * 11 / 12) :] if e.type == QuestionAnswered.TYPE)
    stream.append(event(AnswerUndone(old.id), now + 2 * SECOND))
    ms["amended"] = took(queue)
    stream.append(answered(name, now + 3 * SECOND, chance))
    ms["next steps grown"] = took(lambda: next_steps(course, stream, now + 3 * SECOND))
    del stream[-4:]
    return ms


def record_ms(stream: list[Event]) -> dict[str, float]:
    """Reading the stream from a record on disk."""
    with tempfile.TemporaryDirectory(prefix="beikao-queue-") as folder:
        with Record.open(Path(folder)) as record:
            record.append(*stream)
        with Record.open(Path(folder)) as record:
            record.events("nobody")
            cold = took(lambda: record.events("me"))
            record.append(event(LessonRead("svd", "r", "en", 1.0), stream[-1].at + timedelta(days=2)))
            return {"record cold": cold, "record grown": took(lambda: record.events("me")),
                    "record warm": took(lambda: record.events("me"))}  # fmt: skip


def today_ms(count: int) -> dict[str, float]:
    """All that the page Today computes, on a real record of the shipped course with a calendar and a plan: `today cold` has read
    nothing yet, `today again` is the next request, `today grown` the one after one more answer, the record read each time."""
    with tempfile.TemporaryDirectory(prefix="beikao-today-") as folder:
        settings = replace(Settings.from_environment(), home=Path(folder))
        with open_desk(settings) as desk:
            stream = history(desk.course, count)
            desk.record.append(*(replace(e, learner=desk.learner) for e in stream))
            clock = [stream[-1].at + timedelta(hours=1)]
            desk = replace(desk, now=lambda: clock[0])
            make(desk)
            clock[0] += timedelta(days=3)
        fold._kept.clear()
        with open_desk(settings) as reopened:
            desk = replace(reopened, now=lambda: clock[0])
            ms = {"today cold": took(lambda: today(desk))}
            clock[0] += SECOND
            ms["today again"] = took(lambda: today(desk))
            for n in range(3):
                clock[0] += SECOND
                name = due(desk.course, desk.events(), clock[0])[0]
                desk.record.append(replace(answered(name, clock[0], random.Random(n)), learner=desk.learner))
                clock[0] += SECOND
                ms["today grown"] = min(ms.get("today grown", 1e9), took(lambda: today(desk)))
            return ms


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    asked = parser.parse_args()
    course = made_course()
    stream = history(course, asked.events)
    rounds = [{**queue_ms(course, stream), **record_ms(stream), **today_ms(asked.events)} for _ in range(5)]
    least = {name: min(r[name] for r in rounds) for name in rounds[0]}
    print(f"{asked.events} events, {len(course.concepts)} concepts; milliseconds of CPU time, the least of five")
    for name, ms in least.items():
        print(f"{name:18} {ms:8.2f}")
    if asked.json:
        print(json.dumps({name.replace(" ", "_"): round(ms, 3) for name, ms in least.items()}))


if __name__ == "__main__":
    sys.exit(main())
