"""Proves the reference against Hugging Face tokenizers: the merges learnt, the ids, and byte-level decoding."""

import json

import rig
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

ALPHABET = [chr(0x4E00 + b) for b in range(256)]  # a letter for each byte, in the order of the bytes


def lettered(piece: bytes) -> str:
    return "".join(ALPHABET[b] for b in piece)


def gpt2_letters() -> list[str]:
    """The letter that the byte level of Hugging Face writes for each byte: printable ones as they are, others from 256 on."""
    kept = [*range(33, 127), *range(161, 173), *range(174, 256)]
    rest = iter(range(256, 512))
    return [chr(b) if b in kept else chr(next(rest)) for b in range(256)]


def texts_of(draw) -> list[str]:
    stems = ["low", "new", "wide", "token", "模型", "分词", "语言", "merge", "byte"]
    ends = ["er", "est", "", "s", "化", "ing"]
    letters = "abcdefghijklmnoprstuvw"
    stems += ["".join(draw.sample(letters, draw.integer(3, 6))) for _ in range(40)]
    words = [draw.choice(stems) + draw.choice(ends) for _ in range(90)]
    return [
        " ".join(draw.choice(words) for _ in range(150)) + draw.choice([". ", "。", "! 42 ", "\n"]) for _ in range(4)
    ]


def oracle(ref, draw) -> None:
    """Merges by their trainer, one piece a word; ids by their model, also through their byte level."""
    texts = texts_of(draw)
    ours = ref.BPE(["<|end|>"])
    ours.train(texts, 421)
    assert len(ours.merges) == 164
    theirs = Tokenizer(models.BPE())
    trainer = trainers.BpeTrainer(vocab_size=420, initial_alphabet=ALPHABET, special_tokens=[], show_progress=False)
    theirs.train_from_iterator([lettered(p) for text in texts for p in rig.pieces(text)], trainer)
    model = json.loads(theirs.to_str())["model"]
    learnt = [m.split(" ") if isinstance(m, str) else m for m in model["merges"]]
    assert learnt == [[lettered(a), lettered(b)] for a, b in ours.merges]

    for text in [*texts, "unseen 未见 words, 123 😀", "  spaces\n\tand more  "]:
        theirs_ids = [i for p in rig.pieces(text) for i in theirs.encode(lettered(p)).ids]
        assert ours.encode(text) == theirs_ids
        assert ours.decode(ours.encode(text)) == text

    letters = gpt2_letters()  # the same vocabulary in their own spelling
    spelt = ["".join(letters[b] for b in token) for token in ours.tokens[:-1]]
    merges = [("".join(letters[b] for b in a), "".join(letters[b] for b in b_)) for a, b_ in ours.merges]
    level = Tokenizer(models.BPE(vocab={s: i for i, s in enumerate(spelt)}, merges=merges))
    level.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    level.decoder = decoders.ByteLevel()
    level.add_special_tokens(["<|end|>"])
    for text in ["low lower 模型化 newest.", "tokens, merges", "分词 and 语言ing"]:
        assert level.encode(text).ids == ours.encode(text)
        assert level.decode(ours.encode(text)) == text
    marked = "low<|end|> new"
    assert level.encode(marked).ids == ours.encode(marked, special=True)
    assert ours.encode(marked) != ours.encode(marked, special=True)
