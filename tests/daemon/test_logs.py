"""Log lines: one a record, whatever is logged, for people and for machines."""

from __future__ import annotations

import json
import logging
from io import StringIO
from pathlib import Path

import pytest

from monitor.daemon.logs import HumanLines, JsonLines, set_up_logs
from monitor.daemon.redact import Redactor

EVIL = "one\nTwo\r\x1b[31m\u202e\u2028"


@pytest.fixture
def stream(logs_restored: None) -> StringIO:
    return StringIO()


def record(message: str, **data: object) -> logging.LogRecord:
    made = logging.LogRecord("mainstay", logging.WARNING, "x.py", 1, message, (), None)
    made.created = 1_800_000_000.5
    made.data = data
    return made


def test_a_line_for_people_has_time_level_message_and_data() -> None:
    line = HumanLines(Redactor()).format(record("a cycle ended", due=3, where=Path("a b"), none=None, empty=""))
    assert '2027-01-15T08:00:00.500Z warning  a cycle ended due=3 where="a b" none=- empty=""' == line


def test_a_line_for_machines_is_one_document() -> None:
    line = JsonLines(Redactor()).format(record("a cycle ended", due=3, share=0.5, is_new=True, none=None))
    expected = {"time": "2027-01-15T08:00:00.500Z", "level": "warning", "logger": "mainstay", "message": "a cycle ended"}
    assert {**expected, "due": 3, "share": 0.5, "is_new": True, "none": None} == json.loads(line)


@pytest.mark.parametrize("lines", [HumanLines, JsonLines])
def test_nothing_that_is_logged_breaks_out_of_its_line(lines: type[HumanLines | JsonLines]) -> None:
    line = lines(Redactor()).format(record(EVIL, detail=EVIL))
    assert line.isprintable()
    assert "one Two" in line


def test_a_traceback_follows_its_line_indented() -> None:
    made = record("broke")
    made.exc_info = (ValueError, ValueError("why"), None)
    assert ["broke", "    ValueError: why"] == HumanLines(Redactor()).format(made).replace("warning  ", "\n").splitlines()[1:]


def test_a_traceback_is_a_list_of_lines_for_machines() -> None:
    made = record("broke")
    made.exc_info = (ValueError, ValueError("why"), None)
    assert ["ValueError: why"] == json.loads(JsonLines(Redactor()).format(made))["trace"]


def test_the_timer_s_own_chatter_is_not_logged(stream: StringIO) -> None:
    set_up_logs("human", Redactor(), stream)
    logging.getLogger("apscheduler.scheduler").warning("skipped")
    assert "" == stream.getvalue()


def test_setting_up_twice_writes_each_line_once(stream: StringIO) -> None:
    set_up_logs("human", Redactor(), stream)
    set_up_logs("json", Redactor(), stream)
    logging.getLogger("mainstay").info("once")
    assert 1 == len(stream.getvalue().splitlines())
