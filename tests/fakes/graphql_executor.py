"""Reads and runs GraphQL questions against the official schema: by a plan where the shape is known, in full where it is not."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLError,
    OperationDefinitionNode,
    execute_sync,
    parse,
    validate,
)

from tests.fakes.graphql_cost import Cost, costs_of
from tests.fakes.graphql_plan import CannotPlan, Planner, Shape, Step, shape_of
from tests.fakes.graphql_schema import schema

MOST_NODES = 500_000
LABEL = 40
Ran = tuple[dict[str, Any] | None, list[GraphQLError]]


class Refused(Exception):
    """The question is not answered; `errors` says why, as the interface does."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__(str(errors))
        self.errors = errors


@dataclass
class _Known:
    """What was found out about a shape: what each root field costs, how it is filled, and whether that was compared."""

    document: DocumentNode
    costs: Mapping[str, Cost]
    steps: Mapping[str, Step] | None
    is_compared: bool = False


@dataclass(frozen=True)
class Asking:
    """One question that may be answered. `things` is how many root fields it has, `label` tells its shape in logs."""

    query: str
    variables: Mapping[str, Any]
    shape: Shape
    known: _Known
    cost: Cost
    things: int
    label: str


@dataclass
class Executor:
    """Keeps what is known of the shapes that it met. `full` counts the answers that graphql-core made."""

    shapes: dict[str, _Known] = field(default_factory=dict)
    full: int = 0

    def read(self, query: str, variables: Mapping[str, Any]) -> Asking:
        """Return the question with its cost. Raises Refused for what the schema or a limit does not allow."""
        shape = shape_of(query)
        key = f"{shape.text}\n{json.dumps(variables)}" if variables else shape.text
        known = self.shapes.get(key)
        if known is None:
            known = self.shapes[key] = _checked(shape, variables)
        cost = Cost()
        kinds = [kind for _, kind, _ in shape.aliases]
        for key, part in known.costs.items():
            cost.add(part, kinds.count(key) if key in kinds else 1)
        if cost.nodes > MOST_NODES:
            said = f"This query requests up to {cost.nodes:,} possible nodes which exceeds the maximum limit of {MOST_NODES:,}."
            raise Refused([{"type": "MAX_NODE_LIMIT_EXCEEDED", "message": said}])
        return Asking(query, variables, shape, known, cost, len(known.costs) - len(set(kinds)) + len(kinds), shape.text[-LABEL:])

    def run(self, asking: Asking, root: Callable[[], Mapping[str, Any]]) -> Ran:
        """Return data and errors. The first answer of a shape is made both ways, and both must be the same."""
        steps = asking.known.steps
        if steps is None or asking.variables:
            return self._in_full(asking, root())
        planned = _planned(asking, steps, root())
        if not asking.known.is_compared:
            asking.known.is_compared = True
            full = self._in_full(asking, root())
            assert _told(planned) == _told(full), f"the plan and graphql-core differ on {asking.label}"
        return planned

    def _in_full(self, asking: Asking, root: Mapping[str, Any]) -> Ran:
        self.full += 1
        result = execute_sync(
            schema(),
            parse(asking.query),
            root_value=root,
            variable_values=dict(asking.variables),
            field_resolver=_resolve,
            type_resolver=lambda value, *_: value.get("__typename"),
        )
        return result.data, list(result.errors or ())


def _told(ran: Ran) -> tuple[Any, list[tuple[str, list[str | int] | None]]]:
    return ran[0], sorted(((error.message, error.path) for error in ran[1]), key=repr)


def _checked(shape: Shape, variables: Mapping[str, Any]) -> _Known:
    try:
        document = parse(shape.text)
    except GraphQLError as error:
        raise Refused([{"message": error.message}]) from error
    errors = validate(schema(), document)
    if errors:
        raise Refused([{"message": error.message, "extensions": {"code": "undefinedField"}} for error in errors])
    costs = costs_of(schema(), document, variables)
    refusals = [cost.refusal for cost in costs.values() if cost.refusal]
    if refusals:
        raise Refused([{"type": "MISSING_PAGINATION_BOUNDARIES", "message": refusals[0]}])
    return _Known(document, costs, _steps(document))


def _steps(document: DocumentNode) -> Mapping[str, Step] | None:
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    if len(operations) != 1 or operations[0].variable_definitions:
        return None
    if not all(isinstance(node, FieldNode) for node in operations[0].selection_set.selections):
        return None
    try:
        return {step.key: step for step in Planner(schema(), document).steps("Query", [operations[0].selection_set])}
    except CannotPlan:
        return None


def _planned(asking: Asking, steps: Mapping[str, Step], root: Mapping[str, Any]) -> Ran:
    data: dict[str, Any] = {}
    errors: list[GraphQLError] = []
    kinds = {kind for _, kind, _ in asking.shape.aliases}
    for key, step in steps.items():
        if key not in kinds:
            data[key] = step.filled(key, root, (), errors)
    for alias, kind, literals in asking.shape.aliases:
        data[alias] = steps[kind].filled(alias, root, literals, errors)
    return data, errors


def _resolve(source: Any, info: Any, **arguments: Any) -> Any:
    value = source.get(info.field_name) if isinstance(source, dict) else None
    return value(**arguments) if callable(value) else value
