"""English for rules on what was said in public: act, date and source, in the words of who said it."""

from __future__ import annotations

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "statement_of_departure.announced": "A departure of {person} was announced on {on:date}",
    "statement_of_departure.announced_of_somebody": "A departure from the project was announced on {on:date}",
    "statement_of_departure.project_not_named": (
        "{person} announced a departure on {on:date}, in words that do not name the project"
    ),
    "statement_of_departure.relayed": (
        "A departure of {person} was announced on {on:date} in a post of their own, which others quote and link"
    ),
    "statement_of_departure.post_not_watched": "The post itself was not read: it stands where we do not look",
    "statement_of_departure.recorded": "A record of a departure of {person} was filed, dated {on:date}",
    "statement_of_departure.reported": (
        "A departure of {person} was reported on {on:date}, by {origins:n source|independent sources}; "
        "neither the person nor the project has said so in the sources watched"
    ),
    "statement_of_departure.reported_of_somebody": (
        "A departure from the project was reported on {on:date}, by {origins:n source|independent sources}; "
        "the project has not said so in the sources watched"
    ),
    "statement_of_departure.came_back": (
        "A departure of {person} was announced or reported on {on:date}; they were seen at work again on {back_on:date}"
    ),
    "statement_of_departure.none": "No statement of a departure was seen since {since:date} in the sources watched",
    "statement_of_departure.said": "“{words}”",
    "statement_of_departure.unconfirmed": "Whether the report is true: no word of the person or the project was seen on it",
    "statement_of_departure.whose_unknown": "Whose departure it is: nobody whom your configuration names is named there",
    "statement_of_departure.from_what_unknown": "Whether it concerns this project: the words do not say from what",
    "statement_of_departure.successor_unknown": "Who follows: no named successor was found in the sources watched",
    "statement_of_departure.successor_named": "A successor is named by the project or the person",
    "statement_of_departure.time_passes": "A successor is named already; it is told until {until_on:date}",
    "statement_of_departure.seen_again": "They are seen at work in the project again, more than {days:n day|days} after",
    "statement_of_departure.denied": "The person or the project says otherwise, or confirms it",
    "statement_of_end.unmaintained": "The project itself says that it is no longer maintained; seen since {since:date}",
    "statement_of_end.maintainers_sought": "The project itself seeks a maintainer; seen since {since:date}",
    "statement_of_end.deprecated": "The project itself says that it is deprecated or replaced; seen since {since:date}",
    "statement_of_end.moved": "The project itself says that it has moved; seen since {since:date}",
    "statement_of_end.archived": "The project itself says that it is archived; seen since {since:date}",
    "statement_of_end.notice": "The project's front page holds a notice of an end; seen since {since:date}",
    "statement_of_end.status": "The project marks itself as “{status}”; seen since {since:date}",
    "statement_of_end.none": "No notice of an end was seen in what the project says of itself",
    "statement_of_end.said": "“{words}”",
    "statement_of_end.plan_unknown": "What comes next, unless the notice says it",
    "statement_of_end.taken_back": "The project takes the notice back",
}
