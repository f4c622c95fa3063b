"""Rules on what platforms show: each once true and once a near miss, and what a first look never calls news."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.evidence import EvidenceLevel
from monitor.model.facts import Channel, TicketKind
from monitor.model.finding import Finding, Outcome, Weight
from monitor.model.history import History, Measure, Release, State, Ticket
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.signals import Signal
from monitor.scoring.metrics.kaplan_meier import Wait, kaplan_meier
from monitor.scoring.metrics.model_families import generation_of
from monitor.scoring.rules import RULES
from tests.scoring.build import GIT, NOW, WEEKLY, ago, commits, day, history, judged, release, view, views

HUB = "https://huggingface.co/Birds"


def seen(**parts: Any) -> History:
    """Return a History in which every signal was just looked at."""
    base = history(parts.pop("activity", commits("a", WEEKLY)), parts.pop("releases", ()), coverage=views(sorted(Signal)))
    return replace(base, **parts)


def all_of(rule: str, of: History) -> list[Finding]:
    return list(RULES[rule].judge(of, NOW, DEFAULT_LIMITS))


def span(attribute: str, value: str, since: float, until: float | None = None, subject: str = "", **more: Any) -> State:
    ended = None if until is None else ago(until)
    return State(more.pop("target", GIT), attribute, value, f"{GIT}#x", ago(since), ended, more.pop("held_from", None), subject)


def turned(attribute: str, before: str, after: str, days: float = 10, **more: Any) -> tuple[State, State]:
    """Return a state that was seen to change so many days ago."""
    return span(attribute, before, 400, days + 1, **more), span(attribute, after, days, **more)


def codes(findings: list[Finding]) -> list[str]:
    return [finding.headline.code for finding in findings if finding.outcome is Outcome.AT_RISK]


class TestSevenHistories:
    """Renamed, transferred, name re-used, deleted, taken down, made private, archived: seven right words."""

    @pytest.mark.parametrize(
        ("states", "rule", "code", "weight"),
        [
            (turned("full_name", "birds/lark", "birds/wren"), "repository_moved", "renamed", Weight.CONTEXT),
            (
                (*turned("owner", "birds", "others"), *turned("full_name", "birds/lark", "others/lark")),
                "repository_moved",
                "owner_changed",
                Weight.WARNING,
            ),
            (
                (*turned("repository_id", "github:1", "github:2"), *turned("owner_id", "github:9", "github:8")),
                "repository_moved",
                "name_taken",
                Weight.FACT,
            ),
            (turned("visible", "yes", "gone"), "repository_state", "gone", Weight.WARNING),
            (turned("visible", "yes", "blocked_dmca"), "repository_state", "blocked", Weight.FACT),
            (turned("visibility", "public", "private"), "repository_state", "closed", Weight.FACT),
            (turned("archived", "no", "yes"), "repository_state", "archived_seen", Weight.FACT),
        ],
        ids=["renamed", "transferred", "name re-used", "deleted", "taken down", "made private", "archived"],
    )
    def test_each_is_told_by_its_own_word(self, states: tuple[State, ...], rule: str, code: str, weight: Weight) -> None:
        found = [f for f in all_of(rule, seen(states=states)) if f.outcome is Outcome.AT_RISK]
        assert [(f"{rule}.{code}", weight)] == [(f.headline.code, f.weight) for f in found]
        assert all(f.evidence and f.clears for f in found)

    @pytest.mark.parametrize(
        "states",
        [
            (span("full_name", "birds/lark", 10), span("owner", "birds", 10), span("repository_id", "github:1", 10)),
            (span("visible", "yes", 10), span("visibility", "public", 10), span("archived", "no", 10)),
            (span("visibility", "internal", 10),),
            turned("full_name", "birds/lark", "birds/wren", days=500),
        ],
        ids=["a first look", "open", "internal from the first", "long ago"],
    )
    def test_what_a_first_look_finds_or_is_long_over_is_no_event(self, states: tuple[State, ...]) -> None:
        assert [] == codes(all_of("repository_moved", seen(states=states)))
        assert [] == codes(all_of("repository_state", seen(states=states)))

    def test_an_owner_of_another_name_and_the_same_number_was_renamed(self) -> None:
        names = (*turned("owner", "birds", "wrens"), *turned("full_name", "birds/lark", "wrens/lark"))
        found = all_of("repository_moved", seen(states=(*names, span("owner_id", "github:9", 400))))
        assert ["repository_moved.renamed"] == codes(found)

    def test_an_owner_whose_number_was_told_once_is_compared_by_name(self) -> None:
        names = (*turned("owner", "birds", "wrens"), *turned("full_name", "birds/lark", "wrens/lark"))
        found = all_of("repository_moved", seen(states=(*names, span("owner_id", "github:9", 10))))
        assert ["repository_moved.owner_changed"] == codes(found)

    def test_an_owner_of_another_number_is_another_owner(self) -> None:
        states = (*turned("owner", "birds", "wrens"), *turned("owner_id", "github:9", "github:8"))
        assert ["repository_moved.owner_changed"] == codes(all_of("repository_moved", seen(states=states)))

    def test_names_that_differ_in_case_alone_are_no_move(self) -> None:
        states = (*turned("owner", "birds", "Birds"), *turned("full_name", "birds/lark", "Birds/Lark"))
        assert [] == codes(all_of("repository_moved", seen(states=states)))

    def test_archived_before_the_watch_is_a_fact_with_the_hosts_own_date(self) -> None:
        archived = span("archived", "yes", 10, held_from=ago(300))
        assert day(300) == judged("repository_state", seen(states=(archived,))).started_on

    def test_archived_stays_a_fact_while_the_host_does_not_answer(self) -> None:
        blind = replace(seen(states=(span("archived", "yes", 90),)), coverage=tuple(views(sorted(Signal), days=40)))
        assert Outcome.AT_RISK is judged("repository_state", blind).outcome


class TestReplaced:
    def test_a_moved_tag_is_a_warning(self) -> None:
        moved = release("v1.0", 100, digest="b" * 40, digest_before="a" * 40, replaced_at=ago(5), target=GIT)
        found = judged("release_replaced", seen(releases=[moved]))
        assert ("release_replaced.tag_moved", day(5)) == (found.headline.code, found.started_on)

    @pytest.mark.parametrize(
        "tag",
        [
            release("v1.0", 100, digest="a" * 40, target=GIT),
            release("v1.0", 100, digest="b" * 40, digest_before="a" * 40, replaced_at=ago(120), target=GIT),
        ],
    )
    def test_a_tag_that_stands_or_moved_long_ago_is_none(self, tag: Release) -> None:
        assert [] == codes(all_of("release_replaced", seen(releases=[tag])))

    def test_replaced_weights_and_a_tokenizer_that_breaks_are_told_apart(self) -> None:
        states = (
            *turned("weights_digest", "a", "b", subject="Birds/Lark-7B"),
            *turned("tokenizer", "c", "d", subject="Birds/Lark-7B"),
        )
        assert ["release_replaced.weights", "release_replaced.tokenizer"] == codes(
            all_of("release_replaced", seen(states=states))
        )

    def test_an_edit_of_the_configuration_is_no_replaced_weight(self) -> None:
        states = turned("config_digest", "a", "b", subject="Birds/Lark-7B")
        assert [] == codes(all_of("release_replaced", seen(states=states)))


def model(name: str, days: float, kind: str = "base", family: str = "Lark3") -> Release:
    return Release(f"Birds/{name}", Channel.MODEL, ago(days), f"{HUB}/{name}", stream=f"{family} ({kind})", target=HUB)


class TestModels:
    def test_a_house_that_stopped_publishing_base_models_is_overdue(self) -> None:
        made = tuple(model(f"Lark-{n}", 1400 - 90 * n) for n in range(8))
        assert "model_overdue.overdue" == judged("model_overdue", seen(models=made)).headline.code

    def test_a_quantisation_is_no_new_base_model(self) -> None:
        made = tuple(model(f"Lark-{n}", 1400 - 90 * n) for n in range(8))
        found = judged("model_overdue", seen(models=(*made, model("Lark-7-AWQ", 3, "quantised"))))
        assert "model_overdue.overdue" == found.headline.code

    def test_a_base_model_within_the_usual_window_is_on_time(self) -> None:
        made = tuple(model(f"Lark-{n}", 670 - 90 * n) for n in range(8))
        assert "model_overdue.on_time" == judged("model_overdue", seen(models=made)).headline.code

    def test_two_base_models_tell_no_rhythm(self) -> None:
        assert "model_overdue.too_few" == judged("model_overdue", seen(models=(model("a", 900), model("b", 800)))).headline.code

    def test_changed_terms_are_one_finding_for_all_models_they_touched(self) -> None:
        states = tuple(s for n in range(7) for s in turned("licence", "apache-2.0", "birds-community", subject=f"Birds/Lark-{n}"))
        found = judged("model_terms_changed", seen(states=states))
        assert ("model_terms_changed.licence", 7, Weight.FACT) == (
            found.headline.code,
            found.headline.values["models"],
            found.weight,
        )

    @pytest.mark.parametrize(("before", "after"), [("apache-2.0", "Apache-2.0"), ("none", "mit")])
    def test_a_licence_written_otherwise_or_first_named_is_no_change_of_terms(self, before: str, after: str) -> None:
        assert [] == codes(all_of("model_terms_changed", seen(states=turned("licence", before, after, subject="Birds/a"))))

    def test_an_opened_gate_is_context_and_a_closed_one_a_fact(self) -> None:
        opened = judged("model_terms_changed", seen(states=turned("gated", "manual", "no", subject="Birds/a")))
        closed = judged("model_terms_changed", seen(states=turned("gated", "no", "manual", subject="Birds/a")))
        assert (Weight.CONTEXT, Weight.FACT) == (opened.weight, closed.weight)

    def test_the_licence_of_a_repository_is_no_term_of_a_model(self) -> None:
        assert [] == codes(all_of("model_terms_changed", seen(states=turned("licence", "MIT", "BUSL-1.1"))))

    def generations(self, architecture: str, licence: str) -> History:
        old, new = model("Lark2-7B", 500, family="Lark2"), model("Lark3-7B", 60, family="Lark3")
        said = [("Lark2", "LarkForCausalLM", "apache-2.0", old), ("Lark3", architecture, licence, new)]
        states = tuple(
            span(attribute, value, 60, subject=made.version, target=HUB)
            for family, arch, terms, made in said
            for attribute, value in (("model_family", family), ("architecture", arch), ("licence", terms))
        )
        return seen(models=(old, new), states=states)

    def test_a_generation_that_breaks_the_last_one_is_said(self) -> None:
        found = all_of("model_breaks", self.generations("Lark3MoeForCausalLM", "birds-community"))
        assert ["model_breaks.architecture", "model_breaks.licence"] == codes(found)

    def test_terms_that_a_generation_got_later_are_no_break_with_the_last_one(self) -> None:
        of = self.generations("LarkForCausalLM", "apache-2.0")
        one = next(state for state in of.states if state.attribute == "licence" and state.subject == "Birds/Lark3-7B")
        changed = (replace(one, seen_until=ago(5)), replace(one, value="other", seen_from=ago(5)))
        states = (*(state for state in of.states if state != one), *changed)
        assert [] == codes(all_of("model_breaks", replace(of, states=states)))

    @pytest.mark.parametrize(
        ("before", "after", "expected"),
        [
            ("tokenizer.json:aa vocab.json:bb", "tokenizer.json:cc", ["model_breaks.tokenizer"]),
            ("tokenizer.json:aa", "tokenizer.json:aa vocab.json:bb", []),
            ("vocab.json:bb merges.txt:dd", "tokenizer.json:cc", []),
            ("tokenizer.json:aa", "", []),
        ],
        ids=["another file", "one file more", "nothing to compare", "not seen"],
    )
    def test_a_tokenizer_that_breaks_is_told_by_the_files_that_both_have(
        self, before: str, after: str, expected: list[str]
    ) -> None:
        of = self.generations("LarkForCausalLM", "apache-2.0")
        told = (("Birds/Lark2-7B", before), ("Birds/Lark3-7B", after))
        more = tuple(span("vocabulary", value, 100, subject=name, target=HUB) for name, value in told if value)
        assert expected == codes(all_of("model_breaks", replace(of, states=(*of.states, *more))))

    def test_what_is_not_known_of_a_break_is_said_only_where_it_was_not_seen(self) -> None:
        of = self.generations("Lark3MoeForCausalLM", "apache-2.0")
        alike = tuple(span("vocabulary", "vocab.json:bb", 100, subject=f"Birds/Lark{n}-7B", target=HUB) for n in (2, 3))
        (blind,), (seeing,) = (all_of("model_breaks", one) for one in (of, replace(of, states=(*of.states, *alike))))
        assert (["model_breaks.tokenizer_unknown"], []) == (
            [one.code for one in blind.unknowns],
            [one.code for one in seeing.unknowns],
        )

    def test_a_generation_like_the_last_one_is_none(self) -> None:
        assert [] == codes(all_of("model_breaks", self.generations("LarkForCausalLM", "apache-2.0")))

    @pytest.mark.parametrize(
        ("family", "line", "number"),
        [("Qwen2.5-VL", "qwen-vl", 2.5), ("Qwen3", "qwen", 3), ("Llama-3.1", "llama", 3.1), ("gemma-3", "gemma", 3)],
    )
    def test_a_family_names_its_line_and_generation(self, family: str, line: str, number: float) -> None:
        found = generation_of(family)
        assert found
        assert (line, number) == (found.line, found.number)

    def test_silent_weights_are_normal(self) -> None:
        found = [f for rule in RULES for f in all_of(rule, replace(seen(models=(model("a", 900),)), activity=()))]
        stalled = [f for f in found if f.outcome is Outcome.AT_RISK and f.rule.startswith("model")]
        assert [] == stalled


class TestHouse:
    """The house behind models: how many people it counts, its mark, and whether it takes part in what is asked."""

    def counted(self, metric: str, *values: tuple[int, float]) -> tuple[Measure, ...]:
        return tuple(Measure(day(days), metric, value, HUB, "", HUB) for days, value in values)

    def test_a_house_that_lost_a_third_of_its_people_within_a_year_is_said(self) -> None:
        found = judged("house_smaller", seen(measures=self.counted("house_members", (300, 30), (200, 33), (1, 22))))
        values = found.headline.values
        assert (33, 22, Weight.CONTEXT) == (values["members_before"], values["members_now"], found.weight)

    @pytest.mark.parametrize("values", [((300, 30), (1, 21)), ((300, 8), (1, 1)), ((400, 90), (1, 20)), ((1, 20),)])
    def test_a_little_less_a_small_house_or_long_ago_is_not(self, values: tuple[tuple[int, float], ...]) -> None:
        assert [] == codes(all_of("house_smaller", seen(measures=self.counted("house_members", *values))))

    def test_a_mark_that_is_gone_is_said_and_one_that_never_was_is_not(self) -> None:
        gone = turned("house_verified", "yes", "no", target=HUB)
        assert ["house_smaller.mark_gone"] == codes(all_of("house_smaller", seen(states=gone)))
        assert [] == codes(all_of("house_smaller", seen(states=(span("house_verified", "no", 400, target=HUB),))))

    def shares(self, *looks: tuple[int, int, int]) -> History:
        told = [
            m
            for days, joined, asked in looks
            for m in self.counted("discussions_joined", (days, joined)) + self.counted("discussions_asked", (days, asked))
        ]
        return seen(measures=tuple(sorted(told)))

    def test_a_house_that_takes_part_half_as_often_as_before_is_said(self) -> None:
        found = judged("house_silent", self.shares((300, 16, 20), (200, 12, 20), (1, 7, 20)))
        assert ("house_silent.fell", Weight.CONTEXT) == (found.headline.code, found.weight)
        assert (0.35, 0.7) == (found.headline.values["recent"], found.headline.values["past"])

    @pytest.mark.parametrize(
        "looks",
        [((300, 14, 20), (1, 8, 20)), ((100, 14, 20), (1, 0, 20)), ((300, 9, 9), (1, 0, 20)), ((300, 14, 20), (1, 0, 9)), ()],
        ids=["a little less", "not half a year apart", "few before", "few now", "none"],
    )
    def test_a_little_less_or_too_little_to_go_by_is_not(self, looks: tuple[tuple[int, int, int], ...]) -> None:
        assert [] == codes(all_of("house_silent", self.shares(*looks)))

    def test_a_model_that_the_hub_switched_off_is_said_by_what_it_is(self) -> None:
        off = span("disabled", "yes", 9, subject="Birds/a", target=HUB)
        kind = span("model_kind", "base", 400, subject="Birds/a", target=HUB)
        found = judged("model_withdrawn", seen(states=(off, kind)))
        assert ("model_withdrawn.disabled", Weight.FACT) == (found.headline.code, found.weight)
        on_again = (span("disabled", "yes", 9, 3, subject="Birds/a", target=HUB), kind)
        assert [] == codes(all_of("model_withdrawn", seen(states=on_again)))


def weekly(metric: str, values: Sequence[float]) -> tuple[Measure, ...]:
    return tuple(Measure(day(7 * (len(values) - n)), metric, value, HUB, "", HUB) for n, value in enumerate(values))


class TestReliance:
    def test_two_packages_have_each_a_past_of_their_own(self) -> None:
        steady = weekly("downloads_30d", [5000] * 35)
        fallen = tuple(m._replace(target="pkg:npm/other") for m in weekly("downloads_30d", [1000] * 15 + [400] * 20))
        both = tuple(sorted((*steady, *fallen)))
        (found,) = [f for f in all_of("reliance_falling", seen(measures=both)) if f.outcome is Outcome.AT_RISK]
        assert ("pkg:npm/other downloads_30d", 1000) == (found.subject, found.headline.values["before"])

    def test_downloads_that_fell_to_less_than_half_are_a_warning(self) -> None:
        found = judged("reliance_falling", seen(measures=weekly("downloads_30d", [1000] * 15 + [700] * 5 + [400] * 15)))
        assert ("reliance_falling.fell", Outcome.AT_RISK) == (found.headline.code, found.outcome)

    @pytest.mark.parametrize(
        "values",
        [[1000] * 20 + [800] * 15, [1000] * 10 + [300] * 5 + [950] * 20, [50] * 15 + [10] * 20],
        ids=["a dip of a fifth", "a dip that passed", "too few to tell"],
    )
    def test_a_dip_is_none(self, values: list[float]) -> None:
        assert [] == codes(all_of("reliance_falling", seen(measures=weekly("downloads_30d", values))))

    def test_a_young_count_is_not_compared(self) -> None:
        found = judged("reliance_falling", seen(measures=weekly("dependents", [1000, 100])))
        assert "reliance_falling.too_young" == found.headline.code


class TestForks:
    def fork(self, pushed: str, stars: int, **more: Any) -> History:
        lives = span("living_fork", pushed, 5, subject="others/lark")
        counted = Measure(day(5), "fork_stars", stars, GIT, "others/lark", GIT)
        return seen(states=(lives, *more.pop("states", ())), measures=(counted,), **more)

    def test_a_fork_that_lives_on_is_said_where_the_project_is_silent(self) -> None:
        found = judged("living_fork", self.fork("2026-06", 80, activity=commits("a", range(400, 900, 7))))
        assert ("living_fork.lives", Weight.CONTEXT) == (found.headline.code, found.weight)

    def test_a_fork_of_an_archived_project_is_said(self) -> None:
        archived = span("archived", "yes", 50)
        gone = commits("a", range(60, 900, 7))
        assert ["living_fork.lives"] == codes(all_of("living_fork", self.fork("2026-06", 80, states=(archived,), activity=gone)))

    def test_a_fork_is_dated_by_the_look_that_saw_it_and_not_by_an_invented_day(self) -> None:
        found = judged("living_fork", self.fork("2026-06", 80, activity=commits("a", range(400, 900, 7))))
        assert ago(5) == found.evidence[0].at

    def test_work_that_cannot_be_seen_is_no_silence_beside_which_a_fork_lives_on(self) -> None:
        of = self.fork("2026-06", 80, activity=())
        blind = [view(line.signal, days=None) if line.signal is Signal.ACTIVITY else line for line in of.coverage]
        assert Outcome.UNKNOWN is judged("living_fork", replace(of, coverage=tuple(blind))).outcome
        archived = replace(of, coverage=tuple(blind), states=(*of.states, span("archived", "yes", 50)))
        assert ["living_fork.lives_beside_unseen"] == codes(all_of("living_fork", archived))

    @pytest.mark.parametrize(
        ("pushed", "stars", "days"),
        [("2026-06", 80, range(1, 900, 7)), ("2026-06", 3, range(400, 900, 7)), ("2025-01", 80, range(400, 900, 7))],
        ids=["the project works", "nobody follows", "the fork stopped too"],
    )
    def test_other_forks_are_not(self, pushed: str, stars: int, days: range) -> None:
        assert [] == codes(all_of("living_fork", self.fork(pushed, stars, activity=commits("a", days))))


def tickets(count: int, first: int, step: int, answered_after: float | None, kind: TicketKind = TicketKind.ISSUE) -> list[Ticket]:
    made = []
    for number in range(count):
        opened = ago(first + number * step)
        answer = None if answered_after is None else opened + timedelta(days=answered_after)
        is_change = kind is TicketKind.CHANGE
        made.append(
            Ticket(
                kind,
                number + first * 1000,
                opened,
                GIT,
                GIT,
                NOW,
                first_answer_at=answer if answer and answer < NOW else None,
                merged_at=answer if is_change and answer and answer < NOW else None,
            )
        )
    return made


class TestAnswers:
    def test_a_project_that_stopped_answering_is_told_with_what_is_open_counted(self) -> None:
        opened = (*tickets(20, 5, 8, None), *tickets(40, 200, 12, 2))
        found = judged("answers_slower", seen(tickets=tuple(opened)))
        assert ("answers_slower.fell", Outcome.AT_RISK) == (found.headline.code, found.outcome)
        assert found.headline.values["recent"] == 0

    def test_one_that_answers_as_before_is_not(self) -> None:
        opened = (*tickets(20, 5, 8, 2), *tickets(40, 200, 12, 2))
        assert "answers_slower.holds" == judged("answers_slower", seen(tickets=tuple(opened))).headline.code

    def test_few_tickets_are_chance(self) -> None:
        opened = (*tickets(5, 5, 8, None), *tickets(40, 200, 12, 2))
        assert "answers_slower.too_few" == judged("answers_slower", seen(tickets=tuple(opened))).headline.code

    def test_what_was_opened_yesterday_is_not_yet_unanswered(self) -> None:
        opened = (*tickets(15, 30, 9, 2), *tickets(12, 1, 0, None), *tickets(40, 200, 12, 2))
        assert Outcome.OK is judged("answers_slower", seen(tickets=tuple(opened))).outcome

    def test_change_requests_that_nobody_decides_on_are_told(self) -> None:
        change = TicketKind.CHANGE
        opened = (*tickets(20, 5, 8, None, change), *tickets(40, 200, 12, 5, change))
        assert "changes_waiting.fell" == judged("changes_waiting", seen(tickets=tuple(opened))).headline.code

    def test_without_any_ticket_there_is_nothing_to_ask(self) -> None:
        assert Outcome.NOT_APPLICABLE is judged("answers_slower", seen()).outcome


class TestBacklog:
    def counts(self, *values: tuple[int, int]) -> History:
        return seen(measures=tuple(sorted(Measure(day(days), "open_issues", value, GIT, "", GIT) for days, value in values)))

    def test_a_pile_that_grew_by_a_third_is_said(self) -> None:
        found = judged("backlog_growing", self.counts((100, 100), (1, 150)))
        assert ("backlog_growing.growing", Weight.CONTEXT, 0.5) == (
            found.headline.code,
            found.weight,
            found.headline.values["growth"],
        )

    def test_what_was_closed_and_merged_in_between_stands_beside_it(self) -> None:
        done = [
            Measure(day(days), metric, value, GIT, "", GIT)
            for days, metric, value in (
                (100, "closed_issues", 900),
                (1, "closed_issues", 1000),
                (100, "merged_changes", 70),
                (1, "merged_changes", 71),
            )
        ]
        of = seen(measures=tuple(sorted([*self.counts((100, 100), (1, 150)).measures, *done])))
        told = {one.what.code: one.what.values for one in judged("backlog_growing", of).evidence}
        assert (100, 1) == (told["backlog_growing.closed"]["closed"], told["backlog_growing.merged"]["merged"])

    def test_what_was_not_counted_on_both_days_is_no_nought(self) -> None:
        done = Measure(day(1), "closed_issues", 1000, GIT, "", GIT)
        of = seen(measures=tuple(sorted([*self.counts((100, 100), (1, 150)).measures, done])))
        assert ["backlog_growing.counted"] * 2 == [one.what.code for one in judged("backlog_growing", of).evidence]

    @pytest.mark.parametrize("values", [((100, 100), (1, 120)), ((100, 10), (1, 15)), ((20, 10), (1, 500))])
    def test_a_little_growth_or_a_short_watch_is_not(self, values: tuple[tuple[int, int], ...]) -> None:
        assert [] == codes(all_of("backlog_growing", self.counts(*values)))

    def test_what_was_counted_before_the_tracker_was_switched_off_is_no_count_of_today(self) -> None:
        off = seen(states=(span("has_issues", "no", 10),), measures=self.counts((200, 100), (1, 900)).measures)
        (found,) = all_of("backlog_growing", off)
        assert (Outcome.NOT_APPLICABLE, "view.tracker_off") == (found.outcome, found.headline.code)

    def test_a_tracker_elsewhere_is_named(self) -> None:
        states = (span("has_issues", "no", 10), span("tracker", "https://bugs.example/lark", 10))
        (found,) = all_of("backlog_growing", seen(states=states))
        assert ("view.tracker_elsewhere", "https://bugs.example/lark") == (
            found.headline.code,
            found.headline.values["tracker"],
        )

    def test_change_requests_are_counted_where_the_tracker_is_off(self) -> None:
        counts = [Measure(day(days), "open_changes", value, GIT, "", GIT) for days, value in ((100, 100), (1, 150))]
        counts += [Measure(day(days), "open_issues", 500, GIT, "", GIT) for days in (100, 50)]
        of = seen(states=(span("has_issues", "no", 10),), measures=tuple(sorted(counts)))
        (found,) = all_of("backlog_growing", of)
        assert ("backlog_growing.growing", 150) == (found.headline.code, found.headline.values["now_open"])


class TestOutdatedInsights:
    def test_insights_that_held_until_long_ago_are_said_in_their_own_words(self) -> None:
        state = span("insights_hold_until", str(day(60)), 100, subject="SECURITY-INSIGHTS.yml")
        (found,) = all_of("dates_passed", seen(states=(state,)))
        assert ("dates_passed.insights", Weight.CONTEXT, 60) == (
            found.headline.code,
            found.weight,
            found.headline.values["late_days"],
        )
        assert [EvidenceLevel.ANNOUNCED] == [one.level for one in found.evidence]

    @pytest.mark.parametrize("days", [-100, 0, 30])
    def test_what_still_holds_or_ended_lately_is_not(self, days: int) -> None:
        state = span("insights_hold_until", str(day(days)), 100, subject="SECURITY-INSIGHTS.yml")
        assert [] == codes(all_of("dates_passed", seen(states=(state,))))


class TestForksAndLocks:
    def test_a_fork_says_what_it_was_forked_from(self) -> None:
        (found,) = all_of("is_fork", seen(states=(span("fork_of", "up/stream", 400),)))
        assert (Outcome.AT_RISK, Weight.CONTEXT, "up/stream") == (
            found.outcome,
            found.weight,
            found.headline.values["upstream"],
        )

    def test_what_is_no_fork_any_more_is_none(self) -> None:
        assert [] == codes(all_of("is_fork", seen(states=(span("fork_of", "up/stream", 400, 10),))))

    def test_a_lock_is_the_hosts_own_record(self) -> None:
        (found,) = all_of("repository_state", seen(states=(span("locked", "yes", 9),)))
        assert ("repository_state.locked", Weight.FACT) == (found.headline.code, found.weight)
        assert [] == codes(all_of("repository_state", seen(states=turned("locked", "yes", "no"))))

    def test_a_policy_that_the_host_shows_no_more_is_said_and_one_that_never_was_is_not(self) -> None:
        assert ["policy_gone.no_policy"] == codes(all_of("policy_gone", seen(states=turned("security_policy", "yes", "no"))))
        assert [] == codes(all_of("policy_gone", seen(states=(span("security_policy", "no", 400),))))
        back = (span("security_policy", "yes", 400, 30), span("security_policy", "no", 30, 9), span("security_policy", "yes", 9))
        assert [] == codes(all_of("policy_gone", seen(states=back)))


class TestTrackerOff:
    """A tracker that was on, and is off: when, between which looks; one that never was on is no news."""

    def switched(self, *more: State) -> History:
        before = replace(span("has_issues", "yes", 400, 10), last_seen_at=ago(12))
        return seen(states=(before, span("has_issues", "no", 10), *more))

    def test_switched_off_is_said_between_two_looks(self) -> None:
        found = judged("tracker_off", self.switched())
        values = found.headline.values
        assert (Outcome.AT_RISK, Weight.CONTEXT, GIT) == (found.outcome, found.weight, found.subject)
        assert (day(12), day(10)) == (values["not_before"], values["seen_on"])
        assert ["tracker_off.elsewhere_unknown"] == [one.code for one in found.unknowns]

    def test_where_it_is_now_is_said_where_the_host_says_it(self) -> None:
        found = judged("tracker_off", self.switched(span("tracker", "https://bugs.example/lark", 10)))
        assert ("tracker_off.elsewhere", ()) == (found.headline.code, found.unknowns)

    def test_off_at_the_first_look_is_no_news(self) -> None:
        (found,) = all_of("tracker_off", seen(states=(span("has_issues", "no", 400),)))
        assert (Outcome.OK, "tracker_off.always") == (found.outcome, found.headline.code)

    def test_on_again_is_no_news(self) -> None:
        spans = (span("has_issues", "yes", 400, 30), span("has_issues", "no", 30, 5), span("has_issues", "yes", 5))
        (found,) = all_of("tracker_off", seen(states=spans))
        assert (Outcome.OK, "tracker_off.on") == (found.outcome, found.headline.code)

    def test_what_could_not_be_looked_at_is_unknown(self) -> None:
        (found,) = all_of("tracker_off", replace(seen(), coverage=(view(Signal.REPOSITORY_STATE, GIT, None),)))
        assert Outcome.UNKNOWN is found.outcome


class TestWithdrawnModels:
    @staticmethod
    def model(name: str, kind: str = "base", until: float | None = None, since: float = 400) -> tuple[State, State]:
        named = (("visible", "yes"), ("model_kind", kind))
        one, two = (span(attribute, value, since, until, f"Birds/{name}", target=HUB) for attribute, value in named)
        last = None if until is None else ago(until + 3)
        return replace(one, last_seen_at=last), replace(two, last_seen_at=last)

    def test_a_base_model_that_is_no_longer_listed_is_a_recorded_fact_between_two_looks(self) -> None:
        found = judged("model_withdrawn", seen(states=(*self.model("lark-1", until=10), *self.model("lark-2"), *self.model("a"))))
        values = found.headline.values
        assert (Outcome.AT_RISK, Weight.FACT, "Birds/lark-1") == (found.outcome, found.weight, values["model"])
        assert (day(13), day(10), day(10)) == (values["not_before"], values["seen_on"], found.started_on)
        assert [EvidenceLevel.RECORDED] == [one.level for one in found.evidence]
        assert ["model_withdrawn.why_unknown"] == [one.code for one in found.unknowns]

    @pytest.mark.parametrize(("kind", "weight"), [("instruct", Weight.WARNING), ("quantised", Weight.CONTEXT)])
    def test_what_was_made_from_others_weighs_less(self, kind: str, weight: Weight) -> None:
        states = (*self.model("lark-1", kind, until=10), *self.model("lark-2"), *self.model("a"))
        assert weight is judged("model_withdrawn", seen(states=states)).weight

    def test_half_of_a_list_or_one_for_another_may_mean_something_else_and_is_a_warning(self) -> None:
        half = (*self.model("lark-1", until=10), *self.model("lark-2", until=10), *self.model("lark-3"))
        renamed = (*self.model("lark-1", until=10), *self.model("lark-2"), *self.model("a"), *self.model("wren-1", since=10))
        for states, expected in ((half, "list_may_be_cut"), (renamed, "newcomer")):
            found = judged("model_withdrawn", seen(states=states))
            assert (Weight.WARNING, f"model_withdrawn.{expected}") == (found.weight, found.unknowns[-1].code)

    def test_all_gone_at_once_back_again_or_long_ago_is_none(self) -> None:
        everything = (*self.model("lark-1", until=10), *self.model("lark-2", until=10))
        back = (*self.model("lark-1", until=10), *self.model("lark-1", since=5), *self.model("lark-2"))
        old = (*self.model("lark-1", until=300), *self.model("lark-2"))
        for states in (everything, back, old):
            assert Outcome.OK is judged("model_withdrawn", seen(states=states)).outcome


class TestFiles:
    def test_a_changed_list_of_maintainers_is_said_with_its_lines(self) -> None:
        found = judged("governance_changed", seen(states=turned("governance_text", "@a\n@b", "@a\n@c\n@d", subject="OWNERS")))
        values = found.headline.values
        assert ("OWNERS", 2, 1, Weight.CONTEXT) == (values["path"], values["added"], values["removed"], found.weight)

    def test_a_change_that_a_commit_records_is_told_once_with_the_day_of_the_commit(self) -> None:
        versions = tuple(
            span("governance_version", text, 3, subject=f"MAINTAINERS@{name}", held_from=ago(days))
            for name, text, days in (("c1", "@a\n@b\n@c", 900), ("c2", "@a\n@b", 12))
        )
        shown = turned("governance_text", "@a\n@b\n@c", "@a\n@b", 10, subject="MAINTAINERS")
        (found,) = all_of("governance_changed", seen(states=(*versions, *shown)))
        values = found.headline.values
        assert ("MAINTAINERS", day(12), 1) == (values["path"], values["seen_on"], values["removed"])
        assert day(900) == found.evidence[0].what.values["last_seen_on"]
        assert f"{GIT} MAINTAINERS" == found.subject
        assert [] == codes(all_of("governance_changed", seen(states=versions[:1])))

    def test_what_was_before_is_dated_by_the_last_look_that_saw_it(self) -> None:
        places = (
            ("governance_changed", "governance_text", "OWNERS", day(15)),
            ("repository_moved", "owner", "", day(15)),
        )
        for rule, attribute, subject, expected in places:
            old, new = turned(attribute, "birds", "wrens", subject=subject)
            found = judged(rule, seen(states=(replace(old, seen_until=ago(10), last_seen_at=ago(15)), new)))
            assert expected == found.evidence[0].what.values["last_seen_on"]
        gone = replace(span("file_digest", "a", 400, 10, subject="SECURITY.md"), last_seen_at=ago(15))
        assert day(15) == judged("policy_gone", seen(states=(gone,))).headline.values["last_seen_on"]
        forgotten = replace(gone, last_seen_at=None)
        assert day(400) == judged("policy_gone", seen(states=(forgotten,))).headline.values["last_seen_on"]

    def test_a_removed_list_is_said(self) -> None:
        gone = span("governance_text", "@a", 400, 10, subject="OWNERS")
        assert ["governance_changed.removed"] == codes(all_of("governance_changed", seen(states=(gone,))))

    def test_errors_in_codeowners_are_one_finding_a_file(self) -> None:
        errors = tuple(span("codeowners_error", f"line {n}: Unknown owner", 5, subject="CODEOWNERS") for n in (1, 2))
        (found,) = all_of("codeowners_errors", seen(states=errors))
        assert (2, Weight.CONTEXT) == (found.headline.values["errors"], found.weight)
        assert ["codeowners_errors.error"] * 2 == [one.what.code for one in found.evidence]

    def test_without_errors_all_is_well_and_without_a_look_it_is_unknown(self) -> None:
        assert [Outcome.OK] == [one.outcome for one in all_of("codeowners_errors", seen())]
        blind = replace(seen(), coverage=(view(Signal.CODEOWNERS_ERRORS, GIT, None),))
        assert [Outcome.UNKNOWN] == [one.outcome for one in all_of("codeowners_errors", blind)]
        elsewhere = replace(seen(), coverage=(view(Signal.ACTIVITY),))
        assert [Outcome.NOT_APPLICABLE] == [one.outcome for one in all_of("codeowners_errors", elsewhere)]

    @pytest.mark.parametrize("path", ["ROADMAP.md", "docs/ROADMAP.md"])
    def test_a_roadmap_with_another_text_is_said_between_two_looks(self, path: str) -> None:
        before, after = turned("file_digest", "a", "b", subject=path)
        (found,) = all_of("roadmap_changed", seen(states=(replace(before, last_seen_at=ago(13)), after)))
        values = found.headline.values
        assert ("roadmap_changed.file", day(13), day(10)) == (found.headline.code, values["not_before"], values["seen_on"])

    @pytest.mark.parametrize("path", ["SECURITY.md", "LICENSE", "docs/README.md"])
    def test_another_file_with_another_text_is_no_plan(self, path: str) -> None:
        assert [] == codes(all_of("roadmap_changed", seen(states=turned("file_digest", "a", "b", subject=path))))

    @pytest.mark.parametrize(
        ("before", "after", "expected"),
        [
            ("open, due 2026-03-01", "open, due 2026-09-01", ["roadmap_changed.put_off"]),
            ("open, due 2026-03-01", "open, due 2026-03-08", []),
            ("open, due 2026-03-01", "open, due 2026-01-01", []),
            ("open, no date", "open, due 2026-09-01", []),
            ("open, due 2026-03-01", "open, no date", []),
        ],
    )
    def test_a_milestone_that_is_put_off_by_weeks_is_said(self, before: str, after: str, expected: list[str]) -> None:
        assert expected == codes(all_of("roadmap_changed", seen(states=turned("milestone", before, after, subject="2.0"))))

    def test_a_list_that_stands_as_it_stood_is_not(self) -> None:
        assert [] == codes(all_of("governance_changed", seen(states=(span("governance_text", "@a", 400, subject="OWNERS"),))))

    def test_a_security_policy_that_went_is_said_and_a_changed_one_is_not(self) -> None:
        gone = span("file_digest", "a", 400, 10, subject="SECURITY.md")
        assert ["policy_gone.gone"] == codes(all_of("policy_gone", seen(states=(gone,))))
        assert [] == codes(all_of("policy_gone", seen(states=turned("file_digest", "a", "b", subject="SECURITY.md"))))


@pytest.mark.parametrize("rule", ["backlog_growing", "answers_slower", "changes_waiting"])
def test_of_a_mirror_nobody_asks_how_people_are_answered(rule: str) -> None:
    measures = tuple(Measure(day(days), "open_issues", 0.0, GIT) for days in (200, 1))
    (mirror,) = all_of(rule, seen(states=(span("mirror", "yes", 400),), measures=measures))
    assert (Outcome.NOT_APPLICABLE, "view.mirror") == (mirror.outcome, mirror.headline.code)
    (other,) = all_of(rule, seen(states=(span("mirror", "no", 400),), measures=measures))
    assert "view.mirror" != other.headline.code


def test_a_model_that_is_switched_off_is_not_its_whole_house() -> None:
    states = (span("disabled", "yes", 9, subject="Birds/wren-7b", target=HUB), span("visible", "yes", 9, target=HUB))
    assert [] == codes(all_of("repository_state", seen(states=states)))
    assert ["repository_state.disabled"] == codes(all_of("repository_state", seen(states=(span("disabled", "yes", 9),))))


class TestNamedDates:
    """Milestones after their day: a month late is everyday, two years late is forgotten, and a coming one is no promise."""

    def due(self, days_ago: int, title: str = "2.0") -> State:
        return span("milestone", f"open, due {day(days_ago)}", 400, subject=title)

    @pytest.mark.parametrize(
        ("states", "outcome"),
        [
            ([31], Outcome.AT_RISK),
            ([30], Outcome.OK),
            ([-90], Outcome.OK),
            ([730], Outcome.AT_RISK),
            ([731], Outcome.NOT_APPLICABLE),
            ([], Outcome.NOT_APPLICABLE),
        ],
    )
    def test_a_milestone_is_late_after_a_month_and_forgotten_after_two_years(self, states: list[int], outcome: Outcome) -> None:
        (found,) = all_of("dates_passed", seen(states=tuple(map(self.due, states))))
        assert outcome is found.outcome

    def test_the_one_that_waits_longest_is_named_and_the_others_stand_below(self) -> None:
        states = (
            self.due(40, "2.1"),
            self.due(200, "2.0"),
            self.due(-5, "3.0"),
            span("milestone", "open, no date", 9, subject="x"),
        )
        (found,) = all_of("dates_passed", seen(states=states))
        assert {"milestones": 2, "title": "2.0", "due_on": day(200), "late_days": 200} == found.headline.values
        assert [day(200), day(40)] == [evidence.at for evidence in found.evidence]

    def test_a_closed_milestone_is_late_no_more(self) -> None:
        closed = span("milestone", f"open, due {day(100)}", 400, 5, subject="2.0")
        assert [] == codes(all_of("dates_passed", seen(states=(closed,))))

    def test_what_was_not_looked_at_is_unknown(self) -> None:
        blind = replace(seen(), coverage=(view(Signal.ROADMAP, GIT, days=None),))
        assert [Outcome.UNKNOWN] == [finding.outcome for finding in all_of("dates_passed", blind)]

    @pytest.mark.parametrize(("days_ago", "code"), [(-20, "date_named"), (20, "nothing_promised")])
    def test_an_overdue_release_says_whether_a_coming_date_is_named(self, days_ago: int, code: str) -> None:
        releases = [release(f"1.{n}", 400 + 30 * n) for n in range(9)]
        (found,) = all_of("release_overdue", seen(releases=releases, states=(self.due(days_ago),)))
        assert f"release_overdue.{code}" == found.unknowns[0].code


class TestFunding:
    """Links for sponsors: the last one that went is said, one of several is not."""

    def test_the_last_link_that_went_is_said_with_the_day_on_which_it_was_seen(self) -> None:
        gone = replace(span("funding", "https://fund.example/lark", 400, 10), last_seen_at=ago(11))
        (found,) = all_of("funding_gone", seen(states=(gone,)))
        assert ("funding_gone.gone", day(11)) == (found.headline.code, found.headline.values["last_seen_on"])

    def test_a_link_that_another_replaced_is_not(self) -> None:
        states = (span("funding", "https://fund.example/a", 400, 10), span("funding", "https://fund.example/b", 10))
        (found,) = all_of("funding_gone", seen(states=states))
        assert (Outcome.OK, 1) == (found.outcome, found.headline.values["links"])

    def test_none_at_all_is_no_sign(self) -> None:
        assert [Outcome.NOT_APPLICABLE] == [finding.outcome for finding in all_of("funding_gone", seen())]


def test_work_with_dates_that_cannot_be_true_is_said_to_be_left_out() -> None:
    (silent,) = all_of("project_silent", seen(states=(span("dates_set_aside", "3 commits", 5),)))
    assert ["3 commits"] == [u.values["what"] for u in silent.unknowns if u.code == "unknown.dates_set_aside"]
    (later,) = all_of("project_silent", seen(states=(span("dates_set_aside", "3 commits", 9, 5),)))
    assert "unknown.dates_set_aside" not in [unknown.code for unknown in later.unknowns]


class TestDocumentsStale:
    """Documents that stood still while releases went on; never of a project that rests, and never for a short while."""

    def stood(self, *states: State, releases: Sequence[Release] = (), **parts: Any) -> list[str]:
        return codes(all_of("documents_stale", seen(states=states, releases=releases, **parts)))

    def document(self, path: str, days: float) -> State:
        return span("document", "a1", 1, subject=path, held_from=ago(days))

    @pytest.mark.parametrize(
        ("path", "days", "releases", "told"),
        [
            ("docs", 800, 4, ["documents_stale.documentation"]),
            ("README.md", 800, 4, ["documents_stale.documentation"]),
            ("docs", 800, 3, []),
            ("docs", 700, 4, []),
            ("SECURITY.md", 800, 4, []),
        ],
    )
    def test_documentation_is_behind_after_two_years_and_four_releases(
        self, path: str, days: float, releases: int, told: list[str]
    ) -> None:
        minors = [release(f"1.{place}", 600 - place) for place in range(releases)]
        assert told == self.stood(self.document(path, days), releases=minors)

    @pytest.mark.parametrize(
        ("days", "before", "after", "told"),
        [
            (400, "1.9", "2.0", ["documents_stale.policy"]),
            (300, "1.9", "2.0", []),
            (400, "1.9", "1.10", []),
            (400, "2.9", "1.10", []),
            (400, "2024.1", "2025.1", []),
            (400, "2.0rc1", "2.0", []),
        ],
    )
    def test_a_policy_is_behind_a_year_after_a_new_major_version(
        self, days: float, before: str, after: str, told: list[str]
    ) -> None:
        both = [release(before, 900), release(after, 200)]
        assert told == self.stood(self.document("SECURITY.md", days), releases=both)

    def test_a_front_page_may_rest_where_a_folder_holds_the_documentation(self) -> None:
        minors = [release(f"1.{place}", 600 - place) for place in range(9)]
        both = (self.document("README.md", 800), self.document("docs", 100))
        assert [] == self.stood(*both, releases=minors)

    def test_documents_of_a_project_that_rests_are_not_asked_about(self) -> None:
        minors = [release(f"1.{place}", 600 - place) for place in range(9)]
        quiet = seen(states=(self.document("docs", 800),), releases=minors, activity=commits("a", range(1, 1400, 90)))
        (found,) = all_of("documents_stale", quiet)
        assert (Outcome.NOT_APPLICABLE, "documents_stale.quiet") == (found.outcome, found.headline.code)

    def test_what_was_not_looked_at_is_unknown_and_what_is_not_there_does_not_apply(self) -> None:
        (none,) = all_of("documents_stale", seen())
        assert (Outcome.NOT_APPLICABLE, "documents_stale.none") == (none.outcome, none.headline.code)
        partly = replace(seen(), coverage=(view(Signal.ACTIVITY), view(Signal.DOCUMENTS, is_complete=False)))
        (unknown,) = all_of("documents_stale", partly)
        assert Outcome.UNKNOWN is unknown.outcome


waits = st.lists(st.builds(Wait, st.floats(0, 1000), st.booleans()), max_size=40)


@given(waits)
def test_a_curve_never_rises_and_stays_a_share(found: list[Wait]) -> None:
    shares = [kaplan_meier(found).happened_by(days) for days in range(0, 1000, 50)]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)


@given(waits)
def test_without_anything_open_the_curve_is_the_plain_share(found: list[Wait]) -> None:
    closed = [Wait(wait.days, has_happened=True) for wait in found]
    share = sum(wait.days <= 100 for wait in closed) / len(closed) if closed else 0
    assert share == pytest.approx(kaplan_meier(closed).happened_by(100))


def test_the_curve_of_a_worked_example() -> None:
    # Kaplan and Meier's product by hand: 3/4, then 3/4 * 1/2 after one was censored between.
    curve = kaplan_meier([Wait(1, True), Wait(2, False), Wait(3, True), Wait(4, False)])
    assert [(1, 0.75), (3, 0.375)] == [(days, waiting) for days, waiting, _ in curve.steps]
    assert 3 == curve.median


def test_an_open_ticket_counts_as_waiting_and_not_as_absent() -> None:
    answered = [Wait(1, has_happened=True)]
    assert 1 == kaplan_meier(answered).happened_by(7)
    assert 0.5 == kaplan_meier([*answered, Wait(30, has_happened=False)]).happened_by(7)
