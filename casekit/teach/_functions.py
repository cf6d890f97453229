"""A student's function: its text, which is what is kept, and what it gives where it has to be run."""

from __future__ import annotations

import ast
import inspect
import linecache
from collections.abc import Callable, Mapping, Sequence
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


def tried(function: Callable[..., Any], names: Sequence[str], points: Sequence[Mapping[str, float]]) -> dict[str, Any]:
    """What a student's function gives at some points, on single numbers and on arrays; they run in the notebook anyway.

    Returns
    -------
    dict
        `values`, one for each point, or `error`, one sentence.
    """
    import numpy as np

    values: list[float | None] = []
    with np.errstate(all="ignore"):
        for point in points:
            given = [point[name] for name in names]
            said = ", ".join(f"{name} = {value:g}" for name, value in zip(names, given, strict=True))
            try:
                result = function(*given)
                values.append(_number(result))
            except KitError as error:
                return {"error": f"{error} ({said})"}
            except Exception as error:
                return {"error": f"It stops with {type(error).__name__} at {said}: {str(error)[:100]}"}
        try:
            columns = [np.array([point[name] for point in points]) for name in names]
            many = [_number(each) for each in np.broadcast_to(np.asarray(function(*columns), float), (len(points),))]
        except Exception:
            many = []
    same = len(many) == len(values) and all(a == b or _near(a, b) for a, b in zip(values, many, strict=True))
    if not same:
        return {"error": "It works for single numbers and not for arrays: do without if, and without int and round."}
    return {"values": values}


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
