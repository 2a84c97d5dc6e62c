"""Lines of Chinese on a terminal: their ends, their widths, what is never cut."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from beikao.cli.lines import CLOSING, OPENING, Screen, starts
from beikao.cli.prose import prose
from beikao.cli.screen import hanging, verdict_lines

WIDTHS = (50, 60, 80, 120)
LESSON = (
    "任何**低秩**矩阵都能写成薄层之和（见 [@eckart-young]），$A=\\sum_{i=1}^{r}\\sigma_i\\,u_i v_i^\\top$，"
    "其中 `np.linalg.svd(a, full_matrices=False)` 给的是完整版。KV 缓存压缩、LoRA 与 PCA 都靠它——不靠别的……"
    "「看起来很有规律」不等于低秩：秩低与否，取决于方向是否合拍。换句话说，把最小的几层扔掉就是最优解。\n\n"
    "- 按能量：$\\sum_{i\\le k}\\sigma_i^2/\\sum_i\\sigma_i^2$。它直接对应误差，是最常用的口径，也最不容易误导人。\n"
)


def shown(thing: object, width: int) -> list[str]:
    out = io.StringIO()
    Screen(file=out, width=width, color_system=None).print(thing)
    return out.getvalue().splitlines()


def well_broken(lines: list[str], width: int) -> None:
    for line in lines:
        assert cell_len(line) <= width, line
        assert line == line.rstrip(), repr(line)
        words = line.strip()
        assert words[:1] not in CLOSING or not words, line
        assert words[-1:] not in OPENING or not words, line


@pytest.mark.parametrize("width", WIDTHS)
def test_a_lesson(width: int) -> None:
    lines = shown(prose(LESSON), width)
    well_broken(lines, width)
    text = "\n".join(lines)
    for whole in ("A = ∑ᵢ₌₁ʳ σᵢ uᵢ vᵢᵀ", "np.linalg.svd(a, full_matrices=False)", "∑_{i≤k} σᵢ²/∑ᵢ σᵢ²", "——", "……"):
        assert whole in text, whole
    body = lines[: lines.index("") - 1]
    assert all(cell_len(line) > width - cell_len("np.linalg.svd(a, full_matrices=False)") - 4 for line in body)


def test_the_border_of_latin_and_chinese_is_no_end() -> None:
    """Chinese goes on behind a Latin word up to the edge."""
    assert (
        shown(Text("键值：KV 缓存压缩与量化误差分析的共同底座，凡是有人说这个矩阵"), 21)[0] == "键值：KV 缓存压缩与量"
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_a_verdict(width: int) -> None:
    message = "第 3 行的结果与应有的不同：你算的是 softmax(q @ k.T)（没有除以根号 d），所以分数太大，权重几乎全落在一个位置上。"
    check = {"slug": "a", "title": {"zh": "权重"}, "passed": False, "message": {"zh": message}, "called": "attend(q, k, v)",
             "got": None, "want": None, "where": None}  # fmt: skip
    verdict = {"state": "failed", "score": 0.5, "ms": {"total": 12.0}, "checks": [check], "sandbox": {}}
    for line in verdict_lines(verdict, "zh", "忘了除以 √d：" + message):
        well_broken(shown(hanging(line), width), width)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_table(width: int) -> None:
    table = Table(box=None, pad_edge=False)
    table.add_column("名字", no_wrap=True)
    table.add_column("概念")
    table.add_row("eigendecomposition", "特征值分解、对称矩阵与二次型（含 Rayleigh 商），以及幂迭代。")
    well_broken(shown(table, width), width)


PIECES = st.sampled_from([*"中文字，。（）「」：；", "KV", "softmax", " ", " ", "a_b", "12", "——", "……", "x\u0302"])


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join), st.integers(2, 40), st.data())
def test_every_line_keeps_the_rules(text: str, width: int, data: st.DataObject) -> None:
    whole = []
    if len(text) > 1:
        start = data.draw(st.integers(0, len(text) - 2))
        whole = [(start, data.draw(st.integers(start + 1, len(text))))]
    begin = [0, *starts(text, width, whole)]
    assert begin == sorted(set(begin))
    ends = [*begin[1:], len(text)]
    for at, end in zip(begin, ends, strict=True):
        assert cell_len(text[at:end].rstrip(" ")) <= width or end == at + 1
        if end < len(text) and text[end] in CLOSING and end not in (a for a, _ in whole):  # code may begin with a stop
            assert not any(may_begin(text, i, whole) for i in range(at + 1, end))
    for a, b in whole:
        apart = (a == 0 or text[a - 1] == " ") and (b == len(text) or text[b] == " ") and text[a : a + 1] not in CLOSING
        after_opening = text[:a].rstrip(" ")[-1:] in OPENING
        before_closing = text[b:].lstrip(" ")[:1] in CLOSING and b < len(text.rstrip(" "))
        indented = a > 0 and not text[:a].strip(" ")  # no line is made of blanks alone
        if (
            apart
            and not (after_opening or before_closing or indented)
            and text[a] != " "
            and cell_len(text[a:b].rstrip(" ")) <= width
        ):
            assert not any(a < at < b for at in begin)


def may_begin(text: str, at: int, whole: list[tuple[int, int]]) -> bool:
    """Whether a line may well begin at a Chinese character here."""
    outside = all(not a < at < b and at not in (a, b) for a, b in whole)
    return outside and "\u3400" < text[at] < "\u9fff" and "\u3400" < text[at - 1] < "\u9fff"
