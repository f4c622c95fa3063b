"""A whole cycle on a PostgreSQL server that others use too, that goes away, fills up, and knows us as an ordinary user."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from monitor.store.engine import open_database
from monitor.store.secret import FILE_NAME
from monitor.store.tables import METADATA
from tests.databases import NEEDS_SERVER, Databases, everything_in, rows_by_table, run_outside
from tests.e2e.command import CommandLine
from tests.e2e.test_cycle import WATCH, make_repository
from tests.postgres_server import VARIABLE

pytestmark = pytest.mark.skipif(not os.environ.get(VARIABLE), reason=NEEDS_SERVER)
NAMED = WATCH.replace("impact: high}]", "impact: high}]\n    names: all")


@pytest.fixture(autouse=True)
def lark(tmp_path: Path) -> Path:
    """Return a repository to look at."""
    return make_repository(tmp_path / "lark.git")


@pytest.fixture
def other_machine(mainstay: CommandLine, lark: Path) -> str:
    """Return a configuration with a state of its own on the same database."""
    folder = mainstay.folder / "other"
    folder.mkdir()
    shutil.copytree(lark, folder / "lark.git")
    path = folder / "mainstay.yaml"
    path.write_text(WATCH + mainstay.database, encoding="utf-8")
    return str(path)


def test_two_machines_do_not_work_on_one_database_at_once(mainstay: CommandLine, other_machine: str) -> None:
    config = mainstay.configure(WATCH)
    mainstay("--config", config, "run")
    with open_database(mainstay.database_url) as held, held.held():
        ran = mainstay("--config", other_machine, "run")
        assert (3, True) == (ran.code, "another run or daemon of Mainstay is working on this database" in ran.err)
        assert 0 == mainstay("--config", config, "report").code


def test_two_machines_take_turns_when_they_share_the_key(mainstay: CommandLine, other_machine: str) -> None:
    config = mainstay.configure(WATCH)
    mainstay("--config", config, "run")
    ran = mainstay("--config", other_machine, "run")
    assert (3, True) == (ran.code, "the key of this database is missing" in ran.err)
    shutil.copy(mainstay.folder / "var" / FILE_NAME, Path(other_machine).parent / "var")
    assert 0 == mainstay("--config", other_machine, "run").code


def test_a_server_that_is_away_is_said_and_the_next_run_goes_on(mainstay: CommandLine) -> None:
    config = mainstay.configure(WATCH)
    assert 0 == mainstay("--config", config, "run").code
    before = rows_by_table(mainstay.database_url)
    server, name = make_url(mainstay.database_url).set(database="postgres"), make_url(mainstay.database_url).database
    run_outside(server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    ran = mainstay("--config", config, "run", "--force")
    run_outside(server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert (3, True, False) == (ran.code, "the database server does not answer" in ran.err, "Traceback" in ran.err)
    assert before == rows_by_table(mainstay.database_url)
    assert 0 == mainstay("--config", config, "run", "--force").code


FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$
"""


def test_a_disk_that_is_full_for_any_table_is_said_and_the_next_run_goes_on(mainstay: CommandLine, databases: Databases) -> None:
    whole = mainstay("--config", mainstay.configure(WATCH), "--json", "run")
    wanted = json.loads(whole.out)["projects"][0]["findings"]
    written = []
    for table in METADATA.sorted_tables:
        url = databases.fresh()
        trigger = f"BEFORE INSERT OR UPDATE OR DELETE ON {table.name} EXECUTE FUNCTION full_disk()"
        run_outside(url, FULL, f"CREATE TRIGGER full_disk {trigger}")
        mainstay.database = f"database: {url}\n"
        config = mainstay.configure(WATCH)
        ran = mainstay("--config", config, "run")
        if ran.code == 0:
            continue
        written.append(table.name)
        assert (3, True) == (ran.code, "there is no room left to write" in ran.err), ran.err
        run_outside(url, f"DROP TRIGGER full_disk ON {table.name}")
        ran = mainstay("--config", config, "--json", "run")
        assert (0, wanted) == (ran.code, json.loads(ran.out)["projects"][0]["findings"]), table.name
    assert {"installation", "target", "source", "source_run", "activity", "release", "assessment", "report"} <= set(written)


def test_an_ordinary_user_who_owns_the_database_can_do_everything(mainstay: CommandLine) -> None:
    url = make_url(mainstay.database_url)
    user = f"user_{url.database}"
    run_outside(url, f"CREATE ROLE {user} LOGIN PASSWORD 'quiet'", f"ALTER DATABASE {url.database} OWNER TO {user}")
    mainstay.database = f"database: {url.set(username=user, password='quiet').render_as_string(hide_password=False)}\n"
    try:
        config = mainstay.configure(NAMED)
        ended = [mainstay("--config", config, *words.split()).code for words in ("run", "forget ada@lark.example", "run --force")]
        assert [0, 0, 0] == ended
        assert [] == [row for row in everything_in(mainstay.database_url) if "Ada Lark" in repr(row)]
    finally:
        run_outside(url, f"REASSIGN OWNED BY {user} TO CURRENT_USER", f"DROP OWNED BY {user}", f"DROP ROLE {user}")
