"""Builds small repositories by `git fast-import`: any names, any dates, any refs, in one process each."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from monitor.collectors.git import collect
from monitor.model.collecting import Context, GitLimits
from monitor.model.facts import Cursor, Note, Yield
from monitor.model.identity import pseudonym
from monitor.model.target import Target, TargetKind
from tests.doors import ShutDoor

KEY = b"a key for tests"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = 86_400
# 2025-01-01T00:00:00Z
START = 1_735_689_600
ADA = ("Ada Lovelace", "ada@analytical.org")
BOB = ("Bob Babbage", "bob@analytical.org")
CAM = ("Cam Cipher", "cam@analytical.org")
Who = tuple[str | bytes, str | bytes]
T = TypeVar("T")


def run_git(*arguments: str, at: Path | None = None, data: bytes = b"") -> bytes:
    """Run git on a repository of a test, with nobody's configuration."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "LC_ALL": "C",
    }
    done = subprocess.run(("git", *arguments), cwd=at, env=environment, input=data, capture_output=True, check=True)
    return done.stdout


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def _signed(role: bytes, who: Who, at: int | str) -> bytes:
    return role + b" " + _bytes(who[0]) + b" <" + _bytes(who[1]) + b"> " + str(at).encode() + b" +0000\n"


def _data(content: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(content), content)


@dataclass
class Repository:
    """A repository in the making: `commit` and `tag` collect a fast-import stream, `write` makes it real."""

    path: Path
    branch: str = "main"
    _stream: list[bytes] = field(default_factory=list)
    _marks: int = 0
    _tips: dict[str, int] = field(default_factory=dict)

    @classmethod
    def new(cls, path: Path, branch: str = "main", *options: str) -> Repository:
        """Return an empty repository, bare unless `options` are given."""
        run_git("init", "--quiet", f"--initial-branch={branch}", *(options or ("--bare",)), "--", str(path))
        return cls(path, branch)

    def commit(
        self,
        who: Who = ADA,
        at: int | str = START,
        *,
        committer: Who | None = None,
        parents: tuple[int, ...] = (),
        message: str = "A change",
        files: dict[str, str] | None = None,
        branch: str = "",
        is_root: bool = False,
    ) -> int:
        """Add a commit to the branch; return its mark. `parents` beyond the first make it a merge."""
        self._marks += 1
        name = branch or self.branch
        parents = parents or ((self._tips[name],) if name in self._tips and not is_root else ())
        self._tips[name] = self._marks
        lines = [b"commit refs/heads/%s\nmark :%d\n" % (name.encode(), self._marks)]
        lines += [_signed(b"author", who, at), _signed(b"committer", committer or who, at), _data(message.encode())]
        words = [b"from", *[b"merge"] * len(parents)]
        lines += [b"%s :%d\n" % pair for pair in zip(words, parents, strict=False)]
        for file, text in (files or {}).items():
            lines.append(b"M 100644 inline %s\n%s" % (file.encode(), _data(text.encode())))
        if is_root:
            lines.insert(0, b"reset refs/heads/%s\n" % name.encode())
        self._stream.append(b"".join(lines) + b"\n")
        return self._marks

    def tag(self, name: str, mark: int, who: Who | None = None, at: int | str = START) -> None:
        """Add a tag: annotated where `who` is given, else a lightweight one."""
        if who is None:
            self._stream.append(b"reset refs/tags/%s\nfrom :%d\n\n" % (name.encode(), mark))
        else:
            signed = _signed(b"tagger", who, at)
            self._stream.append(b"tag %s\nfrom :%d\n%s%s" % (name.encode(), mark, signed, _data(b"A tag")))

    def write(self) -> Repository:
        """Import what was collected."""
        stream = b"".join(self._stream)
        self._stream.clear()
        marks = str(self.path / "test-marks")
        run_git(
            "fast-import",
            "--quiet",
            "--force",
            f"--import-marks-if-exists={marks}",
            f"--export-marks={marks}",
            at=self.path,
            data=stream,
        )
        return self

    def git(self, *arguments: str) -> str:
        """Run git in it."""
        return run_git(*arguments, at=self.path).decode().strip()

    def git_with(self, data: bytes, *arguments: str) -> None:
        """Run git in it, with `data` on its input."""
        run_git(*arguments, at=self.path, data=data)

    def target(self, observed_until: datetime | None = None) -> Target:
        """Return it as something to watch."""
        return target_of(self.path, observed_until)


def target_of(path: Path, observed_until: datetime | None = None) -> Target:
    """Return a folder as a target."""
    return Target(path.as_uri(), TargetKind.GIT, str(path), observed_until)


def pseudonym_of(address: str) -> str:
    """Return the stable id of an address under the key of the tests."""
    return pseudonym(KEY, address)


def context_for(folder: Path, now: datetime = NOW, **limits: Any) -> Context:
    """Return a context whose clones lie in `folder`/clones; `limits` are those of GitLimits."""
    git = replace(GitLimits(folder / "clones", deadline_seconds=60.0), **limits)
    return Context(http=ShutDoor(), git=git, now=now, cursor="", pseudonym=pseudonym_of, is_forgotten=lambda _: False)


def look(target: Target, context: Context) -> list[Yield]:
    """Return everything that one look brings."""
    return list(collect(target, context))


def after(yields: list[Yield], context: Context, now: datetime | None = None) -> Context:
    """Return the context of the next look."""
    cursors = [item.value for item in yields if isinstance(item, Cursor)]
    return replace(context, cursor=cursors[-1] if cursors else context.cursor, now=now or context.now)


def only(yields: list[Yield], kind: type[T]) -> list[T]:
    """Return the items of one kind."""
    return [item for item in yields if isinstance(item, kind)]


def notes(yields: list[Yield]) -> list[str]:
    """Return the codes of the notes."""
    return [note.code for note in only(yields, Note)]
