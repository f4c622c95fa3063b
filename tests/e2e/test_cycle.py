"""One small repository through the whole street, twice, offline, and watched by two processes."""

from __future__ import annotations

import fcntl
import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.databases import everything_in, rows_by_table
from tests.e2e.command import CommandLine

WATCH = """contact: ops@example.org
projects:
  lark:
    name: Lark
    targets: [./lark.git]
watchlists:
  weekly:
    projects: [{project: lark, impact: high}]
"""


@pytest.fixture
def lark(tmp_path: Path) -> Path:
    """Return a bare repository with one commit a week over two years up to this month, and four releases."""
    return make_repository(tmp_path / "lark.git")


def make_repository(path: Path, start: int = 1_700_000_000) -> Path:
    lines = []
    for week in range(150):
        at = start + week * 7 * 86_400
        lines += ["commit refs/heads/main", f"committer Ada Lark <ada@lark.example> {at} +0000", "data 2", "x", ""]
        if week % 30 == 0:
            lines += [f"reset refs/tags/v1.{week // 30}", "from refs/heads/main", ""]
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(path)], check=True)
    subprocess.run(["git", "-C", str(path), "fast-import", "--quiet"], input="\n".join(lines).encode(), check=True)
    return path


def test_a_first_run_reports_the_project_and_says_where(mainstay: CommandLine, lark: Path) -> None:
    ran = mainstay("--config", mainstay.configure(WATCH), "run")
    assert 0 == ran.code, ran.err
    page = next(line.removeprefix("report: ") for line in ran.out.splitlines() if line.startswith("report: "))
    assert "Lark" in Path(page).read_text(encoding="utf-8")


def test_a_second_run_looks_at_nothing_and_writes_nothing(mainstay: CommandLine, lark: Path) -> None:
    config = mainstay.configure(WATCH)
    mainstay("--config", config, "run")
    before, pages = rows_by_table(mainstay.database_url), sorted((mainstay.folder / "var" / "reports").iterdir())
    ran = mainstay("--config", config, "run")
    assert before == rows_by_table(mainstay.database_url)
    assert pages == sorted((mainstay.folder / "var" / "reports").iterdir())
    assert "nothing changed since" in ran.out
    assert "none of 1 was due" in ran.out


def test_a_forced_run_on_an_unchanged_repository_adds_no_fact(mainstay: CommandLine, lark: Path) -> None:
    config = mainstay.configure(WATCH)
    mainstay("--config", config, "run")
    before = rows_by_table(mainstay.database_url)
    mainstay("--config", config, "run", "--force")
    after = rows_by_table(mainstay.database_url)
    looks = {"source_run": before["source_run"] + 1, "seen_window": after["seen_window"]}
    assert before | looks == after


def test_days_beyond_retention_are_judged_neither_at_first_nor_later(mainstay: CommandLine, lark: Path) -> None:
    make_repository(mainstay.folder / "old.git", start=1_500_000_000)
    config = mainstay.configure(WATCH.replace("./lark.git", "./old.git") + "retention: {activity_days: 2500}\n")
    mainstay("--config", config, "run")
    before = rows_by_table(mainstay.database_url)["assessment"]
    mainstay("--config", config, "run", "--force")
    assert before == rows_by_table(mainstay.database_url)["assessment"]


def test_new_commits_are_added_and_old_days_stay(mainstay: CommandLine, lark: Path) -> None:
    config = mainstay.configure(WATCH)
    mainstay("--config", config, "run")
    before = rows_by_table(mainstay.database_url)["activity"]
    more = "commit refs/heads/main\ncommitter Bob Wren <bob@lark.example> 1791000000 +0000\ndata 2\ny\nfrom refs/heads/main^0\n\n"
    subprocess.run(["git", "-C", str(lark), "fast-import", "--quiet"], input=more.encode(), check=True)
    mainstay("--config", config, "run", "--force")
    assert before + 1 == rows_by_table(mainstay.database_url)["activity"]


def test_without_any_answer_the_report_says_so_and_the_exit_code_is_three(mainstay: CommandLine) -> None:
    ran = mainstay("--config", mainstay.configure(WATCH), "run")
    assert 3 == ran.code
    page = next(line.removeprefix("report: ") for line in ran.out.splitlines() if line.startswith("report: "))
    assert "unknown" in Path(page).read_text(encoding="utf-8").lower()


