"""Running git on foreign repositories: reduced environment, no prompt, no hook, total deadline, size cap, bounded answers."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from monitor.collectors.git.complaints import read_complaint
from monitor.collectors.git.source import Source
from monitor.model.collecting import GitLimits
from monitor.model.errors import SourceError, Unavailable

CONFIGURATION = Path(__file__).with_name("gitconfig")
# What our git processes keep of our environment; proxies are left out on purpose: they would pass by the gate.
KEPT = ("PATH", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO", "GIT_EXEC_PATH")
MEBIBYTE = 1 << 20
MAX_ANSWER_BYTES = 64 * MEBIBYTE
MAX_STDERR_BYTES = 16 * 1024
LOOK_EVERY_SECONDS = 0.2
NOTHING = "none"


@dataclass(frozen=True, slots=True)
class Result:
    """How a git process ended and what it wrote; `complaint` is its error stream, bounded."""

    code: int
    output: bytes
    complaint: str


@dataclass(frozen=True, slots=True)
class Git:
    """git for one look at one repository: every process shares one deadline. `pins` are curl's host:port:address lines."""

    source: Source
    limits: GitLimits
    now: datetime
    ends_at: float
    pins: tuple[str, ...] = ()

    @classmethod
    def open(cls, source: Source, limits: GitLimits, now: datetime, pins: tuple[str, ...] = ()) -> Git:
        """Return a Git whose deadline starts now."""
        return cls(source, limits, now, time.monotonic() + limits.deadline_seconds, pins)

    def at(self, source: Source, pins: tuple[str, ...]) -> Git:
        """Return the same for another address, with the same deadline."""
        return replace(self, source=source, pins=pins)

    def ask(self, *arguments: str, clone: Path | None = None, watched: Path | None = None) -> Result:
        """Run git with the network open to this source alone. Raises SourceError as `read_complaint` and the limits say."""
        with self._running(arguments, clone, self.source.protocol, watched) as running:
            return self._finish(running, ())

    def tell(
        self, *arguments: str, clone: Path, fine: tuple[int, ...] = (0,), at_most: int = MAX_ANSWER_BYTES, fed: bytes = b""
    ) -> Result:
        """Run git on our own clone, offline: nothing that is missing is ever fetched. Exit codes in `fine` are no error.

        `fed` is what it reads on its standard input.
        """
        with self._running(arguments, clone, NOTHING, None, fed) as running:
            return self._finish(running, fine, at_most)

    @contextmanager
    def stream(self, *arguments: str, clone: Path) -> Iterator[IO[bytes]]:
        """Run git on our own clone, offline, and hand out its unbuffered output; a failure is raised when the block ends."""
        with self._running(arguments, clone, NOTHING, None) as running:
            yield running.stdout
            self._judge(running, running.wait(), ())

    def _finish(self, running: _Running, fine: tuple[int, ...], at_most: int = MAX_ANSWER_BYTES) -> Result:
        output = _read_bounded(running.stdout, at_most + 1)
        if len(output) > at_most:
            running.stop(f"answered with more than {at_most // 1024} KiB")
        code = running.wait()
        self._judge(running, code, fine)
        return Result(code, output, running.complaint())

    def _judge(self, running: _Running, code: int, fine: tuple[int, ...]) -> None:
        if running.stopped_because:
            raise Unavailable(f"{self.source.shown}: {running.stopped_because}")
        if code != 0 and code not in fine:
            raise self._complain(running.complaint())

    def _complain(self, complaint: str) -> SourceError:
        return read_complaint(complaint, self.source.shown, self.now)

    @contextmanager
    def _running(
        self, arguments: tuple[str, ...], clone: Path | None, protocol: str, watched: Path | None, fed: bytes = b""
    ) -> Iterator[_Running]:
        if time.monotonic() >= self.ends_at:
            raise Unavailable(f"{self.source.shown}: {_late(self.limits)}")
        clones = self.limits.clones_dir.resolve()
        # Clones hold addresses: nobody else reads them, wherever they lie.
        clones.mkdir(parents=True, exist_ok=True, mode=0o700)
        home = clones / ".home"
        home.mkdir(exist_ok=True, mode=0o700)
        environment = environment_of(self.source, self.limits, home, protocol, self.pins)
        if clone:
            environment["GIT_DIR"] = str(clone)
        try:
            process = _started(("git", *arguments), clone or home, environment, fed)
        except OSError as error:
            raise Unavailable(f"git could not be started: {error.strerror}") from error
        running = _Running(process, self.ends_at, watched, self.limits)
        running.start()
        try:
            yield running
        finally:
            running.close()


