"""Mail domains as a hint of affiliation: which say nothing about an employer, and when one may be told at all."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Fewer accounts than this, and a domain could point at one person (design section 8, Identity).
SHARED_BY = 3

# Mailboxes for everybody, and hosts' addresses that hide one: no word on who employs anybody.
_OPEN_TO_ALL = """
gmail.com googlemail.com outlook.com hotmail.com hotmail.co.uk hotmail.fr hotmail.de hotmail.it live.com live.co.uk live.fr
msn.com yahoo.com yahoo.co.uk yahoo.co.in yahoo.co.jp yahoo.fr yahoo.de ymail.com rocketmail.com aol.com icloud.com me.com
mac.com protonmail.com protonmail.ch proton.me pm.me tutanota.com tutanota.de tuta.io tuta.com hey.com fastmail.com
fastmail.fm mailbox.org posteo.de posteo.net riseup.net disroot.org gmx.de gmx.net gmx.com gmx.at gmx.ch web.de t-online.de
freenet.de arcor.de mail.ru bk.ru list.ru inbox.ru yandex.ru yandex.com ya.ru rambler.ru ukr.net qq.com vip.qq.com
foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com 139.com aliyun.com naver.com hanmail.net daum.net
rediffmail.com free.fr orange.fr wanadoo.fr laposte.net libero.it virgilio.it seznam.cz wp.pl o2.pl onet.pl interia.pl
comcast.net verizon.net sbcglobal.net att.net cox.net earthlink.net btinternet.com zoho.com duck.com mail.com email.com
inbox.com abv.bg uol.com.br bol.com.br users.noreply.github.com noreply.github.com github.com users.noreply.gitlab.com
noreply.gitlab.com noreply.codeberg.org users.sourceforge.net users.sf.net noreply.gitea.io noreply.gitea.com
localhost.localdomain none.none
"""
OPEN_TO_ALL = frozenset(_OPEN_TO_ALL.split())
# Reserved by RFC 2606, RFC 6761 and RFC 6762, or usual names of machines at home.
RESERVED_ENDINGS = (
    ".example",
    ".test",
    ".invalid",
    ".localhost",
    ".local",
    ".localdomain",
    ".lan",
    ".home",
    ".internal",
    ".home.arpa",
    ".(none)",
)
RESERVED = re.compile(r"(?:^|\.)example\.(?:com|net|org)$")
_DOMAIN = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.ASCII)


def domain_of(address: str) -> str:
    """Return the domain of a lower-cased mail address if it could name an employer, else ""."""
    domain = address.rpartition("@")[2].rstrip(".") if "@" in address else ""
    if not _DOMAIN.fullmatch(domain) or domain in OPEN_TO_ALL:
        return ""
    if domain.endswith(RESERVED_ENDINGS) or RESERVED.search(domain) or "noreply" in domain.split("."):
        return ""
    return domain


def shared_domains(addresses: Iterable[str]) -> frozenset[str]:
    """Return the domains that at least SHARED_BY of these distinct addresses have in common."""
    counts: dict[str, int] = {}
    for address in addresses:
        domain = domain_of(address)
        counts[domain] = counts.get(domain, 0) + 1
    return frozenset(domain for domain, count in counts.items() if domain and count >= SHARED_BY)
