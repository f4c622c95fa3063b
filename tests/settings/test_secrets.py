"""Where secrets come from, and that they are never shown."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from monitor.model.errors import SettingsError
from monitor.settings.load import load_configuration
from tests.settings.writing import CANARY, GOOD, load, problems

TOKENS = GOOD + 'tokens:\n  Git.example.org: {token: "${GIT_TOKEN}"}\n  code.example.org: {token_file: ./token}\n'
ENVIRON = {"GIT_TOKEN": f"{CANARY}-1"}


def test_tokens_come_from_the_environment_and_from_files(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{CANARY}-2\n")
    expected = {"git.example.org": f"{CANARY}-1", "code.example.org": f"{CANARY}-2"}
    assert expected == load(tmp_path, TOKENS, ENVIRON).http.tokens


def test_no_repr_of_a_configuration_shows_a_secret(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{CANARY}-2\n")
    configuration = load(tmp_path, TOKENS + "database: sqlite:///${GIT_TOKEN}.db\n", ENVIRON)
    assert f"{CANARY}-1.db" in configuration.database_url
    assert CANARY not in repr(configuration)


@pytest.mark.parametrize("content", ["", "\n", f"{CANARY} two", f"{CANARY}\nHost: evil.example", f"{CANARY}\xff", CANARY * 500])
def test_a_file_that_holds_no_single_token_is_refused_unshown(tmp_path: Path, content: str) -> None:
    (tmp_path / "token").write_text(content, encoding="utf-8")
    (problem,) = problems(tmp_path, TOKENS, ENVIRON)
    assert (9, "tokens.code.example.org.token_file") == (problem.line, problem.key)
    assert CANARY not in str(problem)


@pytest.mark.parametrize("value", [f"{CANARY}\r\nHost: evil.example", f"{CANARY}\x00", f"{CANARY} x"])
def test_a_variable_that_could_change_a_request_is_refused_unshown(tmp_path: Path, value: str) -> None:
    (tmp_path / "token").write_text("fine")
    (problem,) = problems(tmp_path, TOKENS, {"GIT_TOKEN": value})
    assert (8, "tokens.Git.example.org.token") == (problem.line, problem.key)
    assert CANARY not in str(problem)


def test_a_token_file_may_not_be_a_folder(tmp_path: Path) -> None:
    (tmp_path / "token").mkdir()
    (problem,) = problems(tmp_path, TOKENS, ENVIRON)
    assert "names a file that cannot be read: Is a directory" == problem.message


def test_the_database_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("sqlite:///own.db\n")
    assert f"sqlite:///{tmp_path}/own.db" == load(tmp_path, GOOD + "database_file: url\n").database_url


@pytest.mark.parametrize("beginning", ["postgresql://", "postgres://", "postgresql+psycopg://"])
def test_a_database_server_is_named_with_a_password_from_elsewhere(beginning: str, tmp_path: Path) -> None:
    text = f"{GOOD}database: {beginning}me:${{GIT_TOKEN}}@db.example.org:5433/mainstay?sslmode=require\n"
    configuration = load(tmp_path, text, ENVIRON)
    assert f"{beginning}me:{CANARY}-1@db.example.org:5433/mainstay?sslmode=require" == configuration.database_url
    assert CANARY not in repr(configuration)


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://me:{CANARY}@{CANARY}@db.example.org/mainstay",
        f"postgresql://me:{CANARY}/x@db.example.org/mainstay",
        f"postgresql://me:{CANARY}#x@db.example.org/mainstay",
        f"postgresql://me:{CANARY}@db.example.org",
        f"postgresql://me:{CANARY}@one.example.org,two.example.org/mainstay",
        f"postgresql+asyncpg://me:{CANARY}@db.example.org/mainstay",
        f"mysql://me:{CANARY}@db.example.org/mainstay",
    ],
)
def test_a_password_of_a_database_that_is_refused_is_not_shown(url: str, tmp_path: Path) -> None:
    (tmp_path / "url").write_text(url)
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, GOOD + "database_file: url\n")
    assert "postgresql://user" in str(caught.value)
    assert CANARY not in f"{caught.value} {caught.value!r}"


def test_no_traceback_of_a_refusal_shows_a_secret(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{CANARY} two")
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, TOKENS, ENVIRON)
    chain: list[BaseException] = [caught.value]
    while nested := chain[-1].__cause__ or chain[-1].__context__:
        chain.append(nested)
    assert CANARY not in " ".join(map(repr, chain)) + " ".join(map(str, chain))


def test_a_pipe_is_not_waited_for_as_a_secret(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (problem,) = problems(tmp_path, GOOD + "tokens: {git.example.org: {token_file: pipe}}\n")
    assert "no regular file" in problem.message


def test_a_pipe_is_not_waited_for_as_the_configuration(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(SettingsError, match="is no regular file"):
        load_configuration(tmp_path / "pipe.yaml", {})
