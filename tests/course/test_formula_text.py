"""Formulas as text: what is shown is what the source says, and what is not sure stays TeX."""

from __future__ import annotations

import re
import unicodedata

import pytest

from beikao.course.formula_text import as_text
from tests.conftest import CONTENT


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"A=\sum_{i=1}^{r}\sigma_i\,u_i v_i^\top", "A = ∑ᵢ₌₁ʳ σᵢ uᵢ vᵢᵀ"),
        (r"\{x\mid\|x\|\le1\}", "{x | ‖x‖ ≤ 1}"),
        (r"\lVert A-A_k\rVert_F^2=\sum_{i>k}\sigma_i^2 .", "‖A − Aₖ‖_F² = ∑_{i>k} σᵢ² ."),
        (r"\frac{c(c+1)}{2}", "c(c + 1)/2"),
        (r"\frac{a+b}{cd}x", "((a + b)/(cd))x"),
        (r"f(w)=\tfrac12(9w_1^2+w_2^2)", "f(w) = (1/2)(9w₁² + w₂²)"),
        (r"e^{s_{ij}}", "e^{sᵢⱼ}"),
        (r"-\partial L/\partial w'", "−∂L/∂w′"),
        (r"1{,}000\;\text{个词元}", "1,000 个词元"),
        (r"\hat y=\ln x\!", "y\u0302 = ln x"),
        (r"2\times", "2 ×"),
        (r"W\sim\mathcal N(0,\sigma^2)", "W ∼ N(0, σ²)"),
    ],
)
def test_said_in_one_line(tex: str, text: str) -> None:
    assert as_text(tex) == text


@pytest.mark.parametrize(
    "tex",
    [
        r"\begin{pmatrix}1&0\\2&0\end{pmatrix}",
        r"\sqrt[3]{x}",
        r"\overline{gx}",
        r"\unknown x",
        r"\binom nk",
        "{a",
        "a}",
        r"N=\mathcal N",  # the two would look the same
        r"\text{按 $x$}",
    ],
)
def test_not_sure(tex: str) -> None:
    assert as_text(tex) is None


def formulas() -> list[str]:
    """Every formula of the course, drawn values put in."""
    found = set()
    for path in sorted([*CONTENT.rglob("*.md"), *CONTENT.rglob("question*.toml")]):
        text = re.sub(r"\{\{[^}]*\}\}", "7", path.read_text())
        found |= {a or b for a, b in re.findall(r"\$\$(.+?)\$\$|(?<!\\)\$([^$\n]+?)\$", text, re.DOTALL)}
    return sorted(found)


def signs(text: str) -> str:
    """Its digits and plain letters, whichever size they are written in, in a fixed order."""
    return "".join(sorted(c for c in unicodedata.normalize("NFKD", text) if c.isascii() and c.isalnum()))


def test_nothing_of_the_course_is_lost() -> None:
    every = formulas()
    said = {tex: text for tex in every if (text := as_text(tex)) is not None}
    assert len(said) > 0.95 * len(every) > 1000
    words = re.compile(
        r"\\(?:text|mathrm|operatorname)(?![a-zA-Z])|\\(?=(?:ln|log|exp|max|min|sin|cos|tanh?|arg|det)(?![a-zA-Z]))"
    )
    for tex, text in said.items():
        assert "\\" not in text and "$" not in text, (tex, text)
        source = re.sub(r"\\(?:mathcal|mathbb) ?\{?\w\}?|\\top|\^\{?T\}?|\\[a-zA-Z]+", " ", words.sub(" ", tex))
        shown = re.sub("[ℝℕℤℚℂℙℒℓᵀ…]", " ", text)
        if "mathcal" not in tex and "mathbb" not in tex:
            assert signs(source) == signs(shown), (tex, text)
