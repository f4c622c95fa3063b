"""Files of a repository that say who governs it and how: which are read, and how their text is kept."""

from __future__ import annotations

from monitor.model.text import addresses, clean, mask

# Kept whole, because their lines name people and rules; the order says which of several is read first.
GOVERNANCE = (
    "MAINTAINERS",
    "MAINTAINERS.md",
    "MAINTAINERS.txt",
    "MAINTAINERS.toml",
    ".github/MAINTAINERS.md",
    "docs/MAINTAINERS.md",
    "CODEOWNERS",
    ".github/CODEOWNERS",
    ".gitlab/CODEOWNERS",
    "docs/CODEOWNERS",
    "GOVERNANCE.md",
    ".github/GOVERNANCE.md",
    "docs/GOVERNANCE.md",
    "OWNERS",
    "OWNERS.md",
    "OWNERS_ALIASES",
    "EMERITUS.md",
    "SECURITY-INSIGHTS.yml",
    ".github/security-insights.yml",
    "security-insights.yml",
)
# Only whether and when they change.
WATCHED = (
    "SECURITY.md",
    ".github/SECURITY.md",
    "ROADMAP.md",
    "docs/ROADMAP.md",
    "LICENSE",
    "LICENSE.md",
    "LICENSE.txt",
    "COPYING",
)
FRONT_PAGES = ("README.md", "README.rst", "README", "README.txt", ".github/README.md", "docs/README.md")
ROADMAPS = frozenset({"ROADMAP.md", "docs/ROADMAP.md"})
LONGEST_TEXT = 65_536
LONGEST_LINE = 2_000
# An account in brackets, (@login), and a scope, packages/@scope, are no addresses: something must stand right before the @.
_ADDRESS = addresses(r"<>\"'()\[\]{},;:|`*")


def kept_text(text: str) -> str:
    """Return a file's text as it is kept: line by line, cleaned, addresses masked, at most 64 KiB."""
    lines = (mask(_ADDRESS, clean(line, LONGEST_LINE)) for line in text[:LONGEST_TEXT].splitlines())
    return "\n".join(lines).strip()[:LONGEST_TEXT]
