"""The JSON Schema by which editors complete and check a configuration while it is written.

`python -m monitor.settings.schema` writes it to its place in `config/schema/`.
"""

from __future__ import annotations

import json
from typing import Any

from monitor.paths import data_dir
from monitor.settings.root_form import RootForm

FILE = "schema/mainstay.schema.json"


def configuration_schema() -> dict[str, Any]:
    """Return the schema (draft 2020-12) of a configuration file."""
    schema = RootForm.model_json_schema()
    forms = schema["$defs"]
    # The form of a target takes a bare address too; the validator that allows it leaves no trace in the schema.
    forms["TargetForm"] = {"anyOf": [{"type": "string", "description": forms["TargetForm"]["description"]}, forms["TargetForm"]]}
    plain: dict[str, Any] = _without_titles(schema)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Mainstay configuration", **plain}


def schema_text() -> str:
    """Return the schema as it stands in `config/schema/`."""
    return json.dumps(configuration_schema(), indent=2, ensure_ascii=False) + "\n"


def _without_titles(part: Any) -> Any:
    """Drop the titles that pydantic makes of names: they say nothing and double the file."""
    if isinstance(part, list):
        return [_without_titles(item) for item in part]
    if not isinstance(part, dict):
        return part
    return {key: _without_titles(value) for key, value in part.items() if not (key == "title" and isinstance(value, str))}


if __name__ == "__main__":
    (data_dir("config") / FILE).write_text(schema_text(), encoding="utf-8")
