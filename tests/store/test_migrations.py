"""The steps of the schema: together they make exactly what the tables say."""

from __future__ import annotations

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from monitor.store.engine import REVISIONS, Database
from monitor.store.intent import that_writes
from monitor.store.migrate import config_for
from tests.store.builders import rows_in


def test_all_steps_from_empty_make_what_the_tables_say(db: Database) -> None:
    with db.read() as connection:
        # Raises when a new step would have anything to change.
        command.check(config_for(connection))


def test_every_step_is_known_to_the_engine(db: Database) -> None:
    with db.read() as connection:
        steps = ScriptDirectory.from_config(config_for(connection)).walk_revisions()
        assert list(REVISIONS) == [step.revision for step in steps][::-1]


def test_every_step_can_be_taken_back_and_again(db: Database) -> None:
    before = rows_in(db)
    with db.engine.connect() as connection:
        writing = that_writes(connection)
        with writing.begin():
            command.downgrade(config_for(writing), "base")
            assert ["alembic_version"] == inspect(writing).get_table_names()
            command.upgrade(config_for(writing), "head")
    assert before == rows_in(db)
