"""The installation key: made once, private, and never silently another."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest

from monitor.model.errors import StoreError
from monitor.store.engine import Database
from monitor.store.secret import FILE_NAME, installation_key, refuse_emptied


def test_the_key_is_made_once_and_private(db: Database, tmp_path: Path) -> None:
    key = installation_key(tmp_path, db)
    assert (32, 0o600) == (len(key), (tmp_path / FILE_NAME).stat().st_mode & 0o777)
    assert key == installation_key(tmp_path, db)
    assert [FILE_NAME] == [path.name for path in tmp_path.glob("installation*")]


def test_the_database_does_not_tell_the_key(db: Database, tmp_path: Path) -> None:
    key = installation_key(tmp_path, db)
    content = Path(db.place).read_bytes() if Path(db.place).is_file() else b""
    assert key not in content
    assert key.hex().encode() not in content


def test_without_the_key_a_database_that_was_made_with_one_is_refused(db: Database, tmp_path: Path) -> None:
    installation_key(tmp_path, db)
    (tmp_path / FILE_NAME).unlink()
    with pytest.raises(StoreError, match="missing"):
        installation_key(tmp_path, db)
    assert not (tmp_path / FILE_NAME).exists()


def test_another_key_is_refused(db: Database, tmp_path: Path) -> None:
    installation_key(tmp_path, db)
    (tmp_path / FILE_NAME).write_bytes(b"k" * 32)
    with pytest.raises(StoreError, match="not the key of this database"):
        installation_key(tmp_path, db)


def test_a_damaged_key_is_refused(db: Database, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"short")
    with pytest.raises(StoreError, match="damaged"):
        installation_key(tmp_path, db)


def test_a_new_database_takes_the_key_that_is_there(db: Database, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"k" * 32)
    assert b"k" * 32 == installation_key(tmp_path, db)
    assert b"k" * 32 == installation_key(tmp_path, db)


def test_a_folder_that_cannot_be_used_is_a_store_error(db: Database, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be"):
        installation_key(tmp_path / "file", db)


@pytest.mark.parametrize(
    ("content", "has_key", "is_refused"), [(b"", True, True), (b"", False, False), (b"SQLite", True, False), (None, True, False)]
)
def test_an_emptied_database_beside_its_key_is_not_begun_anew_silently(
    tmp_path: Path, content: bytes | None, has_key: bool, is_refused: bool
) -> None:
    file = tmp_path / "mainstay.db"
    if content is not None:
        file.write_bytes(content)
    if has_key:
        (tmp_path / FILE_NAME).write_bytes(b"k" * 32)
    with pytest.raises(StoreError, match=r"mainstay\.db: is empty") if is_refused else nullcontext():
        refuse_emptied(tmp_path, str(file))
