"""Where `templates/` and `config/` are: in the wheel's own data folder, or beside the package in a checkout."""

from pathlib import Path

from monitor.model.errors import SettingsError

PACKAGE = Path(__file__).resolve().parent


def version_of(path: Path) -> tuple[int, int]:
    """Return what tells one version of a file from the next: when it was changed, in ns, and its size; zeros where it is not."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


def data_dir(name: str) -> Path:
    """Return the folder `name` ("templates" or "config") of this installation.

    The wheel's copy is tried first: another package could own a top-level `templates` in site-packages.
    Raises SettingsError when the installation has neither.
    """
    for candidate in (PACKAGE / "_data" / name, PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise SettingsError.plain(f"this installation has no {name}/ folder; install Mainstay again")
