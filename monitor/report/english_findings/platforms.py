"""English for rules on repositories, files, forks and what was replaced."""

from __future__ import annotations

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "repository_state.archived": "{repository:place} is archived since {since:date}",
    "repository_state.archived_seen": "{repository:place} is archived, since {since:date} at the latest",
    "repository_state.disabled": "{repository:place} is switched off by its host, since {since:date} at the latest",
    "repository_state.locked": "{repository:place} is locked by its host, since {since:date} at the latest: nobody can push",
    "repository_state.blocked": "{repository:place} is blocked by its host since {since:date} (reason given: {reason})",
    "repository_state.gone": "{repository:place} is no longer visible to us since {since:date}",
    "repository_state.closed": "{repository:place} is {visibility}, since {since:date} at the latest, and was public before",
    "repository_state.open": "{repositories:n repository stands|repositories stand} open",
    "repository_state.shown_archived": "{repository:place}: its host marks it as archived",
    "repository_state.shown_disabled": "{repository:place}: its host marks it as switched off",
    "repository_state.shown_locked": "{repository:place}: its host marks it as locked",
    "repository_state.shown_blocked": "{repository:place}: its host does not show it (reason given: {reason})",
    "repository_state.shown_gone": "{repository:place}: its host shows nothing there any more, at three looks over a day or more",
    "repository_state.shown_closed": "{repository:place}: its host shows it as {visibility}",
    "repository_state.why_gone_unknown": (
        "Whether it was deleted, made private or hidden is not known: all of these look the same from here"
    ),
    "repository_state.opened_again": "{repository:place} stands open again",
    "repository_moved.name_taken": (
        "Another repository stands at {repository:place}, seen on {seen_on:date}: the name is the same, the repository is not"
    ),
    "repository_moved.owner_changed": "{repository:place} has another owner: {after}, before {before}; seen on {seen_on:date}",
    "repository_moved.renamed": "{repository:place} is called {after} now, before {before}; seen on {seen_on:date}",
    "repository_moved.stayed": "Owner, name and number are what they were",
    "repository_moved.change": "{attribute:attribute}: {before} (seen on {last_seen_on:date}), then {after}",
    "repository_moved.agreed_unknown": "Whether the move was agreed, and what the new owner plans, is not known",
    "repository_moved.confirmed": "You confirm the new address or owner in the configuration",
    "release_replaced.tag_moved": "The tag {version} names another commit than before; seen on {seen_on:date}",
    "release_replaced.weights": "{model} holds other weights than before under the same name; seen on {seen_on:date}",
    "release_replaced.tokenizer": "{model} holds another tokenizer than before under the same name; seen on {seen_on:date}",
    "release_replaced.all_stand": "No name was seen to stand for other content than before",
    "release_replaced.digests": "Content before: {before}; now: {after}",
    "release_replaced.why_unknown": "The reason is not known: a mended mistake and a stolen key look the same from here",
    "release_replaced.time_passes": "Nothing more happens until {until_on:date}: the warning ends by itself",
    "governance_changed.changed": (
        "{path} changed, seen on {seen_on:date}: {added:n line|lines} added, {removed:n line|lines} removed"
    ),
    "governance_changed.removed": "{path} is no longer there, last seen on {seen_on:date}",
    "governance_changed.unchanged": "{files:n governance file|governance files}, unchanged since we look",
    "governance_changed.none": "No file says who governs the project",
    "governance_changed.lines": "{before_lines:n line|lines} on {last_seen_on:date}, {after_lines:n line|lines} now",
    "governance_changed.meaning_unknown": "What the change means for the people named is not ours to say: read the file",
    "governance_changed.read": "Nothing more happens: it is told for a quarter",
    "codeowners_errors.some": "The platform finds {errors:n error|errors} in {path}, seen since {seen_on:date}",
    "codeowners_errors.none": "The platform finds no error in CODEOWNERS, or there is no such file",
    "codeowners_errors.error": "The platform says: {error}",
    "codeowners_errors.meaning_unknown": "Whether somebody lost access or a name is misspelt is not ours to say",
    "codeowners_errors.mended": "The errors in {path} are mended",
    "documents_stale.documentation": (
        "{path} is as it was on {same_on:date} or before; since then {releases:n release|releases} came, "
        "the last {version} on {released_on:date}"
    ),
    "documents_stale.policy": (
        "{path} is as it was on {same_on:date} or before; since then a new major version came: {version} on {released_on:date}"
    ),
    "documents_stale.kept": "{files:n document|documents} in the root, none left behind by the releases",
    "documents_stale.quiet": "Little work went on in the last year, so documents had little to keep up with",
    "documents_stale.none": "The root of the repository holds no documentation, front page or security policy",
    "documents_stale.same": "{path}: the same at the start of every quarter since then",
    "documents_stale.release": "{version}, newer than that, was released",
    "documents_stale.elsewhere_unknown": "Whether what {path} should say is written elsewhere is not known",
    "documents_stale.changed": "{path} changes",
    "policy_gone.gone": "{path} is no longer there, seen on {last_seen_on:date}",
    "policy_gone.no_policy": ("Its host shows no security policy for {target:place} any more, last seen on {last_seen_on:date}"),
    "policy_gone.host_shows": "Its host showed a security policy",
    "policy_gone.policy_back": "Its host shows a security policy again",
    "policy_gone.stand": "{files:n file|files} that tell users where to turn stand there",
    "policy_gone.last_seen": "{path} stood there",
    "policy_gone.moved_unknown": "Whether it moved to another place is not known",
    "policy_gone.back": "{path} stands there again",
    "is_fork.fork": "{repository:place} is a fork of {upstream}: work may be done there",
    "is_fork.none": "What is watched is no fork",
    "is_fork.shown": "{repository:place}: its host calls it a fork of {upstream}",
    "is_fork.where_unknown": "Whether this fork goes its own way is not known",
    "is_fork.watched_elsewhere": "You watch {upstream} as well, or instead",
    "tracker_off.off": ("The issue tracker of {target:place} was switched off between {not_before:date} and {seen_on:date}"),
    "tracker_off.elsewhere": (
        "The issue tracker of {target:place} was moved to {tracker} between {not_before:date} and {seen_on:date}"
    ),
    "tracker_off.always": (
        "Issues are switched off at {targets:n repository|repositories}, as at our first look: reports go elsewhere, or nowhere"
    ),
    "tracker_off.on": "No issue tracker was switched off in the last year",
    "tracker_off.was_on": "The issue tracker was switched on",
    "tracker_off.is_off": "The issue tracker is switched off",
    "tracker_off.elsewhere_unknown": "Where reports belong since then is not known",
    "tracker_off.back": "The tracker is switched on again",
    "funding_gone.gone": "No link for sponsors is shown any more, last seen on {last_seen_on:date}",
    "funding_gone.shown": "Its host shows {links:n link|links} for sponsors",
    "funding_gone.none": "Its host shows no link for sponsors",
    "funding_gone.link": "For sponsors: {address}",
    "funding_gone.last_seen": "A link for sponsors stood there: {address}",
    "funding_gone.elsewhere_unknown": "Whether the project is funded in other ways is not known",
    "funding_gone.back": "A link for sponsors is shown again",
    "living_fork.lives": (
        "The fork {fork} lives on: last pushed in {pushed_in:month}, {stars:n star|stars}; here, last active {last_on:date}"
    ),
    "living_fork.lives_beside_unseen": (
        "The fork {fork} lives on: last pushed in {pushed_in:month}, {stars:n star|stars}; of the project no day of work is known"
    ),
    "living_fork.not_needed": "The project itself is at work",
    "living_fork.none": "No fork with followers was pushed to since the project stopped",
    "living_fork.pushed": "{fork}: pushed to in {pushed_in:month}",
    "living_fork.successor_unknown": "Whether it is a successor, and who carries it, is not known",
    "living_fork.works_again": "The project itself works again",
}
