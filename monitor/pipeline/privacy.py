"""Forgetting an account everywhere we wrote it: the database, and the reports in `state_dir` that may hold its name."""

from __future__ import annotations

import html
import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from monitor.delivery.files import write_whole
from monitor.pipeline.house import House
from monitor.store.forget import forget, load_names

WITHHELD = "(withheld)"


@dataclass(frozen=True, slots=True)
class Erased:
    """From how many targets an account was erased, and in how many report files its name was withheld."""

    targets: int
    files: int


def forget_everywhere(house: House, account: str) -> Erased:
    """Erase `account` (a mail address or a stable id) and never collect it again. Raises StoreError and DeliveryError.

    Files go first: if one cannot be written, the name is still known and the command can be given again.
    """
    stable_id = house.pseudonym(account) if "@" in account else account
    names = load_names(house.database, stable_id)
    files = sum(_withhold(path, names) for path in sorted((house.configuration.state_dir / "reports").glob("*")))
    return Erased(forget(house.database, stable_id, house.clock(), names=names), files)


def _withhold(path: Path, names: Collection[str]) -> bool:
    if not path.is_file():
        return False
    text = path.read_text(encoding="utf-8", errors="replace")
    erased = text
    for name in sorted(names, key=len, reverse=True):
        for written in (name, html.escape(name), json.dumps(name, ensure_ascii=False)[1:-1]):
            erased = erased.replace(written, WITHHELD)
    if erased != text:
        write_whole(path, erased)
    return erased != text
