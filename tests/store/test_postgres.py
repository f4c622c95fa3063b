"""What is PostgreSQL's own: who is refused and in which words, one writer and one holder, COPY, and names that leave no byte."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, event, insert, inspect, select, text
from sqlalchemy.engine import URL, make_url

from monitor.model.errors import StoreError
from monitor.model.facts import ActivityFact, ActivityKind, RawIdentity, Seen
from monitor.model.signals import Signal
from monitor.store import bulk, postgres
from monitor.store.attempts import save_attempt
from monitor.store.engine import Database, open_database
from monitor.store.forget import forget
from monitor.store.tables.facts import ACTIVITY, RELEASE
from monitor.store.tables.records import STATEMENT
from tests.databases import NEEDS_SERVER, Databases, engine_for, run_outside
from tests.postgres_server import VARIABLE
from tests.store.builders import ADA, BEN, DAY, NOW, attempt, commits, counts_of, facts_of, rows_in, tag
from tests.store.test_forget import TRACES, ZOE, fill

pytestmark = pytest.mark.skipif(not os.environ.get(VARIABLE), reason=NEEDS_SERVER)
SECRET = "canary-7f3a"


@contextmanager
def owner(url: str | URL) -> Iterator[Connection]:
    """Yield a connection on which each statement holds at once, without any code of ours."""
    with engine_for(url) as engine, engine.connect() as connection:
        yield connection.execution_options(isolation_level="AUTOCOMMIT")


def changed(url: str, **parts: object) -> str:
    """Return `url` with other parts, password and all."""
    return make_url(url).set(**parts).render_as_string(hide_password=False)  # type: ignore[arg-type]


def end_sessions(url: str) -> None:
    """End every session of the database, as a restart of the server does."""
    run_outside(
        url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )


def many(number: int) -> list[ActivityFact]:
    """Return a commit a day."""
    return [commits(ADA, str((NOW - DAY * day).date())) for day in range(number)]


def refused(url: str) -> str:
    """Return what is said of a database that cannot be opened."""
    with pytest.raises(StoreError) as caught:
        open_database(url).close()
    return str(caught.value)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"password": SECRET}, "does not let us in"),
        ({"username": "nobody", "password": SECRET}, "does not let us in"),
        ({"port": 1, "password": SECRET}, "does not answer"),
        ({"host": "nowhere.invalid", "password": SECRET}, "does not answer"),
        ({"database": "nowhere", "query": {"application_name": SECRET}}, "no such database"),
        ({"query": {"options": "-csearch_path=nowhere"}}, "no schema to work in"),
        ({"query": {"nosuchoption": SECRET}}, "option that the driver does not know"),
        ({"query": {"sslmode": "verify-full", "sslrootcert": "system"}}, "does not answer"),
    ],
)
def test_a_server_that_cannot_be_used_is_refused_in_words_without_the_password(
    databases: Databases, parts: dict[str, object], said: str
) -> None:
    url = databases.bare()
    message = refused(changed(url, **parts))
    assert said in message
    assert [] == [secret for secret in (SECRET, str(make_url(url).password)) if secret in message]


def test_a_user_who_may_create_nothing_is_told_so(databases: Databases) -> None:
    url = databases.bare()
    name = f"reader_{make_url(url).database}"
    run_outside(url, f"CREATE ROLE {name} LOGIN PASSWORD '{SECRET}'", "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    try:
        message = refused(changed(url, username=name, password=SECRET))
    finally:
        run_outside(url, f"DROP ROLE {name}")
    assert "may not do this" in message


def test_another_programs_database_is_left_as_it_is(databases: Databases) -> None:
    url = databases.bare()
    run_outside(url, "CREATE TABLE bookmarks (url text)")
    assert "another program's database" in refused(url)
    with owner(url) as connection:
        tables = connection.execute(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
        assert 1 == tables.scalar_one()


def test_a_database_of_a_newer_mainstay_is_refused(databases: Databases) -> None:
    url = databases.fresh()
    run_outside(url, "UPDATE alembic_version SET version_num = '9999'")
    assert "newer Mainstay" in refused(url)


def test_a_database_that_cannot_hold_every_name_is_refused(databases: Databases) -> None:
    url = databases.bare()
    name = f"{make_url(url).database}_latin"
    run_outside(url, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    try:
        assert "its encoding is LATIN1" in refused(changed(url, database=name))
    finally:
        run_outside(url, f"DROP DATABASE {name} WITH (FORCE)")


def test_a_schema_beside_another_programs_is_ours_alone(databases: Databases) -> None:
    url = databases.bare()
    run_outside(url, "CREATE TABLE bookmarks (url text)", "CREATE SCHEMA mainstay")
    with open_database(changed(url, query={"options": "-csearch_path=mainstay"})) as db:
        save_attempt(db, attempt(commits(ADA, "2026-02-01")))
        assert {("Ada Quill", "2026-02-01", "commit"): 1} == counts_of(facts_of(db))


def test_the_short_name_of_the_scheme_is_understood(databases: Databases) -> None:
    url = databases.fresh().replace("postgresql://", "postgres://")
    with open_database(url) as db:
        assert 0 == rows_in(db)["target"]


def test_first_openings_at_once_all_succeed(databases: Databases) -> None:
    url = databases.bare()
    results: list[int] = []

    def first() -> None:
        with open_database(url) as db:
            results.append(rows_in(db)["target"])

    threads = [threading.Thread(target=first) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [0, 0, 0] == results


def test_a_message_names_the_database_and_never_the_password(databases: Databases) -> None:
    url = databases.fresh()
    with open_database(changed(url, query={"passfile": SECRET})) as db:
        address = make_url(url)
        assert f"postgresql://127.0.0.1:{address.port}/{address.database}" == db.place


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/New_York"])
def test_moments_are_the_same_whatever_zone_the_server_lives_in(databases: Databases, zone: str) -> None:
    url = databases.fresh()
    run_outside(url, f"ALTER DATABASE {make_url(url).database} SET TimeZone = '{zone}'")
    early, late = datetime(1970, 1, 1, tzinfo=UTC), datetime(2026, 2, 28, 23, 59, 59, 999_999, tzinfo=UTC)
    with open_database(url) as db:
        facts = [tag("1.0", "1970-01-01"), tag("2.0", late.isoformat().removesuffix("+00:00"))]
        save_attempt(db, attempt(*facts))
        assert [early, late] == [release.released_at for release in facts_of(db).releases]
        with db.read() as connection:
            assert "UTC" == connection.execute(text("SHOW TimeZone")).scalar_one()


def test_a_reader_sees_one_state_of_the_database_throughout(db: Database) -> None:
    with db.read() as connection:
        before = connection.execute(select(ACTIVITY)).all()
        save_attempt(db, attempt(commits(ADA, "2026-02-01")))
        assert before == connection.execute(select(ACTIVITY)).all()


def test_a_reader_cannot_write(db: Database) -> None:
    with pytest.raises(StoreError, match="read-only"), db.read() as connection:
        connection.execute(text("DELETE FROM target"))


def test_a_writer_that_another_machine_keeps_waiting_says_so_and_works_afterwards(databases: Databases) -> None:
    url = databases.fresh()
    with open_database(url) as one, open_database(url, busy_seconds=0.05) as other:
        with one.write(), pytest.raises(StoreError, match="locked by another program"):
            save_attempt(other, attempt(commits(ADA, "2026-02-01")))
        save_attempt(other, attempt(commits(ADA, "2026-02-01")))
        assert 1 == rows_in(one)["activity"]


def test_reading_goes_on_while_another_machine_writes(databases: Databases) -> None:
    url = databases.fresh()
    with open_database(url) as one, open_database(url, busy_seconds=0.05) as other, one.write():
        assert 0 == rows_in(other)["activity"]


def test_a_database_that_is_set_to_read_only_is_read_and_said_to_be_so(databases: Databases) -> None:
    url = databases.fresh()
    run_outside(url, f"ALTER DATABASE {make_url(url).database} SET default_transaction_read_only = on")
    with open_database(url) as db:
        assert 0 == rows_in(db)["activity"]
        with pytest.raises(StoreError, match="can only be read"):
            save_attempt(db, attempt())


FAILS = """
CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file "base/1/2": No space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER fails BEFORE INSERT ON activity FOR EACH STATEMENT EXECUTE FUNCTION fails();
"""


@pytest.mark.parametrize("days", [1, 1000])
def test_a_full_disk_is_said_and_what_was_stored_stays_and_work_goes_on(db: Database, url: str, days: int) -> None:
    save_attempt(db, attempt(commits(ADA, "2026-02-01")))
    before = rows_in(db)
    run_outside(url, FAILS)
    big = attempt(*many(days), at=NOW + DAY)
    with pytest.raises(StoreError, match="no room left"):
        save_attempt(db, big)
    assert before == rows_in(db)
    run_outside(url, "DROP TRIGGER fails ON activity")
    save_attempt(db, big)
    assert days == len(facts_of(db).activity)


def test_a_server_that_goes_away_in_the_middle_leaves_nothing_and_work_goes_on(db: Database, url: str) -> None:
    def write() -> None:
        with db.write() as connection:
            connection.execute(text("INSERT INTO target (key, kind) VALUES ('k', 'git')"))
            end_sessions(url)
            bulk.insert_rows(connection, ACTIVITY, [{"source_id": 1, "day": 1}] * 1000)

    with pytest.raises(StoreError, match="does not answer"):
        write()
    assert {0} == set(rows_in(db).values())
    save_attempt(db, attempt(commits(ADA, "2026-02-01")))
    assert 1 == rows_in(db)["activity"]


def test_sessions_that_ended_while_we_slept_are_no_trouble(db: Database, url: str) -> None:
    save_attempt(db, attempt(commits(ADA, "2026-02-01")))
    end_sessions(url)
    assert {("Ada Quill", "2026-02-01", "commit"): 1} == counts_of(facts_of(db))
    end_sessions(url)
    save_attempt(db, attempt(commits(ADA, "2026-02-02")))


def test_the_database_is_held_by_one_and_free_when_it_is_done(databases: Databases) -> None:
    url = databases.fresh()
    with open_database(url) as one, open_database(url) as other:
        with one.held():
            with pytest.raises(StoreError, match="another run or daemon"), other.held():
                pytest.fail("two hold it")
            save_attempt(one, attempt(commits(ADA, "2026-02-01")))
        with other.held():
            save_attempt(other, attempt(commits(ADA, "2026-02-01"), at=NOW + DAY))


def test_a_holder_whose_session_ended_takes_the_database_again(databases: Databases) -> None:
    url = databases.fresh()
    with open_database(url) as one, open_database(url) as other, one.held():
        end_sessions(url)
        save_attempt(one, attempt(commits(ADA, "2026-02-01")))
        with pytest.raises(StoreError, match="another run or daemon"), other.held():
            pytest.fail("two hold it")


def test_a_holder_whose_place_was_taken_writes_nothing_more(databases: Databases) -> None:
    url = databases.fresh()
    with open_database(url) as one, open_database(url) as other, one.held():
        end_sessions(url)
        with other.held():
            for _ in range(2):
                with pytest.raises(StoreError, match="another run or daemon"):
                    save_attempt(one, attempt(commits(ADA, "2026-02-01")))
            assert 0 == rows_in(other)["activity"]
        save_attempt(one, attempt(commits(ADA, "2026-02-01")))
        assert 1 == rows_in(one)["activity"]


KILLED = """
import os, sys
from sqlalchemy import text
from monitor.store.engine import open_database
db = open_database(sys.argv[1])
with db.held(), db.write() as connection:
    for number in range(3000):
        connection.execute(text("INSERT INTO target (key, kind) VALUES (:key, 'git')"), {"key": f"{number:0500}"})
    os.kill(os.getpid(), 9)
