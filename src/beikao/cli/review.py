"""`beikao review`: the questions that are due, one after another, graded and taken back with Anki's keys; `fit` fits memory to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from beikao.cli.screen import console, language, pick, print_json, talk

if TYPE_CHECKING:
    from beikao.practice import Asked
    from beikao.study.desk import Desk
    from beikao.study.fit import Fitted
    from beikao.study.review import Waiting

NAMES = {"zh": ("忘了", "吃力", "想起来了", "轻松"), "en": ("again", "hard", "good", "easy")}


group = typer.Typer(invoke_without_command=True)


def register(app: typer.Typer) -> None:
    app.add_typer(group, name="review")


@group.callback()
def review(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="What is due and why, as JSON.")] = False,
) -> None:
    """Answer what memory is about to lose. After an answer: 1-4 grades it, u takes it back, q ends."""
    if context.invoked_subcommand:
        return
    from beikao.app import open_desk
    from beikao.cli.questions import ask_in_terminal
    from beikao.study.review import backlog
    from beikao.study.review import review as next_due
    from beikao.study.review import waiting as listed

    with open_desk() as desk:
        lang, waiting = language(desk), backlog(desk)
        if as_json:
            print_json({"schema": 1, "due": waiting.due, "moved": waiting.moved,
                        "questions": [_as_dict(row) for row in listed(desk)]})  # fmt: skip
            return
        asked = next_due(desk)
        if asked is None:
            console().print(pick(lang, "现在没有到期的题。", "Nothing is due now."))
        while asked is not None:
            answered = ask_in_terminal(desk, asked, lang, mode="review")
            again, more = _graded(desk, answered.event_id, lang)
            asked = again or (next_due(desk) if more else None)


def _as_dict(row: Waiting) -> dict[str, Any]:
    return {"concept": row.concept.slug, "question": row.slug, "title": dict(row.concept.title), "recall": round(row.recall, 4),
            "last": row.last.isoformat(), "answers": row.answers, "why": row.why}  # fmt: skip


def _graded(desk: Desk, event_id: str, lang: str) -> tuple[Asked | None, bool]:
    """What the learner says of an answer: the question again where it was taken back, and whether to go on."""
    from beikao.coach.answers import zone
    from beikao.study.review import grades, regrade, undo_last

    offered = grades(desk, event_id)
    days = pick(lang, "天", "d")
    said = [f"{n} {name} {d}{days}" for n, (name, d) in enumerate(zip(NAMES[lang], offered.days, strict=True), 1)]
    kept = pick(lang, f"回车 = {offered.kept}", f"Enter = {offered.kept}")
    words = " · ".join([*said, kept, pick(lang, "u 撤回", "u undo"), pick(lang, "q 结束", "q quit")])
    while True:
        key = typer.prompt(words, default="", show_default=False).strip().lower()
        if key == "u":
            undone = undo_last(desk)
            if undone:
                at = f"{undone.event.at.astimezone(zone(desk.tz)):%H:%M}"
                slug = undone.event.data["question"].partition("/")[0]
                title = desk.course.concepts[slug].title[lang] if slug in desk.course.concepts else slug
                talk(
                    pick(lang, f"撤回了 {at} 答的这一题（{title}）。", f"Your answer of {at} ({title}) is taken back.")
                )
            return undone.asked if undone else None, True
        if key in ("", "q"):
            return None, key == ""
        if key in ("1", "2", "3", "4"):
            regrade(desk, event_id, int(key))
            return None, True
        talk(pick(lang, "1 到 4，u，q，或回车。", "1 to 4, u, q, or Enter."))


@group.command("fit")
def fit(
    undo: Annotated[bool, typer.Option("--undo", help="Take back the fitted weights.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Fit the forgetting curve to your own reviews; kept only if it foretells the latest of them better."""
    from beikao.app import open_desk
    from beikao.study import fit as verb

    with open_desk() as desk:
        lang = language(desk)
        if undo:
            gone = verb.unfit(desk)
            if as_json:
                print_json({"schema": 1, "undone": gone.data["event"]})
            else:
                talk(pick(lang, "已撤回，之前的参数重新生效。", "Taken back; the weights before them hold again."))
            return
        found = verb.fit(desk)
        if as_json:
            print_json({"schema": 1, "reviews": found.reviews, "needed": found.needed, "held_out": found.held_out,
                        "loss": dict(found.loss), "kept": found.kept})  # fmt: skip
        else:
            _fitted(found, lang)


def _fitted(found: Fitted, lang: str) -> None:
    out = console()
    if not found.loss:
        few = pick(lang, f"复习了 {found.reviews} 次，满 {found.needed} 次才能拟合。",
                   f"{found.reviews} reviews so far; {found.needed} are needed before anything is fitted.")  # fmt: skip
        out.print(few)
        return
    out.print(pick(lang, f"最近 {found.held_out} 次复习不参与拟合，用来比较对数损失（越小越好）：",
                   f"Log loss on the latest {found.held_out} reviews, which the fit did not see (less is better):"))  # fmt: skip
    names = {"fitted": ("为你拟合", "fitted to you"), "default": ("默认参数", "the defaults"), "average": ("移动平均", "a moving average")}  # fmt: skip
    for name, words in names.items():
        out.print(f"  {found.loss[name]:.4f}  {pick(lang, *words)}")
    kept = pick(
        lang,
        "拟合胜过两者，从现在起采用；--undo 可撤回。",
        "The fit beats both and is used from now on; --undo takes it back.",
    )
    refused = pick(lang, "拟合没有胜过两者，不采用。", "The fit does not beat both: it is not used.")
    out.print(kept if found.kept else refused)
