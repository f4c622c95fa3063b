"""Who stands under "People by role": those who carry something, and those whom the user named."""

from __future__ import annotations

from monitor.model.assessment import RoleHolder
from monitor.model.history import Person
from monitor.model.target import NamedPerson
from monitor.report.people import person_lines, roster
from tests.report.samples import sample

ADA = Person("p-ada", "adaq", named=NamedPerson("Ada Quill"))


def labels(*holders: RoleHolder) -> list[tuple[str, tuple[str, ...]]]:
    of = sample("lark", "Lark", people=holders).assessment
    people = {"p-ada": ADA}
    return [(line.label, line.roles) for line in person_lines(of, roster(of, people, "configured"), people)]


def test_who_only_reviews_is_not_listed() -> None:
    assert [("The only merger", ("merger", "reviewer"))] == labels(
        RoleHolder("p-one", "merger"), RoleHolder("p-one", "reviewer"), RoleHolder("p-two", "reviewer")
    )


def test_whom_the_user_named_is_listed_with_every_role() -> None:
    assert [("Ada Quill", ("member of the organisation",))] == labels(RoleHolder("p-ada", "member"))


def test_a_lead_is_called_a_lead_before_anything_else() -> None:
    assert ["The only lead"] == [label for label, _ in labels(RoleHolder("p-one", "lead"), RoleHolder("p-one", "mainstay"))]


def test_nobody_is_called_the_only_one_in_a_role_that_others_hold_beside_another() -> None:
    carried = (RoleHolder("p-one", "mainstay"), RoleHolder("p-one", "maintainer"), RoleHolder("p-two", "maintainer"))
    assert ["Maintainer 2 of 2", "The only mainstay"] == [label for label, _ in labels(*carried)]
