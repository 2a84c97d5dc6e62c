"""The checks of bpe. Ids and merges are compared exactly; texts are babble, so nothing can be learnt by heart."""

from beikao.kit import Draw, Trial, check

SYLLABLES = (
    "an",
    "be",
    "co",
    "du",
    "en",
    "fi",
    "go",
    "he",
    "in",
    "ju",
    "la",
    "mo",
    "ne",
    "or",
    "pa",
    "re",
    "so",
    "te",
    "ul",
    "wa",
)
CHINESE = "天地人和山水风云东西南北中大小多少上下左右前后你我他是不有在这那学问道理"
SIGNS = (".", ",", "!", "?", "。", "，", ";", ":", ".)", "!?")


def babble(draw: Draw, words: int) -> str:
    """Words of a small random lexicon, some far more frequent than others, with Chinese, numbers and signs between."""
    lexicon = ["".join(draw.sample(SYLLABLES, draw.integer(1, 3))) for _ in range(max(8, words // 6))]
    lexicon += ["".join(draw.sample(CHINESE, draw.integer(1, 3))) for _ in range(max(4, words // 12))]
    out = []
    for _ in range(words):
        word = lexicon[min(draw.integer(0, len(lexicon) - 1), draw.integer(0, len(lexicon) - 1))]
        out.append(word if ord(word[0]) > 255 else " " + word)
        if draw.integer(0, 9) == 0:
            out.append(draw.choice(SIGNS))
        if draw.integer(0, 19) == 0:
            out.append(f" {draw.integer(10, 98)}")
    return "".join(out)


def trained(module, texts, size: int, specials=()):
    """A tokeniser that has learnt from these texts."""
    made = module.BPE(specials)
    made.train(texts, size)
    return made


def without_ties(draw: Draw) -> tuple[list[str], int]:
    """Texts of one word each and the number of merges during which no two pairs occur equally often.

    A group of letters x, y, z makes the words xyz and xy, so x+y is merged first and xy+z later; `qu` stands in twenty
    words that occur once each.
    """
    letters, groups = draw.shuffle("abcdefghiklmnoprst"), 5
    counts = draw.sample([n for n in range(6, 60) if n != 20], 2 * groups)
    texts = [f"qu{a}{b}" for a in "zxjv" for b in "abcde"]
    for i in range(groups):
        x, y, z = letters[3 * i : 3 * i + 3]
        few, many = sorted(counts[2 * i : 2 * i + 2])
        texts += [x + y + z] * few + [x + y] * (many - few)
    return draw.shuffle(texts), len(counts) + 1


@check
def first_merges(t: Trial) -> None:
    """The example of the task, and words of which the rare ones are many: pairs are weighted by how often words occur."""
    texts = ["low"] * 7 + ["lower"] * 2 + ["newer"] * 6 + ["log"] * 2 + ["wet"] * 4
    got, want = (trained(m, texts, 260).merges for m in (t.you, t.ref))
    t.that(
        got == want,
        zh=f"任务里的例子，头四次合并应是 {want}，得到 {got}。",
        en=f"In the example of the task the first four merges should be {want}; got {got}.",
    )
    for _ in range(3):
        texts, merges = without_ties(t.draw)
        t.agree(lambda m, x=texts, n=merges: trained(m, x, 256 + n).merges, exact=True)


@check
def ties(t: Trial) -> None:
    """Texts in which pairs occur equally often: the smaller ids win, the left one first."""
    for _ in range(4):
        letters = t.draw.shuffle("bdfhkmpt")
        texts = ["".join(letters[i : i + 2]) for i in (0, 2, 4, 6)]
        texts = t.draw.shuffle(texts + [w[::-1] for w in texts])
        got, want = (trained(m, texts, 260).merges for m in (t.you, t.ref))
        t.that(
            got == want,
            zh=f"{texts} 里各对一样多，应取编号小的（先比左边）：{want}，得到 {got}。",
            en=f"In {texts} all pairs tie; the smaller ids go first, the left one deciding: {want}; got {got}.",
        )
        longer = t.draw.shuffle([a + b for a in letters[:3] for b in letters[3:6]] + ["".join(letters)])
        t.agree(lambda m, x=longer: trained(m, x, 275).merges, exact=True)
    t.agree(lambda m: trained(m, ["zb", "zb", "za", "za", "yb", "yb", "ab", "ab"], 260).merges, exact=True)


@check
def inside_pieces(t: Trial) -> None:
    """No merge holds a space anywhere but in front, and none joins a word to a sign."""
    text = " of the" * 30 + " end." * 20 + " end!" * 20 + "\n  x = 1\n  y = 2" * 5
    merges = trained(t.you, [text], 300).merges
    across = [
        a + b
        for a, b in merges
        if (b" " in (a + b)[1:] and (a + b).strip()) or (b"d" in a + b and (b"." in b or b"!" in b))
    ]
    t.that(
        not across,
        zh=f"合并出了 {across[:2]}：空格在中间，或者词与标点连在了一起。先用 rig.pieces 切段，合并只在段内。",
        en=f"{across[:2]} came out: a space in the middle, or a word glued to a sign. Cut with rig.pieces first; merge inside.",
    )
    t.that(
        (b" ", b"t") in merges or any(a + b == b" the" for a, b in merges),
        zh="空格归后面的词：应当能学到 ' the' 这样带前导空格的词元。",
        en="A space belongs to the word after it: tokens with a leading space such as ' the' should be learnt.",
    )
    t.agree(lambda m: trained(m, [text], 300).merges, exact=True)
    for words in (60, 25):
        text = babble(t.draw, words)
        t.agree(lambda m, x=text: trained(m, [x], 320).merges, exact=True)


@check
def size_of_vocabulary(t: Trial) -> None:
    """Exactly vocab_size ids; fewer where no pair is left; no merge at all where there is no room; trained anew."""
    text = babble(t.draw, 200)
    for size, specials in ((256, ()), (257, ()), (280, ()), (280, ("<a>", "<b>", "<c>")), (258, ("<a>", "<b>"))):
        made = trained(t.you, [text], size, specials)
        want = size - 256 - len(specials)
        t.that(
            len(made.merges) == want,
            zh=f"vocab_size={size}，特殊词元 {len(specials)} 个：应合并 {want} 次，合并了 {len(made.merges)} 次。",
            en=f"vocab_size={size} with {len(specials)} special tokens: {want} merges expected, {len(made.merges)} were made.",
        )
    t.agree(lambda m: trained(m, [" ab ab abc"], 400).merges, exact=True)  # runs out of pairs, down to those seen once
    t.agree(lambda m: [trained(m, texts, 300).merges for texts in ([], [""], ["a b c"])], exact=True)

    def again(m):
        made = trained(m, [text], 300, ("<a>",))
        made.train([" xyz xyz", " xyy"], 262)
        return made.merges

    t.agree(again, exact=True)


@check
def encodes_by_rank(t: Trial) -> None:
    """Where the longest entry is not what the ranks give, and on babble not seen in training."""
    text = " bc" * 9 + " ab" * 7 + " abc" * 3 + " cd" * 8 + " bcd" * 2
    for word in (" abc", " abcd", " bcd", " abab", "abc", "cdcd"):
        got, want = (trained(m, [text], 262).encode(word) for m in (t.you, t.ref))
        t.that(
            got == want,
            zh=f"编码 {word!r}：按排名重放合并应得 {want}，得到 {got}。先学到的合并先用，不看长短。",
            en=f"Encoding {word!r}: replaying the merges by rank gives {want}; got {got}. What was learnt first goes first, whatever its length.",
        )
    for words in (50, 120):
        seen = babble(t.draw, words)
        mixed = " ".join(t.draw.shuffle(seen.split(" ")))

        def both(m, a=seen, b=mixed):
            made = trained(m, [a], 340)
            return made.encode(a), made.encode(b), made.encode(b.encode())

        t.agree(both, exact=True)

    def again(m):
        made = trained(m, [seen], 300)
        made.train([" xyz xyz", " xyy"], 262)
        return made.encode(" xyz xyy"), made.merges

    t.agree(again, exact=True)


@check
def runs_of_one_letter(t: Trial) -> None:
    """aaa with aa merged is aa, a; in training and in encoding."""
    text = " aaaa" * 6 + " aaa" * 4 + " ba" * 3 + " zzzzzzz" * 2 + "---"

    def runs(m):
        made = trained(m, [text], 262)
        return made.merges, [made.encode("a" * n) for n in range(1, 12)], made.encode("----" + "z" * 9)

    t.agree(runs, exact=True)


@check
def there_and_back(t: Trial) -> None:
    """What was never seen comes back too; so do bytes that are no UTF-8."""
    made = trained(t.you, [babble(t.draw, 80)], 320)
    for text in (
        "",
        " ",
        "a",
        "  two  spaces ",
        "\n\n\tx = 1\r\n",
        "龘靐齉 未见的字",
        "😀👩‍👩‍👧 🇨🇳",
        "naïve café",
        "x_1__y",
        "²½",
        babble(t.draw, 30),
    ):
        ids = made.encode(text)
        back = made.decode_bytes(ids).decode("utf-8", "replace")
        t.that(
            back == text,
            zh=f"编码再解码，{text!r} 变成了 {back!r}。词表里有全部 256 个字节，什么都应当还原。",
            en=f"Encoded and decoded, {text!r} became {back!r}. All 256 bytes are entries, so anything should come back.",
        )
    for _ in range(3):
        data = bytes(t.draw.integer(0, 255) for _ in range(t.draw.integer(1, 40)))
        back = made.decode_bytes(made.encode(data))
        t.that(
            back == data,
            zh=f"字节串 {data!r} 编码再还原成了 {back!r}。encode 也收 bytes，不合法的 UTF-8 也要原样还原。",
            en=f"The bytes {data!r} came back as {back!r}. encode takes bytes too, and broken UTF-8 must come back as it was.",
        )
    data = bytes(range(256))
    t.agree(lambda m: trained(m, ["\x00\x01\x02"], 258).encode(data), exact=True)
    t.agree(lambda m: m.BPE().encode("未训练 yet"), exact=True)


@check
def pieces_of_characters(t: Trial) -> None:
    """A character spread over two tokens is whole once their bytes are joined; half of one follows `errors`."""
    text = "天天天地地，人山水"
    made = trained(t.you, ["地地地"], 257)
    ids = made.encode(text)
    back = made.decode(ids)
    t.that(
        back == text,
        zh=f"{text!r} 的词元里有半个字的，解码得到 {back!r}。先把字节接起来，再按 UTF-8 读。",
        en=f"Some tokens of {text!r} hold half a character; decoding gave {back!r}. Join the bytes, then read UTF-8.",
    )

    def half(m):
        made = trained(m, ["地地地"], 257)
        return (
            made.decode(made.encode("天")[:2]),
            made.decode(made.encode("地a")[:-1] + [200], errors="ignore"),
            made.decode([]),
        )

    t.agree(half, exact=True)
    t.raises(lambda m: trained(m, ["地地地"], 257).decode([200], errors="strict"), "UnicodeDecodeError")


@check
def special_tokens(t: Trial) -> None:
    """Recognised with special=True alone; the longer of two that fit; ids after the merges; decoded as their text."""
    specials = ("<|end|>", "<|end|><|pad|>", "<s>")
    text = babble(t.draw, 200)  # enough for all of the 41 merges
    typed = "a<|end|>b"

    got = trained(t.you, [text], 300, specials).encode(typed)
    t.that(
        all(i < 297 for i in got),
        zh=f"没有要求认特殊词元，{typed!r} 却编出了特殊编号：{got}。用户输入里的同样字面只是文本。",
        en=f"Nobody asked for special tokens, yet {typed!r} gave one: {got}. Typed by a user, the same letters are plain text.",
    )

    def plain(m):
        made = trained(m, [text], 300, specials)
        return made.encode(typed), made.encode(typed, special=False), made.decode(made.encode(typed))

    t.agree(plain, exact=True)
    for sample in (
        "<s>" + text[:40] + "<|end|>",
        "<|end|><|pad|><|end|>",
        "<|end|><|pa",
        "x<s><s> y",
        "<s",
        "",
        "<|END|>",
    ):
        t.agree(lambda m, x=sample: trained(m, [text], 300, specials).encode(x, special=True), exact=True)
    t.agree(lambda m: trained(m, [text], 300, specials).encode(b"\xff<s>\xfe", special=True), exact=True)
    t.agree(lambda m: trained(m, [text], 300).encode("<s>" + text[:60], special=True), exact=True)

    def decoded(m):
        made = trained(m, [text], 300, specials)
        ids = made.encode("<s>天<|end|>", special=True)
        return ids, made.decode(ids), made.decode_bytes([297, 298, 299])

    t.agree(decoded, exact=True)
    t.agree(lambda m: m.BPE(["[x]"]).encode("a[x]", special=True), exact=True)


@check
def bad_arguments(t: Trial) -> None:
    """A vocabulary too small, and ids that do not exist."""
    for size, specials in ((255, ()), (0, ()), (256, ("<s>",)), (257, ("<a>", "<b>"))):
        t.raises(lambda m, a=(["ab"], size, specials): trained(m, *a), "ValueError")
    for ids in ([258], [-1], [97, 5000], [97, -1]):
        t.raises(lambda m, x=ids: trained(m, ["aaa"], 258, ("<s>",)).decode_bytes(x), "ValueError")
        t.raises(lambda m, x=ids: trained(m, ["aaa"], 258, ("<s>",)).decode(x), "ValueError")
    t.agree(lambda m: trained(m, ["aaa"], 258, ("<s>",)).decode_bytes([257, 256, 0, 255]), exact=True)


@check
def quick_enough(t: Trial) -> None:
    """A corpus of many words and few different ones: only what holds the pair need be counted again."""
    words, size = babble(t.draw, 400).split(" "), t.draw.integer(680, 720)
    text = " ".join(t.draw.choice(words) for _ in range(8000))
    t.faster(lambda m: trained(m, [text], size).merges, at_most=20.0)
