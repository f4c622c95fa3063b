"""The one way from a file to a Configuration: all mistakes at once, each with file, line, column and key."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from monitor.clock import utc_now
from monitor.model.errors import Problem, SettingsError
from monitor.settings.build import build_configuration
from monitor.settings.complaints import complaints
from monitor.settings.configuration import Configuration
from monitor.settings.document import Document
from monitor.settings.relations import check_relations, named_forges
from monitor.settings.root_form import RootForm
from monitor.settings.words import Surroundings
from monitor.settings.yaml_reader import read_document

SHOWN = 100


def load_configuration(path: Path, environ: Mapping[str, str]) -> Configuration:
    """Return the configuration in `path`; `environ` is where ${NAME} is looked up.

    Raises SettingsError with every problem found, in the order of the file, and nothing else.
    """
    document = read_document(path)
    base = _folder_of(path)
    if document.data is None:
        raise _error(document, _empty(document))
    problems = list(document.problems)
    forges = named_forges(document.data)
    form, complaint = _validated(document, Surroundings(base, environ, utc_now().date(), forges))
    problems += complaint
    problems += (document.problem(place, text) for place, text in check_relations(document.data, base, forges))
    if form is None or problems:
        raise _error(document, problems)
    return build_configuration(form, path, base)


def _folder_of(path: Path) -> Path:
    """Return the absolute folder of a file without steps back in it; links are followed only where there was one."""
    folder = path.absolute().parent
    return folder.resolve() if ".." in folder.parts else folder


def _empty(document: Document) -> list[Problem]:
    return document.problems or [document.problem((), "the file is empty; `mainstay init` writes a commented example")]


def _validated(document: Document, context: Surroundings) -> tuple[RootForm | None, list[Problem]]:
    if not isinstance(document.data, dict):
        text = "expected a mapping at the top: projects:, watchlists: and so on; `mainstay init` writes an example"
        return None, [document.problem((), text)]
    try:
        return RootForm.model_validate(document.data, context=context), []
    except ValidationError as error:
        return None, list(complaints(error, document))


def _error(document: Document, problems: list[Problem]) -> SettingsError:
    ordered = sorted(dict.fromkeys(problems), key=lambda problem: (problem.line, problem.column))
    more = len(ordered) - SHOWN
    rest = [Problem(document.file, 0, 0, "", f"and {more} more")] if more > 0 else []
    return SettingsError((*ordered[:SHOWN], *rest))
