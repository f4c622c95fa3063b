"""What `mainstay propose` prints can be pasted as one section, and is the configuration's own form."""

from __future__ import annotations

import yaml

from monitor.cli.propose import lines_to_add
from monitor.model.included import Proposal


def proposal(address: str) -> Proposal:
    return Proposal("pkg:pypi/lark", address, "https://lark.example.org")


def test_all_projects_stand_in_one_section() -> None:
    found = {
        "lark": (proposal("https://github.com/birds/lark"), proposal("pkg:npm/lark")),
        "wren": (proposal("https://github.com/birds/wren"),),
    }
    text = lines_to_add(found)
    assert {
        "projects": {
            "lark": {"targets": ["https://github.com/birds/lark", "pkg:npm/lark"]},
            "wren": {"targets": ["https://github.com/birds/wren"]},
        }
    } == yaml.safe_load(text)
    assert 1 == text.count("projects:")


def test_nothing_to_propose_is_no_section() -> None:
    assert "" == lines_to_add({})
