"""Answers questions of a known shape without walking their text again, as fast as a simulation of 100,000 repositories needs.

A question is a list of aliases that differ in their literals. Its shape is parsed, validated and costed once by graphql-core
against the official schema; the first answer of each shape is made by graphql-core as well, and both must agree.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    ArgumentNode,
    BooleanValueNode,
    DocumentNode,
    EnumValueNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    ObjectValueNode,
    SelectionSetNode,
    StringValueNode,
    ValueNode,
    get_named_type,
    is_composite_type,
)

_ALIAS = re.compile(r"^(t[0-9]+): (.*)$")
_LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"')
_MARK = re.compile(r"@@([0-9]+)@@")
Errors = list[GraphQLError]


class CannotPlan(Exception):
    """The question uses something that only the full executor knows."""


class _Null(Exception):
    """A field that may not be null is."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A question taken apart: `text` with each kind of alias once, and (alias, which kind, literals) of each."""

    text: str
    aliases: Sequence[tuple[str, str, Sequence[str]]]


def shape_of(query: str) -> Shape:
    """Return the shape of a question: lines `t0: ...` that differ only in their literals are one kind."""
    kinds: dict[str, str] = {}
    lines, aliases = [], []
    for line in query.split("\n"):
        found = _ALIAS.match(line)
        if not found:
            lines.append(line)
            continue
        literals = [json.loads(text) for text in _LITERAL.findall(found[2])]
        marks = iter(range(len(literals)))
        kind = _LITERAL.sub(lambda _, marks=marks: f'"@@{next(marks)}@@"', found[2])
        if kind not in kinds:
            kinds[kind] = f"k{len(kinds)}"
            lines.append(f"{kinds[kind]}: {kind}")
        aliases.append((found[1], kinds[kind], literals))
    return Shape("\n".join(lines), aliases)


@dataclass(frozen=True, slots=True)
class Step:
    """One field of a selection: where its value comes from, and what is done with it. `inner` is None for a leaf."""

    key: str
    name: str
    arguments: Mapping[str, Any]
    has_marks: bool
    is_nullable: bool
    is_list: bool
    is_item_nullable: bool
    where: str
    inner: Selection | None

    def value(self, source: Mapping[str, Any], literals: Sequence[str]) -> Any:
        """Return what the source says, a function asked with the arguments."""
        found = source.get(self.name)
        if callable(found):
            return found(**(_filled(self.arguments, literals) if self.has_marks else self.arguments))
        return found

    def filled(self, key: str, source: Mapping[str, Any], literals: Sequence[str], errors: Errors) -> Any:
        """Return this field of the root under a key of its own; null with an error where it cannot be told."""
        try:
            return _whole(self, self.value(source, literals), literals, ((), key), errors)
        except GraphQLError as error:
            errors.append(GraphQLError(error.message, path=[key], extensions=error.extensions))
        except _Null:
            pass
        return None


class Selection:
    """A selection of fields, compiled for each type that it meets."""

    def __init__(self, planner: Planner, parent: GraphQLNamedType, nodes: Sequence[SelectionSetNode]) -> None:
        self._planner, self._parent, self._nodes = planner, parent, nodes
        self._steps: dict[str, Sequence[Step]] = {}
        self._is_object = isinstance(parent, GraphQLObjectType)

    def fill(self, source: Mapping[str, Any], literals: Sequence[str], path: tuple[Any, ...], errors: Errors) -> dict[str, Any]:
        """Return the fields of one object. Raises _Null where one may not be null and is."""
        name = self._parent.name if self._is_object else source["__typename"]
        steps = self._steps.get(name)
        if steps is None:
            steps = self._steps[name] = self._planner.steps(name, self._nodes)
        filled = {}
        for step in steps:
            if step.name == "__typename":
                filled[step.key] = name
                continue
            try:
                filled[step.key] = _whole(step, step.value(source, literals), literals, (path, step.key), errors)
            except (GraphQLError, _Null) as error:
                if isinstance(error, GraphQLError):
                    errors.append(GraphQLError(error.message, path=_flat((path, step.key)), extensions=error.extensions))
                if not step.is_nullable:
                    raise _Null from error
                filled[step.key] = None
        return filled


def _whole(step: Step, value: Any, literals: Sequence[str], path: tuple[Any, ...], errors: Errors) -> Any:
    if value is None:
        if not step.is_nullable:
            raise GraphQLError(f"Cannot return null for non-nullable field {step.where}.")
        return None
    if step.inner is None:
        return value
    if not step.is_list:
        return step.inner.fill(value, literals, path, errors)
    return [_item(step, item, literals, (path, place), errors) for place, item in enumerate(value)]


