"""The small model: its tokens go there and back, its logits are Hugging Face's, its process is bounded and repeatable."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from beikao.errors import EnvironmentFault
from beikao.kit.poems import read_safetensors
from beikao.settings import Settings
from beikao.workers.poems.network import PoemModel, Shape, continued
from beikao.workers.poems.poet import MAX_LINE, MAX_MORE, Busy, Poet
from beikao.workers.poems.tokens import MARK, Tokens
from tests.small_poet import write_poet

SHIPPED = Settings(Path(), ()).poems
FILES = {"model.safetensors", "config.json", "tokens.json", "figures.json", "README.md", "log.jsonl"}


@pytest.fixture(scope="module")
def poet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Poet]:
    found = Poet(write_poet(tmp_path_factory.mktemp("poet") / "poems"), limit_s=200)
    yield found
    found.close()


# ---- tokens


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_text_goes_there_and_back(text: str) -> None:
    tokens = Tokens("明月光，。", {"雲": "云"})
    assert tokens.decode(tokens.encode(text)) == text
    assert all(0 <= i < len(tokens) and i != MARK for i in tokens.encode(text))


def test_a_learner_may_write_either_script() -> None:
    tokens = Tokens("云里看花，", {"雲": "云", "裏": "里"})
    assert tokens.normalise(" 雲裏看花,") == "云里看花，"
    assert len(tokens.encode("云里看花，")) == 5


def test_a_vocabulary_is_cut_by_frequency_and_kept(tmp_path: Path) -> None:
    tokens = Tokens.trained(["月月月花花风", "月花雪"], 257 + 3, {"風": "风"})
    assert tokens.characters == "月花雪"  # 雪 and 风 once each: by code point 雪 (96EA) before 风 (98CE)
    tokens.save(tmp_path / "t.json")
    again = Tokens.load(tmp_path / "t.json")
    assert (again.characters, again.script) == (tokens.characters, tokens.script)
    assert again.encode("风") == list("风".encode())


# ---- the network, against Hugging Face


def theirs(shape: Shape, model: PoemModel) -> torch.nn.Module:
    from transformers import LlamaConfig, LlamaForCausalLM

    config = LlamaConfig(
        **vars(shape), num_key_value_heads=shape.num_attention_heads, tie_word_embeddings=True, hidden_act="silu"
    )
    found = LlamaForCausalLM(config).eval()
    missing = found.load_state_dict(model.state_dict(), strict=False)
    assert missing.missing_keys == ["lm_head.weight"] and not missing.unexpected_keys
    found.tie_weights()
    return found


def loud(shape: Shape, seed: int) -> PoemModel:
    """Weights large enough that every part matters; norms that are not one."""
    model = PoemModel(shape).start(seed)
    draw = torch.Generator().manual_seed(seed + 100)
    with torch.no_grad():
        for weight in model.parameters():
            weight.add_(torch.randn(weight.shape, generator=draw), alpha=0.15)
    return model


@pytest.mark.parametrize("seed", range(3))
@torch.no_grad()
def test_logits_equal_hugging_face(seed: int) -> None:
    shape = Shape(
        300, 48, 80, 3, 4, 64, rope_theta=[10_000.0, 500.0, 100_000.0][seed], rms_norm_eps=[1e-6, 1e-2, 1e-5][seed]
    )
    model = loud(shape, seed)
    ids = torch.randint(0, 300, (2, 40), generator=torch.Generator().manual_seed(seed))
    own, expected = model(ids)[0], theirs(shape, model)(ids).logits
    assert expected.std() > 0.5
    torch.testing.assert_close(own, expected, atol=1e-4, rtol=1e-4)


@torch.no_grad()
def test_the_cache_changes_nothing() -> None:
    model = loud(Shape(300, 48, 80, 3, 4, 64), 5)
    ids = torch.randint(0, 300, (2, 30), generator=torch.Generator().manual_seed(1))
    whole = model(ids)[0]
    logits, cache = model(ids[:, :10])
    for t in range(10, 30):
        torch.testing.assert_close(logits[:, -1], whole[:, t - 1], atol=1e-4, rtol=1e-4)
        logits, cache = model(ids[:, t : t + 1], cache)


def test_greedy_generation_equals_hugging_face() -> None:
    shape = Shape(300, 48, 80, 3, 4, 64)
    model = loud(shape, 2)
    ids = [256, 3, 40, 99]
    hugging = theirs(shape, model).generate(torch.tensor([ids]), max_new_tokens=30, do_sample=False, pad_token_id=0,
                                            eos_token_id=None)  # fmt: skip
    assert continued(model, ids, 30, -1, seed=0, temperature=0) == hugging[0, 4:].tolist()


def test_generation_is_seeded_and_bounded() -> None:
    model = loud(Shape(300, 48, 80, 3, 4, 32), 2)
    one, same, other = (continued(model, [256, 1], 20, 256, seed=s) for s in (1, 1, 2))
    assert one == same != other
    assert len(continued(model, [256] * 20, 99, -1, seed=0)) == 12  # the positions end
    first = continued(model, [256, 1], 20, -1, seed=1)
    assert continued(model, [256, 1], 20, first[3], seed=1) == first[: first.index(first[3])]


def test_the_file_is_what_the_library_reads(poet: Poet) -> None:
    from safetensors.torch import load_file

    path = poet.folder / "model.safetensors"
    own, library = read_safetensors(path), load_file(path)
    assert own.keys() == library.keys()
    assert all(torch.equal(own[n], library[n].float()) for n in own)


def test_what_ships_is_whole_or_nothing_small_and_licensed() -> None:
    present = {f.name for f in SHIPPED.iterdir()}
    assert present & FILES in (set(), FILES)
    assert sum(f.stat().st_size for f in SHIPPED.iterdir()) < 12e6
    assert "MIT" in (SHIPPED / "LICENSE.chinese-poetry").read_text()
    assert "Apache License" in (SHIPPED / "LICENSE.opencc").read_text()


# ---- the process


def test_the_same_seed_writes_the_same(poet: Poet) -> None:
    one, same = poet.continued("明月照高楼，", 3), poet.continued("明月照高楼，", 3)
    others = {poet.continued("明月照高楼，", s).more for s in range(4, 8)}
    assert one == same
    assert one.line == "明月照高楼，" and len(one.more) <= MAX_MORE
    assert len(others) > 1


@pytest.mark.parametrize("line", ["𠮷" * MAX_LINE, "<script>alert(1)</script", "{{ 7 }}", "明月 明月"])
def test_strange_lines_are_only_text(poet: Poet, line: str) -> None:
    assert isinstance(poet.continued(line, 0).more, str)


@pytest.mark.parametrize(
    ("line", "seed"),
    [("", 0), ("  ", 0), ("月" * (MAX_LINE + 1), 0), ("\ud800月", 0), ("a\x00", 0), ("月", -1), ("月", 2**31)],
)
def test_a_line_out_of_bounds_is_refused(poet: Poet, line: str, seed: int) -> None:
    with pytest.raises(ValueError, match="printable"):
        poet.continued(line, seed)


def script(folder: Path, body: str) -> str:
    """A stand-in for the interpreter: a process that behaves badly."""
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return str(path)


def test_one_at_a_time_and_never_for_ever(tmp_path: Path) -> None:
    slow = Poet(tmp_path, python=script(tmp_path, "exec cat >/dev/null"), limit_s=2.0)
    faults: list[BaseException] = []

    def ask() -> None:
        try:
            slow.continued("月", 0)
        except EnvironmentFault as fault:
            faults.append(fault)

    first = threading.Thread(target=ask)
    first.start()
    while not slow._lock.locked():
        pass
    with pytest.raises(Busy):
        slow.continued("月", 1)
    first.join(60)
    assert not first.is_alive() and "took over" in str(faults[0])
    slow.close()


def test_a_process_that_dies_is_replaced(poet: Poet) -> None:
    expected = poet.continued("春风", 1)
    assert poet._process is not None
    poet._process.kill()
    poet._process.wait()
    assert poet.continued("春风", 1) == expected


def test_without_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(EnvironmentFault, match="torch"):
        Poet(Path()).continued("月", 0)
