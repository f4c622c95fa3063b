"""Foreign text made safe to store and to show: names, messages and reasons that other people wrote."""

from __future__ import annotations

import re
import unicodedata

# The sign as it is written for machines and for people: full-width, quoted in a link, an entity, a word in brackets.
_SIGN = r"(?:[@\uff20\ufe6b]|(?<!%2f)%40|&(?:\#0{0,5}64|\#x0{0,5}40|commat);)"
_SPELLED = r"\s{0,2}(?:\[at\]|\(at\)|\{at\})\s{0,2}"
_DOTTED = r"[\w-]{1,63}(?:(?:\.|\s?[\[({]dot[\])}]\s?)[\w-]{1,63}){1,8}"
# Behind a package's name: a version, and no host. "163.com" is a host.
_VERSION = (
    r"(?![v^~]?\d{1,16}(?:\.\d{1,16}){0,4}"
    r"(?:[.-]?(?:alpha|beta|rc|dev|post|pre|next|canary|[abc])[.-]?\d{0,16}){0,2}(?:\+[\w.]{1,40})?(?!\.?[\w-]))"
)
_QUOTED = r"(?:\"[^\"@\s]{1,64}\"|'[^'@\s]{1,64}')"
# A blank before the sign is a slip of who wrote an address; Bluesky's handles are written so as well.
_SLIP = (
    r"(?<![\w.+@/-])[\w.+-]{1,64} [@\uff20\ufe6b](?![\w.-]{0,255}\.bsky\.social)"
    r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?![\w/@])"
)
_HINT = re.compile(r"[@\uff20\ufe6b]|%40|64;|40;|commat|at[\])}]", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
MASK = "(address withheld)"
# Stands where somebody spoke of a person's health or family: the act is told, and never that.
PRIVATE = "words about a person's health or family are not repeated here"


def addresses(stops: str, *more: str) -> re.Pattern[str]:
    """Return the pattern of mail addresses between characters that may stand in none: `stops`, for a class, without the sign.

    A slash before the sign makes it a page of a network or a scope of packages, and no mail address. A match begins where a run
    of other characters does, and nowhere else: so a long text is read in one go.
    """
    near = rf"[^\s@\uff20\ufe6b{stops}]"
    local = rf"(?<!{near}){near}*[^\s@\uff20\ufe6b/{stops}]"
    spelled = rf"(?<![\w.+-])[\w.+-]{{1,64}}{_SPELLED}{_DOTTED}"
    return re.compile("|".join((rf"(?:{_QUOTED}|{local}){_SIGN}{_VERSION}{near}+", spelled, *more)), re.IGNORECASE)


_ADDRESS = addresses("<>\"'", _SLIP)


def clean(text: str, limit: int = 200) -> str:
    """Return `text` in one line without control, format (bidi, zero-width), surrogate or private characters.

    At most `limit` characters; a cut is marked by an ellipsis.
    """
    kept = "".join(" " if c in "\t\r\n\v\f\u2028\u2029" else c for c in text if _is_plain(c))
    line = _SPACES.sub(" ", kept).strip()
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _is_plain(character: str) -> bool:
    return character in "\t\r\n\v\f\u2028\u2029" or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def mask_addresses(text: str) -> str:
    """Return `text` with every e-mail address replaced: no address is stored in clear or shown."""
    return mask(_ADDRESS, text)


def mask(pattern: re.Pattern[str], text: str) -> str:
    """Return `text` with what a pattern of `addresses` finds replaced."""
    # Most texts hold nothing like it: they need no closer look.
    return pattern.sub(MASK, text) if _HINT.search(text) else text


def clean_name(name: str) -> str:
    """Return a person's or account's display name, cleaned, with any address in it masked (design: Identity)."""
    return mask_addresses(clean(name, limit=80))
