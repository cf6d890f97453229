"""What students write: formulas and functions, good ones, odd ones and garbage."""

from __future__ import annotations

import random

NAMES = ["a", "cost", "price_2", "größe", "where"]
POINTS = [
    {"a": 2.0, "cost": 0.5, "price_2": 40.0, "größe": -3.0, "where": 1.0},
    {"a": 0.0, "cost": 1e-9, "price_2": 1e3, "größe": 7.25, "where": -1.0},
]
NUMBERS = [
    "0",
    "1",
    "2",
    "3.5",
    ".5",
    "1.",
    "1e3",
    "2E-2",
    "1_000",
    "0x1F",
    "0b11",
    "0o17",
    "00",
    "1e999",
    "365",
    "0.2",
]
FUNCTIONS = {
    "minimum": 0,
    "maximum": 0,
    "where": 3,
    "exp": 1,
    "log": 1,
    "sqrt": 1,
    "normal_cdf": 1,
    "normal_quantile": 1,
    "best_below": 3,
    "best_of": 1,
    "both_above": 3,
}
OPERATORS = ["+", "-", "*", "/", "**", " + ", " − ", " × ", "÷", "^", "·", "–"]
GARBAGE = [
    *"()[]{}.,;:=<>!@#$%&|~?`'\"\\^*/+-_ \t\n\r\f", "\x0b", "\xa0", "\u2028", "\ufeff", "\x00", "\ud800", "²", "½",
    "π", "ﬁ", "ａ", "１", "€", "№", "==", "!=", "//", "**", "->", ":=", "...", "lambda", "if", " else ", " and ",
    "not ", "None", "True", "await ", "yield", "print", "open(", "__import__", "a.b", "f''", "0_", "01", "0x", "1e",
    "1j", "2a", "[a]", "[ cost ]", "[zz]", "[]", "[a-b]", "__reference_0__", "total(a)", "irr(a)", "previous(a, 1)",
    "elapsed(1)", "smallest(a, 1)", "exp", "exp()", "x = ", "= ", "größe", "unknown", "match", "2,000", "(a,)", "*a",
    "a\\\n+1", "# note", "\u202e", "é",
]  # fmt: skip


def formula(dice: random.Random, deep: int = 0) -> str:
    kind = dice.random()
    if deep > 4 or kind < 0.3:
        return dice.choice([*NAMES, *NUMBERS])
    inner = formula(dice, deep + 1)
    if kind < 0.65:
        return inner + dice.choice(OPERATORS) + formula(dice, deep + 1)
    if kind < 0.75:
        return dice.choice(["-", "+", "- ", "−"]) + inner
    if kind < 0.83:
        return f"({inner})"
    if kind < 0.86:
        return inner + dice.choice([" < ", "<=", ">", " >= "]) + formula(dice, deep + 1)
    name = dice.choice(list(FUNCTIONS))
    count = FUNCTIONS[name] or dice.randint(1, 3)
    return f"{name}({dice.choice([', ', ',']).join([inner, *(formula(dice, deep + 1) for _ in range(count - 1))])})"


def spoiled(dice: random.Random, text: str) -> str:
    for _ in range(dice.choice([1, 1, 1, 2, 5])):
        at = dice.randint(0, len(text))
        cut = dice.choice([0, 0, 1, 2])
        text = text[:at] + dice.choice([*GARBAGE, ""]) + text[at + cut :]
    return text