def test_an_outage_after_a_good_look_raises_and_clears_nothing(mainstay: CommandLine, lark: Path) -> None:
    config = mainstay.configure(WATCH)
    first = json.loads(mainstay("--config", config, "--json", "run").out)["projects"][0]
    lark.rename(lark.with_name("elsewhere.git"))
    ran = mainstay("--config", config, "--json", "run", "--force")
    assert 3 == ran.code
    second = json.loads(ran.out)["projects"][0]
    assert (first["level"], first["findings"]) == (second["level"], second["findings"])


def test_a_second_process_on_the_same_state_is_told_so(mainstay: CommandLine, lark: Path) -> None:
    config = mainstay.configure(WATCH)
    mainstay("--config", config, "run")
    with (mainstay.folder / "var" / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        ran = mainstay("--config", config, "run")
    assert (3, True) == (ran.code, "another run" in ran.err)


def test_looking_at_a_path_needs_no_configuration_and_leaves_nothing(mainstay: CommandLine, lark: Path) -> None:
    ran = mainstay("look", "./lark.git")
    assert 0 == ran.code, ran.err
    assert "lark" in ran.out
    assert [lark] == list(mainstay.folder.iterdir())


def test_a_look_back_uses_only_what_happened_before(mainstay: CommandLine, lark: Path) -> None:
    config = mainstay.configure(WATCH)
    mainstay("--config", config, "run")
    before = json.loads(mainstay("--config", config, "--json", "report", "--as-of", "2024-06-01").out)
    assert "2024-05" in str(before["projects"][0]["numbers"]["last_activity_on"])


def test_nothing_was_known_before_the_first_look(mainstay: CommandLine, lark: Path) -> None:
    config = mainstay.configure(WATCH)
    mainstay("--config", config, "run")
    known = json.loads(mainstay("--config", config, "--json", "report", "--known-at", "2024-06-01").out)
    assert "unknown" == known["projects"][0]["level"]


def test_a_forgotten_account_is_gone_from_every_file_of_the_state(mainstay: CommandLine, lark: Path) -> None:
    config = mainstay.configure(WATCH.replace("impact: high}]", "impact: high}]\n    names: all"))
    mainstay("--config", config, "run")
    mainstay("--config", config, "forget", "ada@lark.example")
    mainstay("--config", config, "run", "--force")
    files = [path for path in (mainstay.folder / "var").rglob("*") if path.is_file() and "clones" not in path.parts]
    assert [] == [path.name for path in files if b"Ada Lark" in path.read_bytes()]
    assert [] == [row for row in everything_in(mainstay.database_url) if "Ada Lark" in repr(row)]


def test_a_forgotten_account_takes_the_name_that_the_configuration_gave_it_along(mainstay: CommandLine, lark: Path) -> None:
    people = "    people: [{name: Countess A., accounts: [ada@lark.example]}]\n"
    config = mainstay.configure(WATCH.replace("    targets", people + "    targets"))
    mainstay("--config", config, "run")
    reports = mainstay.folder / "var" / "reports"
    before = [path for path in reports.iterdir() if "Countess A." in path.read_text(encoding="utf-8")]
    mainstay("--config", config, "forget", "ada@lark.example")
    after = [path for path in reports.iterdir() if "Countess A." in path.read_text(encoding="utf-8")]
    assert ([], True) == (after, bool(before))


def test_forgetting_a_mere_name_is_refused_rather_than_promised(mainstay: CommandLine, lark: Path) -> None:
    config = mainstay.configure(WATCH)
    mainstay("--config", config, "run")
    for account in ("Ada Lark", "", "%", "\udcff", "x" * 100_000):
        ran = mainstay("--config", config, "forget", account)
        assert (2, True) == (ran.code, "give the mail address" in ran.err)


@pytest.mark.parametrize(
    "written", ["Ada <ada@lark.example>", "<ada@lark.example>", "mailto:ada@lark.example", " ADA@lark.example"]
)
def test_an_account_to_forget_may_be_written_as_mail_programs_do(mainstay: CommandLine, lark: Path, written: str) -> None:
    config = mainstay.configure(WATCH)
    mainstay("--config", config, "run")
    assert "erased from 1 target(s)" in mainstay("--config", config, "forget", written).out


def test_no_address_is_stored(mainstay: CommandLine, lark: Path) -> None:
    mainstay("--config", mainstay.configure(WATCH), "run")
    files = [path for path in (mainstay.folder / "var").rglob("*") if path.is_file() and "clones" not in path.parts]
    assert [] == [path.name for path in files if b"ada@lark.example" in path.read_bytes()]
    assert [] == [row for row in everything_in(mainstay.database_url) if "ada@lark.example" in repr(row)]


def test_a_report_on_the_day_of_the_one_that_was_delivered_is_that_one_and_moves_no_marker(
    mainstay: CommandLine, lark: Path
) -> None:
    config = mainstay.configure(WATCH)
    mainstay("--config", config, "run")
    before = rows_by_table(mainstay.database_url)
    told = json.loads(mainstay("--config", config, "--json", "report").out)
    assert (True, False) == (told["is_baseline"], bool(told["compared_with"]))
    assert before == rows_by_table(mainstay.database_url)


@pytest.mark.parametrize(
    ("cut", "head", "as_of", "known_at"),
    [
        (("--as-of", "2024-06-01"), "as of 1 June 2024, looking back", "2024-06-01T00:00:00Z", None),
        (("--known-at", "2024-06-02"), "as known at 2 June 2024, looking back", "2024-06-02T00:00:00Z", "2024-06-02T00:00:00Z"),
        (
            ("--as-of", "2024-06-01", "--known-at", "2024-07-01"),
            "as of 1 June 2024, as known at 1 July 2024, looking back",
            "2024-06-01T00:00:00Z",
            "2024-07-01T00:00:00Z",
        ),
    ],
)
def test_a_look_back_says_its_cut_in_its_head_and_in_its_document(
    mainstay: CommandLine, lark: Path, cut: tuple[str, ...], head: str, as_of: str, known_at: str | None
) -> None:
    config = mainstay.configure(WATCH)
    mainstay("--config", config, "run")
    printed = " ".join(mainstay("--config", config, "report", *cut).out.split("=====")[0].split())
    document = json.loads(mainstay("--config", config, "--json", "report", *cut).out)
    assert (f"Mainstay: weekly, {head}", as_of, known_at) == (printed, document["as_of"], document["known_at"])


@pytest.mark.parametrize(
    "command",
    [
        ("run", "--as-of"),
        ("report", "--as-of"),
        ("report", "--known-at"),
        ("explain", "lark", "--as-of"),
        ("look", "./lark.git", "--as-of"),
    ],
)
def test_a_look_at_the_future_is_refused(mainstay: CommandLine, command: tuple[str, ...]) -> None:
    tomorrow = f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%d}"
    ran = mainstay("--config", mainstay.configure(WATCH), *command, tomorrow)
    assert (2, True) == (ran.code, f"{tomorrow} lies in the future" in ran.err)


