"""Governance files of every shape, with invented people: whom they list, and whom they do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.collectors.files import kept_text
from monitor.people.governance.listed import Words
from monitor.people.governance.reading import read_listed
from monitor.settings.name_words import load_governance

WORDS = Words.of(load_governance())
FORMS = (
    "MAINTAINERS",
    "MAINTAINERS.md",
    "OWNERS",
    "OWNERS_ALIASES",
    "CODEOWNERS",
    "EMERITUS.md",
    "GOVERNANCE.md",
    "MAINTAINERS.toml",
    "README.rst",
)


def listed(path: str, text: str) -> list[tuple[str, str]]:
    """Return (handle, role) as a file that was kept lists them."""
    return [(one.handle, one.role) for one in read_listed(path, kept_text(text), WORDS)]


def test_lines_of_name_address_and_account() -> None:
    text = (
        "Ada Quill <ada@lark.example> (@ada-q) pkg:*\n"
        "Jan van der Berg <jan@x.example> <j@y.example> (@jvdb)\nLi Wei <l@x.example> (liwei@)\n"
    )
    assert [("@ada-q", "maintainer"), ("@jvdb", "maintainer"), ("@liwei", "maintainer")] == listed("MAINTAINERS", text)


def test_comments_of_a_plain_file_are_headings_or_examples_and_name_nobody() -> None:
    text = (
        "# The official list of the maintainers and reviewers of this project.\n#\n# Names should be added like so:\n"
        "#     Individual's name <address> (@GITHUB_HANDLE)\n\n# MAINTAINERS\n"
        "Ada Quill <a@x.example> (@ada)\n\n# REVIEWERS\nBo Wren <b@x.example> (@bo)\n"
    )
    assert [("@ada", "maintainer"), ("@bo", "reviewer")] == listed("MAINTAINERS", text)


def test_plain_headings_with_a_colon_part_a_list() -> None:
    text = (
        "Current maintainers:\n@ada - Ada Quill <a@x.example>\n\nCommunity management:\n@cy - Cy Finch\n"
        "\nEmeritus maintainers:\n@bo - Bo Wren\n"
    )
    assert [("@ada", "maintainer"), ("@cy", "helper"), ("@bo", "emeritus")] == listed("MAINTAINERS", text)


def test_a_table_with_accounts_and_companies() -> None:
    text = (
        "# Maintainers\n\n| Maintainer | GitHub ID | Affiliation |\n| --- | --- | --- |\n"
        "| Ada Quill | [ada](https://github.com/ada) | Larks |\n"
        "| Bo Wren | bo-w | [Acme](https://acme.example) |\n\n## Emeritus\n\n| Name | GitHub |\n|---|---|\n| Cy Finch | @cy |\n"
    )
    assert [("@ada", "maintainer"), ("@bo-w", "maintainer"), ("@cy", "emeritus")] == listed("MAINTAINERS.md", text)


def test_a_column_of_status_makes_a_row_emeritus() -> None:
    text = "| Name | GitHub | Status |\n|---|---|---|\n| Ada Quill | @ada | active |\n| Bo Wren | @bo | Emeritus |\n"
    assert [("@ada", "maintainer"), ("@bo", "emeritus")] == listed("MAINTAINERS.md", text)


def test_a_table_of_names_alone_lists_names() -> None:
    text = "| Name | Company |\n|---|---|\n| Ada Quill | Larks |\n| 王小明 | Acme |\n"
    assert [("Ada Quill", "maintainer"), ("王小明", "maintainer")] == listed("MAINTAINERS.md", text)


def test_a_list_below_headings_of_committees() -> None:
    text = (
        "# Maintainers\n\nThe project is governed by a committee, see [charter](/CHARTER.md).\n\n## Steering Committee\n\n"
        "- Ada Quill ([@ada](https://github.com/ada)), Larks\n\n## `lark-maintainers`\n\n"
        "- Bo Wren ([@bo](https://github.com/bo)), Acme\n"
        "- Cy Finch ([@cy](https://github.com/cy)) (historically [@cyf](https://github.com/cyf))\n\n"
        "## `lark-doc-maintainers`\n\n-\n\n"
        "## Emeritus\n\nFormer maintainers are listed here.\n\n- Di Rook ([@di](https://github.com/di))\n"
    )
    expected = [("@ada", "maintainer"), ("@bo", "maintainer"), ("@cy", "maintainer"), ("@di", "emeritus")]
    assert expected == listed("MAINTAINERS.md", text)


def test_how_somebody_is_taken_on_names_nobody() -> None:
    text = (
        "* [@ada](https://github.com/ada)\n\n### Maintainer Onboarding\n\n*   **1. Update**\n"
        "    *   **GitHub:** Add them to `@org/team`.\n"
        "*   @ada does this.\n"
    )
    assert [("@ada", "maintainer")] == listed("MAINTAINERS.md", text)


def test_the_form_of_a_technical_committee_with_pronouns() -> None:
    text = (
        "# Lark\n\n## Current project team members\n\n### TSC (Technical Steering Committee)\n\n#### TSC voting members\n\n"
        "* [ada](https://github.com/ada) -\n  **Ada Quill** <<ada@x.example>> (she/her)\n\n### Collaborators\n\n"
        "* [bo](https://github.com/bo) -\n  **Bo Wren** <<bo@x.example>> (he/him)\n\n"
        "### Collaborator emeriti\n\n* [cy](https://github.com/cy) -\n"
        "  **Cy Finch** <<cy@x.example>>\n"
    )
    assert [("@ada", "maintainer"), ("@bo", "maintainer"), ("@cy", "emeritus")] == listed("README.md", text)


def test_paths_before_their_keepers() -> None:
    text = (
        "Ada Quill (<ada@x.example> / @ada) is the main/default maintainer, some parts have others:\n\n* `cmd`\n"
        "  * `larktool`: Bo Wren (<bo@x.example> / @bo)\n* `discovery`\n"
        "  * `k8s`: Cy Finch (<c@x.example> / @cy), Di Rook (<d@x.example> / @di)\n"
    )
    assert {("@bo", "maintainer"), ("@cy", "maintainer"), ("@di", "maintainer")} <= set(listed("MAINTAINERS.md", text))


def test_who_keeps_one_file_is_a_helper() -> None:
    text = "Ada Quill <a@x.example> (@ada)\n.travis.yml: Bo Wren <b@x.example> (@bo)\n"
    assert [("@ada", "maintainer"), ("@bo", "helper")] == listed("MAINTAINERS", text)


def test_the_form_of_the_kernel() -> None:
    text = (
        "LARK DRIVER\nM:\tAda Quill <a@x.example>\nR:\tBo Wren <b@x.example>\nL:\tlist@x.example\n"
        "S:\tMaintained\nF:\tdrivers/lark/\n\n"
        "WREN CORE\nM:\tCy Finch <c@x.example>\nS:\tOrphan\n"
    )
    assert [("Ada Quill", "maintainer"), ("Bo Wren", "reviewer"), ("Cy Finch", "maintainer")] == listed("MAINTAINERS", text)


def test_the_form_of_toml_with_people_below() -> None:
    text = (
        '[Org]\n  [Org."Core maintainers"]\n    people = ["ada", "bo"]\n  [Org.Alumni]\n'
        '    people = ["cy"]\n[people]\n  [people.ada]\n'
        '  Name = "Ada Quill"\n  GitHub = "ada-q"\n  [people.bo]\n  Name = "Bo Wren"\n  GitHub = "bo"\n'
        '  [people.cy]\n  Name = "Cy Finch"\n  GitHub = "cyf"\n'
    )
    assert [("@ada-q", "maintainer"), ("@bo", "maintainer"), ("@cyf", "emeritus")] == listed("MAINTAINERS", text)


def test_the_form_of_toml_of_a_team() -> None:
    text = 'name = "compiler"\n[people]\nleads = ["ada"]\nmembers = ["ada", "bo"]\nalumni = ["cy"]\n'
    assert [("@ada", "maintainer"), ("@ada", "maintainer"), ("@bo", "maintainer"), ("@cy", "emeritus")] == listed(
        "MAINTAINERS.toml", text
    )


def test_owners_with_keys_inline_lists_and_comments() -> None:
    text = (
        "# See the docs\napprovers:\n  - ada # Ada Quill <a@x.example>\n"
        "  - lark-maintainers # an alias\n  # - gone\nreviewers: [bo, 'cy']\n"
        "emeritus_approvers:\n- di # 2020-04-02\nlabels:\n  - area/docs\noptions:\n  no_parent_owners: true\n"
    )
    assert [("@ada", "maintainer"), ("@bo", "reviewer"), ("@cy", "reviewer"), ("@di", "emeritus")] == listed("OWNERS", text)


def test_owners_of_bare_logins() -> None:
    assert [("@ada", "maintainer"), ("@bo.wren", "maintainer")] == listed("sub/OWNERS", "ada\nbo.wren\nreview_group:lark\n")


def test_aliases_with_an_emeritus_list_in_comments() -> None:
    text = (
        "aliases:\n  lark-maintainers:\n    - ada\n  lark-release-team:\n    - bo # release lead\n"
        "  lark-reviewers: []\n\n  #  emeritus:\n"
        "  #    - cy\n"
    )
    assert [("@ada", "maintainer"), ("@bo", "helper"), ("@cy", "emeritus")] == listed("OWNERS_ALIASES", text)


def test_code_owners_are_accounts_and_neither_teams_nor_addresses() -> None:
    text = "# who\n* @ada @org/team\n/docs/ @bo docs@x.example # @cy\n[Section][2] @di\n*.go\n"
    found = [(one.login, one.group) for one in read_listed(".github/CODEOWNERS", kept_text(text), WORDS)]
    assert [("ada", "*"), ("bo", "/docs/"), ("di", "[Section][2]")] == found


def test_a_list_in_restructured_text() -> None:
    text = (
        "Governance\n==========\n\nCore developers\n---------------\n\n"
        "* `Ada Quill <https://github.com/ada>`_\n\nPast maintainers\n----------------\n\n"
        "* Bo Wren (@bo)\n"
    )
    assert [("@ada", "maintainer"), ("@bo", "emeritus")] == listed("GOVERNANCE.rst", text)


def test_a_file_of_emeriti_needs_no_heading() -> None:
    assert [("@ada", "emeritus")] == listed("EMERITUS.md", "## Thanks\n\n * Ada Quill (@ada)\n")


@pytest.mark.parametrize(
    "text",
    [
        "# Governance\n\nMaintainers have write access. Ask @ada for help, or see [Bo](https://github.com/bo).\n",
        "# Contributors\n\n- @ada wrote the docs\n",
        "# Maintainers\n\n- @org/team\n- @dependabot[bot]\n- @lark-robot\n",
        "# Maintainers\n\n```\n- @ada\n```\n<!--\n- @bo\n-->\n",
        "# Maintainers\n\nTBD\n",
        "",
    ],
)
def test_prose_contributors_teams_machines_and_examples_are_no_maintainers(text: str) -> None:
    assert "maintainer" not in {role for _, role in listed("GOVERNANCE.md", text)}


def test_headings_in_chinese() -> None:
    text = "# 项目\n\n## 维护者\n\n- 王小明 (@xiaoming)\n\n## 前维护者\n\n- @bo\n"
    assert [("@xiaoming", "maintainer"), ("@bo", "emeritus")] == listed("GOVERNANCE.md", text)


@given(st.sampled_from(FORMS), st.text(max_size=400))
def test_any_text_gives_people_of_known_roles_and_no_address(path: str, text: str) -> None:
    for one in read_listed(path, kept_text(text), WORDS):
        assert one.role in ("maintainer", "reviewer", "helper", "emeritus")
        assert "@" not in one.name
        assert one.login or one.name


@given(
    st.sampled_from(FORMS),
    st.lists(
        st.sampled_from(["- @ada", "bo", "# Reviewers", "Ada Quill (@cy)", "| @di | x |", "|---|---|", "", "key:", "  - di"]),
        max_size=12,
    ),
)
def test_blanks_at_the_ends_of_lines_change_nothing(path: str, lines: list[str]) -> None:
    plain = read_listed(path, "\n".join(lines), WORDS)
    assert plain == read_listed(path, "\n".join(f"{line}  " for line in lines), WORDS)
