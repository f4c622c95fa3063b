"""Pictures say their finding in words, keep their text readable and apart, and show what we did not see."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from monitor.model.finding import Level
from monitor.model.picture import KeyMonth, Picture, ReleaseRhythm, RiverMonth
from monitor.model.report import EventLabel
from monitor.model.target import Impact
from monitor.report.charts.keys import keys, keys_title
from monitor.report.charts.portfolio import portfolio_map
from monitor.report.charts.rhythm import rhythm, rhythm_title
from monitor.report.charts.river import DATA_WIDTH, river, river_title
from monitor.report.charts.strip import strip
from monitor.report.charts.svg import lanes, nice_top
from tests.report.samples import lark, many, months, report_on, varied

PHONE = 330
LETTER = 7.2


def drawn(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own string


def texts(svg: str) -> list[ET.Element]:
    return list(drawn(svg).iter("text"))


def percent(element: ET.Element, name: str) -> float:
    return float(element.attrib[name].rstrip("%"))


def spans_by_line(svg: str) -> dict[float, list[tuple[float, float]]]:
    """Return the horizontal spans of texts in pixels on a phone, by baseline."""
    found: dict[float, list[tuple[float, float]]] = {}
    for text in texts(svg):
        width = len(text.text or "") * LETTER
        left = (
            percent(text, "x") * PHONE / 100 - {"start": 0, "middle": width / 2, "end": width}[text.get("text-anchor", "start")]
        )
        found.setdefault(float(text.attrib["y"]), []).append((left, left + width))
    return found


def overlaps(svg: str) -> list[tuple[float, float]]:
    found = []
    for spans in spans_by_line(svg).values():
        ordered = sorted(spans)
        found += [later for earlier, later in pairwise(ordered) if later[0] < earlier[1]]
    return found


def lark_river() -> str:
    project = report_on([lark()]).projects[0]
    return river(project.picture, project.events, "x")


def test_the_river_titles_its_finding() -> None:
    assert "89 person-days of work in the last 12 months, 359 in the 12 before; 2 months not seen" == river_title(
        lark().assessment.picture.river
    )


def test_every_picture_has_a_title_and_a_text_alternative() -> None:
    picture = lark().assessment.picture
    report = report_on(varied())
    for svg in (lark_river(), rhythm(picture.rhythm, "x"), keys(picture.keys, "x"), portfolio_map(report.rows, {}, "x")):
        root = drawn(svg)
        assert "img" == root.get("role")
        assert root.findtext("title")
        assert len(root.findtext("desc") or "") > 40


def test_nothing_to_draw_draws_nothing() -> None:
    assert ["", "", "", "", ""] == [
        river(Picture(), (), "x"),
        rhythm(None, "x"),
        keys((), "x"),
        strip(()),
        portfolio_map((), {}, "x"),
    ]


def test_months_that_we_did_not_see_are_hatched_and_never_empty_columns() -> None:
    blind = [box for box in drawn(lark_river()).iter("rect") if box.get("class") == "blind"]
    assert 1 == len(blind)
    assert (
        2 * DATA_WIDTH / 36 == round(percent(blind[0], "width"), 1)
        or abs(percent(blind[0], "width") - 2 * DATA_WIDTH / 36) < 0.01
    )


def test_a_year_that_was_not_seen_says_so() -> None:
    unseen = tuple(RiverMonth(m, 0, 0, 0, 0, False) for m in months())
    assert "The last 12 months were not seen" == river_title(unseen)
    assert "not seen" in [text.text for text in texts(river(Picture(unseen), (), "x"))]


def test_bots_are_drawn_but_not_counted_as_work() -> None:
    bots = tuple(RiverMonth(m, 0, 0, 0, 9, True) for m in months())
    assert "0 person-days of work in the last 12 months, 0 in the 12 before" == river_title(bots)
    assert 'class="r4"' in river(Picture(bots), (), "x")


def test_texts_do_not_overlap_on_a_phone() -> None:
    picture = lark().assessment.picture
    assert [[], [], []] == [overlaps(lark_river()), overlaps(rhythm(picture.rhythm, "x")), overlaps(keys(picture.keys, "x"))]


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=60), st.integers(0, 5000), st.integers(1, 400), st.integers(0, 2000))
def test_the_rhythm_keeps_its_words_apart_whatever_the_gaps(gaps: list[int], wait: int, usual_from: int, width: int) -> None:
    assert [] == overlaps(rhythm(ReleaseRhythm(tuple(gaps), wait, usual_from, usual_from + width), "x"))


@given(st.lists(st.integers(0, 35), min_size=1, max_size=12))
def test_event_marks_of_one_lane_never_touch(places: list[int]) -> None:
    picture = lark().assessment.picture
    ordered = sorted(months()[place] for place in places)
    events = [EventLabel(number, on, "event") for number, on in enumerate(ordered, start=1)]
    marks = [c for c in drawn(river(picture, events, "x")).iter("circle") if c.get("class") == "event-mark"]
    by_lane: dict[str, list[float]] = {}
    for mark in marks:
        by_lane.setdefault(mark.attrib["cy"], []).append(percent(mark, "cx") * PHONE / 100)
    gaps = [b - a for xs in by_lane.values() for a, b in pairwise(sorted(xs))]
    assert all(gap >= 20 for gap in gaps)


@given(st.lists(st.floats(0, 100), max_size=40).map(sorted))
def test_lanes_keep_their_distance(places: list[float]) -> None:
    chosen = lanes(places, 5.0)
    for lane in set(chosen):
        own = [place for place, in_lane in zip(places, chosen, strict=True) if in_lane == lane]
        assert all(later - earlier >= 5.0 for earlier, later in pairwise(own))


@given(st.integers(0, 10**7))
def test_the_top_of_a_scale_holds_the_value_and_has_a_whole_half(value: int) -> None:
    top = nice_top(value)
    assert top >= value
    assert 0 == top % 2


def test_a_late_wait_says_for_how_long_the_usual_window_is_over() -> None:
    shape = lark().assessment.picture.rhythm
    assert shape is not None
    assert (
        "377 days since the last release, usually 20 days to 133 days: the usual window ended about 8 months ago"
        == rhythm_title(shape)
    )


def test_the_keys_strip_says_how_many_hands_and_what_was_not_seen() -> None:
    strip_months = tuple(KeyMonth(m, 2, 1, None) for m in months()[-12:])
    assert "In any month merged by at most 2 hands, tagged by at most 1 hand; not seen: published" == keys_title(strip_months)


def test_a_year_without_hands_on_the_keys_says_nobody() -> None:
    quiet = tuple(KeyMonth(m, 0, 0, 2) for m in months()[-12:])
    assert "In any month published by at most 2 hands; nobody merged or tagged" == keys_title(quiet)


def test_the_map_counts_where_names_would_not_fit() -> None:
    rows = report_on(many(100)).rows
    assert "84" in [text.text for text in texts(portfolio_map(rows, {}, "x"))]


def test_marks_of_one_cell_of_the_map_never_touch_on_a_phone() -> None:
    svg = portfolio_map([row for row in report_on(varied()).rows if (row.level, row.impact) == (Level.OK, Impact.LOW)], {}, "x")
    circles = [(percent(c, "cx") * PHONE / 100, float(c.attrib["cy"]), float(c.attrib["r"])) for c in drawn(svg).iter("circle")]
    assert 3 == len(circles)
    for number, (x, y, r) in enumerate(circles):
        assert all((x - a) ** 2 + (y - b) ** 2 >= (r + c) ** 2 for a, b, c in circles[:number])


def test_the_strip_is_small_and_names_its_finding() -> None:
    svg = strip(lark().assessment.picture.river)
    assert len(svg) < 1600
    assert "89 person-days" in drawn(svg).attrib["aria-label"]


def test_no_picture_holds_a_colour_of_its_own() -> None:
    picture = lark().assessment.picture
    drawn_now = lark_river() + rhythm(picture.rhythm, "x") + keys(picture.keys, "x") + strip(picture.river)
    assert [] == re.findall(r"#[0-9a-f]{3,6}|rgb\(|style=", drawn_now)


def test_events_are_numbered_by_their_dates() -> None:
    assert [(1, date(2024, 6, 10)), (2, date(2025, 3, 3))] == [(e.number, e.on) for e in report_on([lark()]).projects[0].events]