def _item(step: Step, item: Any, literals: Sequence[str], path: tuple[Any, ...], errors: Errors) -> Any:
    assert step.inner is not None
    if item is not None:
        try:
            return step.inner.fill(item, literals, path, errors)
        except _Null:
            if not step.is_item_nullable:
                raise
            return None
    if not step.is_item_nullable:
        raise GraphQLError(f"Cannot return null for non-nullable field {step.where}.")
    return None


def _flat(path: Any) -> list[str | int]:
    found: list[str | int] = []
    while path:
        path, key = path
        found.append(key)
    return found[::-1]


def _filled(value: Any, literals: Sequence[str]) -> Any:
    if isinstance(value, dict):
        return {name: _filled(part, literals) for name, part in value.items()}
    if isinstance(value, list):
        return [_filled(part, literals) for part in value]
    found = _MARK.fullmatch(value) if isinstance(value, str) else None
    return literals[int(found[1])] if found else value


@dataclass
class Planner:
    """Compiles the selections of one checked document."""

    schema: GraphQLSchema
    document: DocumentNode
    fragments: dict[str, FragmentDefinitionNode] = field(init=False)

    def __post_init__(self) -> None:
        definitions = self.document.definitions
        self.fragments = {node.name.value: node for node in definitions if isinstance(node, FragmentDefinitionNode)}

    def steps(self, name: str, nodes: Sequence[SelectionSetNode]) -> Sequence[Step]:
        """Return what is done for an object of the type `name`."""
        kind = self.schema.type_map[name]
        collected: dict[str, list[FieldNode]] = {}
        for node in nodes:
            self._collect(kind, node, collected)
        return [self._step(kind, key, fields) for key, fields in collected.items()]

    def _collect(self, kind: GraphQLNamedType, selected: SelectionSetNode, collected: dict[str, list[FieldNode]]) -> None:
        for node in selected.selections:
            if node.directives:
                raise CannotPlan
            if isinstance(node, FieldNode):
                collected.setdefault(node.alias.value if node.alias else node.name.value, []).append(node)
            elif isinstance(node, FragmentSpreadNode):
                fragment = self.fragments[node.name.value]
                if self._applies(fragment.type_condition.name.value, kind):
                    self._collect(kind, fragment.selection_set, collected)
            elif isinstance(node, InlineFragmentNode) and (
                node.type_condition is None or self._applies(node.type_condition.name.value, kind)
            ):
                self._collect(kind, node.selection_set, collected)

    def _applies(self, condition: str, kind: GraphQLNamedType) -> bool:
        if condition == kind.name:
            return True
        wanted: Any = self.schema.type_map[condition]
        return not isinstance(wanted, GraphQLObjectType) and self.schema.is_sub_type(wanted, kind)

    def _step(self, kind: Any, key: str, fields: Sequence[FieldNode]) -> Step:
        name = fields[0].name.value
        if name == "__typename":
            return Step(key, name, {}, False, False, False, False, "", None)
        said = kind.fields[name].type
        is_nullable = not isinstance(said, GraphQLNonNull)
        bare = said if is_nullable else said.of_type
        is_list = isinstance(bare, GraphQLList)
        item = bare.of_type if is_list else None
        named = get_named_type(said)
        sets = [node.selection_set for node in fields if node.selection_set]
        inner = Selection(self, named, sets) if is_composite_type(named) else None
        arguments = {node.name.value: _value(node) for node in fields[0].arguments or ()}
        has_marks = "@@" in repr(arguments)
        is_item_nullable = is_list and not isinstance(item, GraphQLNonNull)
        return Step(key, name, arguments, has_marks, is_nullable, is_list, is_item_nullable, f"{kind.name}.{name}", inner)


def _value(node: ArgumentNode) -> Any:
    return _literal(node.value)


def _literal(node: ValueNode) -> Any:
    if isinstance(node, StringValueNode | EnumValueNode | BooleanValueNode):
        return node.value
    if isinstance(node, IntValueNode):
        return int(node.value)
    if isinstance(node, ListValueNode):
        return [_literal(part) for part in node.values]
    if isinstance(node, ObjectValueNode):
        return {part.name.value: _literal(part.value) for part in node.fields}
    raise CannotPlan
