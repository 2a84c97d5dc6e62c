"""Where a learner stands in each concept: begun, shown, mastered, faded; which labs gate what.

*Mastered* is two unaided successes at the concept's own questions at least 24 h apart, at least one of them produced (worked
out, not chosen), and a lab passed where one gates it. *Provisional* is all of that but the 24 h: it opens what is built on the
concept, so that a first day does not end after one lesson; the success of a later day makes it mastered. A mastered concept
*fades* with the probability of recall: it then asks for reviews and locks nothing. Reasons: docs/decisions/046-mastered.md.

`known`, the share of credit, is the mean of a Beta distribution: a prior worth two answers at one half, and each answer worth
`DECAY ** (number of later answers)`. It decides nothing here but whether a placement is doubted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from beikao.coach.answers import Ordered, annulled, answers, in_order, joined, of_type, passed, standing_of
from beikao.coach.memory import recalled
from beikao.course import Course
from beikao.course.graph import gates
from beikao.events import Answer, CodeJudged, Event, LessonRead, PlacementEnded, ReferenceRevealed

PRIOR_RIGHT, PRIOR_WRONG, DECAY = 1.0, 1.0, 0.9
KNOWN = 0.8  # share of credit below which answers contradict a placement
TESTED_OUT, DOUBT = (
    0.9,
    3,
)  # belief of a placement that counts; so many answers since then that stand below KNOWN take it away
ALSO_WEIGHT = 0.3  # an answer also says a little about the other concepts it exercises
SUCCESSES, APART = 2, timedelta(hours=24)
PRODUCED = (
    "numeric",
    "symbolic",
    "code",
    "derivation",
)  # kinds whose answer is worked out, not picked from what is shown
FADED = 0.8  # mean recall of a concept's questions below which it has faded: about three intervals without a review
LAPSED = 0.6  # credit below which a question's last answer says that it is not remembered at all

Credits = list[tuple[float, float]]  # (credit, weight) of the answers to one concept, oldest first


@dataclass(frozen=True)
class Standing:
    """`state` is locked (a prerequisite is neither known nor provisional), ready, learning or known (mastered, or tested out by a
    placement). `answered` counts its own answers that are evidence, `successes` the unaided right ones; `shown`: enough of them for
    now; `provisional`: mastered but for the 24 h; `confirm_from`: the first instant at which one more success confirms it;
    `labs_due`: labs of which one has yet to be passed; `known` is 0 to 1."""

    concept: str
    read: bool
    answered: int
    known: float
    labs_passed: tuple[str, ...]
    state: str
    tested_out: bool = False
    successes: int = 0
    shown: bool = False
    provisional: bool = False
    faded: bool = False
    confirm_from: datetime | None = None
    labs_due: tuple[str, ...] = ()

    @property
    def shade(self) -> str:
        """The state as a person is told it: provisional and faded named."""
        return "faded" if self.faded else "provisional" if self.provisional else self.state

    @property
    def opens(self) -> bool:
        """Whether what is built on it may be begun."""
        return self.state == "known" or self.provisional


def standings(course: Course, events: Iterable[Event], now: datetime | None = None) -> dict[str, Standing]:
    """The standing in every concept of the course. Without `now` nothing fades."""
    ordered = in_order(events)
    found = ordered.keep("standings", (course,), lambda: _standings(course, ordered))
    if now is None:
        return dict(found)
    faded = ordered.keep("faded", (course, now), lambda: faded_concepts(course, ordered, answers(ordered), now))
    return {slug: replace(s, faded=True) if s.state == "known" and slug in faded else s for slug, s in found.items()}


def _standings(course: Course, ordered: Ordered) -> dict[str, Standing]:
    """Those without fading."""
    given = answers(ordered)
    read = {e.data["concept"] for e in of_type(ordered, LessonRead.TYPE)}
    begun = {a.concept for a in given} | read
    credits = ordered.keep("credits", (course,), lambda: evidence(course, given),
                           lambda old, since: joined(old, evidence(course, standing_of(since, ordered))))  # fmt: skip
    won = ordered.keep(
        "won", (), lambda: successes(given), lambda old, since: joined(old, successes(standing_of(since, ordered)))
    )
    gate = gates(course)
    done, alone = passed(ordered), passed_unaided(ordered)
    out_of = {s for s in tested_out(ordered) & course.concepts.keys() if _trusted(credits.get(s, []))}
    proofs = {s: proof(course, s, won.get(s, [])) for s in course.concepts}
    due = {
        s: () if alone.intersection(f"lab:{n}" for n in gate.get(s, ())) else gate.get(s, ()) for s in course.concepts
    }
    mastered = {s for s in course.concepts if proofs[s].spaced and not due[s]} | out_of
    nearly = {s for s in course.concepts if proofs[s].shown and not due[s]} - mastered
    out = {}
    for slug, concept in course.concepts.items():
        labs = tuple(sorted(lab.slug for lab in course.labs.values() if slug in lab.concepts and lab.ref in done))
        reachable = all(need in mastered or need in nearly for need in concept.needs if need in course.concepts)
        fresh = "ready" if reachable else "locked"
        state = "known" if slug in mastered else "learning" if slug in begun else fresh
        credit, shown = credits.get(slug, []), proofs[slug]
        out[slug] = Standing(
            slug, slug in read, own_answers(credit), posterior(credit), labs, state, slug in out_of, len(won.get(slug, [])),
            shown.shown, slug in nearly, False, None if slug in mastered else shown.confirm_from, () if slug in mastered else due[slug],
        )  # fmt: skip
    return out


# ---- what makes mastery


@dataclass(frozen=True)
class Proof:
    """`shown`: two unaided successes, one of them produced; `spaced`: such two at least 24 h apart; `confirm_from`: where shown and not
    spaced, the instant from which a success of any kind makes it spaced."""

    shown: bool
    spaced: bool
    confirm_from: datetime | None


def successes(given: Iterable[Answer]) -> dict[str, list[Answer]]:
    """concept -> its unaided successes, oldest first: right on the first attempt, no hint, not revealed, marked by a key."""
    found: dict[str, list[Answer]] = {}
    for a in given:
        if a.data.evidence and a.credit >= 1.0 and a.data.attempt == 1 and not a.data.hints and not a.data.revealed:
            found.setdefault(a.concept, []).append(a)
    return found


def proof(course: Course, slug: str, won: Sequence[Answer]) -> Proof:
    """What these successes at one concept prove. A concept none of whose questions is produced is proved by any kind."""
    questions = course.concepts[slug].questions
    kinds = {name: q.kind for name, q in questions.items()}
    any_kind = not any(kind in PRODUCED for kind in kinds.values())
    made = [a.at for a in won if any_kind or kinds.get(a.slug) in PRODUCED]
    if len(won) < SUCCESSES or not made:
        return Proof(False, False, None)
    first, last = won[0].at, won[-1].at
    spaced = any(max(at - first, last - at) >= APART for at in made)
    return Proof(True, spaced, None if spaced else made[0] + APART)


def passed_unaided(events: Iterable[Event]) -> set[str]:
    """References of the labs and drills passed with their reference not opened in the 24 h before; a passed kata passes its lab."""
    stream = in_order(events)
    gone, opened, found = annulled(stream), dict[str, datetime](), set[str]()
    for e in of_type(stream, ReferenceRevealed.TYPE, CodeJudged.TYPE):
        if e.type == ReferenceRevealed.TYPE:
            opened[e.data["unit"]] = e.at
        elif e.data["verdict"].get("state") == "passed":
            unit = str(e.data["unit"]).replace("kata:", "lab:", 1)
            fresh = unit in opened and e.at - opened[unit] < APART
            if not fresh and not {e.id, e.data["submission"]} & gone:
                found.add(unit)
    return found


def to_go(standing: Standing) -> int:
    """The fewest further unaided successes after which it is shown; 0 where it is."""
    return 0 if standing.shown or standing.state == "known" else max(1, SUCCESSES - standing.successes)


# ---- fading


def faded_concepts(course: Course, events: Iterable[Event], given: Sequence[Answer], now: datetime) -> set[str]:
    """Concepts whose questions would be answered with a mean chance below FADED; one whose last answer was wrong counts as lost."""
    return {slug for slug, p in recall(course, events, given, now).items() if p < FADED}


def recall(course: Course, events: Iterable[Event], given: Sequence[Answer], now: datetime) -> dict[str, float]:
    """concept -> the mean chance of answering those of its questions that were asked before."""
    last = {a.question: a for a in given}
    chances: dict[str, list[float]] = {}
    for name, chance in recalled(course, events, now).items():
        lapsed = name in last and last[name].data.evidence and last[name].credit < LAPSED
        chances.setdefault(name.partition("/")[0], []).append(0.0 if lapsed else chance)
    return {slug: sum(row) / len(row) for slug, row in chances.items()}


# ---- placement, and the share of credit


def _trusted(credits: Credits) -> bool:
    """Whether what was answered since does not contradict a placement."""
    return own_answers(credits) < DOUBT or posterior(credits) >= KNOWN


def tested_out(ordered: Iterable[Event]) -> set[str]:
    """Concepts that the last placement to speak of them found known."""
    belief: dict[str, float] = {}
    for event in of_type(ordered, PlacementEnded.TYPE):
        belief.update(event.data["known"])
    return {slug for slug, p in belief.items() if p >= TESTED_OUT}


def evidence(course: Course, given: Iterable[Answer]) -> dict[str, Credits]:
    """concept -> those of the answers that are evidence of it: not what the learner marked without a key."""
    out = defaultdict[str, Credits](list)
    also = {f"{c.slug}/{q.slug}": q.also for c in course.concepts.values() for q in c.questions.values() if q.also}
    for _, _, concept, _, credit, data, _ in given:
        if data.evidence:
            out[concept].append((credit, 1.0))
            for other in also.get(data.question, ()):
                out[other].append((credit, ALSO_WEIGHT))
    return dict(out)


def own_answers(credits: Credits) -> int:
    """How many of them were answers to the concept's own questions."""
    return sum(weight >= 1.0 for _, weight in credits)


def shape(credits: Credits) -> tuple[float, float]:
    """(right, wrong): the two parameters of the Beta posterior over (credit, weight), oldest first."""
    right, wrong = PRIOR_RIGHT, PRIOR_WRONG
    for age, (credit, weight) in enumerate(reversed(credits)):
        share = weight * DECAY**age
        right += share * credit
        wrong += share * (1.0 - credit)
    return right, wrong


def posterior(credits: Credits) -> float:
    """Mean of the Beta posterior."""
    right, wrong = shape(credits)
    return right / (right + wrong)
