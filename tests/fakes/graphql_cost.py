"""What a question costs, by the published formula: the requests that fill each connection, divided by 100, rounded, at least 1.

Whether a connection of which only the count is read costs a request is not published; here it does, which is the dearer reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
)

MOST_FIRST = 100


@dataclass
class Cost:
    """`requests` that fill connections, `nodes` that may come, and why the question is refused ("" = it is not)."""

    requests: int = 0
    nodes: int = 0
    refusal: str = ""

    @property
    def points(self) -> int:
        """Return the points of the question."""
        return max(1, round(self.requests / 100))

    def add(self, part: Cost, times: int = 1) -> None:
        """Count a part so many times."""
        self.requests += part.requests * times
        self.nodes += part.nodes * times
        self.refusal = self.refusal or part.refusal


def cost_of(schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any] | None = None) -> Cost:
    """Return what the operations of `document` cost."""
    cost = Cost()
    for part in costs_of(schema, document, variables).values():
        cost.add(part)
    return cost


def costs_of(schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any] | None = None) -> dict[str, Cost]:
    """Return what each field at the root costs, by its key in the answer; what is no field there is counted under ""."""
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    counter = _Counter(schema, fragments, variables or {})
    found: dict[str, Cost] = {}
    for operation in document.definitions:
        for node in operation.selection_set.selections if isinstance(operation, OperationDefinitionNode) else ():
            key = (node.alias or node.name).value if isinstance(node, FieldNode) else ""
            found.setdefault(key, Cost()).add(counter.one(node, schema.query_type))
    return found


class _Counter:
    """Counts one selection for one parent, so that fragments are counted once and multiplied."""

    def __init__(
        self, schema: GraphQLSchema, fragments: Mapping[str, FragmentDefinitionNode], variables: Mapping[str, Any]
    ) -> None:
        self.schema, self.fragments, self.variables = schema, fragments, variables
        self.known: dict[str, Cost] = {}

    def selection(self, chosen: SelectionSetNode | None, parent: object) -> Cost:
        cost = Cost()
        for node in chosen.selections if chosen else ():
            cost.add(self.one(node, parent))
        return cost

    def one(self, node: SelectionNode, parent: object) -> Cost:
        if isinstance(node, FieldNode):
            return self.field(node, parent)
        if isinstance(node, FragmentSpreadNode):
            return self.spread(node.name.value)
        assert isinstance(node, InlineFragmentNode)
        on = self.schema.type_map.get(node.type_condition.name.value) if node.type_condition else parent
        return self.selection(node.selection_set, on)

    def spread(self, name: str) -> Cost:
        if name not in self.known:
            fragment = self.fragments[name]
            on = self.schema.type_map.get(fragment.type_condition.name.value)
            self.known[name] = self.selection(fragment.selection_set, on)
        return self.known[name]

    def field(self, node: FieldNode, parent: object) -> Cost:
        known = parent.fields.get(node.name.value) if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) else None
        kind = get_named_type(known.type) if known else None
        inner = self.selection(node.selection_set, kind)
        if kind is None or not kind.name.endswith("Connection"):
            return inner
        size = self.size(node)
        reads = (
            {child.name.value for child in node.selection_set.selections if isinstance(child, FieldNode)}
            if node.selection_set
            else set()
        )
        cost = Cost(1, size)
        if reads & {"nodes", "edges"} and not 1 <= size <= MOST_FIRST:
            cost.refusal = f"You must provide a `first` or `last` between 1 and {MOST_FIRST} on `{node.name.value}`"
        cost.add(inner, size)
        return cost

    def size(self, node: FieldNode) -> int:
        """Return how many entries of a connection are asked for."""
        for argument in node.arguments or ():
            if argument.name.value in ("first", "last"):
                said = argument.value
                if isinstance(said, IntValueNode):
                    return int(said.value)
                if isinstance(said, VariableNode):
                    return int(self.variables.get(said.name.value) or 0)
        return 0
