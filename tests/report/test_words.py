"""Every message has words, and the words are short, typed and kind."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from monitor.model.errors import SourceError
from monitor.model.finding import Message, Value
from monitor.model.signals import Signal
from monitor.report import english, english_actions
from monitor.report.english_findings import MESSAGES
from monitor.report.headline import inside
from monitor.report.words import Words, capital, counted, formatted, percent, reason, span, spelled
from monitor.scoring.rules import RULES, all_messages

# Motives, verdicts and ranks: none of them can be seen in public data.
UNKIND = re.compile(
    r"\b(quit|quits|fired|sacked|poached|abandon\w*|deserted|lazy|burn(ed|t)? ?out|disgruntled|angry|"
    r"failed to|refus\w+ to|neglect\w*|dead|dying|zombie|best|worst|top contributor|number one|rank\w*|grade)\b",
    re.IGNORECASE,
)
FIELD = re.compile(r"\{(\w+)")


def all_words() -> list[str]:
    tables = (
        MESSAGES,
        english.REASONS,
        english.WHAT_TO_DO_ABOUT,
        english_actions.READER_ACTIONS,
        english.CHANGES,
        english.STAMPS,
    )
    said = [words for table in tables for words in table.values()]
    rules = [text for rule in RULES.values() for text in (rule.RULE.question, rule.RULE.why, rule.RULE.remedy)]
    return [*said, *english.STANDINGS.values(), *english.EVIDENCE_LEVELS.values(), english_actions.ANY_ACTION, *rules]


def test_every_code_that_a_rule_publishes_has_words() -> None:
    assert set() == set(all_messages()) - set(MESSAGES)


def test_no_words_wait_for_a_code_that_nobody_publishes() -> None:
    assert set() == set(MESSAGES) - set(all_messages())


@pytest.mark.parametrize("code", sorted(all_messages()))
def test_words_use_only_values_that_the_rule_gives(code: str) -> None:
    assert set() == set(FIELD.findall(MESSAGES[code])) - set(all_messages()[code])


def test_every_rule_has_something_that_the_reader_can_do() -> None:
    raising = {rule.RULE.id for rule in RULES.values() if rule.RULE.weight != "context"}
    assert set() == raising - set(english_actions.READER_ACTIONS)


def test_what_overrides_a_score_is_stamped_in_words_of_its_own() -> None:
    ruled = {rule.RULE.id for rule in RULES.values() if rule.RULE.weight == "fact"} - {"index_status"}
    assert set() == ruled - {code.partition(".")[0] for code in english.STAMPS}


def test_every_branch_of_the_error_tree_has_words() -> None:
    codes = {
        SourceError.code,
        *(branch.code for branch in SourceError.__subclasses__()),
        "bug",
        "never_looked",
        "stale",
        "frozen",
    }
    assert set() == codes - set(english.REASONS)
    assert set() == codes - {SourceError.code} - set(english.WHAT_TO_DO_ABOUT)


def test_every_signal_has_words() -> None:
    assert {signal.value for signal in Signal} == set(english.SIGNALS)


def test_no_words_claim_a_motive_or_a_rank() -> None:
    assert [] == [words for words in all_words() if UNKIND.search(words)]


def test_an_unknown_code_is_named_and_never_an_error() -> None:
    message = Message("rule.nobody_worded", {"days": 3, "since": date(2026, 3, 4)})
    assert "rule.nobody_worded (days 3, since 4 March 2026)" == Words().say(message)


def test_a_value_that_is_missing_reads_unknown() -> None:
    assert "Last release: unknown" == Words().say(Message("one_releaser.last_release"))


def test_a_person_is_called_as_the_names_policy_says_with_a_capital_at_the_start() -> None:
    values: dict[str, Value] = {"person": "p", "share": 0.5, "from_on": date(2024, 1, 1), "until_on": date(2024, 12, 31)}
    said = Words(lambda key: f"mainstay {key}").say(Message("mainstays_silent.carried", values))
    assert "Mainstay p: 50 % of the commits from 1 January 2024 to 31 December 2024" == said


def test_foreign_values_are_cleaned_and_addresses_masked() -> None:
    message = Message("one_releaser.last_release", {"version": "1.0\u202e\x1b[31m by ada@lark.example"})
    assert "Last release: 1.0[31m by (address withheld)" == Words().say(message)


@pytest.mark.parametrize(
    ("expected", "value", "spec"),
    [
        ("1 day", 1, "days"),
        ("12\u202f345 days", 12345, "days"),
        ("31 %", 0.312, "pct"),
        ("under 1 %", 0.0004, "pct"),
        ("over 99 %", 0.9999, "pct"),
        ("0 %", 0, "pct"),
        ("4 March 2026", datetime(2026, 3, 4, 9, tzinfo=UTC), "date"),
        ("March 2026", date(2026, 3, 4), "month"),
        ("; last seen 4 March 2026", date(2026, 3, 4), "last_seen"),
        ("1 person", 1, "n person|people"),
        ("3 people", 3, "n person|people"),
        ("unknown", None, "pct"),
        ("unknown", float("nan"), "pct"),
        ("unknown", float("inf"), ""),
        ("24", 24.5, "whole"),
        ("2.5", 2.5, "num"),
        ("not a date", "not a date", "date"),
        ("code.example/org/lark", "https://code.example/org/lark/", "place"),
        ("number at its host", "repository_id", "attribute"),
        ("visibility of all", "visibility_of_all", "attribute"),
    ],
)
def test_values_read_as_people_write_them(expected: str, value: object, spec: str) -> None:
    assert expected == formatted(value, spec)  # type: ignore[arg-type]


@pytest.mark.parametrize(("expected", "count"), [("1 repository stands open", 1), ("2 repositories stand open", 2)])
def test_the_verb_agrees_with_the_count_of_repositories(expected: str, count: int) -> None:
    assert expected == Words().say(Message("repository_state.open", {"repositories": count}))


def test_lengths_of_time_use_the_unit_people_would() -> None:
    assert ["45 days", "about 8 months", "about 3 years"] == [span(45), span(244), span(1096)]


def test_small_counts_are_words_and_large_ones_figures() -> None:
    assert ["no", "two", "48"] == [spelled(0), spelled(2), spelled(48)]
    assert ["1 row", "2 rows"] == [counted(1, "row"), counted(2, "row")]


def test_an_unknown_reason_is_named() -> None:
    assert "not looked at (sunspots)" == reason("sunspots")
    assert "50 %" == percent(0.5)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("Owner: newco", "owner: newco"),
        ("https://git.example/a has moved", "https://git.example/a has moved"),
        ("pkg:npm/a: status", "pkg:npm/a: status"),
    ],
)
def test_a_sentence_begins_with_a_capital_but_no_address_is_changed(expected: str, text: str) -> None:
    assert expected == capital(text)


@pytest.mark.parametrize("place", ["https://git.example/a/b is archived", "pkg:npm/nifty is deprecated", "orca/Orca-3 is gated"])
def test_an_address_at_the_start_of_a_sentence_stays_as_it_is_written(place: str) -> None:
    assert place == capital(place)
    assert place == inside(place)
    assert "A new licence" == capital("a new licence")
