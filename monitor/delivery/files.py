"""The channel that writes reports into a folder: page, text and JSON side by side, each whole or not at all."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from monitor.model.errors import DeliveryError
from monitor.model.rendered import DeliveryContext, Rendered

FILE_MODE = 0o600


@dataclass(frozen=True, slots=True)
class Options:
    """`folder` None means the reports folder of the state directory."""

    folder: Path | None = None


def page_path(message: Rendered, options: Options, context: DeliveryContext) -> Path:
    """Return where the HTML page of `message` lies after `send`."""
    return (options.folder or context.reports_dir) / f"{message.stem}.html"


def send(message: Rendered, options: Options, context: DeliveryContext) -> None:
    """Write the three files of a report. Raises DeliveryError (not permanent) naming the file that could not be written."""
    page = page_path(message, options, context)
    for suffix, text in ((".json", message.document), (".txt", message.text), (".html", message.html)):
        write_whole(page.with_suffix(suffix), text)


def write_whole(path: Path, text: str) -> None:
    """Write `text` to `path` by way of a temporary file, so that a reader never sees half of it. Raises DeliveryError."""
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
