"""A student's function: its text, which is what is kept, and what it gives where it has to be run."""

from __future__ import annotations

import ast
import builtins
import contextlib
import inspect
import linecache
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import FunctionType
from typing import Any

from .._errors import KitError


def source_of(function: Callable[..., Any]) -> str:
    """The text of a function, as it stands in its cell.

    Raises
    ------
    KitError
        When it cannot be found.
    """
    name = getattr(function, "__name__", type(function).__name__)
    missing = f"The text of {name} cannot be found. Write it as def {name}(...): in a cell, and run that cell."
    if isinstance(function, type):
        raise KitError(f"{name} is a class, and a function is asked for: def {name}(...):")
    if name == "<lambda>" and isinstance(function, FunctionType):
        return _lambda_of(function)
    try:
        return inspect.getsource(function)
    except (TypeError, OSError, SyntaxError, ValueError):
        raise KitError(missing) from None


def _lambda_of(function: FunctionType) -> str:
    """The text of a lambda; where several stand in a line, the one whose text its code comes from."""
    code = function.__code__
    text = "".join(linecache.getlines(code.co_filename, function.__globals__))
    spots = [
        (a, c) for a, _, c, _ in code.co_positions() if a is not None and c is not None and a >= code.co_firstlineno
    ]
    fitting = []
    try:
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Lambda) and node.lineno == code.co_firstlineno:
                body = node.body
                start, end = (body.lineno, body.col_offset), (body.end_lineno or 0, body.end_col_offset or 0)
                if all(start <= spot <= end for spot in spots if spot != (code.co_firstlineno, 0)):
                    fitting.append(node)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        fitting = []
    if len(fitting) != 1 or not (found := ast.get_source_segment(text, fitting[0])):
        raise KitError("The text of this lambda cannot be found. Write it with def, in a cell of its own.")
    return found


def made_of(source: str) -> Callable[..., Any]:
    """The function that a text in a form defines: the student's own text, in the student's own notebook.

    Raises
    ------
    KitError
        When the text stops, or defines none.
    """
    import numpy as np

    names: dict[str, Any] = {"np": np}
    try:
        exec(compile(source, "<your function>", "exec"), names)
    except (Exception, KeyboardInterrupt) as error:
        raise KitError(f"Your text stops with {type(error).__name__}: {str(error)[:100]}") from None
    found = [each for each in names.values() if isinstance(each, FunctionType)]
    if not found:
        raise KitError("Your text defines no function. Begin it with def.")
    return found[-1]


@contextlib.contextmanager
def _without_input() -> Iterator[None]:
    """While a function is tried at a dozen points, it asks nobody a dozen times."""
    asks = builtins.input

    def refused(*_: Any) -> str:
        raise KitError("It asks with input(). Take the values from the brackets of the function.")

    builtins.input = refused
    try:
        yield
    finally:
        builtins.input = asks


def ran(function: Callable[..., Any] | None, source: str, task: Mapping[str, Any]) -> dict[str, Any]:
    """What a function gives at the points of its task; without one, the function that the text defines."""
    try:
        names = [each["name"] for each in task["names"]]
        return tried(function or made_of(source), names, task["key"]["points"])
    except KitError as error:
        return {"error": str(error)}


def tried(function: Callable[..., Any], names: Sequence[str], points: Sequence[Mapping[str, float]]) -> dict[str, Any]:
    """What a student's function gives at some points, on single numbers and on arrays; they run in the notebook anyway.

    Returns
    -------
    dict
        `values`, one for each point, and `arrays`, a sentence where it does not take them; or `error`, a sentence.
    """
    import numpy as np

    values: list[float | None] = []
    with np.errstate(all="ignore"), _without_input():
        for point in points:
            given = [point[name] for name in names]
            said = ", ".join(f"{name} = {value:g}" for name, value in zip(names, given, strict=True))
            try:
                result = function(*given)
                values.append(_number(result))
            except KitError as error:
                return {"error": f"{error} ({said})"}
            except KeyboardInterrupt:
                return {"error": f"It was stopped at {said}. Is there a loop in it without an end?"}
            except Exception as error:
                return {"error": f"It stops with {type(error).__name__} at {said}: {str(error)[:100]}"}
        try:
            columns = [np.array([point[name] for point in points]) for name in names]
            many = [_number(each) for each in np.broadcast_to(np.asarray(function(*columns), float), (len(points),))]
        except Exception:
            many = []
    same = len(many) == len(values) and all(a == b or _near(a, b) for a, b in zip(values, many, strict=True))
    return {"values": values, **({} if same else {"arrays": "Do without if, int and round."})}


def _number(result: Any) -> float | None:
    if result is None:
        raise KitError("It gives nothing back. Does it end with return?")
    try:
        number = float(result)
    except (TypeError, ValueError):
        raise KitError(f"It gives something of the kind {type(result).__name__}, and a number is asked for.") from None
    return number if abs(number) < float("inf") else None


def _near(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and abs(one - other) <= 1e-9 * max(abs(one), abs(other))
