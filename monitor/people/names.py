"""Where a text names a configured project, its steward or its people. Pure.

A name is a name only where it stands as one: not inside of a longer word or package ("ninja", "jinja-cli"), not as a plain word
("rich people") unless something beside it says so, and never by a person's first name alone: names collide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from monitor.model.name_words import NameWords
from monitor.model.target import NamedPerson, Project, TargetKind
from monitor.people.scripts import Folded, Span, fold, is_letter, is_spaceless, pattern_of

# Shorter than this, a name is as likely a word or an abbreviation of something else.
SHORTEST = 3
SHORTEST_LOGIN = 4
SHORT_NAME = 2
_VERSION = re.compile(r"v?[0-9]+(\.[0-9]+)*")
_BETWEEN = re.compile(r"[\s_-]+")
_GLUED = re.compile(r"[0-9]+(\.[0-9]+)*")
# The next word behind a name or its possessive, and the last one before it.
_AFTER = re.compile(r"(?:['\u2019]s)?[ -]([\w.]+)")
_BEFORE = re.compile(r"([\w.]+)[ -]$")


@dataclass(frozen=True, slots=True)
class Name:
    """One way to write a name; `is_plain`: it is a plain word too, and counts only beside something that says so.

    `is_login`: it is the name of an account, and stands behind an @ or in an address.
    """

    text: str
    pattern: re.Pattern[str]
    is_plain: bool = False
    is_login: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """All that a project, its steward and its people are called, ready to be looked for."""

    project: tuple[Name, ...]
    organisation: tuple[Name, ...]
    persons: tuple[tuple[NamedPerson, tuple[Name, ...]], ...]
    pages: tuple[str, ...]
    words: NameWords = field(repr=False)
    marks: tuple[str, ...] = ()

    def may_be_in(self, text: str, links: Iterable[str] = ()) -> bool:
        """Return whether a closer look at `text` is worth it: the letters of any name stand in it, or a link to a page."""
        squeezed = _squeezed(text)
        return any(mark in squeezed for mark in self.marks) or any(
            page in link.casefold() for link in links for page in self.pages
        )

    @classmethod
    def of(cls, project: Project, words: NameWords) -> Names:
        """Return the names of `project` as the configuration gives them."""
        organisation = [project.steward.organisation] if len(project.steward.organisation) >= SHORTEST else []
        persons = tuple((person, tuple(_person_names(person))) for person in project.people)
        named = tuple(_project_names(project.name, words))
        steward = tuple(_name(text, words) for text in organisation)
        forms = (*named, *steward, *(name for _, names in persons for name in names))
        return cls(
            marks=tuple(dict.fromkeys(_squeezed(login_of(name.text) if name.is_login else name.text) for name in forms)),
            project=named,
            organisation=steward,
            persons=persons,
            pages=tuple(page for target in project.targets if target.kind is TargetKind.GIT and (page := _page(target.key))),
            words=words,
        )


@dataclass(frozen=True, slots=True)
class Named:
    """What a text names, with the places; `persons` holds each configured person once."""

    project: tuple[Span, ...] = ()
    organisation: tuple[Span, ...] = ()
    persons: tuple[tuple[NamedPerson, tuple[Span, ...]], ...] = ()


def named_in(text: str, names: Names, links: Iterable[str] = (), *, is_own: bool = False) -> Named:
    """Return where `text` names the project, the steward and the people. `links` are its own page and those that it cites.

    Where the source `is_own`, a plain word that is the project's name is meant as the name.
    """
    folded = Folded.of(text)
    organisation = tuple(span for name in names.organisation for span in _found(folded, name))
    persons = tuple((person, spans) for person, forms in names.persons if (spans := _person_places(folded, forms, names.words)))
    is_anchored = is_own or bool(organisation or persons) or any(is_page_of(link, names.pages) for link in links)
    project = tuple(sorted({span for name in names.project for span in _project_places(folded, name, names.words, is_anchored)}))
    return Named(project, organisation, persons)


def is_page_of(link: str, pages: Iterable[str]) -> bool:
    """Return whether `link` is one of `pages` (host and path, folded) or lies below it."""
    page = _page(link)
    return any(page == known or page.startswith(known + "/") for known in pages)


def _page(link: str) -> str:
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    path = parts.path.strip("/").removesuffix(".git")
    return f"{parts.hostname}/{path}".casefold() if parts.hostname and path else ""


def _squeezed(text: str) -> str:
    """Return folded letters without what may stand between the words of a name."""
    return _BETWEEN.sub("", fold(text))


def _project_names(name: str, words: NameWords) -> Iterator[Name]:
    """Yield a project's name, and what is left of it without a version or a word like "models" at its end."""
    yield _name(name, words)
    parts = name.split()
    while len(parts) > 1 and (_VERSION.fullmatch(parts[-1].casefold()) or fold(parts[-1]) in words.project):
        parts.pop()
        yield _name(" ".join(parts), words)
    glued = re.fullmatch(r"([A-Z]\w*?[a-z])[0-9.]+", name)
    if glued and len(glued[1]) >= SHORTEST:
        yield _name(glued[1], words)


def _name(text: str, words: NameWords) -> Name:
    folded = fold(text).strip()
    is_plain = folded in words.plain or (len(folded) < SHORTEST and not any(map(is_spaceless, folded)))
    return Name(text, _anywhere(folded), is_plain)


def _anywhere(folded: str) -> re.Pattern[str]:
    return re.compile(r"[\s_-]+".join(map(re.escape, re.split(r"[\s_-]+", folded))) if folded else r"(?!)")


