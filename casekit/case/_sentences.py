"""The errors of pydantic as sentences, each on its line of the file."""

from __future__ import annotations

import typing
from typing import Annotated, Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .._errors import near
from ._problems import Problems
from ._yaml import Document, Key


def note(
    file: str, document: Document, shape: type[BaseModel], error: ValidationError, problems: Problems,
    under: tuple[Key, ...] = (),
) -> None:  # fmt: skip
    """Note each mistake that pydantic found as a sentence on its line.

    Parameters
    ----------
    file, document
        What was read.
    shape, error
        What it was to be, and how it is not.
    under
        The path of the place in the document that was fitted.
    """
    for detail in error.errors():
        if problems.full(file):
            return
        path = (*under, *detail["loc"])
        problems.add(file, document.line(path), _sentence(shape, detail))


def _sentence(shape: type[BaseModel], detail: ErrorDetails) -> str:
    loc, kind, given = detail["loc"], detail["type"], detail["input"]
    name = next((str(step) for step in reversed(loc) if isinstance(step, str)), "this")
    if kind == "missing":
        return f'"{name}" is missing here. Add a line "{name}: ...".'
    if kind == "extra_forbidden":
        return f'There is no key "{name}" here. {near(name, _keys_at(shape, loc[:-1]), "Keys")}'
    if kind == "literal_error":
        known = str(detail.get("ctx", {}).get("expected", "")).replace(" or ", ", ").replace("'", "").split(", ")
        return f'"{name}" cannot be "{given}". {near(str(given), [k for k in known if k])}'
    if kind == "said":
        return detail["msg"]
    if kind.startswith("bool"):
        return f'"{name}" is "{given}". Write true or false.'
    if kind == "string_type" and isinstance(given, list):
        return f'"{name}" must be one text. This is a list: keep one of its items, or put the whole in quotes.'
    if kind == "string_type":
        return f'"{name}" must be one text. If it holds ": ", "#" or brackets, put it in quotes.'
    if kind in ("list_type", "tuple_type"):
        return f'"{name}" must be a list: lines that begin with "- ".'
    if kind in ("dict_type", "model_type"):
        return f'"{name}" must hold lines of the form "key: value".'
    return f'"{name}" does not fit: {detail["msg"]}.'


def _keys_at(shape: Any, loc: tuple[Key, ...]) -> list[str]:
    """Return the keys that are allowed at a place, found by walking down the models."""
    for step in loc:
        shape = _unwrap(shape)
        if isinstance(shape, type) and issubclass(shape, BaseModel):
            fields = {info.alias or name: info.annotation for name, info in shape.model_fields.items()}
            shape = fields.get(str(step))
        else:
            shape = typing.get_args(shape)[-1]
    shape = _unwrap(shape)
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        return [info.alias or name for name, info in shape.model_fields.items()]
    return []


def _unwrap(shape: Any) -> Any:
    return typing.get_args(shape)[0] if typing.get_origin(shape) is Annotated else shape
