"""Share of the vocabulary in the parameters, or in the work of one token, as a formula in V, d, L."""

from beikao.kit import Draw, Question, symbolic

CASES = {  # numerator over V*d, layers' parameters over d^2
    ("1", "12*L"): "V/(V+12*L*d)",
    ("2", "12*L"): "V/(V+6*L*d)",
    ("1", "8*L"): "V/(V+8*L*d)",
    ("2", "8*L"): "V/(V+4*L*d)",
    ("2", "16*L"): "V/(V+8*L*d)",
    ("1", "16*L"): "V/(V+16*L*d)",
}


def make(draw: Draw) -> Question:
    tables, layer = draw.choice(sorted(CASES))
    other = CASES["1" if tables == "2" else "2", layer]
    return Question(
        show={"tables": tables, "layer": layer.removesuffix("*L")},
        truth=symbolic(CASES[tables, layer], over={"V": (30, 160), "d": (1, 9), "L": (2, 40)}),
        wrong={"tokenisation/one-table": other} if tables == "2" else {},
    )


def second_way(show) -> str:
    """Parameters of the tables over all parameters, not simplified."""
    tables = f"{show['tables']}*V*d"
    return f"{tables}/({tables}+{show['layer']}*d^2*L)"
