"""A tiny reader of the real histories beside the checkout, so that judging is tested without any collector."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path

from packaging.version import InvalidVersion, Version

from monitor.model.facts import ActivityKind, Channel
from monitor.model.history import Activity, History, Person, Release
from monitor.model.signals import Coverage, Signal
from monitor.model.target import Project, Target, TargetKind

SHARED = Path(__file__).parents[3] / "shared" / "histories"
SIGNALS = (Signal.ACTIVITY, Signal.TAGS, Signal.AFFILIATION, Signal.HISTORY_INTEGRITY)


def git(repository: Path, *arguments: str) -> list[str]:
    """Return the lines that git prints."""
    ran = subprocess.run(["git", "-C", str(repository), *arguments], capture_output=True, text=True, check=True)
    return ran.stdout.splitlines()


def restored(name: str, folder: Path) -> Path:
    """Return the path of the restored repository `owner/name`, below `folder`."""
    path = folder / name.replace("/", "+")
    if not path.exists():
        subprocess.run(["bash", str(SHARED / "restore.sh"), name, str(path)], capture_output=True, check=True)
    return path


def read(repository: Path, name: str) -> History:
    """Return the whole history of one repository; coverage is added by `before`."""
    lines = [line.split("|") for line in git(repository, "log", "--format=%an|%ct|%P|%cn")]
    days = sorted((datetime.fromtimestamp(int(at), UTC).date(), author) for author, at, _, _ in lines)
    rows = [Activity(on, who, ActivityKind.COMMIT, len(list(group))) for (on, who), group in groupby(days)]
    rows += [Activity(datetime.fromtimestamp(int(at), UTC).date(), a, ActivityKind.MERGE, 1) for a, at, p, _ in lines if " " in p]
    releases = sorted(_releases(repository), key=lambda found: found.released_at)
    persons = {key: Person(key, key) for key in {row.person for row in rows} | {found.by for found in releases}}
    project = Project(name, name, (Target(name, TargetKind.GIT, str(repository)),))
    return History(project, datetime.max.replace(tzinfo=UTC), tuple(sorted(rows)), tuple(releases), (), persons, ())


def _releases(repository: Path) -> list[Release]:
    found = []
    for line in git(repository, "for-each-ref", "refs/tags", "--format=%(refname:short)|%(creatordate:unix)|%(taggername)"):
        tag, at, tagger = line.split("|")
        version = _version(tag)
        if version is not None:
            moment = datetime.fromtimestamp(int(at), UTC)
            found.append(Release(str(version), Channel.TAG, moment, tag, is_prerelease=version.is_prerelease, by=tagger))
    return found


def _version(tag: str) -> Version | None:
    try:
        return Version(re.sub(r"^(release|v)?[-_.]*", "", tag).replace("_", "."))
    except InvalidVersion:
        return None


def before(history: History, as_of: date) -> tuple[History, datetime]:
    """Return the history as it was known before a day, freshly seen then, and that moment."""
    now = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC)
    coverage = tuple(Coverage(signal, history.project.key, "test", None, now - timedelta(hours=1), True) for signal in SIGNALS)
    cut = History(
        project=history.project,
        as_of=now,
        activity=tuple(row for row in history.activity if row.on < as_of),
        releases=tuple(release for release in history.releases if release.released_at < now),
        states=(),
        persons=history.persons,
        coverage=coverage,
    )
    return cut, now
