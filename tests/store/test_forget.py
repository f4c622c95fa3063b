"""Forgetting: no byte of the name stays in any file, the sums hold, and the account never comes back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from monitor.model.facts import ActivityKind, LinkFact, RawIdentity
from monitor.model.forgetting import Forgotten
from monitor.model.signals import Signal
from monitor.model.stored import StoredReport
from monitor.model.target import Target, TargetKind
from monitor.store import sqlite
from monitor.store.attempts import save_attempt
from monitor.store.engine import Database, open_database
from monitor.store.forget import forget, load_forgotten
from monitor.store.judgements import load_last_report, save_report
from monitor.store.masking import masked
from monitor.store.tables.judgements import FINDING
from monitor.store.tables.records import STATEMENT
from tests.store.builders import ADA, BEN, DAY, NOW, attempt, commits, counts_of, facts_of, rows_in, state, tag

ZOE = RawIdentity("git", "c" * 32, 'Zoë "Zed" Marlowe', "marlowe.example")
ZED = RawIdentity("npm", "zedmarlowe", "zedmarlowe")
TRACES = ("Marlowe", "marlowe.example", "c" * 32)


def first_look(db: Database) -> None:
    """Store a look that shows the account in every kind of fact."""
    save_attempt(
        db,
        attempt(
            commits(ZOE, "2026-02-01", 3),
            commits(ADA, "2026-02-01", 2),
            commits(ZOE, "2026-02-02", 1, ActivityKind.MERGE),
            tag("1.0", "2026-02-02", by=ZOE),
            state(f"lead: {ZOE.name}", "governance"),
            LinkFact(ZOE, ADA, "mailmap"),
        ),
    )


def fill(db: Database) -> None:
    """Store the account and its name everywhere that a name can be."""
    first_look(db)
    with db.write() as connection:
        said = {
            "source_id": 1,
            "author_id": 1,
            "said_at": NOW,
            "link": "",
            "evidence_level": "E1",
            "seen_at": NOW,
            "kind": "post",
            "cites": "https://post.example/zoe",
        }
        words = {"author_name": ZOE.name, "title": f"Goodbye from {ZOE.name}", "quote": f"I, {ZOE.name}, step down"}
        connection.execute(insert(STATEMENT).values(**words, **said))
        finding = {"id": "f", "project": "rush", "rule": "r", "subject": ZOE.name, "weight": "fact", "method": "m1"}
        document = json.dumps({"said": [f"{ZOE.name} was last seen", 3], "by": ZOE.stable_id})
        times = {"first_seen_at": NOW, "last_seen_at": NOW, "acknowledged_by": "", "acknowledged_reason": f"asked {ZOE.name}"}
        connection.execute(insert(FINDING).values(document=document, **finding, **times))
        document = json.dumps({"mainstays": [ZOE.name], "n": 1}, indent=1)
        save_report(connection, StoredReport("all", "p", NOW, NOW, "m1", document, "/r.html"))


def all_bytes(folder: Path) -> str:
    """Return the content of every file in `folder`, as text."""
    return "".join(path.read_bytes().decode("utf-8", "replace") for path in folder.iterdir())


@pytest.mark.parametrize("is_wal", [False, True])
def test_no_byte_of_an_erased_name_stays_in_any_file(tmp_path: Path, is_wal: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "is_wal_safe", lambda version: is_wal)
    with open_database(f"sqlite:///{tmp_path}/mainstay.db") as db:
        fill(db)
        save_attempt(db, attempt(commits(replace(ZOE, name="Z. Marlowe"), "2026-02-01", 3), at=NOW + DAY, missing=Signal))
        assert "Marlowe" in all_bytes(tmp_path)
        forget(db, ZOE.stable_id, NOW, names=[ZOE.name])
        found = all_bytes(tmp_path)
    assert [] == [trace for trace in TRACES if trace in found]


def test_counts_and_releases_move_to_the_withheld_account(db: Database) -> None:
    fill(db)
    assert 1 == forget(db, ZOE.stable_id, NOW)
    facts = facts_of(db)
    assert {
        ("(withheld)", "2026-02-01", "commit"): 3,
        ("Ada Quill", "2026-02-01", "commit"): 2,
        ("(withheld)", "2026-02-02", "merge"): 1,
    } == counts_of(facts)
    assert ["(withheld)"] == [facts.identities[int(release.by)].name for release in facts.releases]
    assert ["lead: (withheld)"] == [span.value for span in facts.states]
    assert () == facts.links
    assert 0 == rows_in(db)["statement"]


def test_stored_documents_stay_documents(db: Database) -> None:
    fill(db)
    forget(db, ZOE.stable_id, NOW)
    report = load_last_report(db, "all")
    assert report is not None
    assert {"mainstays": ["(withheld)"], "n": 1} == json.loads(report.document)
    with db.read() as connection:
        finding = connection.execute(select(FINDING)).one()
    assert ("(withheld)", "asked (withheld)") == (finding.subject, finding.acknowledged_reason)
    assert {"said": ["(withheld) was last seen", 3], "by": "(withheld)"} == json.loads(finding.document)


def test_the_account_never_comes_back(db: Database) -> None:
    fill(db)
    forget(db, ZOE.stable_id, NOW)
    before = counts_of(facts_of(db))
    first_look(db)
    assert before == counts_of(facts_of(db))
    assert {"Ada Quill", "(withheld)"} == {identity.name for identity in facts_of(db).identities}
    assert () == facts_of(db).links
    assert ZOE.stable_id in load_forgotten(db)


def test_the_sum_holds_when_a_collector_skips_the_account(db: Database) -> None:
    first_look(db)
    forget(db, ZOE.stable_id, NOW)
    before = counts_of(facts_of(db))
    save_attempt(db, attempt(commits(ADA, "2026-02-01", 2), at=NOW + DAY))
    assert before == counts_of(facts_of(db))


def test_the_sum_follows_when_a_collector_counts_the_withheld(db: Database) -> None:
    first_look(db)
    forget(db, ZOE.stable_id, NOW)
    withheld = RawIdentity("git", "withheld", "(withheld)")
    save_attempt(db, attempt(commits(withheld, "2026-02-01", 5), at=NOW + DAY))
    assert {("(withheld)", "2026-02-01", "commit"): 5} == counts_of(facts_of(db))


def test_two_erased_accounts_are_one_withheld_account(db: Database) -> None:
    save_attempt(db, attempt(commits(ZOE, "2026-02-01", 3), commits(ADA, "2026-02-01", 2), commits(BEN, "2026-02-01")))
    forget(db, ZOE.stable_id, NOW)
    forget(db, ADA.stable_id, NOW)
    assert {("(withheld)", "2026-02-01", "commit"): 5, ("Ben Otter", "2026-02-01", "commit"): 1} == counts_of(facts_of(db))


def test_an_account_is_erased_from_every_target(db: Database) -> None:
    other = Target("https://code.example/other", TargetKind.GIT, "https://code.example/other")
    save_attempt(db, attempt(commits(ZOE, "2026-02-01")))
    save_attempt(db, attempt(commits(replace(ZOE, name="Zoë M."), "2026-02-01"), target=other))
    assert 2 == forget(db, ZOE.stable_id, NOW)


def test_an_account_that_was_never_stored_is_remembered_all_the_same(db: Database) -> None:
    assert 0 == forget(db, ZOE.stable_id, NOW)
    assert 0 == forget(db, ZOE.stable_id, NOW + DAY)
    save_attempt(db, attempt(commits(ZOE, "2026-02-01")))
    assert ["(withheld)"] == [identity.name for identity in facts_of(db).identities]


def test_a_login_in_a_state_is_masked_when_it_is_seen_again(db: Database) -> None:
    save_attempt(db, attempt(state("ada,zedmarlowe,zedmarlowe-bot", "publishers"), commits(ZED, "2026-02-01")))
    forget(db, ZED.stable_id, NOW)
    save_attempt(db, attempt(state("ada,zedmarlowe,zedmarlowe-bot", "publishers"), commits(ZED, "2026-02-01"), at=NOW + DAY))
    assert ["ada,(withheld),zedmarlowe-bot"] == [span.value for span in facts_of(db).states]


@pytest.mark.parametrize("attribute", ["governance_text", "governance_version"])
def test_a_login_in_a_list_of_owners_is_masked_when_it_is_seen_again(db: Database, attribute: str) -> None:
    owners = "approvers:\n- ada\n- zedmarlowe\n- zedmarlowe-bot"
    save_attempt(db, attempt(state(owners, attribute), commits(ZED, "2026-02-01")))
    forget(db, ZED.stable_id, NOW)
    save_attempt(db, attempt(state(owners, attribute), commits(ZED, "2026-02-01"), at=NOW + DAY))
    assert ["approvers:\n- ada\n- (withheld)\n- zedmarlowe-bot"] == [span.value for span in facts_of(db).states]


def test_a_plain_word_that_is_a_login_too_stays_what_it_says_of_the_repository(db: Database) -> None:
    save_attempt(db, attempt(commits(ZED, "2026-02-01")))
    forget(db, ZED.stable_id, NOW, names=["main"])
    save_attempt(db, attempt(state("main", "default_branch"), commits(ZED, "2026-02-01"), at=NOW + DAY))
    assert ["main"] == [span.value for span in facts_of(db).states]


@pytest.mark.parametrize("nobody", ["", "withheld"])
def test_nobody_cannot_be_forgotten(db: Database, nobody: str) -> None:
    assert 0 == forget(db, nobody, NOW)
    assert Forgotten() == load_forgotten(db)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ann wrote", "(withheld) wrote"),
        ("by Ann.", "by (withheld)."),
        ("joann, ann-lee, ann_x, anna", "joann, ann-lee, ann_x, anna"),
        ("Ann Lee and ann", "(withheld) and (withheld)"),
    ],
)
def test_only_whole_words_are_masked(text: str, wanted: str) -> None:
    assert wanted == masked(text, {"ann", "Ann Lee"})
