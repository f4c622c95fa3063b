"""The operator's corrections: kept by project, taken back by their opposite, erased with the account."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from monitor.model.facts import StateFact
from monitor.model.joins import Correction, CorrectionKind
from monitor.store.attempts import save_attempt
from monitor.store.engine import Database
from monitor.store.forget import forget, load_names
from monitor.store.joins import load_corrections, save_correction
from monitor.store.tables.facts import STATE
from tests.store.builders import ADA, NOW, PROJECT, attempt, commits, facts_of

ADAS, HERS = f"git:{ADA.stable_id}", "github:583"
JOIN = Correction(CorrectionKind.JOIN, ADAS, HERS, "told us so", NOW)
SPLIT = Correction(CorrectionKind.SPLIT, ADAS, "", "another one of that name", NOW)
PAGE = "https://github.com/adaq"


def stored(db: Database, project: str = "rush") -> tuple[Correction, ...]:
    return load_corrections(db, project)


def test_a_correction_holds_for_its_project_and_comes_with_its_facts(db: Database) -> None:
    save_correction(db, "rush", JOIN)
    assert ((JOIN,), ()) == (facts_of(db).corrections, facts_of(db, project=replace(PROJECT, key="reed")).corrections)


def test_a_split_takes_back_what_was_joined_by_hand(db: Database) -> None:
    save_correction(db, "rush", JOIN)
    save_correction(db, "rush", SPLIT)
    assert (SPLIT,) == stored(db)


def test_the_same_join_the_other_way_round_takes_the_place_of_the_first(db: Database) -> None:
    save_correction(db, "rush", SPLIT)
    save_correction(db, "rush", JOIN)
    again = replace(JOIN, first=HERS, second=ADAS)
    save_correction(db, "rush", again)
    assert (SPLIT, again) == stored(db)


def test_a_correction_of_another_project_is_left_alone(db: Database) -> None:
    save_correction(db, "reed", JOIN)
    save_correction(db, "rush", SPLIT)
    assert (JOIN,) == stored(db, "reed")


def test_forgetting_an_account_erases_what_was_corrected_about_it(db: Database) -> None:
    save_attempt(db, attempt(commits(ADA, "2026-02-01")))
    save_correction(db, "rush", JOIN)
    save_correction(db, "reed", SPLIT)
    forget(db, ADA.stable_id, NOW)
    assert ((), ()) == (stored(db), stored(db, "reed"))


def test_an_account_that_is_known_by_its_page_alone_can_be_forgotten(db: Database) -> None:
    said = [
        StateFact("login", "adaq", PAGE, subject="huggingface:5f"),
        StateFact("bio", "at Lark", PAGE, subject="huggingface:5f"),
    ]
    bos = StateFact("login", "bo", "https://huggingface.co/bo", subject="huggingface:35f")
    others = [bos, StateFact("member", "huggingface:5f adaq", PAGE)]
    save_attempt(db, attempt(*said, *others))
    save_correction(db, "rush", replace(JOIN, second="huggingface:5f"))
    assert {"adaq"} == load_names(db, "5f")
    assert 1 == forget(db, "5f", NOW)
    with db.read() as connection:
        left = connection.execute(select(STATE.c.subject, STATE.c.value)).all()
    assert ([("huggingface:35f", "bo")], ()) == ([tuple(row) for row in left], stored(db))
