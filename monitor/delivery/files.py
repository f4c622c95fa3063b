"""The channel that writes reports into a folder: page, text and JSON side by side, each whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
import zlib
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from monitor.delivery.erasing import without_names
from monitor.model.errors import DeliveryError
from monitor.model.letter import Outgoing
from monitor.model.outbox import Edition
from monitor.model.rendered import DeliveryContext, Rendered

FILE_MODE = 0o600
NAME = RECIPIENT = "files"


@dataclass(frozen=True, slots=True)
class Options:
    """`folder` None means the reports folder of the state directory."""

    folder: Path | None = None


def page_path(stem: str, options: Options, context: DeliveryContext) -> Path:
    """Return where the HTML page of the report `stem` lies after `send`."""
    return (options.folder or context.reports_dir) / f"{stem}.html"


def compose(edition: Edition) -> bytes:
    """Return the three files of a report in one, packed: they are stored until they are written."""
    if edition.page is None:
        raise ValueError("files are made of a page")
    return zlib.compress(json.dumps(asdict(edition.page)).encode())


def _unpacked(body: bytes) -> Rendered:
    return Rendered(**json.loads(zlib.decompress(body)))


def send(message: Outgoing, options: Options, context: DeliveryContext) -> None:
    """Write the three files of a report. Raises DeliveryError (not permanent) naming the file that could not be written."""
    rendered = _unpacked(message.body)
    page = page_path(rendered.stem, options, context)
    for suffix, text in ((".json", rendered.document), (".txt", rendered.text), (".html", rendered.html)):
        write_whole(page.with_suffix(suffix), text)


def withhold(body: bytes, names: Collection[str]) -> bytes:
    """Return the packed files with `names` withheld."""
    rendered = _unpacked(body)
    words = {name: without_names(getattr(rendered, name), names) for name in ("subject", "html", "text", "document")}
    return compose(Edition(replace(rendered, **words)))


def write_whole(path: Path, text: str) -> None:
    """Write `text` to `path` by way of a temporary file, so that a reader never sees half of it. Raises DeliveryError.

    What is no regular file (a device, a pipe) is written to as it is; a link is followed and stays.
    """
    if path.exists() and not path.is_file():
        _write_into(path, text)
        return
    path = path.resolve()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    except OSError as error:
        raise DeliveryError(f"{path}: cannot write: {error.strerror}", permanent=False) from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
        Path(temporary).chmod(FILE_MODE)
        Path(temporary).replace(path)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        raise DeliveryError(f"{path}: cannot write: {error.strerror}", permanent=False) from error


def _write_into(path: Path, text: str) -> None:
    try:
        with path.open("w", encoding="utf-8", errors="replace") as file:
            file.write(text)
    except OSError as error:
        raise DeliveryError(f"{path}: cannot write: {error.strerror}", permanent=False) from error
