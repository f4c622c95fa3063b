"""What a question costs, by the published formula: the requests that fill each connection, divided by 100, rounded, at least 1.

Whether a connection of which only the count is read costs a request is not published; here it does, which is the dearer reading.
"""

from __future__ import annotations

from dataclasses import dataclass

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
    SelectionSetNode,
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


def cost_of(schema: GraphQLSchema, document: DocumentNode) -> Cost:
    """Return what the operations of `document` cost."""
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    cost = Cost()
    known: dict[tuple[str, str], Cost] = {}
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode):
            _add(cost, _Counter(schema, fragments, known).selection(node.selection_set, schema.query_type, 1), 1)
    return cost


def _add(cost: Cost, part: Cost, times: int) -> None:
    cost.requests += part.requests * times
    cost.nodes += part.nodes * times
    cost.refusal = cost.refusal or part.refusal


class _Counter:
    """Counts one selection for one parent, so that fragments are counted once and multiplied."""

    def __init__(
        self, schema: GraphQLSchema, fragments: dict[str, FragmentDefinitionNode], known: dict[tuple[str, str], Cost]
    ) -> None:
        self.schema, self.fragments, self.known = schema, fragments, known

    def selection(self, chosen: SelectionSetNode | None, parent: object, depth: int) -> Cost:
        cost = Cost()
        for node in chosen.selections if chosen else ():
            if isinstance(node, FieldNode):
                _add(cost, self.field(node, parent, depth), 1)
            elif isinstance(node, FragmentSpreadNode):
                _add(cost, self.spread(node.name.value, depth), 1)
            elif isinstance(node, InlineFragmentNode):
                on = self.schema.type_map.get(node.type_condition.name.value) if node.type_condition else parent
                _add(cost, self.selection(node.selection_set, on, depth), 1)
        return cost

    def spread(self, name: str, depth: int) -> Cost:
        fragment = self.fragments[name]
        key = (name, fragment.type_condition.name.value)
        if key not in self.known:
            on = self.schema.type_map.get(fragment.type_condition.name.value)
            self.known[key] = self.selection(fragment.selection_set, on, depth)
        return self.known[key]

    def field(self, node: FieldNode, parent: object, depth: int) -> Cost:
        known = parent.fields.get(node.name.value) if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) else None
        kind = get_named_type(known.type) if known else None
        inner = self.selection(node.selection_set, kind, depth + 1)
        if kind is None or not kind.name.endswith("Connection"):
            return inner
        first = next((a.value for a in node.arguments or () if a.name.value in ("first", "last")), None)
        size = int(first.value) if isinstance(first, IntValueNode) else 0
        reads = (
            {child.name.value for child in node.selection_set.selections if isinstance(child, FieldNode)}
            if node.selection_set
            else set()
        )
        cost = Cost(1, size)
        if reads & {"nodes", "edges"} and not 1 <= size <= MOST_FIRST:
            cost.refusal = f"You must provide a `first` or `last` between 1 and {MOST_FIRST} on `{node.name.value}`"
        _add(cost, inner, size)
        return cost
