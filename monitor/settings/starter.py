"""`mainstay init`: a commented configuration to begin with."""

from __future__ import annotations

from pathlib import Path

from monitor.model.errors import SettingsError
from monitor.paths import data_dir
from monitor.settings.schema import FILE as SCHEMA_FILE

NAME = "mainstay.yaml"


def write_starter(folder: Path) -> Path:
    """Write `mainstay.yaml` into `folder`, which is made if need be, and return its path.

    Raises SettingsError when the file is there already (it is left as it is) or cannot be written.
    """
    path = folder / NAME
    text = _starter_text()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise SettingsError.plain("is there already and was left as it is", str(path)) from error
    except OSError as error:
        raise SettingsError.plain(f"cannot be written: {error.strerror}", str(path)) from error
    return path


def _starter_text() -> str:
    """Return the starter with the link to the editor's schema leading into this installation."""
    source = data_dir("config")
    text = (source / "starter.yaml").read_text(encoding="utf-8")
    return text.replace(f"$schema={SCHEMA_FILE}", f"$schema={source / SCHEMA_FILE}", 1)
