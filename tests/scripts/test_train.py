"""Training resumes with the same bits, scores every token once, and both families have the same size."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import torch


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    import train

    from beikao.workers.poems.network import PoemModel, Shape
    from beikao.workers.poems.tokens import Tokens

    poems = ["床前明月光，疑是地上霜。举头望明月，低头思故乡。"] * 40
    for part in ("train", "valid"):
        (tmp_path / f"{part}.txt").write_text("\n".join(poems), encoding="utf-8")
    Tokens.trained(poems, 300, {}).save(tmp_path / "tokens.json")

    def tiny(seed: int) -> Any:
        shape = Shape(300, 32, 48, 2, 2, 16)
        model = PoemModel(shape).start(seed)
        return model, lambda ids: model(ids)[0]

    for name, value in {"CONTEXT": 16, "TURN": 2, "SAVE_EVERY": 2, "VALID_EVERY": 4, "WARMUP": 2, "FAMILIES": {"ours": tiny}}.items():  # fmt: skip
        monkeypatch.setattr(train, name, value)
    return tmp_path


def weights(work: Path) -> dict[str, torch.Tensor]:
    return torch.load(work / "runs" / "ours-0" / "last.pt", weights_only=True)["model"]  # type: ignore[no-any-return]


def test_a_run_that_was_cut_and_lengthened_is_the_run_in_one_go(work: Path) -> None:
    import train

    budget = work / "budget.json"
    budget.write_text(json.dumps({"stable": 4, "decay": 2}))
    train.train(work, "ours", [0])
    whole = weights(work)
    log = (work / "runs/ours-0/log.jsonl").read_text().splitlines()
    assert json.loads(log[-1])["valid"] < json.loads(log[0])["loss"]

    for file in (work / "runs/ours-0").iterdir():
        file.unlink()

    class Cut(Exception):
        pass

    def cut(run: Any, *_: Any) -> None:
        if run.step == 4:
            raise Cut
        advance(run, *_)

    advance = train._advance
    train._advance = cut
    with pytest.raises(Cut):
        train.train(work, "ours", [0])
    train._advance = advance
    train.train(work, "ours", [0])
    again = weights(work)
    assert all(torch.equal(whole[n], again[n]) for n in whole)


def test_each_token_is_scored_once(work: Path) -> None:
    import train

    poem = list(range(50))
    seen: list[int] = []

    def logits(ids: torch.Tensor) -> torch.Tensor:
        seen.append(ids.shape[1])
        return torch.zeros(1, ids.shape[1], 300)

    assert len(train.losses(logits, poem)) == len(poem) + 1
    assert max(seen) <= 16
    scored = [t for begin, end, first in train.windows(51) for t in range(begin + first, end)]
    assert scored == list(range(51))


def test_the_rate_rises_stays_and_falls_to_nothing() -> None:
    import train

    rates = [train.rate(s, 300, 100) for s in range(400)]
    assert rates[0] == pytest.approx(train.PEAK / train.WARMUP)
    assert rates[train.WARMUP : 301] == [train.PEAK] * (301 - train.WARMUP)
    assert rates[-1] == pytest.approx(train.PEAK / 100)
    assert all(a > b for a, b in pairwise(rates[300:]))


def test_both_families_are_as_large() -> None:
    import held
    import tokenise
    import train

    ours, theirs = (sum(p.numel() for p in make(0)[0].parameters()) for make in (train.ours, train.gpt2))
    assert ours == tokenise.BODY + held.VOCABULARY * tokenise.WIDTH
    assert abs(theirs - ours) / ours < 0.001
