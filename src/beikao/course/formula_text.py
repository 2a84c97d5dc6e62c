"""A TeX formula as one line of Unicode, where that is simple and sure: σᵢ uᵢ vᵢᵀ, (m + n)/2, ∑_{i>k} σᵢ².

A small grammar of what the course writes; anything else (matrices, braces under a sum, a root of higher order) gives None,
and the reader gets the TeX source. It measures and typesets nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

TOKEN = re.compile(r"\\[a-zA-Z]+\s*|\\.|\s+|.", re.DOTALL)


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


SYMBOLS = _pairs(
    "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ pi π"
    " rho ρ sigma σ tau τ phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ"
    " Omega Ω ell ℓ partial ∂ nabla ∇ infty ∞ top ⊤ dots … ldots … cdots ⋯ bullet • prime ′ hbar ℏ emptyset ∅"
)
RELATIONS = _pairs(
    "le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ approx ≈ sim ∼ propto ∝ mid | in ∈ notin ∉ subset ⊂ subseteq ⊆ to → rightarrow →"
    " leftarrow ← gets ← mapsto ↦ Rightarrow ⇒ Longrightarrow ⟹ Leftrightarrow ⇔ iff ⇔ equiv ≡ ll ≪ gg ≫"
)
BINARY = _pairs("times × cdot · odot ⊙ oplus ⊕ otimes ⊗ pm ± mp ∓ div ÷ cap ∩ cup ∪ circ ∘ setminus ∖")
LARGE = {"sum": "∑", "prod": "∏", "int": "∫"}
NAMES = {
    *("ln", "log", "exp", "sin", "cos", "tan", "sinh", "cosh", "tanh", "max", "min", "sup", "inf", "lim", "arg"),
    *("argmax", "argmin", "det", "dim", "rank", "tr", "gcd", "Pr"),
}
OPENING = {"lVert": "‖", "lvert": "|", "lfloor": "⌊", "lceil": "⌈", "langle": "⟨", "{": "{"}
CLOSING = {"rVert": "‖", "rvert": "|", "rfloor": "⌋", "rceil": "⌉", "rangle": "⟩", "}": "}"}
BARS = {"Vert": "‖", "vert": "|", "|": "‖"}
SIZES = {
    "left",
    "right",
    "big",
    "Big",
    "bigg",
    "Bigg",
    "bigl",
    "bigr",
    "Bigl",
    "Bigr",
    "displaystyle",
    "textstyle",
    "!",
}
BLANKS = {",": " ", ":": " ", ";": " ", " ": " ", "quad": "  ", "qquad": "   ", "~": " "}
ACCENTS = {"hat": "\u0302", "bar": "\u0304", "overline": "\u0304", "tilde": "\u0303", "dot": "\u0307", "vec": "\u20d7"}
WORDS = {"text", "mathrm", "operatorname", "textrm"}
STYLED = {"mathbb": {"R": "ℝ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "C": "ℂ", "P": "ℙ"}, "mathcal": {"L": "ℒ"}, "mathbf": {}}
SUB = str.maketrans("0123456789+-−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ")
SUP = str.maketrans(
    "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW⊤*′αβγδθ",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵀ*′ᵅᵝᵞᵟᶿ",
)


PLAIN = re.compile(r"[0-9A-Za-z\u3400-\u9fff]+|.", re.DOTALL)  # a script that needs no braces


class _Unsure(Exception):
    """Something that a line of text cannot say, or that this grammar does not know."""


@dataclass(frozen=True)
class _Item:
    """`kind` is ord, name, word, frac, large, rel, bin, open, close, bar, mark or blank."""

    kind: str
    text: str


def as_text(tex: str) -> str | None:
    """The formula on one line, or None where only its source is sure."""
    try:
        reader = _Reader(tex)
        items = reader.sequence()
        if reader.at < len(reader.tokens):
            raise _Unsure
    except _Unsure:
        return None
    return _joined(items).strip()


class _Reader:
    """Reads the tokens of one formula from left to right."""

    def __init__(self, tex: str) -> None:
        self.tokens = TOKEN.findall(tex.strip())
        self.letters = {t for t in self.tokens if t.isalpha()}
        self.at = 0

    def sequence(self) -> list[_Item]:
        """Items up to a closing brace or the end."""
        items: list[_Item] = []
        while self.at < len(self.tokens) and self.tokens[self.at] != "}":
            token = self.tokens[self.at]
            if token in "_^'":
                items[-1:] = self.scripts(items[-1] if items else _Item("ord", ""))
            else:
                items += self.item()
        return items

    def item(self) -> list[_Item]:
        token = self.tokens[self.at]
        self.at += 1
        if token == "{":
            inner = self.sequence()
            self.expect("}")
            return [_Item("ord", i.text) for i in inner] if len(inner) == 1 and inner[0].kind == "mark" else inner
        if token.startswith("\\"):
            return self.command(token[1:].rstrip() or " ")
        if token.isspace():
            return [_Item("blank", " ")]
        return [_character(token)]

    def command(self, name: str) -> list[_Item]:
        if name in SIZES:
            if name in ("left", "right") and self.tokens[self.at : self.at + 1] == ["."]:
                raise _Unsure
            return []
        for table, kind in TABLES:
            if name in table:
                return [_Item(kind, table[name])]
        if name in NAMES:
            return [_Item("name", name)]
        if name in "%#_&$":
            return [_Item("ord", name)]
        if name in WORDS:
            return [_Item("word", self.raw())]
        if name in ("frac", "tfrac", "dfrac"):
            return [_Item("frac", _fraction(self.group(), self.group()))]
        if name == "sqrt":
            return [_Item("ord", "√" + _held(self.group()))]
        if name in ACCENTS:
            return [_Item("ord", _single(self.group()) + ACCENTS[name])]
        if name in STYLED:
            return [_Item("ord", self.styled(STYLED[name]))]
        raise _Unsure

    def styled(self, known: dict[str, str]) -> str:
        """A letter in another style: its own sign, or the plain letter where that is not used beside it."""
        letter = _single(self.group())
        if letter in known:
            return known[letter]
        if self.tokens.count(letter) > 1:
            raise _Unsure
        return letter

    def group(self) -> list[_Item]:
        """An argument: what stands in braces, or the next item."""
        while self.at < len(self.tokens) and self.tokens[self.at].isspace():
            self.at += 1
        if self.at >= len(self.tokens) or self.tokens[self.at] in ("}", "["):
            raise _Unsure
        return self.item()

    def raw(self) -> str:
        """The words of an argument as they are; they may hold no formula of their own."""
        self.expect("{")
        start = self.at
        while self.at < len(self.tokens) and self.tokens[self.at] != "}":
            self.at += 1
        text = "".join(self.tokens[start : self.at]).replace("\\_", "_").replace("\\ ", " ")
        self.expect("}")
        if set(text) & set("\\{$^"):
            raise _Unsure
        return text

    def expect(self, token: str) -> None:
        if self.tokens[self.at : self.at + 1] != [token]:
            raise _Unsure
        self.at += 1

    def scripts(self, base: _Item) -> list[_Item]:
        """The item with what stands below and above it, below first."""
        below = above = ""
        while self.at < len(self.tokens) and self.tokens[self.at] in "_^'":
            sign = self.tokens[self.at]
            self.at += 1
            if sign == "'":
                above += "′"
            elif sign == "_":
                below = _script(self.group(), "_", SUB)
            else:
                above += _script(self.group(), "^", SUP)
        if base.kind in ("frac", "blank") and (below or above):
            base = _Item("ord", f"({base.text})") if base.kind == "frac" else base
        return [_Item(base.kind, base.text + below + above)]


TABLES: tuple[tuple[dict[str, str], str], ...] = (
    (SYMBOLS, "ord"),
    (RELATIONS, "rel"),
    (BINARY, "bin"),
    (LARGE, "large"),
    (OPENING, "open"),
    (CLOSING, "close"),
    (BARS, "bar"),
    (BLANKS, "blank"),
)


def _character(token: str) -> _Item:
    if token in "=<>":
        return _Item("rel", token)
    if token in "+-":
        return _Item("bin", "−" if token == "-" else token)
    if token in "([":
        return _Item("open", token)
    if token in ")]":
        return _Item("close", token)
    if token in "&\\$#~%":
        raise _Unsure
    return _Item({"|": "bar", ",": "mark", ";": "mark"}.get(token, "ord"), token)


def _script(items: list[_Item], sign: str, table: dict[int, int]) -> str:
    """A sub- or superscript: in small letters where every one exists, else behind `_` or `^`."""
    text = _joined(items, tight=True).strip()
    words = any(i.kind in ("word", "name") for i in items)
    if text and not words and all(ord(c) in table for c in text):
        return text.translate(table)
    return sign + (text if PLAIN.fullmatch(text) else f"{{{text}}}")


def _fraction(above: list[_Item], below: list[_Item]) -> str:
    num = _joined(above).strip() if _is_product(above) else _held(above)
    derivative = len(below) == 2 and below[0].text.startswith(("∂", "d")) and below[1].kind == "ord"
    return f"{num}/{_joined(below) if derivative else _held(below)}"


def _is_product(items: list[_Item]) -> bool:
    """Whether nothing outside parentheses is weaker than the stroke of a fraction."""
    depth = 0
    for item in items:
        depth += (item.kind == "open") - (item.kind == "close")
        if depth == 0 and item.kind not in ("ord", "blank", "close"):
            return False
    return True


def _held(items: list[_Item]) -> str:
    """Held together: one sign or one number as it is, else in parentheses; what one pair holds already needs no other."""
    text = _joined(items).strip()
    alone = len([i for i in items if i.kind != "blank"]) == 1 and items[0].kind in ("ord", "word")
    return text if alone or re.fullmatch(r"[0-9.]+|\([^()]*\)", text) else f"({text})"


def _single(items: list[_Item]) -> str:
    if len(items) != 1 or len(items[0].text) != 1:
        raise _Unsure
    return items[0].text


ENDS = ("ord", "close", "frac", "word")  # what a product or a difference may follow
BEGINS = ("ord", "open", "frac", "word", "name", "large")


def _joined(items: list[_Item], *, tight: bool = False) -> str:
    """The items side by side, with the blanks a reader needs; `tight` in scripts."""
    items = [i for i in items if i.text]
    out = ""
    for at, item in enumerate(items):
        before = _near(items[:at][::-1])
        after = _near(items[at + 1 :])
        text = item.text
        if item.kind == "frac" and (before in (*ENDS, "name") or after in ("ord", "open", "frac", "name", "large")):
            text = f"({text})"
        if tight:
            gap = " " if item.kind == "name" and after in ("ord", "frac", "name") else ""
            out += text + gap if item.kind != "blank" else ""
            continue
        if item.kind == "rel" or (item.kind == "bin" and _is_binary(item.text, before, after)):
            out = f"{out.rstrip()} {text} "
        elif item.kind == "blank":
            out += "" if out.endswith(" ") and text == " " else text
        elif item.kind == "mark":
            out = f"{out.rstrip()}{text} "
        elif item.kind in ("name", "large", "word"):
            gap = " " if out[-1:].isalnum() or out[-1:] == ")" else ""
            tail = " " if after in ("ord", "frac", "name", "large", "word") else ""
            out += (gap if item.kind != "word" else "") + text + (tail if item.kind != "word" else "")
        else:
            glue = " " if _open_script(out) and text[:1].isalnum() else ""
            out += glue + text
    return re.sub(r" {4,}", "   ", out)


def _is_binary(sign: str, before: str, after: str) -> bool:
    """Whether a sign stands between two things; a formula may begin or end with one (`$2\\times$ ____`), but not with a minus."""
    cut = sign not in "−+±∓"
    return bool(before or after) and (
        (before in ENDS or (cut and not before)) and (after in BEGINS or (not after and (cut or before != "")))
    )


def _open_script(out: str) -> bool:
    """Whether the text ends in a script without braces, which would swallow the next letter."""
    return bool(re.search(r"[_^]\w+\Z", out))


def _near(items: list[_Item]) -> str:
    """The kind of the first item that is no blank; a full stop is a mark."""
    return next(("mark" if i.text == "." else i.kind for i in items if i.kind != "blank"), "")
