"""The section "Model families" of a project, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """One family of models in a table's row."""

    name: str
    first_on: date
    last_on: date
    models: int
    bases: int
    sizes: tuple[str, ...]
    licences: tuple[str, ...]
    gated: int
    link: str


@dataclass(frozen=True, slots=True)
class ModelsPart:
    """The families of a project, newest first, how many more there are, and what is said of all of them."""

    text: str = ""
    link: str = ""
    lines: tuple[FamilyLine, ...] = ()
    more: int = 0
    said: tuple[str, ...] = ()


NO_MODELS = ModelsPart()
