"""What a notebook can tell about a call: the cell that it stands in, where its values come from, and their order.

Everything here is a courtesy: where there is no IPython, or its history says nothing, nothing is said.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import linecache
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from .._errors import KitError

INPUT = "input() gives text, and asks again whenever the cells are run. Write your answer into the cell itself instead."
_KIT = str(Path(__file__).resolve().parents[1]) + os.sep
_HELD = {"ck", "sheet"}  # names that a notebook of exercises needs from its first cell


def shell() -> Any:
    """The running IPython, or None."""
    try:
        from IPython.core.getipython import get_ipython
    except ImportError:
        return None
    return get_ipython()


def cell_number() -> int:
    """The number of the cell that runs, 0 where nobody counts."""
    # Not `execution_count`: when that goes up is IPython's own affair.
    return max(0, len(_cells()) - 1)


@dataclass(frozen=True)
class Site:
    """Where `check` was called.

    Parameters
    ----------
    given
        The expressions that were handed over after the task's id.
    unseen
        Whether the notebook would show nothing of what the call gives, since more follows in its cell.
    """

    given: tuple[ast.expr, ...] = ()
    unseen: bool = False


def call_site(task: Any) -> Site:
    """Find the call of `check` that is running, by the nearest line outside the kit."""
    frame = inspect.currentframe()
    while frame is not None and frame.f_code.co_filename.startswith(_KIT):
        frame = frame.f_back
    if frame is None:
        return Site()
    try:
        return _site(frame, task)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Site()


def _site(frame: FrameType, task: Any) -> Site:
    tree = ast.parse("".join(linecache.getlines(frame.f_code.co_filename, frame.f_globals)))
    found = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "check"
        and node.lineno <= frame.f_lineno <= (node.end_lineno or node.lineno)
    ]  # fmt: skip
    named = [node for node in found if node.args and getattr(node.args[0], "value", None) == task]
    if not found:
        return Site()
    call = (named or found)[-1]
    last = tree.body[-1] if tree.body else None
    bare = [node for node in ast.walk(tree) if isinstance(node, ast.Expr) and node.value is call]
    unseen = frame.f_code.co_name == "<module>" and bool(bare) and bare[0] is not last and _shows_last_only()
    return Site((*call.args[1:], *(word.value for word in call.keywords)), unseen)


def _shows_last_only() -> bool:
    return getattr(shell(), "ast_node_interactivity", "") == "last_expr"


def typed_in(site: Site) -> bool:
    """Whether what was handed over comes from `input()`, here or in the cell that made its name."""
    if any(_asks(each) for each in site.given):
        return True
    cells = _cells()
    return any(_asks(made[1]) for name in _names(site.given) if (made := _last(name, cells)) is not None)


def older(site: Site, opened: int) -> tuple[str, int] | None:
    """A name that was handed over and made before a cell ran, and the number of the cell that made it.

    A name counts too when it was made later from what `inputs` gave earlier.
    """
    cells = _cells()
    for name in _names(site.given):
        made = _last(name, cells)
        if made is None:
            continue
        if 0 < made[0] < opened:
            return name, made[0]
        for used in _names([made[1]]):
            source = _last(used, cells[: made[0] + 1])
            if source is not None and 0 < source[0] < opened and ".inputs(" in ast.unparse(source[1]):
                return used, source[0]
    return None


def targets() -> list[str]:
    """The names to which the running cell gives what `exercises` gives."""
    cells = _cells()
    return [name for name, value in _made(cells[-1]) if "exercises(" in ast.unparse(value)] if cells else []


def _cells() -> Sequence[str]:
    """The cells that ran, by their numbers; the last one is running."""
    history = getattr(shell(), "history_manager", None)
    return list(getattr(history, "input_hist_parsed", []) or [])


def _made(cell: str) -> Iterator[tuple[str, ast.expr]]:
    """The names that a cell makes at its top level, and what from, in their order."""
    try:
        body = ast.parse(cell).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for statement in body:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                for node in ast.walk(target):
                    if isinstance(node, ast.Name):
                        yield node.id, statement.value
        elif isinstance(statement, ast.AnnAssign | ast.AugAssign) and isinstance(statement.target, ast.Name):
            yield from [(statement.target.id, statement.value)] if statement.value is not None else []


def _last(name: str, cells: Sequence[str]) -> tuple[int, ast.expr] | None:
    """The last cell that made a name, and what from."""
    for number in range(len(cells) - 1, -1, -1):
        if name in cells[number]:
            found = [value for made, value in _made(cells[number]) if made == name]
            if found:
                return number, found[-1]
    return None


def _names(given: Sequence[ast.expr]) -> list[str]:
    return list(dict.fromkeys(n.id for each in given for n in ast.walk(each) if isinstance(n, ast.Name)))


def _asks(node: ast.expr) -> bool:
    calls = (each.func for each in ast.walk(node) if isinstance(each, ast.Call))
    return any(isinstance(call, ast.Name) and call.id == "input" for call in calls)


def is_input(given: Any) -> bool:
    """Whether `input` itself was handed over; a kernel puts its own in the place of Python's."""
    return callable(given) and (given is builtins.input or getattr(given, "__name__", "") in ("input", "raw_input"))


# ---- names that are not there ----


def tell_missing_names() -> None:
    """Let a notebook say "run the cells above first" where a name of its first cell is missing.

    With IPython's own `set_custom_exc`; a handler that somebody else put there stays.
    """
    _HELD.update(targets())
    running = shell()
    if running is not None and not getattr(running, "custom_exceptions", ()):
        running.set_custom_exc((NameError,), _name_error)


def _name_error(self: Any, kind: Any, value: Any, traceback: Any, tb_offset: int | None = None) -> None:
    name = getattr(value, "name", None)
    if name in _HELD:
        told = KitError(f'"{name}" is not there yet. Run the cells above first, from the top: Run > Run All Cells.')
        self.showtraceback((KitError, told, traceback), tb_offset=tb_offset)
    else:
        self.showtraceback((kind, value, traceback), tb_offset=tb_offset)