"""


def test_a_process_killed_in_the_middle_leaves_nothing_behind_and_holds_nothing(databases: Databases) -> None:
    url = databases.fresh()
    died = subprocess.run([sys.executable, "-c", KILLED, url], check=False, timeout=60)
    assert -signal.SIGKILL == died.returncode
    with open_database(url) as db, db.held():
        assert 0 == rows_in(db)["target"]
        save_attempt(db, attempt(commits(ADA, "2026-02-01")))


WILD = RawIdentity("git", "w" * 32, 'tab\there\\N "quoted"\nnew line \\. 雀 \0 \ud800', "wild.example", is_bot=True)


@pytest.mark.parametrize("days", [bulk.ENOUGH_FOR_COPY - 1, bulk.ENOUGH_FOR_COPY, 3000])
def test_what_is_copied_is_what_was_given_on_either_side_of_the_threshold(db: Database, days: int) -> None:
    on = [NOW - DAY * day for day in range(1, days + 1)]
    facts = [ActivityFact(WILD, moment.date(), ActivityKind.COMMIT, number + 1) for number, moment in enumerate(on)]
    more = [tag(f"{number}\\N", str(moment.date()), is_prerelease=not number % 2) for number, moment in enumerate(on)]
    save_attempt(db, attempt(*facts, *more))
    told = facts_of(db)
    assert {str(fact.on): fact.count for fact in facts} == {day: count for (_, day, _), count in counts_of(told).items()}
    assert ['tab\there\\N "quoted"\nnew line \\. 雀 \ufffd \ufffd'] == [identity.name for identity in told.identities]
    assert [(fact.version, fact.released_at, fact.is_prerelease) for fact in reversed(more)] == [
        (release.version, release.released_at, release.is_prerelease) for release in told.releases
    ]
    with db.read() as connection:
        assert {None} == set(connection.execute(select(RELEASE.c.by_id)).scalars())


def test_a_copy_that_is_refused_names_no_values(db: Database) -> None:
    rows = [{"key": "Ada Quill", "kind": "git"}] * bulk.ENOUGH_FOR_COPY
    with pytest.raises(StoreError) as raised, db.write() as connection:
        bulk.insert_rows(connection, ACTIVITY.metadata.tables["target"], rows)
    assert "duplicate key" in str(raised.value)
    assert "Ada" not in str(raised.value)


def test_a_value_that_is_refused_is_not_named(db: Database) -> None:
    with pytest.raises(StoreError) as raised, db.write() as connection:
        connection.execute(text("INSERT INTO target (id, key, kind) VALUES (cast(:id AS text)::int, '', '')"), {"id": "Ada"})
    assert "Ada" not in str(raised.value)


def traces_in(url: str) -> list[tuple[str, str]]:
    """Return which traces the server's files still hold, and where: our tables, their indexes and its statistics."""
    with owner(url) as connection:
        connection.exec_driver_sql("CHECKPOINT")
        files = connection.exec_driver_sql(
            "SELECT relname, pg_relation_filepath(oid) FROM pg_class WHERE pg_relation_filepath(oid) IS NOT NULL"
            " AND (relnamespace = 'public'::regnamespace OR relname = 'pg_statistic' OR relname LIKE 'pg_toast%%')"
        ).all()
        read = text("SELECT pg_read_binary_file(:path)")
        held = {name: connection.execute(read, {"path": path}).scalar_one().decode("utf-8", "replace") for name, path in files}
    # The list of whom never to collect again holds the id, and so do its index and the statistics on both.
    kept = {"forgotten", "pk_forgotten", "pg_statistic"}
    return [
        (name, one)
        for name, found in held.items()
        for one in TRACES
        if one in found and (one != ZOE.stable_id or name not in kept)
    ]


