"""The strength of each lab's checks as recorded in its audit.json: one line for its page, one table for the documents."""

from __future__ import annotations

from dataclasses import dataclass

from beikao.audit.tally import NOT_APPLICABLE, PASSED
from beikao.course import Course, Lab
from beikao.study import fair

HEAD = """# How strong the checks are

<!-- written by `beikao content strength`; a test compares it with the audits -->

A check is worth what it catches. For every lab, small mistakes are made in the reference, one at a time: a sign turned,
a bound moved by one, an axis left out, a statement dropped. Each such *mutant* is handed to the real grader, as a
learner's submission would be. The score is the share that is caught. A lab below 95% is refused by `./check`.

| column | what it means |
|---|---|
| score | caught / (mutants - equivalent) |
| mutants | programs that differ from the reference by one operator |
| caught | those that some check fails on at least one of up to four seeds, ends, or never finishes |
| equivalent | those that no test can tell from the reference; each is listed with its reason in the lab's `equivalents.toml` |
| survive | those that no check notices; the worth of naming them is that somebody may |
| wrong answers | complete submissions with one conceptual mistake, each caught by the check that names it |
| nulls | submissions that keep the interface and return nonsense: zeros, a constant, the input, the mean, what memory held, the previous answer, NaN, a bfloat16 rounding, a right answer that spoils its input; a service: nothing, 404, an echo, silence. Rejected of those that apply |
| right answers refused | answers that are right, in a style other than the reference's, judged by the quick checks with fresh seeds (`beikao content fair`); none in 3,000 is fewer than one in a thousand, with a confidence of 95%. Where it is fewer, none of them came near: each was also judged with a tenth of every tolerance. "of other files": the lab was changed since |

"""
COLUMNS = "| lab | score | mutants | caught | equivalent | survive | wrong answers | nulls | right answers refused | most of a limit |\n|---|---|---|---|---|---|---|---|---|---|\n"


@dataclass(frozen=True)
class Strength:
    """Figures of one recorded audit. `score` is 0 to 1."""

    score: float
    mutants: int
    killed: int
    equivalent: int
    survivors: int
    wrong: int
    nulls: int
    nulls_rejected: int


def strength(lab: Lab) -> Strength | None:
    """None where nothing is recorded."""
    found = lab.audit
    if found is None:
        return None
    nulls = [by for by in found["nulls"].values() if not by.startswith(NOT_APPLICABLE)]
    return Strength(
        score=found["score"], mutants=found["mutants"], killed=found["killed"], equivalent=found["equivalent"],
        survivors=len(found["survivors"]), wrong=sum(by != PASSED for by in found["wrong"].values()),
        nulls=len(nulls), nulls_rejected=sum(by != PASSED for by in nulls),
    )  # fmt: skip


def page(course: Course) -> str:
    """The Markdown of docs/reference/strength.md."""
    rows = []
    for slug in sorted(course.labs):
        s = strength(course.labs[slug])
        if s is not None:
            rows.append(f"| {slug} | {s.score:.1%} | {s.mutants} | {s.killed} | {s.equivalent} | {s.survivors} | {s.wrong} "
                        f"| {s.nulls_rejected} of {s.nulls} | {_refused(course.labs[slug])} | {_used(course.labs[slug])} |\n")  # fmt: skip
    return HEAD + COLUMNS + "".join(rows)


def _refused(lab: Lab) -> str:
    found = fair.recorded(lab)
    if found is None:
        return "not judged"
    count = f"{len(found.refused)} of {found.judged:,}"
    if found.p_most > fair.MOST >= found.p_margin:
        count += ", none near"
    return count if fair.fresh(lab, found) else f"{count}, of other files"


def _used(lab: Lab) -> str:
    found = fair.recorded(lab)
    return f"{max(cost.worst for cost in found.costs.values()):.0%}" if found and found.costs else ""
