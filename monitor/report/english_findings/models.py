"""English for rules on model families."""

from __future__ import annotations

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "model_overdue.on_time": (
        "The last base model, {model}, is of {released_on:date}, {wait_days:days} ago; "
        "the usual window of the next one ends on {window_until:date}"
    ),
    "model_overdue.overdue": (
        "No base model for {wait_days:days} since {model} on {released_on:date}; the usual window ended on {window_until:date} "
        "(by its own rhythm {chance:pct} of waits last as long)"
    ),
    "model_overdue.too_few": "{releases:n base model|base models} so far: too few to tell a rhythm",
    "model_overdue.none": "No base model was seen: only what was made from others",
    "model_overdue.last": "Last base model: {model} on {released_on:date}",
    "model_overdue.rhythm": (
        "{gaps:n earlier gap|earlier gaps} between base models, the middle one {median_days:days}; "
        "those of the same days were taken as one"
    ),
    "model_overdue.nothing_promised": "The house promised no date for a model",
    "model_overdue.release": "A new base model",
    "model_terms_changed.licence": (
        "The licence of {models:n model|models} changed from {before} to {after}, first seen on {seen_on:date} ({model})"
    ),
    "model_terms_changed.gated": (
        "Access to {models:n model|models} changed from {before} to {after} (gated), first seen on {seen_on:date} ({model})"
    ),
    "model_terms_changed.unchanged": "Licences and gates are what they were",
    "model_terms_changed.change": "{model}: {before}, then {after}",
    "model_terms_changed.copies_unknown": "Whether copies taken before keep the old terms is a question of law, not ours",
    "model_terms_changed.changed_back": "What changed is as before again: {before}",
    "model_withdrawn.gone": (
        "{models:n published model|published models} no longer listed ({kind}: {model}), seen on {seen_on:date}; listed on "
        "{not_before:date}"
    ),
    "model_withdrawn.disabled": "{model} ({kind}) is switched off by the Hub, seen on {seen_on:date}",
    "model_withdrawn.marked": "{model}: the Hub marks it as disabled",
    "model_withdrawn.why_disabled_unknown": "The reason is not known: the Hub does not say it here",
    "model_withdrawn.enabled_again": "The Hub no longer marks it as disabled",
    "model_withdrawn.all_there": "{models:n model|models} listed, none that was seen before is gone",
    "model_withdrawn.listed": "{model}: listed on {not_before:date}, and no longer on {seen_on:date}",
    "model_withdrawn.why_unknown": "Whether it was deleted, made private or renamed: the list does not say",
    "model_withdrawn.list_may_be_cut": (
        "Whether the list was whole: {models:num} of {before:n model|models} went from it at one look"
    ),
    "model_withdrawn.newcomer": "Whether it stands under another name now: {model} came at the same look",
    "model_withdrawn.listed_again": "It is listed again",
    "model_breaks.architecture": (
        "{model} of {released_on:date} has another architecture than {before_model}: {after}, before {before}"
    ),
    "model_breaks.tokenizer": (
        "{model} of {released_on:date} cuts text into other pieces than {before_model}: {after}, before {before}"
    ),
    "model_breaks.licence": "{model} of {released_on:date} has another licence than {before_model}: {after}, before {before}",
    "house_smaller.members": (
        "The organisation counts {members_now:n person|people} on {counted_on:date}, {members_before} on {before_on:date}"
    ),
    "house_smaller.mark_gone": "The Hub’s mark as verified was taken off between {not_before:date} and {seen_on:date}",
    "house_smaller.stands": "The organisation counts {members:n person|people}, and did not lose a third of them within a year",
    "house_smaller.counted": "{members:n person|people} on {counted_on:date}",
    "house_smaller.marked": "The Hub showed the organisation as verified",
    "house_smaller.who_unknown": "Who they are and why the number fell is not known: accounts may have been tidied up",
    "house_smaller.back": "The organisation counts as many people again",
    "house_silent.fell": (
        "The house took part in {recent:pct} of {asked:n discussion|discussions} opened since {since_on:date}, "
        "in {past:pct} before that"
    ),
    "house_silent.holds": "The house took part in {recent:pct} of {asked:n new discussion|new discussions} about its models",
    "house_silent.too_young": "Discussions were not watched for {days:days} yet, so nothing can be compared",
    "house_silent.too_few": "Only {asked:n new discussion|new discussions} about its models: {least} are needed",
    "house_silent.joined": "{joined} of {asked:n discussion|discussions} with its owner, counted on {counted_on:date}",
    "house_silent.elsewhere_unknown": "Whether the house answers in other places is not known",
    "house_silent.back": "It takes part in about {past:pct} of them again",
    "model_breaks.none": "No new generation was seen to differ from the last in architecture, tokenizer or licence",
    "model_breaks.says": "{model}: {value}",
    "model_breaks.tokenizer_unknown": "Whether the tokenizer differs is not known: the files of one of the two were not seen",
    "model_breaks.time_passes": "Nothing more happens until {until_on:date}: then the generation is no longer new",
}