def test_no_byte_of_an_erased_name_stays_in_the_servers_files(db: Database, url: str) -> None:
    fill(db)
    again = attempt(commits(ZOE, "2026-02-01", 3), *many(2000), commits(BEN, "2026-02-02"), at=NOW + DAY, missing=Signal)
    save_attempt(db, again)
    run_outside(url, "ANALYZE")
    assert set(TRACES) == {trace for _, trace in traces_in(url)}
    forget(db, ZOE.stable_id, NOW, names=[ZOE.name])
    assert [] == traces_in(url)


def test_the_samples_of_a_table_that_an_erasure_emptied_go_too(db: Database, url: str) -> None:
    fill(db)
    with db.write() as connection:
        row = dict(connection.execute(select(STATEMENT)).mappings().one())
        rows = [{**row, "id": number + 2, "cites": f"https://post.example/{number}"} for number in range(9)]
        connection.execute(insert(STATEMENT), rows)
        before = inspect(connection).get_columns(STATEMENT.name)
    run_outside(url, "ANALYZE")
    assert 10 == forget_and_count(db)
    with db.read() as connection:
        assert [] == connection.execute(text("SELECT most_common_vals FROM pg_stats WHERE tablename = 'statement'")).all()
        assert str(before) == str(inspect(connection).get_columns(STATEMENT.name))
    assert [] == traces_in(url)