def test_a_level_reached_gives_exit_code_one(mainstay: CommandLine) -> None:
    make_repository(mainstay.folder / "lark.git", start=1_500_000_000)
    config = mainstay.configure(WATCH)
    mainstay("--config", config, "run")
    ran = mainstay("--config", config, "--json", "run", "--as-of", "2021-09-01", "--fail-on", "watch")
    assert (1, True) == (ran.code, json.loads(ran.out)["projects"][0]["level"] in {"watch", "alert"})


def test_an_unknown_project_gets_the_nearest_one_by_key_or_name(mainstay: CommandLine) -> None:
    config = mainstay.configure(WATCH.replace("name: Lark", "name: Alauda"))
    said = [mainstay("--config", config, "explain", wrong) for wrong in ("larc", "alaudae")]
    assert [(2, True), (2, True)] == [(ran.code, "did you mean `lark`?" in ran.err) for ran in said]


def test_several_lists_are_a_list_in_json_and_named_where_one_must_be_chosen(mainstay: CommandLine, lark: Path) -> None:
    config = mainstay.configure(WATCH + "  daily:\n    projects: [{project: lark}]\n")
    mainstay("--config", config, "run")
    documents = json.loads(mainstay("--config", config, "--json", "report").out)
    refused = mainstay("--config", config, "report", "--format", "html")
    assert ["weekly", "daily"] == [document["watchlist"]["key"] for document in documents]
    assert (2, True) == (refused.code, "2 watchlists: weekly, daily" in refused.err)


def test_looking_at_an_empty_repository_says_that_it_holds_no_commits(mainstay: CommandLine) -> None:
    subprocess.run(["git", "init", "--quiet", "--bare", "empty.git"], check=True, cwd=mainstay.folder)
    ran = mainstay("look", "./empty.git")
    assert (True, False) == ("the repository holds no commits" in ran.out, "report it to us" in ran.out)
