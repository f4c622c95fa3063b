"""Write `docs/settings.md`: every key of a configuration, from what the forms say of themselves, so that the page cannot drift.

python -m tests.settings_page
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from monitor.settings.schema import configuration_schema

PAGE = Path(__file__).resolve().parents[1] / "docs" / "settings.md"
# Their numbers are explained where they are kept, one comment each.
NOT_LISTED = frozenset({"limits", "retention"})
HEAD = """# Settings

The keys of a configuration file, made by `make docs` from the forms that check it; do not edit it by hand. `mainstay init`
writes a commented example, `mainstay check` names every mistake with its line, and `config/schema/mainstay.schema.json` lets
an editor complete keys. What stands in [brackets] holds where nothing is said.

## Where things are asked

```yaml
contact: ops@example.org

homes:                                  # one index for each ecosystem, asked instead of its own
  pypi: https://mirror.example.org/simple

sources:                                # where a source itself is asked: a mirror, or an enterprise's own
  github: {url: "https://github-proxy.example.org"}
  osv: {enabled: false}                 # told no package's name any more

hosts:                                  # what runs on further hosts of repositories; with the port where it has one
  git.example.org: {kind: gitlab}
  code.example.org:8443: {kind: github, api: "https://code.example.org:8443/api/v3"}
  social.example.org: {kind: mastodon, api: "https://social-proxy.example.org"}   # what lies before its /api/v1

tokens:                                 # by the host that is asked, which is not always the host of the pages
  github-proxy.example.org: {token: "${PROXY_TOKEN}"}
  code.example.org:8443: {token_file: ./secrets/code}

http:
  allow_networks: [10.20.0.0/16]        # else private networks and this machine (127.0.0.0/8, ::1) are never connected to
```

- **A token** belongs under the host, with its port where that is unusual, at which the interface is asked: for GitHub
  `api.github.com`, not `github.com`; where `sources:` or `api:` names another address, the host of that address. It is sent
  to no other host. Of a GitHub without one, only the state of repositories is asked. `mainstay check` notes a token that
  stands under the wrong host.
- **Plain http** is spoken only to networks in `allow_networks`; git needs `http` in `git.extra_protocols` as well.
- **Packages of another index.** A package that its lock takes from an index that is neither public nor in `homes` is listed
  and asked for nowhere, for its name means another package in public. Name the index under `homes:` if it shall be asked, or
  its host in `mirrors:` of the include if it serves the public packages; declare a private one as
  `pkg:pypi/name?repository_url=https://index.example.org/simple`: then no other source is told its name. With
  `--extra-index-url` in a requirements file, or a further index in pyproject.toml, every name may come from either, so that
  all are listed until the file's include names that host in `mirrors:`. What a file does not say (pip.conf, .npmrc) is not
  known: its packages count as public.
- **Names go out**: packages that are watched under their public name are told to OSV and deps.dev also where `homes` names an
  index.

## All keys

A key with `[]` behind it is a list; a word in capitals is yours to choose.
"""


def settings_page() -> str:
    """Return the page in Markdown."""
    schema = configuration_schema()
    return HEAD + "".join(_section(key, part, schema) for key, part in schema["properties"].items())


def _section(key: str, part: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    about = part.get("description") or _form(part, schema)[1].get("description", "")
    rows = "" if key in NOT_LISTED else "".join(f"| `{path}` | {text} |\n" for path, text in _rows("", part, schema))
    keys = [word for choice in part.get("anyOf", ()) for word in choice.get("propertyNames", {}).get("enum", ())]
    about += f": {', '.join(keys)}" if keys else ""
    table = f"\n| key | means |\n|---|---|\n{rows}" if rows else ""
    return f"\n### {key}\n\n{_cell(about)}.\n{table}".replace("..\n", ".\n")


def _rows(path: str, part: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the keys below a part, each with its path and what it means."""
    below, form = _form(part, schema)
    source, switch = schema["$defs"]["SourceForm"], schema["$defs"]["SwitchForm"]
    told = False
    for name, field in form.get("properties", {}).items():
        inner, owner = _form(field, schema)
        place = ".".join(step for step in (f"{path}{below}".strip("."), name) if step)
        if owner in (source, switch):
            # All sources take the same keys, but for the address, and they are told once.
            yield from () if told else _rows("SOURCE", source, schema)
            told = True
            yield place, _cell(field.get("description") or "Has no address of its own")
            continue
        about, bracket, default = (field.get("description") or owner.get("description", "")).partition(" [")
        yield f"{place}{inner}", _cell(f"{about}{_choices(field)}{bracket}{default}")
        yield from _rows(place, field, schema)


def _choices(part: Mapping[str, Any]) -> str:
    """Return the words that may stand behind a key, where they are counted."""
    words = [str(word) for choice in (part, *part.get("anyOf", ())) for word in (*choice.get("enum", ()), *_items(choice))]
    return f": {', '.join(words)}" if words else ""


def _items(part: Mapping[str, Any]) -> Sequence[str]:
    found: Sequence[str] = part.get("items", {}).get("enum", ())
    return found


def _form(part: Mapping[str, Any], schema: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """Return what stands between a key and the keys below it ("[]", ".NAME"), and the form of these, {} for a plain value."""
    if "$ref" in part:
        return _form(schema["$defs"][part["$ref"].rpartition("/")[2]], schema)
    for choice in (*part.get("anyOf", ()), *part.get("patternProperties", {}).values()):
        below, form = _form(choice, schema)
        if form or below:
            return (f".NAME{below}" if "patternProperties" in part else below), form
    if part.get("type") == "array":
        return "[]", _form(part["items"], schema)[1]
    if isinstance(part.get("additionalProperties"), dict):
        return ".NAME", _form(part["additionalProperties"], schema)[1]
    return "", part if "properties" in part else {}


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(settings_page(), encoding="utf-8")
    sys.stdout.write(f"wrote {PAGE}\n")
