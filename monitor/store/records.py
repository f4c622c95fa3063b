"""Stores what is counted, asked and said - measures, tickets, statements - as sources show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, delete, func, select, update

from monitor.model.facts import MeasureFact, StatementFact, TicketFact
from monitor.model.forgetting import Forgotten
from monitor.store.bulk import insert_rows
from monitor.store.identities import Accounts
from monitor.store.look import WITHHELD, Look, storable
from monitor.store.spans import Values, add_rows, close_rows, differs, open_rows
from monitor.store.tables.records import MEASURE, STATEMENT, TICKET

# A count that did not change is written again after a week, so that a gap in our sight can be told from a flat line.
REPEAT_DAYS = 7


def save_measures(connection: Connection, look: Look, facts: Iterable[MeasureFact]) -> None:
    """Store the counts of their days. The last look of a day stands; an unchanged count is stored once a week."""
    shown = {(fact.metric, storable(fact.subject), fact.on.toordinal()): fact for fact in facts}
    if not shown:
        return
    newest = {(row.metric, row.subject): row for row in connection.execute(_NEWEST_MEASURES, {"source": look.source_id})}
    news = {key: fact for key, fact in shown.items() if _is_news(newest.get(key[:2]), key[2], fact.value)}
    again = [newest[key[:2]].id for key in news if key[:2] in newest and newest[key[:2]].day == key[2]]
    if again:
        connection.execute(delete(MEASURE).where(MEASURE.c.id == bindparam("row_id")), [{"row_id": row_id} for row_id in again])
    insert_rows(connection, MEASURE, [_measure_values(look, key, fact) for key, fact in news.items()])


def _newest_measures() -> Select[Any]:
    last = (
        select(MEASURE.c.metric, MEASURE.c.subject, func.max(MEASURE.c.day).label("day"))
        .where(MEASURE.c.source_id == bindparam("source"))
        .group_by(MEASURE.c.metric, MEASURE.c.subject)
        .subquery()
    )
    same = and_(MEASURE.c.metric == last.c.metric, MEASURE.c.subject == last.c.subject, MEASURE.c.day == last.c.day)
    return select(MEASURE).join(last, same).where(MEASURE.c.source_id == bindparam("source"))


# Built once: putting a statement together costs more than running it.
_NEWEST_MEASURES = _newest_measures()


def _is_news(newest: Any, day: int, value: float) -> bool:
    return newest is None or (day >= newest.day and (newest.value != value or day - newest.day >= REPEAT_DAYS))


def _measure_values(look: Look, key: tuple[str, str, int], fact: MeasureFact) -> Values:
    metric, subject, day = key
    about = {"source_id": look.source_id, "seen_at": look.at, "link": storable(fact.link)}
    return {"metric": metric, "subject": subject, "day": day, "value": fact.value, **about}


def save_tickets(connection: Connection, look: Look, facts: Iterable[TicketFact]) -> None:
    """Store tickets as spans: a change closes the old row and opens a new one; what did not change was seen again until now.

    A ticket that is not mentioned was not looked at: its row stays, and ends where we last saw it.
    """
    shown = {(fact.kind.value, fact.number): _ticket_values(fact) for fact in facts}
    if not shown:
        return
    stored = {(row["kind"], row["number"]): row for row in open_rows(connection, look, TICKET, "gone_at")}
    changed = [key for key, values in shown.items() if key in stored and differs(values, stored[key])]
    same = [stored[key]["id"] for key in shown if key in stored and key not in set(changed)]
    close_rows(connection, TICKET, [stored[key]["id"] for key in changed], {"gone_at": look.at})
    if same:
        again = update(TICKET).where(TICKET.c.id == bindparam("row_id")).values(seen_until=look.held_at)
        connection.execute(again, [{"row_id": row_id} for row_id in same])
    fresh = [{**values, "seen_until": look.held_at} for key, values in shown.items() if key not in stored or key in set(changed)]
    add_rows(connection, look, TICKET, fresh)


def _ticket_values(fact: TicketFact) -> Values:
    return {
        "kind": fact.kind.value,
        "number": fact.number,
        "opened_at": fact.opened_at,
        "link": storable(fact.link),
        "first_answer_at": fact.first_answer_at,
        "closed_at": fact.closed_at,
        "merged_at": fact.merged_at,
        "is_inside": fact.is_inside,
        "is_by_bot": fact.is_by_bot,
    }


def save_statements(connection: Connection, look: Look, ids: Accounts, facts: Iterable[StatementFact]) -> None:
    """Store what was said and is not stored yet. Nothing that was said is taken back; other words at one link stand beside.

    What the erased said is not kept, nor what others say with a full name of theirs.
    """
    kept = (fact for fact in facts if not _is_of_forgotten(fact, look.forgotten))
    shown = {_statement_key(values): values for values in (_statement_values(look, ids, fact) for fact in kept)}
    if not shown:
        return
    links = {values["link"] for values in shown.values()}
    query = select(STATEMENT).where(STATEMENT.c.source_id == look.source_id, STATEMENT.c.link.in_(links))
    stored = {_statement_key(dict(row)) for row in connection.execute(query).mappings()}
    add_rows(connection, look, STATEMENT, [values for key, values in shown.items() if key not in stored])


def _is_of_forgotten(fact: StatementFact, forgotten: Forgotten) -> bool:
    is_theirs = fact.author is not None and fact.author.stable_id in forgotten
    return is_theirs or any(forgotten.full_names_in(text) for text in (fact.title, fact.quote, fact.author_name))


def _statement_key(values: Values) -> tuple[str, str, str]:
    return values["link"], values["title"], values["quote"]


def _statement_values(look: Look, ids: Accounts, fact: StatementFact) -> Values:
    title, quote, name = (
        look.forgotten.masked(storable(text), WITHHELD.name) for text in (fact.title, fact.quote, fact.author_name)
    )
    return {
        "kind": fact.kind,
        "author_id": ids[look.account(fact.author)] if fact.author else None,
        "author_name": name,
        "said_at": fact.said_at,
        "title": title,
        "quote": quote,
        "link": storable(fact.link),
        "evidence_level": fact.level.value,
        "cites": "\n".join(storable(link) for link in fact.cites if not look.forgotten.spans(link)),
    }