def _person_names(person: NamedPerson) -> Iterator[Name]:
    """Yield the full names of a person, and the logins as they are mentioned; a first name alone is none of them."""
    for text in dict.fromkeys((person.name, *person.accounts)):
        folded = fold(text).strip()
        if "@" in text and "://" not in text and not text.startswith("@"):
            continue
        login = login_of(text)
        if len(login) >= SHORTEST_LOGIN:
            yield Name(text, re.compile(rf"(?<=[@/]){re.escape(fold(login))}"), is_login=True)
        if len(folded.split()) > 1 or _is_whole_in_itself(folded):
            yield Name(text, _anywhere(folded))


def login_of(account: str) -> str:
    """Return the login that an account is mentioned by, "" where it has none: a full name, a mail address."""
    text = account.rstrip("/").rpartition("/")[2] if "://" in account else account
    # Of @name@host.example only the name is how people are mentioned.
    text = text.lstrip("@").partition("@")[0]
    return text if text and re.fullmatch(r"[\w.-]+", text, re.ASCII) else ""


def _is_whole_in_itself(folded: str) -> bool:
    return len(folded) >= SHORT_NAME and all(map(is_spaceless, folded))


def _person_places(folded: Folded, forms: Iterable[Name], words: NameWords) -> tuple[Span, ...]:
    return tuple(sorted({span for name in forms for span in _found(folded, name) if not _goes_on(folded.text, span, words)}))


def _goes_on(text: str, span: Span, words: NameWords) -> bool:
    """Return whether a Chinese name of two characters is the beginning of a longer one, as far as what follows can tell."""
    name, after = text[span.start : span.end], text[span.end : span.end + 1]
    is_short = len(name) == SHORT_NAME and all(map(is_spaceless, name))
    return is_short and is_spaceless(after) and after not in words.after_short_names


def _found(folded: Folded, name: Name) -> Iterator[Span]:
    for span in folded.find(name.pattern):
        end = _end(folded.text, span)
        if end is not None and (name.is_login or _begins(folded.text, span.start)):
            yield Span(span.start, end)


def _begins(text: str, start: int) -> bool:
    """Return whether a name can begin at `start`: not within a word, a package's name ("open-jinja") or an account ("@jinja")."""
    if start == 0 or is_spaceless(text[start]):
        return True
    before, earlier = text[start - 1], text[max(0, start - 2) : start - 1]
    if is_letter(before):
        return False
    return not (before in "-._" and earlier and is_letter(earlier)) and before != "@"


def _end(text: str, span: Span) -> int | None:
    """Return where a name really ends, None where it goes on as another: "Lark3" and "Lark-VL" are Lark's, "lark-cli" is not."""
    end, name = span.end, text[span.start : span.end]
    is_brand = name[:1].isupper() and not name.isupper()
    if is_spaceless(name[-1]):
        return end
    if is_brand and not name[-1].isdigit() and (glued := _GLUED.match(text, end)):
        end = glued.end()
    after, later = text[end : end + 1], text[end + 1 : end + 2]
    if after and is_letter(after):
        return None
    if after in ("-", ".", "_") and later and is_letter(later) and not (after == "-" and is_brand):
        return None
    return end


def _project_places(folded: Folded, name: Name, words: NameWords, is_anchored: bool) -> Iterator[Span]:
    for span in _found(folded, name):
        is_meant = not name.is_plain or _is_said_to_be_a_project(folded.text, span, name, words)
        if is_meant or (is_anchored and _is_as_written(folded.text, span, name)):
            yield span


def _is_as_written(text: str, span: Span, name: Name) -> bool:
    """Return whether a plain word is written as the project writes itself, and not as the first half of a person's name."""
    is_followed_by_name = name.text[:1].isupper() and text[span.end :].lstrip()[:1].isupper()
    is_written = text[span.start :].startswith(name.text) or text.islower()
    return is_written and not is_followed_by_name


def _is_said_to_be_a_project(text: str, span: Span, name: Name, words: NameWords) -> bool:
    """Return whether what stands beside a plain word says that it is a project's name: a version, "maintainer", code."""
    before, after = text[: span.start], text[span.end :]
    if before[-1:] in ("/", "`") or after[:1] == "`" or _starts_with_project_word(after, words):
        return True
    if name.text[:1].isupper() and not text[span.start].isupper() and not text.islower():
        return False
    beside = {_word_after(after), _word_before(before)}
    return any(_VERSION.fullmatch(word) for word in beside) or bool(beside & (words.project | words.role))


def _word_after(after: str) -> str:
    found = _AFTER.match(after)
    return fold(found[1]).rstrip(".") if found else ""


def _word_before(before: str) -> str:
    found = _BEFORE.search(before[-40:])
    return fold(found[1]) if found else ""


def _starts_with_project_word(after: str, words: NameWords) -> bool:
    rest = fold(after[:12]).lstrip()
    return any(rest.startswith(word) for word in words.project | words.role if word and is_spaceless(word[0]))


def roles_in(text: str, words: NameWords) -> tuple[Span, ...]:
    """Return where `text` speaks of somebody's role: lead, maintainer, founder."""
    return tuple(Folded.of(text).find(pattern_of(words.role)))


def speaker_in(text: str, words: NameWords) -> tuple[Span, ...]:
    """Return where the writer of `text` speaks of themselves."""
    return tuple(Folded.of(text).find(pattern_of(words.first_person)))
