"""What a project's own front page says of its state: notices of an end, of a search for maintainers, of a move; and its badge.

A short list of whole phrases, each about the project itself: "deprecated" alone may speak of a function. Sources of the forms:
repostatus.org for the badge; for the phrases, notices as they are commonly written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from monitor.model.evidence import EvidenceLevel
from monitor.model.facts import StateFact, StatementFact
from monitor.model.instead import names_instead
from monitor.model.text import clean, mask_addresses

# A notice stands at the top; further down the same words are documentation.
LOOKED_AT = 4_000
QUOTE = 240
# What to use instead is said in the notice's own sentence or soon behind it.
BEHIND = 3
_THING = r"(?:this|the) (?:project|repository|repo|package|library|module|plugin|tool|software|codebase|crate|gem)"
_IS = r"(?:is|has been|was) (?:now )?"
_SEEK = r"(?:currently |actively )?(?:looking|searching|seeking)(?: for)?"
_ENDED = r"(?:deprecated|archived|discontinued|abandoned|unmaintained|retired|sunset)"
_PHRASES = (
    rf"{_THING} {_IS}(?:no longer|not)(?: being)? (?:actively )?(?:maintained|developed|supported|updated)",
    rf"{_THING} {_IS}(?:officially )?{_ENDED}",
    rf"{_THING} (?:is|has been) (?:now )?(?:in|moved to|put into) maintenance[- ]only mode",
    rf"{_THING} (?:is|has been) (?:now )?in maintenance mode",
    rf"{_THING} (?:has )?(?:been )?moved to\b",
    rf"(?:we are|i am|i'm|we're|is|are) {_SEEK} (?:a |an |new |additional |co-?)*maintainers?",
    r"(?:maintainers?|new maintainer) (?:wanted|needed)",
    r"no longer (?:actively )?maintained",
    r"(?:^|[#*>!\[ ])(?:unmaintained|deprecated|discontinued)(?:[\]!.:* ]|$)(?=[^a-z]*$)",
    r"(?:本项目|该项目|此项目|本仓库|该仓库)(?:已经?)?(?:不再|停止)(?:积极)?(?:维护|更新|开发)",
    r"(?:寻找|招募|征集)(?:新的?)?维护者",
)
_NOTICE = re.compile("|".join(f"(?:{phrase})" for phrase in _PHRASES), re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:not|isn't|never|if|when|until|once|in case|unless)\b[^.]{0,30}$", re.IGNORECASE)
_BADGE = re.compile(r"repostatus\.org/badges/[a-z0-9.]{1,12}/([a-z]{2,12})\.svg", re.IGNORECASE)
STATUSES = frozenset({"concept", "wip", "suspended", "abandoned", "active", "inactive", "unsupported", "moved"})


def notices_in(text: str, link: str, seen_at: datetime) -> Iterator[StateFact | StatementFact]:
    """Yield what the beginning of a front page says of the project: its own words (E1), dated when we saw them, and its badge.

    What it names to use instead is a state of its own, since it may stand in a sentence behind the notice.
    """
    badge = _BADGE.search(text[:LOOKED_AT])
    if badge and badge[1].lower() in STATUSES:
        yield StateFact("repostatus", badge[1].lower(), link)
    sentences = list(_sentences(text[:LOOKED_AT]))
    for place, sentence in enumerate(sentences):
        found = _NOTICE.search(sentence)
        if found and not _NEGATED.search(sentence[: found.start()]):
            quote = _quoted(sentence)
            yield StateFact("front_page_notice", quote, link)
            yield StatementFact("notice", seen_at, "Notice on the front page", quote, link, EvidenceLevel.ANNOUNCED)
            named = next((_quoted(one) for one in sentences[place : place + BEHIND] if names_instead(one)), "")
            yield from (StateFact("front_page_replacement", words, link) for words in (named,) if words)
            return


def _quoted(sentence: str) -> str:
    return mask_addresses(clean(sentence.lstrip("#>*-_ "), QUOTE))


def _sentences(text: str) -> Iterator[str]:
    plain = re.sub(r"<[^>]{0,200}>|!?\[([^\]]{0,200})\]\([^)]{0,500}\)", r" \1 ", text)
    yield from (part.strip() for part in re.split(r"(?<=[.!?\u3002\uff01])\s+|\n\s*\n|\n(?=[#>*-])|\n", plain) if part.strip())