def forget_and_count(db: Database) -> int:
    """Erase the account; return how many of its statements went."""
    had = rows_in(db)["statement"]
    forget(db, ZOE.stable_id, NOW, names=[ZOE.name])
    return had - rows_in(db)["statement"]


@contextmanager
def older_view(url: str) -> Iterator[Connection]:
    """Yield a session that goes on seeing the database as it was when it began."""
    with engine_for(url) as engine, engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        connection.execute(text("SELECT txid_current()"))
        yield connection


def test_an_erasure_that_another_session_holds_up_says_so_and_is_whole_when_given_again(
    db: Database, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(db)
    monkeypatch.setattr(postgres, "CLEANING_TRIES", 2)
    with older_view(url):
        with pytest.raises(StoreError, match="for a session that began before; when that session has ended, run VACUUM FULL"):
            forget(db, ZOE.stable_id, NOW, names=[ZOE.name])
        assert [] != traces_in(url)
    forget(db, ZOE.stable_id, NOW, names=[ZOE.name])
    assert [] == traces_in(url)


def test_an_erasure_waits_for_a_session_that_ends_meanwhile(db: Database, url: str) -> None:
    fill(db)
    tries: list[str] = []
    with older_view(url) as other:

        def end_at_the_third(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            tries.append(statement)
            if 3 == sum("pg_sleep" in one for one in tries):
                other.invalidate()

        event.listen(db.engine, "before_cursor_execute", end_at_the_third)
        forget(db, ZOE.stable_id, NOW, names=[ZOE.name])
    assert 3 <= sum("pg_sleep" in one for one in tries)
    assert [] == traces_in(url)


def test_a_look_from_a_window_takes_back_as_on_sqlite(db: Database) -> None:
    save_attempt(db, attempt(*many(500)))
    window = Seen(Signal.ACTIVITY, NOW - 100 * DAY, NOW + DAY, is_complete=True)
    save_attempt(db, attempt(at=NOW + DAY, seen=(window,)))
    assert 400 == len(facts_of(db).activity)
