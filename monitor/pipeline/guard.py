"""The one wrapper that turns any error into a value: a bug in one source or channel must not stop the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

Made = TypeVar("Made")
Foreseen = TypeVar("Foreseen", bound=Exception)


@dataclass(frozen=True, slots=True)
class Bug:
    """An error that nobody foresaw, in words."""

    text: str


def guarded(
    work: Callable[[], Made], foreseen: type[Foreseen], passed: tuple[type[Exception], ...] = ()
) -> Made | Foreseen | Bug:
    """Return what `work` returns, the `foreseen` error that it raised, or a Bug. Raises what is `passed`."""
    try:
        return work()
    except foreseen as error:
        return error
    except passed:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, it is stored and told as ours
        return Bug(f"{type(error).__name__}: {error}")
