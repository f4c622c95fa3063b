"""The people in one line of a document: accounts by @login or by the address of their page, and names where they stand alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.model.text import MASK
from monitor.people.governance.listed import Words, login_in

_HOSTS = r"(?:www\.)?(?:github\.com|gitlab\.com|codeberg\.org|gitea\.com)"
_PAGE = rf"https?://{_HOSTS}/(?P<page>[A-Za-z0-9][\w.-]*)/?"
_ACCOUNT = re.compile(
    rf"\[(?P<label>[^\]\[]{{1,80}})\]\(\s*<?{_PAGE}>?\s*\)"
    rf"|`(?P<label_rst>[^`<]{{1,80}})<{_PAGE.replace('page', 'page_rst')}>`_+"
    rf"|<?{_PAGE.replace('page', 'url')}>?"
    r"|(?<![\w/.@`])`?@(?P<at>[A-Za-z0-9][\w-]*)`?(?![\w/@.][\w])"
    r"|\((?P<behind>[A-Za-z0-9][\w-]*)@\)"
    r"|(?i:\bgit(?:hub|lab)(?:[ _-]?(?:id|user|username|handle|account|nick))?\s*:\s*@?)(?P<said>[A-Za-z0-9][\w-]*)"
)
_TEAM = re.compile(r"@[\w.-]+/[\w.-]+")
_ADDRESS = re.compile(rf"<?(?:mailto:)?{re.escape(MASK)}>?|<[^<>\s]*@[^<>\s]*>|<[^<>]{{0,120}}>")
_LINK = re.compile(r"\[(?P<label>[^\]\[]{1,120})\]\([^)]*\)")
_DROPPED = re.compile(r"[*_`~]+|&nbsp;|\bpkg:\S+")
_PREFIX = re.compile(r"\s*(?P<what>[^:@<>()\[\]]{1,60}?)\s*:\s+(?=\S)")
# Behind one of these stands an earlier account of the same person.
_EARLIER = re.compile(r"(?i)\b(?:historically|formerly|previously|was|aka|a\.k\.a\.|also|ex)\W*$")
_NAME_PART = re.compile(r"[^\W_][\w.'\u2019-]*\.?")
MOST_NAME_PARTS, MOST_BETWEEN = 6, 6
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,5}")
_MARKS = " \t<>-\u2013\u2014,;|/:()[].\u00b7*+"
_PARTICLES = frozenset(
    {
        "van",
        "von",
        "de",
        "der",
        "den",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "du",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "ten",
        "ter",
        "zu",
        "af",
        "y",
        "e",
    }
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One person in a line; one of `login` and `name` may be "". `before`: the words before the first of a line ("cmd/tool")."""

    login: str
    name: str
    before: str = ""


def people_in(text: str, words: Words, *, is_row: bool = False) -> list[Mention]:
    """Return the people of a list's item, a table's cell or a line that begins with one; nothing where prose mentions somebody.

    With `is_row` the text is known to name somebody, so that a name alone is enough.
    """
    prefix = _PREFIX.match(text)
    if prefix and not _begins(text, words, is_row=False):
        rest = text[prefix.end() :]
        before = _DROPPED.sub("", prefix["what"]).strip(_MARKS)
        if _begins(rest, words, is_row=is_row):
            return [Mention(one.login, one.name, before) for one in _people(rest, words, is_row=is_row)]
    return _people(text, words, is_row=is_row) if _begins(text, words, is_row=is_row) else []


def _begins(text: str, words: Words, *, is_row: bool) -> bool:
    """Return whether a text begins with a person: an account, or what can be a name right before one."""
    if _TEAM.match(text.lstrip(_MARKS)):
        return False
    first = next(_accounts(text), None)
    if first is None:
        return bool(_lone_name(text, words, is_row=is_row))
    before = _bare(text[: first[1]])
    return not before or bool(as_name(before, words))


def _people(text: str, words: Words, *, is_row: bool) -> list[Mention]:
    found: list[Mention] = []
    end = 0
    for login, start, stop, label in _accounts(text):
        between = text[end:start]
        if found and len(_bare(between).split()) > MOST_BETWEEN:
            break
        known = any(one.login.casefold() == login.casefold() for one in found)
        if not known and not _EARLIER.search(between) and words.is_person(login) and not words.is_team(login):
            name = as_name(_bare(between).rpartition("|")[2], words) or as_name(_bare(label), words)
            found.append(Mention(login, name or (as_name(_bare(text[stop:]), words) if not found else "")))
        end = stop
    if not found and next(_accounts(text), None) is None:
        name = _lone_name(text, words, is_row=is_row)
        return [Mention("", name)] if name else []
    return found


def _accounts(text: str) -> Iterator[tuple[str, int, int, str]]:
    """Yield (login, start, end, label) of the accounts in a text."""
    for found in _ACCOUNT.finditer(text):
        raw = next(found[name] for name in ("page", "page_rst", "url", "at", "behind", "said") if found[name])
        login = login_in(raw)
        label = (found["label"] or found["label_rst"] or "").strip()
        if login:
            yield login, found.start(), found.end(), "" if label.startswith("@") else label


def _bare(text: str) -> str:
    """Return a text without addresses, marks and the marks around links."""
    plain = _LINK.sub(lambda found: found["label"], text)
    return " ".join(_DROPPED.sub("", _ADDRESS.sub(" ", plain)).strip(_MARKS).split())


def _lone_name(text: str, words: Words, *, is_row: bool) -> str:
    """Return a name without an account: right before an address, or alone in its row."""
    has_address = _ADDRESS.search(text)
    if has_address:
        return as_name(_bare(text[: has_address.start()]), words)
    return as_name(_bare(re.split(r"\s[-\u2013\u2014(,|]|,", text, maxsplit=1)[0]), words) if is_row else ""


def as_name(text: str, words: Words) -> str:
    """Return a text that can be the name of a person, "" for anything else."""
    bare = re.sub(r"\([^()]*\)", " ", text).strip(_MARKS)
    said = bare.split()
    if _CJK.fullmatch(bare):
        return bare
    if not 1 <= len(said) <= MOST_NAME_PARTS or not words.is_person(bare):
        return ""
    is_written = all(_NAME_PART.fullmatch(part) for part in said)
    rising = [part for part in said if part[:1].isupper() or part[:1].isdigit() or not part[:1].isascii()]
    lower = [part for part in said if part not in rising and part.casefold() not in _PARTICLES]
    return (
        bare if is_written and said[0][0].isalpha() and rising and len(lower) <= len(rising) and not words.role_in(bare) else ""
    )
