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
    plain: dict[str, Any] = _tidied(schema)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Mainstay configuration", **plain}


def schema_text() -> str:
    """Return the schema as it stands in `config/schema/`."""
    return json.dumps(configuration_schema(), indent=2, ensure_ascii=False) + "\n"


def _tidied(part: Any) -> Any:
    """Drop the titles that pydantic makes of names, which double the file, and let a pattern for keys exclude other keys."""
    if isinstance(part, list):
        return [_tidied(item) for item in part]
    if not isinstance(part, dict):
        return part
    closed = {"additionalProperties": False} if "patternProperties" in part else {}
    return {key: _tidied(value) for key, value in part.items() if not (key == "title" and isinstance(value, str))} | closed


if __name__ == "__main__":
    (data_dir("config") / FILE).write_text(schema_text(), encoding="utf-8")
