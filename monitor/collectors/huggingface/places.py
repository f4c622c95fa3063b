"""Where the Hub is asked and what about. It says 401 for what is missing, private or refused alike: a probe tells."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from monitor.model.collecting import Answer, Context
from monitor.model.errors import AccessDenied, NotFound
from monitor.model.target import Target, TargetKind

SOURCE = "huggingface"
HOST = "huggingface.co"
# Known to be public: it tells a refused token from a thing that is not there.
PROBE = "/api/models/openai-community/gpt2?expand=sha"
MOST_PAGES = 60
REFUSED = 401


def is_hub(target: Target) -> bool:
    """Return whether `target` is an organisation or a model on the Hub."""
    return target.kind is TargetKind.HUB


def is_person(target: Target) -> bool:
    """Return whether `target` is a person's page on the Hub."""
    return target.kind is TargetKind.ACCOUNT and target.key.startswith(f"https://{HOST}/")


def parts_of(target: Target) -> tuple[str, str]:
    """Return (organisation or person, model), the model "" where the page is not of one."""
    path = urlsplit(target.key).path.strip("/").split("/")
    return (path[0], path[1]) if len(path) > 1 else (path[0], "")


def base(bases: Mapping[str, str]) -> str:
    """Return the address of the Hub, without a slash at its end."""
    return bases.get(SOURCE, f"https://{HOST}").rstrip("/")


def ask(context: Context, path: str, query: list[tuple[str, str]] | None = None, *, is_conditional: bool = True) -> Answer:
    """Return the answer to one question. Raises NotFound for a 401 where the Hub shows us what everybody may see."""
    url = f"{base(context.bases)}{path}" + (f"?{urlencode(query)}" if query else "")
    try:
        return context.http.get(url, is_conditional=is_conditional)
    except AccessDenied as error:
        if error.status == REFUSED and _shows_public_things(context):
            raise NotFound(f"{HOST}: nothing of that name is visible to us").because(REFUSED) from error
        raise


def _shows_public_things(context: Context) -> bool:
    try:
        context.http.get(f"{base(context.bases)}{PROBE}", is_conditional=False)
    except (AccessDenied, NotFound):
        return False
    return True