def _started(command: Sequence[str], folder: Path, environment: Mapping[str, str], fed: bytes) -> subprocess.Popen[bytes]:
    # A file, not a pipe: nobody has to write while the answer is read.
    with TemporaryFile() if fed else Path(os.devnull).open("rb") as given:
        if fed:
            given.write(fed)
            given.seek(0)
        return subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
        )


def environment_of(source: Source, limits: GitLimits, home: Path, protocol: str, pins: tuple[str, ...]) -> dict[str, str]:
    """Return the whole environment of a git process. The URL goes in here: on a command line others could read it."""
    settings = [("remote.origin.url", source.url), *(("http.curloptResolve", pin) for pin in pins)]
    pairs = {f"GIT_CONFIG_KEY_{place}": key for place, (key, _) in enumerate(settings)}
    pairs |= {f"GIT_CONFIG_VALUE_{place}": value for place, (_, value) in enumerate(settings)}
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    ca_file = str(limits.ca_file or kept.get("GIT_SSL_CAINFO") or kept.get("SSL_CERT_FILE", ""))
    return {
        **kept,
        # git's own word for it: some builds of its TLS library do not know SSL_CERT_FILE.
        **({"GIT_SSL_CAINFO": ca_file} if ca_file else {}),
        "HOME": str(home),
        "LC_ALL": "C",
        "GIT_ALLOW_PROTOCOL": protocol,
        "GIT_CEILING_DIRECTORIES": str(home.parent),
        "GIT_CONFIG_COUNT": str(len(settings)),
        "GIT_CONFIG_GLOBAL": str(CONFIGURATION),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_TERMINAL_PROMPT": "0",
        **pairs,
    }


@dataclass(slots=True)
class _Running:
    """One git process with its watcher (deadline, size) and the bounded reader of its error stream."""

    process: subprocess.Popen[bytes]
    ends_at: float
    watched: Path | None
    limits: GitLimits
    stopped_because: str = ""
    _said: bytearray = field(default_factory=bytearray)
    _is_over: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    @property
    def stdout(self) -> IO[bytes]:
        assert self.process.stdout is not None  # noqa: S101 - always piped above
        return self.process.stdout

    def start(self) -> None:
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._listen, self._watch)]
        for thread in self._threads:
            thread.start()

    def stop(self, reason: str) -> None:
        """Kill the whole process group, so that no helper of git outlives it."""
        self.stopped_because = self.stopped_because or reason
        _kill_group(self.process)

    def wait(self) -> int:
        # First the error stream: helpers of git may outlive it, and only before it is reaped can its group be killed safely.
        self._threads[0].join()
        return self.process.wait()

    def complaint(self) -> str:
        return self._said.decode("utf-8", "replace")

    def close(self) -> None:
        self._is_over.set()
        _kill_group(self.process)
        self.process.wait()
        for thread in self._threads:
            thread.join()
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe:
                pipe.close()

    def _listen(self) -> None:
        """Keep the end of the error stream, where git says why it gave up; a chatty server must not fill our memory."""
        stream = self.process.stderr
        while stream and (chunk := stream.read(MAX_STDERR_BYTES)):
            self._said += chunk
            del self._said[:-MAX_STDERR_BYTES]

    def _watch(self) -> None:
        cap = self.limits.max_megabytes
        while not self._is_over.wait(LOOK_EVERY_SECONDS):
            if time.monotonic() > self.ends_at:
                self.stop(_late(self.limits))
            elif self.limits.is_stopped():
                self.stop("stopped before it was done")
            elif self.watched and size_of(self.watched) > cap * MEBIBYTE:
                self.stop(f"larger than {cap} MiB, the most that the settings allow")


def _late(limits: GitLimits) -> str:
    return f"not done after {limits.deadline_seconds:g} s"


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill the process and its helpers, unless it was reaped already: its number may then be somebody else's."""
    if process.returncode is not None:
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _read_bounded(stream: IO[bytes], at_most: int) -> bytes:
    chunks = []
    left = at_most
    while left > 0 and (chunk := stream.read(left)):
        chunks.append(chunk)
        left -= len(chunk)
    return b"".join(chunks)


def size_of(folder: Path) -> int:
    """Return how many bytes lie in `folder`; files that vanish while we count are nothing."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(f"{place}/{name}").st_size
            except FileNotFoundError:
                continue
    return total
