"""What all questions in batches share: targets that cannot be asked about never reach one, and one bad answer spoils no other."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from monitor.collectors.github.graph import Node, Question, ask
from monitor.collectors.github.places import repository_of
from monitor.model.collecting import Context, Pace, Result
from monitor.model.errors import SourceError
from monitor.model.facts import Yield
from monitor.model.target import Target

Facts = Callable[[Node, Target, Context], Iterator[Yield]]
Otherwise = Callable[[Target, Context, SourceError], Iterator[Yield]]


class _One:
    """The pace of a batch of one."""

    size = 1

    def went_well(self) -> None:
        """Stay at one."""

    def was_too_much(self) -> None:
        """Stay at one."""


def repository_field(fragment: str) -> Callable[[Target], str]:
    """Return what asks for `fragment` of a target's repository, under whatever name it has now."""

    def field(target: Target) -> str:
        owner, name = repository_of(target)
        return f"repository(owner: {json.dumps(owner)}, name: {json.dumps(name)}, followRenames: true) {{ ...{fragment} }}"

    return field


@dataclass(frozen=True, slots=True)
class Batch:
    """A question with what its answers say: `facts` of a node, `otherwise` of why there is none (None: the error stands).

    `part_of` raises SourceError for an address that cannot be asked about.
    """

    question: Question
    part_of: Callable[[Target], object]
    facts: Facts
    otherwise: Otherwise | None = None

    def one(self, target: Target, context: Context) -> Iterator[Yield]:
        """Yield what a batch of one brings. Raises SourceError."""
        for _, result in self.many([target], {target.key: context}, _One()):
            if isinstance(result, SourceError):
                raise result
            yield from result

    def many(self, targets: Sequence[Target], contexts: Mapping[str, Context], pace: Pace) -> Iterator[tuple[Target, Result]]:
        """Yield each target once, with its facts or why there are none."""
        readable = []
        for target in targets:
            try:
                self.part_of(target)
            except SourceError as error:
                yield target, error
            else:
                readable.append(target)
        for target, found in ask(self.question, readable, contexts, pace):
            yield target, self._result(target, found, contexts[target.key])

    def _result(self, target: Target, found: Node | SourceError, context: Context) -> Result:
        try:
            if isinstance(found, SourceError):
                if self.otherwise is None:
                    return found
                return tuple(self.otherwise(target, context, found))
            return tuple(self.facts(found, target, context))
        except SourceError as error:
            return error
