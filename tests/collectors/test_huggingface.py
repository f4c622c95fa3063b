"""The Hub: models with families, sizes and kinds, weights, members, people; and what each answer means."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.collectors.huggingface import models, weights
from monitor.collectors.huggingface.names import ModelKind, read_name
from monitor.collectors.huggingface.people import Members, Profiles
from monitor.model.collecting import Context, GitLimits
from monitor.model.errors import AccessDenied, Malformed, NotFound, RateLimited, SourceError, Unavailable
from monitor.model.facts import Cursor, MeasureFact, Note, ReleaseFact, Seen, StateFact, Unchanged, Yield
from monitor.model.target import Target, TargetKind
from monitor.net.library import Reply
from monitor.net.memory import MemoryValidators
from monitor.net.trouble import Failure
from tests.fakes.clock import Clock
from tests.fakes.contract import law
from tests.fakes.wire import Asked, FakeWire, client_on

HOST = "huggingface.co"
B, N, F, Q, A, M = ModelKind.BASE, ModelKind.INSTRUCT, ModelKind.FINETUNE, ModelKind.QUANTISED, ModelKind.ADAPTER, ModelKind.MERGE
NAMES: dict[str, tuple[str, str, ModelKind]] = {
    "Qwen3-8B-Base": ("Qwen3", "8B", B),
    "Qwen3-8B": ("Qwen3", "8B", B),
    "Qwen3-30B-A3B": ("Qwen3", "30B-A3B", B),
    "Qwen3-30B-A3B-GGUF": ("Qwen3", "30B-A3B", Q),
    "Qwen3-30B-A3B-Instruct-2507": ("Qwen3", "30B-A3B", N),
    "Qwen3-30B-A3B-Instruct-2507-FP8": ("Qwen3", "30B-A3B", Q),
    "Qwen3-235B-A22B-Thinking-2507": ("Qwen3", "235B-A22B", N),
    "Qwen2.5-72B-Instruct-AWQ": ("Qwen2.5", "72B", Q),
    "Qwen2.5-72B-Instruct-GPTQ-Int4": ("Qwen2.5", "72B", Q),
    "Qwen2.5-Coder-32B-Instruct": ("Qwen2.5-Coder", "32B", N),
    "Qwen2.5-VL-7B-Instruct": ("Qwen2.5-VL", "7B", N),
    "Qwen2-0.5B": ("Qwen2", "0.5B", B),
    "Qwen1.5-110B-Chat": ("Qwen1.5", "110B", N),
    "Qwen-VL-Chat": ("Qwen-VL", "", N),
    "Qwen3-Embedding-0.6B": ("Qwen3", "0.6B", F),
    "Llama-3.1-8B": ("Llama-3.1", "8B", B),
    "Llama-3.1-8B-Instruct": ("Llama-3.1", "8B", N),
    "Llama-3.2-1B-Instruct-QLORA_INT4_EO8": ("Llama-3.2", "1B", Q),
    "Llama-4-Scout-17B-16E": ("Llama-4-Scout", "17B", B),
    "Meta-Llama-3-70B": ("Meta-Llama-3", "70B", B),
    "gemma-3-27b-it-qat-q4_0-gguf": ("gemma-3", "27b", Q),
    "gemma-3-27b-pt": ("gemma-3", "27b", B),
    "gemma-3n-E4B-it": ("gemma-3n", "E4B", N),
    "gemma-2-9b-it": ("gemma-2", "9b", N),
    "DeepSeek-V3.1": ("DeepSeek-V3.1", "", B),
    "DeepSeek-V3.1-Base": ("DeepSeek-V3.1", "", B),
    "DeepSeek-R1-Distill-Qwen-32B": ("DeepSeek-R1-Qwen", "32B", F),
    "deepseek-coder-6.7b-instruct": ("deepseek-coder", "6.7b", N),
    "Mixtral-8x7B-v0.1": ("Mixtral", "8x7B", B),
    "Mixtral-8x22B-Instruct-v0.1": ("Mixtral", "8x22B", N),
    "Mistral-7B-v0.3": ("Mistral", "7B", B),
    "Mistral-Small-24B-Base-2501": ("Mistral-Small", "24B", B),
    "phi-4": ("phi-4", "", B),
    "Phi-3-mini-4k-instruct": ("Phi-3", "mini", N),
    "phi-4-mini-instruct-onnx": ("phi-4", "mini", Q),
    "SmolLM2-135M": ("SmolLM2", "135M", B),
    "SmolLM2-1.7B-Instruct": ("SmolLM2", "1.7B", N),
    "OLMo-2-0325-32B": ("OLMo-2-0325", "32B", B),
    "OLMo-2-1124-7B-SFT": ("OLMo-2-1124", "7B", N),
    "falcon-40b": ("falcon", "40b", B),
    "falcon-7b-instruct": ("falcon", "7b", N),
    "granite-3.3-8b-base": ("granite-3.3", "8b", B),
    "granite-3.3-8b-instruct": ("granite-3.3", "8b", N),
    "bloom-560m": ("bloom", "560m", B),
    "opt-6.7b": ("opt", "6.7b", B),
    "pythia-12b": ("pythia", "12b", B),
    "gpt-neox-20b": ("gpt-neox", "20b", B),
    "gpt-oss-120b": ("gpt-oss", "120b", B),
    "gpt2-large": ("gpt2", "large", B),
    "flan-t5-xxl": ("flan-t5", "xxl", B),
    "bert-large-uncased": ("bert", "large", B),
    "whisper-large-v3": ("whisper", "large", B),
    "Yi-34B-200K": ("Yi", "34B", B),
    "Yi-1.5-9B-Chat": ("Yi-1.5", "9B", N),
    "internlm2_5-7b-chat": ("internlm2-5", "7b", N),
    "Baichuan2-13B-Chat-4bits": ("Baichuan2", "13B", N),
    "glm-4-9b-chat": ("glm-4", "9b", N),
    "GLM-4.5-Air": ("GLM-4.5-Air", "", B),
    "Kimi-K2-Instruct": ("Kimi-K2", "", N),
    "MiniCPM-2B-sft-bf16": ("MiniCPM", "2B", N),
    "stablelm-2-1_6b": ("stablelm-2-1", "6b", B),
    "command-r-plus": ("command-r-plus", "", B),
    "dbrx-base": ("dbrx", "", B),
    "Nous-Hermes-2-Mixtral-8x7B-DPO": ("Nous-2-Mixtral", "8x7B", N),
    "alpaca-lora-7b": ("alpaca", "7b", A),
    "lark-7B-lora": ("lark", "7B", A),
    "lark-7B-slerp": ("lark", "7B", M),
    "lark-13B-abliterated": ("lark", "13B", F),
    "lark-7B-exl2": ("lark", "7B", Q),
    "lark-7B-MLX-4bit": ("lark", "7B", Q),
    "lark-7B-Instruct-NVFP4": ("lark", "7B", Q),
    "lark-7B-W8A8": ("lark", "7B", Q),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_read_as_its_publishers_mean_it(name: str) -> None:
    found = read_name(name)
    assert NAMES[name] == (found.family, found.size, found.kind)


@given(st.text(max_size=60))
def test_any_name_has_a_family_and_a_kind(name: str) -> None:
    found = read_name(name)
    assert isinstance(found.kind, ModelKind)
    assert found.family or not any(part for part in name.replace("_", "-").replace(" ", "-").split("-"))


def hub(path: str, kind: TargetKind = TargetKind.HUB) -> Target:
    url = f"https://{HOST}/{path}"
    return Target(url, kind, url)


def model(name: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": name,
        "createdAt": "2026-01-05T10:00:00.000Z",
        "lastModified": "2026-01-06T10:00:00.000Z",
        "downloads": 1000,
        "likes": 10,
        "gated": False,
        "disabled": False,
        "sha": "a" * 40,
        "tags": ["transformers"],
        "library_name": "transformers",
        "config": {"architectures": ["LarkForCausalLM"]},
        "cardData": {"license": "apache-2.0"},
    } | changes


@dataclass
class Hub:
    """The Hub's interface: `answers` by path without query, else 401 as the Hub says it of what is missing."""

    clock: Clock
    answers: dict[str, Any] = field(default_factory=dict)
    is_token_good: bool = True
    page_size: int = 2
    asked: list[str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Reply:
        path, _, query = asked.path.partition("?")
        self.asked.append(asked.path)
        headers = {
            "content-type": "application/json",
            "ratelimit": '"api";r=400;t=200',
            "ratelimit-policy": '"fixed window";"api";q=500;w=300',
            **self.headers,
        }
        if not self.is_token_good or (path not in self.answers and path != "/api/models/openai-community/gpt2"):
            return Reply(401, headers, b'{"error":"Invalid username or password."}')
        body = self.answers.get(path, {"id": "openai-community/gpt2"})
        if isinstance(body, list) and path == "/api/models":
            start = int(query.rpartition("cursor=")[2] or 0) if "cursor=" in query else 0
            if start + self.page_size < len(body):
                headers["link"] = f'<https://{HOST}/api/models?cursor={start + self.page_size}>; rel="next"'
            body = body[start : start + self.page_size]
        return Reply(200, headers, json.dumps(body).encode())


@dataclass
class Rig:
    hub: Hub
    wire: FakeWire
    run: Callable[[Any, Target], list[Yield]]
    cursors: dict[str, str]


@contextmanager
def rig(answers: dict[str, Any] | None = None, forgotten: frozenset[str] = frozenset()) -> Iterator[Rig]:
    clock = Clock()
    service = Hub(clock, answers or {})
    wire = FakeWire(clock, {HOST: service}, law=law())
    validators, cursors = MemoryValidators(), dict[str, str]()
    with client_on(wire) as client:

        def run(collector: Any, target: Target) -> list[Yield]:
            session = client.session(validators)
            cursor = cursors.get(collector.SPEC.id, "")
            context = Context(session, GitLimits(Path("x")), clock.now, cursor, lambda text: text, forgotten.__contains__)
            found = list(collector.collect(target, context))
            for item in found:
                if isinstance(item, Cursor):
                    cursors[collector.SPEC.id] = item.value
            validators.remember(session.staged)
            return found

        yield Rig(service, wire, run, cursors)
    assert [] == wire.unlawful


def states(found: list[Yield], subject: str) -> dict[str, str]:
    return {item.attribute: item.value for item in found if isinstance(item, StateFact) and item.subject == subject}


def test_all_pages_of_an_organisation_are_read() -> None:
    listed = [model(f"Birds/Lark-{n}B") for n in (1, 3, 7, 14, 32)]
    with rig({"/api/models": listed}) as it:
        found = it.run(models, hub("Birds"))
        assert 5 == len([item for item in found if isinstance(item, ReleaseFact)])
        assert all(item.is_complete for item in found if isinstance(item, Seen))
        assert 5000 == next(
            i.value for i in found if isinstance(i, MeasureFact) and i.metric == "downloads_30d" and not i.subject
        )


def test_a_model_shows_family_kind_licence_and_gate() -> None:
    card = {"license": "other", "license_name": "birds-community", "base_model": ["Birds/Lark-7B"]}
    with rig({"/api/models": [model("Birds/Lark-7B-Instruct", cardData=card, gated="manual")]}) as it:
        said = states(it.run(models, hub("Birds")), "Birds/Lark-7B-Instruct")
        wanted = {
            "model_family": "Lark",
            "model_size": "7B",
            "model_kind": "instruct",
            "licence": "birds-community",
            "gated": "manual",
            "base_model": "Birds/Lark-7B",
            "architecture": "LarkForCausalLM",
        }
        assert wanted == {name: said[name] for name in wanted}


@pytest.mark.parametrize(
    ("name", "card", "tags", "kind"),
    [
        ("Birds/Lark-7B", {}, [], "base"),
        ("Birds/Lark-7B-x", {"base_model": "Other/Wren-7B"}, [], "finetune"),
        ("Birds/Lark-7B-x", {"base_model": "Birds/Lark-7B"}, [], "instruct"),
        ("Birds/Lark-7B-x", {"base_model": "Birds/Lark-7B", "base_model_relation": "quantized"}, [], "quantised"),
        ("Birds/Lark-7B-x", {"base_model": ["A/a", "B/b"], "base_model_relation": "merge"}, [], "merge"),
        ("Birds/Lark-7B", {}, ["gguf"], "quantised"),
    ],
)
def test_a_base_release_is_told_from_what_is_made_of_one(name: str, card: dict[str, Any], tags: list[str], kind: str) -> None:
    with rig({"/api/models": [model(name, cardData=card, tags=tags)]}) as it:
        assert kind == states(it.run(models, hub("Birds")), name)["model_kind"]


def test_an_edit_of_the_card_is_no_release() -> None:
    with rig({"/api/models": [model("Birds/Lark-7B")]}) as it:
        before = [item for item in it.run(models, hub("Birds")) if isinstance(item, ReleaseFact)]
        it.hub.answers["/api/models"] = [model("Birds/Lark-7B", sha="b" * 40, lastModified="2026-02-01T00:00:00.000Z")]
        assert before == [item for item in it.run(models, hub("Birds")) if isinstance(item, ReleaseFact)]


def codes(found: list[Yield]) -> list[str]:
    return [item.code for item in found if isinstance(item, Note)]


def is_whole(found: list[Yield]) -> bool:
    return all(item.is_complete for item in found if isinstance(item, Seen))


@pytest.mark.parametrize("card", [None, {}, {"license": None}, {"license": {"id": "mit"}}, {"license": [7]}, "mit"])
def test_a_licence_that_is_not_told_is_no_licence_and_ends_none_at_once(card: object) -> None:
    with rig({"/api/models": [model("Birds/Lark-7B")]}) as it:
        assert is_whole(it.run(models, hub("Birds")))
        it.hub.answers["/api/models"] = [model("Birds/Lark-7B", cardData=card)]
        found = it.run(models, hub("Birds"))
        assert "licence" not in states(found, "Birds/Lark-7B")
        assert (["licences_not_told"], False) == (codes(found), is_whole(found))
        again = it.run(models, hub("Birds"))
        assert ([], True) == (codes(again), is_whole(again))


def test_a_model_that_never_named_a_licence_leaves_the_view_whole() -> None:
    with rig({"/api/models": [model("Birds/Lark-7B"), model("Birds/Wren-7B", cardData=None)]}) as it:
        assert is_whole(it.run(models, hub("Birds")))


def test_models_of_others_in_a_list_are_left_out() -> None:
    with rig({"/api/models": [model("birds/Lark-7B"), model("Evil/Lark-7B")]}) as it:
        found = it.run(models, hub("Birds"))
        assert ["models_of_others"] == codes(found)
        assert {"", "birds/Lark-7B"} == {item.subject for item in found if isinstance(item, StateFact | MeasureFact)}


@pytest.mark.parametrize(
    ("path", "target", "answer"),
    [
        ("/api/models", hub("Birds"), [model("Evil/Lark-7B")]),
        ("/api/models/Birds/Lark-7B", hub("Birds/Lark-7B"), model("Evil/Lark-7B")),
    ],
)
def test_another_model_than_was_asked_for_is_malformed(path: str, target: Target, answer: object) -> None:
    with rig({path: answer}) as it, pytest.raises(Malformed):
        it.run(models, target)


def test_a_model_that_was_renamed_is_followed_to_its_name() -> None:
    with rig({"/api/models/Birds/Wren-7B": model("Birds/Wren-7B")}) as it:
        moved = Reply(307, {"location": "/api/models/Birds/Wren-7B"}, b"")
        it.wire.faults.append(lambda asked: moved if "/Lark-7B" in asked.path else None)
        assert "yes" == states(it.run(models, hub("Birds/Lark-7B")), "Birds/Wren-7B")["visible"]


def test_no_address_of_mail_is_kept_of_a_model() -> None:
    mail = "ada@lark.example"
    card = {"license": "other", "license_name": mail, "new_version": mail, "base_model": mail}
    entry = model(f"Birds/{mail}", cardData=card, library_name=mail, config={"architectures": [mail]})
    with rig({"/api/models": [entry]}) as it:
        found = it.run(models, hub("Birds"))
        assert mail not in repr(found) + repr(it.cursors)
        assert "(address withheld)" == states(found, "Birds/(address withheld)").get("licence")


def test_an_organisation_without_a_visible_model_is_not_found_and_not_empty() -> None:
    with rig({"/api/models": []}) as it, pytest.raises(NotFound):
        it.run(models, hub("Birds"))


def test_401_means_not_found_where_public_things_are_shown() -> None:
    with rig() as it, pytest.raises(NotFound):
        it.run(models, hub("Birds/Lark-7B"))


def test_401_means_refused_where_nothing_is_shown() -> None:
    with rig() as it:
        it.hub.is_token_good = False
        with pytest.raises(AccessDenied):
            it.run(models, hub("Birds/Lark-7B"))


def tree(weights_oid: str = "w" * 64, readme: str = "r" * 40, tokenizer: str = "t" * 40) -> list[dict[str, Any]]:
    lfs = {"oid": weights_oid, "size": 10, "pointerSize": 1}
    return [
        {"type": "file", "path": "README.md", "oid": readme, "size": 1},
        {"type": "file", "path": "config.json", "oid": "c" * 40, "size": 1},
        {"type": "file", "path": "tokenizer.json", "oid": tokenizer, "size": 1},
        {"type": "file", "path": "model.safetensors", "oid": "p" * 40, "size": 10, "lfs": lfs},
    ]


def digests(answer: list[dict[str, Any]]) -> dict[str, str]:
    with rig({"/api/models/Birds/Lark-7B/tree/main": answer}) as it:
        return states(it.run(weights, hub("Birds/Lark-7B")), "Birds/Lark-7B")


def test_other_weights_under_the_same_name_have_another_digest() -> None:
    assert digests(tree())["weights_digest"] != digests(tree("x" * 64))["weights_digest"]
    assert digests(tree())["tokenizer"] == digests(tree("x" * 64))["tokenizer"]


def test_an_edit_of_the_card_leaves_every_digest_as_it_was() -> None:
    assert digests(tree()) == digests(tree(readme="s" * 40))


def test_another_tokenizer_is_told_apart_from_other_weights() -> None:
    one, two = digests(tree()), digests(tree(tokenizer="u" * 40))
    assert one["weights_digest"] == two["weights_digest"]
    assert one["tokenizer"] != two["tokenizer"]


def test_files_whose_pointers_are_not_told_are_the_same_while_git_holds_the_same() -> None:
    path = "/api/models/Birds/Lark-7B/tree/main"
    with rig({path: tree()}) as it:
        before = states(it.run(weights, hub("Birds/Lark-7B")), "Birds/Lark-7B")
        it.hub.answers[path] = [entry | {"lfs": None} for entry in tree()]
        assert before == states(it.run(weights, hub("Birds/Lark-7B")), "Birds/Lark-7B")


def test_what_did_not_change_is_told_as_before() -> None:
    path = "/api/models/Birds/Lark-7B/tree/main"
    with rig({path: tree()}) as it:
        it.hub.headers["etag"] = '"1"'
        before = states(it.run(weights, hub("Birds/Lark-7B")), "Birds/Lark-7B")
        it.wire.faults.append(lambda asked: Reply(304, {"etag": '"1"'}, b"") if "if-none-match" in asked.headers else None)
        it.hub.answers[path] = tree("x" * 64)
        assert before == states(it.run(weights, hub("Birds/Lark-7B")), "Birds/Lark-7B")


def test_each_file_of_a_vocabulary_has_a_digest_of_its_own_and_the_form_of_chats_is_none() -> None:
    files = [*tree(), {"type": "file", "path": "tokenizer_config.json", "oid": "k" * 40, "size": 1}]
    one, two = digests(tree()), digests(files)
    assert one["vocabulary"] == two["vocabulary"]
    assert one["vocabulary"].startswith("tokenizer.json:")
    assert one["tokenizer"] != two["tokenizer"]


def house(*names: str) -> list[dict[str, Any]]:
    """Return the models of a house, the newest first."""
    return [model(f"Birds/{name}", createdAt=f"2026-01-{28 - place:02}T10:00:00.000Z") for place, name in enumerate(names)]


def asked_for(names: list[dict[str, Any]]) -> list[str]:
    answers: dict[str, Any] = {f"/api/models/{entry['id']}/tree/main": tree() for entry in names}
    with rig({"/api/models": names, **answers}) as it:
        it.hub.page_size = 100
        found = it.run(weights, hub("Birds"))
        assert [True] == [item.is_complete for item in found if isinstance(item, Seen)]
        return [item.subject for item in found if isinstance(item, StateFact) and item.attribute == "weights_digest"]


def test_of_a_house_the_first_and_the_newest_base_model_of_its_newest_families_are_looked_at() -> None:
    names = house(
        "Lark3-30B", "Lark3-30B-GGUF", "Lark3-7B-Instruct", "Lark3-7B", "Lark3-1B", "Wren2-7B", "Lark2-7B", "Lark1-7B", "Tit-1B"
    )
    assert ["Birds/Lark3-30B", "Birds/Lark3-1B", "Birds/Wren2-7B", "Birds/Lark2-7B"] == asked_for(names)


def test_a_house_of_fine_tunes_alone_has_no_weights_to_look_at() -> None:
    assert [] == asked_for(house("Lark3-7B-Instruct", "Lark3-7B-GGUF"))


def test_one_model_whose_files_are_not_shown_leaves_the_others_told_and_the_view_in_part() -> None:
    names = house("Lark3-7B", "Wren2-7B")
    with rig({"/api/models": names, "/api/models/Birds/Lark3-7B/tree/main": tree()}) as it:
        found = it.run(weights, hub("Birds"))
        assert ["Birds/Lark3-7B"] == [i.subject for i in found if isinstance(i, StateFact) and i.attribute == "weights_digest"]
        assert [False] == [item.is_complete for item in found if isinstance(item, Seen)]
        assert ["files_not_shown"] == [item.code for item in found if isinstance(item, Note)]


MEMBER = {"avatarUrl": "/a.svg", "fullname": "Ada Lark", "isPro": False, "user": "ada", "type": "user", "_id": "a" * 24}


def test_members_are_accounts_by_their_number() -> None:
    with rig({"/api/organizations/Birds/members": [MEMBER]}) as it:
        found = it.run(Members(), hub("Birds"))
        assert [f"huggingface:{'a' * 24} ada"] == [item.value for item in found if isinstance(item, StateFact)]


def test_a_forgotten_member_is_not_shown() -> None:
    with rig({"/api/organizations/Birds/members": [MEMBER]}, frozenset({"a" * 24})) as it:
        assert [] == [item for item in it.run(Members(), hub("Birds")) if isinstance(item, StateFact)]


def test_a_person_says_what_concerns_work_and_links_other_accounts() -> None:
    overview = {
        "_id": "a" * 24,
        "user": "ada",
        "fullname": "Ada Lark",
        "details": "ex-Birds, write to ada@birds.example",
        "orgs": [],
    }
    socials = {"_id": "a" * 24, "user": "ada", "socialHandles": {"github": "adalark", "twitter": "@ada"}}
    answers = {"/api/users/ada/overview": overview, "/api/users/ada/socials": socials}
    with rig(answers) as it:
        found = it.run(Profiles(), hub("ada", TargetKind.ACCOUNT))
        said = {(i.attribute, i.value) for i in found if isinstance(i, StateFact)}
        assert ("link", "https://github.com/adalark") in said
        assert ("bio", "ex-Birds, write to (address withheld)") in said
        assert {f"huggingface:{'a' * 24}"} == {i.subject for i in found if isinstance(i, StateFact)}


def reply(status: int, body: bytes = b"{}", **headers: str) -> Reply:
    return Reply(status, {"content-type": "application/json", **{k.replace("_", "-"): v for k, v in headers.items()}}, body)


TROUBLE: dict[str, tuple[Reply | Failure, type[SourceError]]] = {
    "401": (reply(401), AccessDenied),
    "403": (reply(403), AccessDenied),
    "403, limit": (reply(403, retry_after="60"), RateLimited),
    "404": (reply(404), NotFound),
    "410": (reply(410), NotFound),
    "429": (reply(429, ratelimit='"api";r=0;t=120'), RateLimited),
    "451": (reply(451), AccessDenied),
    "500": (reply(500), Unavailable),
    "502": (reply(502), Unavailable),
    "time-out": (Failure(HOST, "no whole answer before the deadline", is_passing=False), Unavailable),
    "cut body": (reply(200, b'[{"id": "Bi'), Malformed),
    "a page of HTML with 200": (reply(200, b"<!doctype html>"), Malformed),
    "a wrong type": (reply(200, b'"models"'), Malformed),
    "entries of a wrong type": (reply(200, b"[7]"), Malformed),
    "a name of a wrong type": (reply(200, b'[{"id": 7}]'), Malformed),
}
COLLECTORS = [
    pytest.param(models, hub("Birds"), id="models"),
    pytest.param(weights, hub("Birds/Lark-7B"), id="weights"),
    pytest.param(Members(), hub("Birds"), id="members"),
    pytest.param(Profiles(), hub("ada", TargetKind.ACCOUNT), id="profiles"),
]


@pytest.mark.parametrize("kind", TROUBLE)
@pytest.mark.parametrize(("collector", "target"), COLLECTORS)
def test_trouble_is_told_as_what_it_is(collector: Any, target: Target, kind: str) -> None:
    answer, error = TROUBLE[kind]
    with rig() as it:
        it.wire.faults.append(lambda _: answer)
        with pytest.raises(error):
            it.run(collector, target)


@pytest.mark.parametrize(("collector", "target"), [COLLECTORS[0], COLLECTORS[2]])
def test_304_is_unchanged_and_nothing_else(collector: Any, target: Target) -> None:
    good = {
        "/api/models": [model("Birds/Lark-7B")],
        "/api/models/Birds/Lark-7B/tree/main": tree(),
        "/api/organizations/Birds/members": [MEMBER],
    }
    with rig(good) as it:
        held = Reply(304, {"etag": '"1"'}, b"")
        it.wire.faults.append(lambda asked: held if "if-none-match" in asked.headers else None)
        session_answers = it.hub

        def with_etag(asked: Asked) -> Reply:
            found = session_answers(asked)
            return Reply(found.status, {**found.headers, "etag": '"1"'}, found.body)

        it.wire.services[HOST] = with_etag
        it.run(collector, target)
        assert [Unchanged()] == it.run(collector, target)


scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.floats(allow_nan=False, allow_infinity=False)
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)


@given(
    st.dictionaries(
        st.sampled_from(
            ["createdAt", "downloads", "gated", "disabled", "cardData", "tags", "config", "childrenModelCount", "library_name"]
        ),
        anything,
    )
)
def test_whatever_stands_in_a_model_gives_facts_or_a_source_error(changes: dict[str, Any]) -> None:
    with rig({"/api/models": [model("Birds/Lark-7B") | changes]}) as it:
        try:
            found = it.run(models, hub("Birds"))
        except SourceError:
            return
        repr(found).encode()
        assert all(item.released_at <= datetime(2027, 1, 1, tzinfo=UTC) for item in found if isinstance(item, ReleaseFact))
