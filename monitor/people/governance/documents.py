"""Documents that list people below headings, in Markdown, reStructuredText or plain lines: items, tables, and lines of one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from monitor.people.governance.listed import EMERITUS, HELPER, NOBODY, Listed, Words, parts
from monitor.people.governance.mentions import Mention, people_in
from monitor.people.governance.tables import Table, is_rule, is_table_row, people_of_row

_HEADING = re.compile(r"\s{0,3}(?P<marks>#{1,6})\s*(?P<text>.*?)\s*#*\s*")
_RULE = re.compile(r"\s{0,3}([=\-~^\"'*+#])\1{2,}\s*")
_BOLD = re.compile(r"\s*(?:\*\*|__)(?P<text>[^*_]+?)(?:\*\*|__)\s*:?\s*")
_PLAIN = re.compile(r"(?P<text>[^\s@<>#*|-][^@<>|]{0,70}):\s*")
_ITEM = re.compile(r"\s*(?:[-*+\u2022\u2013]|\d{1,3}[.)])\s+(?P<text>\S.*)")
_COMMENTS = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FENCE = re.compile(r"\s*(```|~~~)")
_FILE = re.compile(r"[\w.-]+\.[A-Za-z0-9]{1,5}")
MOST_HEADING_WORDS = 8
PLAIN_LEVEL, BOLD_LEVEL = 8, 7


@dataclass(frozen=True, slots=True)
class Section:
    """Below which headings a line stands: (level, text, role), the outermost first."""

    headings: tuple[tuple[int, str, str], ...] = ()
    default: tuple[str, str] = ("", "")

    def under(self, level: int, text: str, words: Words) -> Section:
        """Return the section that begins with a heading."""
        outer = tuple(one for one in self.headings if one[0] < level)
        return replace(self, headings=(*outer, (level, text, words.role_in(text))))

    def role(self) -> tuple[str, str]:
        """Return (role, heading) of those who are listed here; the role is "" where none is told."""
        if any(role == EMERITUS for _, _, role in self.headings):
            return EMERITUS, next(text for _, text, role in reversed(self.headings) if role == EMERITUS)
        for _, text, role in reversed(self.headings):
            if role == NOBODY:
                return "", text
            if role:
                return role, text
        return self.default[1], self.headings[-1][1] if len(self.headings) > 1 else self.default[0]


@dataclass
class _Reader:
    words: Words
    section: Section
    is_markup: bool
    table: Table | None = None
    is_behind_item: bool = False
    found: dict[tuple[str, str, str, str], Listed] = field(default_factory=dict)

    def read(self, lines: Sequence[str]) -> None:
        place = 0
        while place < len(lines):
            following = lines[place + 1] if place + 1 < len(lines) else ""
            place += self._line(lines[place], following)

    def _line(self, line: str, following: str) -> int:
        """Take one line, and return how many were used."""
        if is_table_row(line):
            self._row(line, following)
            return 2 if is_rule(following) else 1
        self.table = None
        if line.strip() and _RULE.fullmatch(following) and not _ITEM.fullmatch(line) and not people_in(line, self.words):
            self.section = self.section.under(1 if following.strip()[0] in "=#" else 2, _plain(line), self.words)
            return 2
        if not self._heading(line):
            self._people(line)
        return 1

    def _heading(self, line: str) -> bool:
        marked = _HEADING.fullmatch(line)
        if marked and (self.is_markup or _is_heading(marked["text"])):
            self.section = self.section.under(len(marked["marks"]), _plain(marked["text"]), self.words)
            return True
        if marked:
            return True
        for form, level in ((_BOLD, BOLD_LEVEL), (_PLAIN, PLAIN_LEVEL)):
            found = form.fullmatch(line)
            if found and _is_heading(found["text"]) and self.words.role_in(found["text"]):
                self.section = self.section.under(level, _plain(found["text"]), self.words)
                return True
        return False

    def _row(self, line: str, following: str) -> None:
        if is_rule(following):
            self.table = Table.of(line, self.words)
        elif not is_rule(line):
            mentions, status = people_of_row(line, self.table, self.words)
            self._add(mentions, self.words.role_in(status) if status else "")

    def _people(self, line: str) -> None:
        item = _ITEM.fullmatch(line)
        text = item["text"] if item else line.strip()
        if text:
            role, _ = self.section.role()
            mentions = people_in(text, self.words, is_row=bool(item) and bool(role))
            if item or not self._is_more_of_the_last(mentions):
                self._add(mentions, self._said_behind(text))
        self.is_behind_item = bool(item)

    def _is_more_of_the_last(self, mentions: Sequence[Mention]) -> bool:
        """Return whether the line behind an item gives the name of its account, and note that name."""
        last = next(reversed(self.found), None)
        if last is None or not self.is_behind_item or [one.login for one in mentions] != [""]:
            return False
        known = self.found[last]
        self.found[last] = replace(known, name=known.name or mentions[0].name)
        return bool(known.login)

    def _said_behind(self, text: str) -> str:
        """Return the role that a line itself gives its person, behind the account: only that it was once."""
        behind = re.split(r"\s[-\u2013\u2014(,]\s*", text)[1:]
        return (
            EMERITUS
            if any(self.words.role_in(part) == EMERITUS and len(parts(part)) <= MOST_HEADING_WORDS for part in behind)
            else ""
        )

    def _add(self, mentions: Sequence[Mention], own: str) -> None:
        role, heading = self.section.role()
        for one in mentions:
            before = self.words.role_in(one.before) if one.before else ""
            told = own if own == EMERITUS else role and (own or _role_before(before, one.before) or role)
            if told and told != NOBODY:
                key = (one.login.casefold() or one.name.casefold(), told, heading, one.before)
                self.found.setdefault(key, Listed(one.login, one.name, told, heading, one.before))


def _role_before(role: str, before: str) -> str:
    """Return the role of what stands before a person: who keeps one file alone is a helper."""
    if role and role != NOBODY:
        return role
    return HELPER if _FILE.fullmatch(before.strip("`* ")) else ""


def read_document(text: str, words: Words, default: tuple[str, str], *, is_markup: bool) -> Iterator[Listed]:
    """Yield each person once for each section; `default` is (heading, role) of those above any heading that tells a role."""
    reader = _Reader(words, Section(default=default), is_markup)
    reader.read(list(_outside_of_code(_COMMENTS.sub("", text))))
    yield from reader.found.values()


def _outside_of_code(text: str) -> Iterator[str]:
    fence = ""
    for line in text.splitlines():
        mark = _FENCE.match(line)
        if mark:
            fence = "" if fence == mark[1] else fence or mark[1]
        elif not fence:
            yield line


def _is_heading(text: str) -> bool:
    bare = text.strip()
    return (
        bool(bare)
        and len(bare.split()) <= MOST_HEADING_WORDS
        and not bare.endswith((".", ",", ";", "!"))
        and not set("@<>") & set(bare)
    )


def _plain(text: str) -> str:
    return text.strip().strip("`*_:# ").strip()