HAND_MADE = [
    "", " ", "=", "a =", "x = a", "if = a", "x == a", "a <= 2", "x=a<=2", "x = y = a", "-a ** 2", "a ** -2 ** 2",
    "2 ** 3 ** 2", "a - -2", "a < 2 < 3", "(a < 2) < 3", "exp[a]", "(exp)(a)", "exp(a)(a)", "[a](2)", "[a][a]",
    "[exp](a)", "__reference_0__", "__reference_0__ + [a]", "exp(a,)", "exp(,)", "exp(*a)", "where(a < 1, 2, 3)",
    "minimum(2,000)", "2,000", "(\na\n+ 1)", "a\n+ 1", "a # note", "# note\na", "# note\n a", "a\n# note", "a\n\n",
    "a\\\n+1", "a\r\n", "(a\r\n+ 1)", "a\r+ 1", "007", "0_0", "1" * 310, "1" * 308, "1" * 309 + ".", "1**1e999",
    "(-1)**-1e999", "1e999 - 1e999", "log(1e999)", "sqrt(1e999)", "0**0", "0**-1", "(-8)**(1/3)", "1/0", "exp(1000)",
    "log(0)", "exp(a < 3)", "normal_cdf(1 < 2)", "(a<3)+(a<3)", "minimum(a<3, a<3)/3", "where(a, 1, 2)", "a" * 2000,
    "a" * 2001, "x" * 3000, "é" * 2001, "𝒳" * 2000, "(" * 100 + "a" + ")" * 100, "(" * 101 + "a" + ")" * 101,
    "(" * 300, "a+" * 98 + "a", "a+" * 99 + "a", "a+" * 100 + "a", "a+" * 900 + "a", "-" * 98 + "a", "-" * 101 + "a",
    "-" * 1500 + "a", "a**" * 99 + "a", "a**" * 600 + "a", "exp(" * 99 + "a" + ")" * 99,
    "exp(" * 100 + "a" + ")" * 100, "𝐚", "where", "where(where, where, where)", "total(unknown)", "total(1, 2)",
    "'a'", "a.real",
]  # fmt: skip

PLAIN = [
    "def f(x, y):\n    return x * y", "def f(x, y): return x / y", "def f(x, y): z = x; return z - y",
    "lambda x, y: x + y", "f = lambda x, y: (x\n + y)", "f = (lambda x, y: x ** y)",
    "def f(x, y,):\n\treturn minimum(x, y)", "def f(x: float, y: int) -> float:\n    return -x",
    "def f(ａ, b):\n    return a",
    'def f(x, y):\n    """What it does: a; b # c."""\n    # a note\n    z = x * (1 +\n      y)  # more\n\n    return z',
    "    def f(x, y):\n        x = x + 1\n        return x", "def f(x, y):\r\n    return x\r\n",
    "\n\ndef f(x, y):\n    'a'\n    3\n    ...\n    return y\n\n",
    "def f(x, y):\n    z = x \\\n        + y\n    return z", "def f(x, y):\n    return x < y",
    "f = lambda x, y: where(x < y, x, y)", "def f(x, y):\n    x = 3;\n    return x;",
]  # fmt: skip
# Python that is more than plain arithmetic.
BEYOND = [
    "def f(x, y):\n    if x > y:\n        return x\n    return y",
    "def f(x, y):\n    for i in range(3):\n        x = x + i\n    return x", "def f(x, y=2): return x",
    "def f(*args): return 1", "def f(x, *, y): return x", "def f(x, y, /): return x", "def f(x, y):\n    pass",
    "def f(x, y):\n    z = x", "def f(x, y):\n    return", "def f(x, y):\n    return x // y",
    "def f(x, y):\n    return round(x)", "def f(x, y):\n    return x if y else 2",
    "def f(x, y):\n    z += 1\n    return z", "x = 3", "3 + 4", "@cached\ndef f(x, y): return x", "import os",
    "def f(x, y):\n    return math.sqrt(x)", "def f(x, y):\n    return x, y", "def f(x, y):\n    return 'a'",
    "def f(x, y):\n    return total(x)", "def f(x, y):\n    z: float = x\n    return z",
    "def f(x, y):\n    return x\n    return y", "def f(x, y):\n    return exp(x, y)",
    "def f(x, y):\n    return x + __import__('os').system('ls')", "class A: pass", "async def f(x, y):\n    return x",
    "def f(x, y):\n    def g(z):\n        return z\n    return g(x)",
]  # fmt: skip
# No Python, or not what was asked for.
OTHER = [
    "def f(x):\n    return x", "def f(x, y, z): return x", "def f():\n    return 1", "lambda: 1",
    "def f(x, y):\n    return w", "def f(x, y):\n    z = z + 1\n    return z", "def f(x, y)\n    return x",
    "def f(x, y):\nreturn x", "def f(x, y):\n    return (x", "hello world", "def f(x, y):\n    return x)",
    "def f(x, y):\n    return x +", "def", "   ", "def f(x, y):\n    return x\nf(1, 2)", "def f(x y): return x",
    "def f(x, y):\n    return 'a", "$", "return (", "def f(x, y):\n      z = x\n    return z", "x" * 10_001,
]  # fmt: skip
