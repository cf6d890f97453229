"""Formulas as text: the same nodes, and nothing else."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casekit._errors import KitError
from casekit.engine import evaluate_text, parse
from casekit.engine.printing import to_javascript, to_text


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("-2 ** 2", -4),
        ("2 ** 3 ** 2", 512),
        ("10 - (4 - 3)", 9),
        ("[options-jan-2010] * fee", 6237),
        ("minimum(fee, 5, 7)", 5),
        ("where(fee > 50, 1, 2)", 1),
        ("sqrt(16) + exp(0) + log(1)", 5),
        ("normal_cdf(0)", 0.5),
    ],
)
def test_formulas_give_what_a_calculator_gives(text: str, result: float) -> None:
    assert evaluate_text(text, {"fee": 99, "options-jan-2010": 63}) == pytest.approx(result)


@pytest.mark.parametrize("text", ["1 / 0", "log(0)", "log(-1)", "sqrt(-1)", "(-8) ** (1 / 3)", "exp(1000)"])
def test_no_answer_is_not_available(text: str) -> None:
    assert math.isnan(evaluate_text(text, {}))


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "().__class__",
        "fee.real",
        "[x for x in (1, 2)]",
        "lambda: 1",
        "fee if fee else 1",
        "fee and 1",
        "'text'",
        "f'{fee}'",
        "fee == 99",
        "1 < fee < 100",
        "fee // 2",
        "print(1)",
        "minimum(fee, key=1)",
        "minimum()",
        "where(1, 2)",
        "fee[0]",
        "*fee",
        "True",
        "1j",
        "",
        "1 +",
        "missing * 2",
        "(" * 500 + "1" + ")" * 500,
        "-" * 5000 + "1",
        "1" * 5000,
        "9" * 400,
        "+" * 1990 + "1",
        "walrus := 3",
        "[not-there] * 2",
        "__reference_0__ * 2",
        "[fee] * __reference_7__",
    ],
)
def test_anything_else_is_refused_with_one_sentence(text: str) -> None:
    with pytest.raises(KitError) as caught:
        evaluate_text(text, {"fee": 99})
    assert str(caught.value).count("\n") == 0 or "\n" in text


NAMES = st.sampled_from(["a", "b", "c"])
FORMULAS = st.recursive(
    NAMES | st.integers(0, 9).map(str),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map(lambda t: f"(-{t})"),
        st.tuples(inner, inner).map(lambda t: f"minimum({t[0]}, {t[1]})"),
        st.tuples(inner, inner, inner).map(lambda t: f"where({t[0]} < {t[1]}, {t[1]}, {t[2]})"),
    ),
    max_leaves=12,
)


def test_a_printed_number_keeps_its_digits() -> None:
    assert to_text(parse("days * 365.2425 / 1000000")) == "days * 365.2425 / 1000000"


@given(FORMULAS, st.tuples(*[st.floats(-100, 100)] * 3))
def test_a_printed_formula_reads_back_as_the_same_number(text: str, values: tuple[float, float, float]) -> None:
    names = dict(zip("abc", values, strict=True))
    once = evaluate_text(text, names)
    again = evaluate_text(to_text(parse(text)), names)
    assert again == once or (math.isnan(once) and math.isnan(again))


def test_names_that_are_no_words_are_quoted_in_javascript() -> None:
    from casekit.engine.printing import _reach

    assert _reach("i", "price") == "i.price"
    assert _reach("i", 'a"; alert(1); "') == 'i["a\\"; alert(1); \\""]'
    assert to_javascript(parse("a - (b - c)"), lambda name: f"i.{name}") == "(i.a - (i.b - i.c))"
