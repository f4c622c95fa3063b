"""Machines among the authors: the `[bot]` suffix, curated names and addresses, and patterns, each with its reason.

A table and not a model: what is counted as a machine must be readable and open to correction (the settings add names).
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

# Lower-cased account names that are machines without saying so, and what they are.
NAMES: dict[str, str] = {
    "dependabot": "updates dependencies",
    "dependabot preview": "updates dependencies",
    "renovate": "updates dependencies",
    "mend renovate": "updates dependencies",
    "whitesource renovate": "updates dependencies",
    "greenkeeper": "updates dependencies",
    "pyup": "updates dependencies",
    "scala steward": "updates dependencies",
    "depfu": "updates dependencies",
    "snyk bot": "updates dependencies",
    "updatecli": "updates dependencies",
    "requires.io": "updates dependencies",
    "github": "the host's own merge account",
    "github actions": "runs workflows",
    "github action": "runs workflows",
    "actions-user": "runs workflows",
    "github merge queue": "merges what was approved",
    "mergify": "merges what was approved",
    "kodiak": "merges what was approved",
    "bors": "merges what was approved",
    "homu": "merges what was approved",
    "zuul": "merges what was approved",
    "gerrit code review": "merges what was approved",
    "travis ci": "runs builds",
    "travis ci user": "runs builds",
    "circleci": "runs builds",
    "circle ci": "runs builds",
    "jenkins": "runs builds",
    "jenkins ci": "runs builds",
    "azure pipelines": "runs builds",
    "appveyor": "runs builds",
    "drone ci": "runs builds",
    "gitlab ci": "runs builds",
    "continuous integration": "runs builds",
    "pre-commit ci": "fixes format",
    "pre-commit.ci": "fixes format",
    "imgbot": "shrinks pictures",
    "restyled.io": "fixes format",
    "autofix.ci": "fixes format",
    "deepsource": "fixes format",
    "deepsource autofix": "fixes format",
    "sourcery": "proposes code",
    "copilot": "proposes code",
    "copybara": "copies commits between repositories",
    "copybara-service": "copies commits between repositories",
    "semantic-release": "cuts releases",
    "release please": "cuts releases",
    "release drafter": "cuts releases",
    "all contributors": "keeps the list of contributors",
    "weblate": "commits for translators",
    "hosted weblate": "commits for translators",
    "crowdin": "commits for translators",
    "transifex": "commits for translators",
    "transifex-integration": "commits for translators",
    "pontoon": "commits for translators",
    "translatewiki.net": "commits for translators",
    "gitlocalize": "commits for translators",
    "l10n.kde.org": "commits for translators",
    "l10n daemon script": "commits for translators",
    "readthedocs": "builds documentation",
    "codecov": "reports coverage",
    "stale": "closes what rests",
    "cla assistant": "asks for signatures",
    "google cla": "asks for signatures",
    "web-flow": "the host's own merge account",
    "svn2github": "copies commits between repositories",
}

# Addresses that sign for a machine.
ADDRESSES: dict[str, str] = {
    "support@github.com": "the host itself",
    "noreply@github.com": "the host itself, for what is clicked on its pages",
    "action@github.com": "runs workflows",
    "actions@github.com": "runs workflows",
    "noreply@gitlab.com": "the host itself",
    "noreply@codeberg.org": "the host itself",
    "noreply@bitbucket.org": "the host itself",
    "support@dependabot.com": "updates dependencies",
    "support@greenkeeper.io": "updates dependencies",
    "bot@renovateapp.com": "updates dependencies",
    "renovate@whitesourcesoftware.com": "updates dependencies",
    "hosted@weblate.org": "commits for translators",
    "noreply@weblate.org": "commits for translators",
    "builds@travis-ci.org": "runs builds",
    "builds@travis-ci.com": "runs builds",
    "semantic-release-bot@martynus.net": "cuts releases",
    "cursoragent@cursor.com": "a writing tool that signs as co-author",
    "noreply@anthropic.com": "a writing tool that signs as co-author",
    "noreply@openai.com": "a writing tool that signs as co-author",
    "noreply@aider.chat": "a writing tool that signs as co-author",
}

_SUFFIX = "[bot]"
# "snyk-bot", "k8s_ci_robot", "bot-deploy", "pyupBot"; a bare space is left out: Bot is a surname too.
_NAME = re.compile(r"(?:[-_.](?:ro)?bot|(?<=[a-z])Bot|^(?:ro)?bot|[-_.]ci|[-_]autoroll(?:er)?|[-_]machine)$|^bot[-_.]")
# A spaced "Bot" after a word that no person is called by: "Release Bot", "CI Robot".
_SPACED = re.compile(
    r"\b(?:auto\w*|build\w*|ci|cd|code|cherry.?pick|commit|dependency|deploy\w*|docs?|format\w*|git\w*|l10n|i18n|lint\w*|merge|"
    r"nightly|publish\w*|release\w*|security|service|sync|test\w*|translation|update\w*|upgrade|version\w*|website|workflow)\b"
    r".*\b(?:ro)?bot$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\[bot\]@|(?:^|[-_+])(?:ro)?bot@|^(?:ci|cd|jenkins|buildbot|autobuild|automation|github-actions|release-please|travis)@"
    r"|@bots?\.|\.gserviceaccount\.com$"
)


def is_bot(name: str, address: str, listed: AbstractSet[str] = frozenset()) -> bool:
    """Return whether an account is a machine, by its display name, its lower-cased address, or the user's own list.

    `listed` holds lower-cased names. In doubt it is a person: a machine taken
    for one shows, the reverse hides someone.
    """
    plain = name.strip().lower()
    if plain.endswith(_SUFFIX) or plain in NAMES or plain in listed or address in ADDRESSES:
        return True
    return bool(_NAME.search(name.strip()) or _SPACED.search(plain) or _ADDRESS.search(address))
