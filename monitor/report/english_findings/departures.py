"""English for the rules on departures: act, date and source; never a motive, never a ranking, never more than a source says."""

from __future__ import annotations

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "departing.announced": "A departure of {person} was announced on {on:date}: “{words}”",
    "departing.relayed": "Quoted and linked by others on {on:date}, from a post of {person} at {origin}: “{words}”",
    "departing.reported": "A departure of {person} was reported on {on:date}: “{words}”",
    "departing.delisted": "{person} is no longer listed in {path} since {on:date}",
    "departing.emeritus": "{person} is listed as emeritus, and no longer in their former role in {path}, since {on:date}",
    "departing.role_lowered": "{person} is listed in a lesser role in {path} since {on:date}",
    "departing.membership_ended": (
        "{person} was shown as a member of the organisation on {not_before:date}, and no longer on {on:date}"
    ),
    "departing.publisher_removed": "{person} was shown as a publisher on {not_before:date}, and no longer on {on:date}",
    "departing.former": (
        "The public profile of {person} says “{words}” since {on:date}; on {not_before:date} it did not say so yet"
    ),
    "departing.silent": (
        "No public activity of {person} seen since {last_seen_on:date} in the sources watched; their own rhythm explained it "
        "until {on:date}"
    ),
    "departing.died": "The project or its steward said on {on:date} that {person} has died",
    "departing.death_reported": "It was reported on {on:date} that {person} has died",
    "death.announced": "The project or its steward said on {on:date} that {person} has died",
    "death.reported": (
        "It was reported on {on:date}, by {origins:n source|independent sources}, that {person} has died; "
        "the project has not said so in the sources watched"
    ),
    "death.none": "No word of a death was seen in the last {days:n day|days} in the sources watched",
    "death.unconfirmed": "Whether it is true: no word of the project was seen on it",
    "death.who_carries_on": "The project says who carries on",
    "death.denied": "The project says otherwise, or confirms it",
    "departing.reason_unknown": "Why: no source that we read says so, and we do not guess",
    "departure.delisted": "{person} is no longer on the list of maintainers, recorded on {on:date}",
    "departure.emeritus": "{person} became emeritus, recorded on {on:date}",
    "departure.role_lowered": "{person} is listed in a lesser role, recorded on {on:date}",
    "departure.membership_ended": "{person} is no longer shown as a member of the organisation, recorded on {on:date}",
    "departure.publisher_removed": "{person} was taken off the list of those who may publish, recorded on {on:date}",
    "departure.former": "The public profile of {person} turned to “formerly”, observed on {on:date}",
    "departure.before_watch": "A departure of {person} was recorded on {on:date}, before we first looked at the project",
    "departure.shown_too": (
        "The departure of {person}, known since {on:date}, shows in records or profiles too, first on {shown_on:date}"
    ),
    "departure.came_back": "A departure of {person} was recorded on {on:date}; they were seen again on {back_on:date}",
    "departure.none": "No record or profile of the last {days:n day|days} tells of a departure, in the sources watched",
    "departure.not_announced": "Whether the person or the project says so: no announcement was seen in the sources watched",
    "departure.may_be_hidden": "Whether the membership ended: everybody can hide it, and then it is shown no longer",
    "departure.still_there": "Whether it concerns the whole project: they stand on another list, or were seen at work since",
    "departure.successor_unknown": "Who follows: no named successor was found in the sources watched",
    "departure.successor_named": "A successor is named by the project or the person",
    "departure.seen_again": "They are listed again, or seen at work more than {days:n day|days} after",
    "departures_cluster.cluster": (
        "Signs of the departure of {leavers:num} of {people:n person|people} between {from_on:date} and {until_on:date}; by "
        "chance as many within {days:n day|days} are expected in {chance:pct} of quarters"
    ),
    "departures_cluster.none": "No cluster of departures in the last {days:n day|days}, in the sources watched",
    "departures_cluster.one_change": "Whether they went together: all were recorded on {on:date}, which may be one tidying up",
    "departures_cluster.rate_is_borrowed": (
        "The project's own rate: compared is with other projects, where {rate:pct} of listed people are taken off within a year"
    ),
    "departures_cluster.connection_unknown": "Whether the departures have to do with each other: no source that we read says so",
    "departures_cluster.time_passes": "No further departure until {until_on:date}",
    "departure_after_release.after": (
        "A departure of {person} on {on:date} came {after_days:n day|days} after {version} of {released_on:date}; major releases "
        "are usually {usual_gap_days:n day|days} apart"
    ),
    "departure_after_release.none": (
        "No departure of the last {days:n day|days} followed a major release closely, in the sources watched"
    ),
    "departure_after_release.released": "{version} was released",
    "departure_after_release.no_excess": (
        "Whether the two have to do with each other: published data finds no more departures after releases than at other times"
    ),
    "departure_after_release.time_passes": "Time passes: told until {until_on:date}",
    "lead_without_successor.none_found": (
        "We found no named successor of {person}, whose departure is of {on:date}, {days:n day|days} ago"
    ),
    "lead_without_successor.after_death": (
        "Who leads the project now was not named in the sources watched, {days:n day|days} after the news of {on:date}"
    ),
    "lead_without_successor.named_after_death": "Who leads the project now is named: {successor:person}",
    "lead_without_successor.named_in_words": "Who follows is named in words of the project or its people, of {on:date}",
    "lead_without_successor.said": "“{words}”",
    "lead_without_successor.named": "After the departure of {person} a successor is named: {successor:person}",
    "lead_without_successor.no_lead_departed": (
        "No departure of a lead was announced or recorded in the last {days:n day|days}, in the sources watched"
    ),
    "lead_without_successor.nobody_led": (
        "{departures:n departure|departures} announced or recorded in the last {days:n day|days}, none known to be of a lead, "
        "in the sources watched"
    ),
    "lead_without_successor.searched": "Whether a successor is named elsewhere; searched was: {signal:signal}",
    "lead_without_successor.not_searched": "A successor may be named where we did not search: {signal:signal}",
    "lead_without_successor.candidate": "Whether it is {person}, who worked beside them in the half year before",
    "lead_without_successor.candidates_are_no_forecast": (
        "Who of those named here, or whether any: their order says nothing of persons, and published methods of this kind name "
        "the true successor among their first in 34 to 48 % of cases"
    ),
    "lead_without_successor.named_somewhere": "The project or the person names who leads now",
    "last_hand_gone.publishers": (
        "Nobody who was seen publishing in the year before is there any more since {since:date}: {people:n person|people}"
    ),
    "last_hand_gone.mergers": (
        "Nobody who was seen merging in the year before is there any more since {since:date}: {people:n person|people}"
    ),
    "last_hand_gone.none": "No departure of the last {days:n day|days} took the last hand from the keys, in the sources watched",
    "last_hand_gone.others_may": "Whether others hold the rights without having used them",
    "last_hand_gone.somebody_publishes": "Somebody else is seen publishing",
    "last_hand_gone.somebody_merges": "Somebody else is seen merging",
    "company_leaving.several": (
        "{leavers:n person|people} of {people} who said to belong to {organisation} departed between {from_on:date} and "
        "{until_on:date}"
    ),
    "company_leaving.none": "No departures of several people of one organisation in the last {days:n day|days}",
    "company_leaving.belonged": "{person} was seen to belong to {organisation}",
    "company_leaving.plan_unknown": "What the organisation plans: no source that we read says so",
    "people_heard.nothing_watched": (
        "No account or feed of {name} is watched: what they say on X, LinkedIn or elsewhere is not heard"
    ),
    "people_heard.not_seen": (
        "Of {name} we watch no page that answered lately, of {places:n page|pages} configured: what they say there is not heard"
    ),
    "people_heard.partly": "Of {name} we watch {places:n page|pages}; we do not watch {channels} for them",
    "people_heard.all": "Of {name} we watch {places:n page|pages}, X and LinkedIn among them",
    "people_heard.nobody_named": "Your configuration names nobody of this project",
    "people_heard.note_it": "Write their own pages into the configuration, or file what you see there by mainstay note",
    "shared_person.none_known": "Nobody of this project is known to carry another one that you watch",
    "shared_person.several": "{person} carries {projects:n project|projects} that you watch",
    "shared_person.holds": "{person} holds the role of {role} in {project}",
    "shared_person.account": "Whether there are more: only accounts that are proven to be theirs were compared, no names",
    "shared_person.others_hold": "Others are seen in these roles as well",
    "company_leaving.time_passes": "No further departure until {until_on:date}",
}
