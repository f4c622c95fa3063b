"""The roll-up of a house of models: families, sizes, licences along the chain, rhythm, and what nobody tells."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.model.assessment import KeyNumbers
from monitor.model.facts import Channel
from monitor.model.history import History, State
from monitor.model.limits import DEFAULT_LIMITS
from monitor.model.model_families import LicenceStep, ModelRollUp
from monitor.model.signals import Signal
from monitor.scoring.model_roll_up import model_roll_up, size_of
from tests.scoring.build import NOW, ago, day, history, release, view

HUB = "https://hub.example/Org"


def model(name: str, days: float, family: str, kind: str = "base"):  # type: ignore[no-untyped-def]
    return release(name, days, channel=Channel.MODEL, stream=f"{family} ({kind})", link=f"{HUB}/{name}")


def says(name: str, until: float | None = None, **attributes: str) -> list[State]:
    end = None if until is None else ago(until)
    return [State(HUB, key, value, f"{HUB}/{name}", ago(400), end, subject=name) for key, value in attributes.items()]


def house(*models: object, states: list[State] | None = None, members: bool = True) -> History:
    lines = [view(Signal.MODELS, HUB), *([view(Signal.MEMBERS, HUB)] if members else [])]
    made = history(states=states or [], coverage=lines)
    return replace(made, models=tuple(models))  # type: ignore[arg-type]


def rolled(made: History) -> ModelRollUp:
    found = model_roll_up(made, KeyNumbers(people_year=12, releasers_year=2), NOW, DEFAULT_LIMITS)
    assert found is not None
    return found


def test_a_project_without_models_has_no_roll_up() -> None:
    assert None is model_roll_up(house(), KeyNumbers(), NOW, DEFAULT_LIMITS)


def test_families_are_told_newest_first_with_their_sizes_in_order() -> None:
    states = [
        *says("Org/Lark2-7B", model_size="7B"),
        *says("Org/Lark2-14B", model_size="14B"),
        *says("Org/Lark2-0.5B", model_size="0.5B"),
    ]
    named = ("Org/Lark2-7B", "Org/Lark2-14B", "Org/Lark2-0.5B")
    made = house(
        *(model(name, 100 + n, "Lark2") for n, name in enumerate(named)), model("Org/Lark1-7B", 400, "Lark1"), states=states
    )
    first, second = rolled(made).families
    assert ("Lark2", ("0.5B", "7B", "14B"), 3, 3, day(102), day(100)) == (
        first.name, first.sizes, first.models, first.bases, first.first_on, first.last_on,
    )  # fmt: skip
    assert ("Lark1", ()) == (second.name, second.sizes)


@pytest.mark.parametrize(
    ("smaller", "larger"), [("500M", "0.6B"), ("7B", "8x7B"), ("30B-A3B", "235B-A22B"), ("72B", "1T"), ("72B", "large")]
)
def test_sizes_are_ordered_by_their_parameters(smaller: str, larger: str) -> None:
    assert size_of(smaller) < size_of(larger)


def test_another_licence_than_the_base_is_a_step_of_the_chain() -> None:
    states = [
        *says("Org/Lark-7B", licence="apache-2.0"),
        *says("Org/Lark-7B-Chat", licence="lark-research", base_model="Org/Lark-7B"),
        *says("Org/Lark-7B-AWQ", licence="Apache-2.0", base_model="Org/Lark-7B"),
        *says("Org/Wren-7B", licence="mit", base_model="Other/Sparrow-7B"),
    ]
    found = rolled(house(model("Org/Lark-7B", 90, "Lark"), states=states))
    step = LicenceStep("Org/Lark-7B-Chat", "lark-research", "Org/Lark-7B", "apache-2.0", f"{HUB}/Org/Lark-7B-Chat")
    assert ((step,), 1) == (found.steps, found.foreign_bases)


def test_what_a_card_said_before_and_says_no_more_is_no_step() -> None:
    states = [*says("Org/A", licence="mit"), *says("Org/B", licence="gpl", base_model="Org/A", until=5)]
    assert () == rolled(house(model("Org/A", 90, "A"), states=states)).steps


def test_a_base_whose_licence_is_not_told_is_watched_all_the_same() -> None:
    states = [*says("Org/A", model_kind="base"), *says("Org/B", licence="mit", base_model="Org/A")]
    found = rolled(house(model("Org/A", 90, "A"), states=states))
    assert ((), 0) == (found.steps, found.foreign_bases)


def test_the_rhythm_is_that_of_days_with_base_models() -> None:
    made = house(
        *(model(f"Org/Lark{n}", 600 - 90 * n, f"Lark{n}") for n in range(6)), model("Org/Lark5-AWQ", 3, "Lark5", "quantised")
    )
    found = rolled(made)
    assert (6, "Org/Lark5", day(150), 5, 90) == (
        found.base_models, found.last_base, found.last_base_on, found.gaps, found.median_days,
    )  # fmt: skip
    assert found.window_until is not None
    assert None is rolled(house(model("Org/Lark1", 90, "Lark1"))).window_until


def test_members_are_counted_only_where_they_were_wholly_seen() -> None:
    members = [State(HUB, "member", f"huggingface:{n} m{n}", HUB, ago(90), None if n else ago(9)) for n in range(3)]
    assert 2 == rolled(house(model("Org/A", 90, "A"), states=members)).members
    assert None is rolled(house(model("Org/A", 90, "A"), states=members, members=False)).members


def test_licences_and_gates_are_counted() -> None:
    states = [
        *says("Org/A", licence="mit", gated="no"),
        *says("Org/B", licence="mit", gated="manual"),
        *says("Org/C", licence="other"),
    ]
    (family,) = rolled(house(*(model(f"Org/{n}", 50, "Lark") for n in "ABC"), states=states)).families
    assert ((("mit", 2), ("other", 1)), 1) == (family.licences, family.gated)


def test_a_model_that_is_still_to_come_is_not_told() -> None:
    assert None is model_roll_up(house(model("Org/A", -3, "A")), KeyNumbers(), NOW, DEFAULT_LIMITS)
