"""Whether words name what to use instead of a project: "use newstar instead", "superseded by `newstar`". Pure.

A short list of forms; what stands where the name is expected must look like one: "use at your own risk" names nothing.
"""

from __future__ import annotations

import re

# A name may stand in the marks of Markdown or reStructuredText, in quotes, or as a link.
_MARKS = r"[`\"'“‘<\[*_]{0,3}"
_NO_NAME = (
    r"(?:a|an|and|any|as|at|by|caution|for|if|in|it|its|maintenance|newer|no|of|on|one|our|own|something|that|the|them|these|this|"
    r"to|with|your)\b"
)
_NAME = rf"(?:the\s+)?{_MARKS}(?!{_NO_NAME})@?\w[\w.@/:+-]*"
_USE = r"(?:use|using|try|consider|prefer|install|see)"
_GO = r"(?:mov(?:e|ed|ing)|migrat(?:e|ed|ing)|switch(?:ed|ing)?|upgrad(?:e|ed|ing)|renamed)"
_FORMS = (
    rf"\b{_USE}\s+{_NAME}[^.;]{{0,60}}?\binstead\b",
    rf"\binstead\b,?\s+(?:please\s+)?{_USE}\s+{_NAME}",
    rf"(?:^|\bplease\s+|[.;,:!]\s+)use\s+{_NAME}",
    rf"\b{_GO}\s+(?:over\s+)?to\s+{_NAME}",
    rf"\b(?:superseded|replaced|succeeded)\s+by\s+{_NAME}",
    rf"\bin\s+favou?r\s+of\s+{_NAME}",
    rf"\bsuccessor(?:\s+project)?(?:\s+is|:)\s+{_NAME}",
    rf"\b(?:continue[sd]?|lives\s+on|maintained|developed|development\s+continues)\s+(?:at|as|in|under)\s+{_NAME}",
    r"(?:请使用|请改用|改用|迁移到|迁移至|已被)\s*[`“\"]?[\w@./-]{2,}",
)
_INSTEAD = re.compile("|".join(f"(?:{form})" for form in _FORMS), re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|never|don't|don’t|cannot|nothing)\b[^.;]{0,20}$", re.IGNORECASE)


def names_instead(text: str) -> bool:
    """Return whether `text` names what to use instead."""
    return any(not _DENIED.search(text[: found.start()]) for found in _INSTEAD.finditer(text))
