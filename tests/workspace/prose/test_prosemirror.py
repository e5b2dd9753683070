"""What the server writes, the real editor accepts: its schema (frontend/src/schema.ts), its binding to Yjs, in Node."""

import base64
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from tests.workspace.prose.documents import documents
from tests.workspace.prose.payloads import ADDRESSES
from tools.node import find_node
from workspace.prose.check import check
from workspace.prose.markdown import from_markdown
from workspace.prose.schema import KINDS, MARKS, safe_href
from workspace.prose.ydoc import from_update, to_update

ROOT = Path(__file__).parents[3]
FRONTEND = ROOT / "frontend"

EVERYTHING = """\
## Plan 😀 מטרה

Some **bold**, *it*, ~~no~~, `code`, <u>under</u>, [link](https://x.org), [@Ama](mention:h1)\\
and un**believ**able **_both_** e\u0301👩‍👩‍👧.

- one
  - two

1. first

- [x] done
- [ ] open

> said

| A | B |
|---|---|
| 1 | 2 |

```py
x = 1
```

---
"""


def made_up(count: int) -> list[Any]:
    found: list[Any] = []

    @settings(
        max_examples=count,
        database=None,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(documents)
    def collect(document: Any) -> None:
        found.append(document)

    collect()
    return found


def hostile() -> bytes:
    doc: Doc[Any] = Doc()
    fragment = doc.get("default", type=XmlFragment)
    for tag in ("script", "__proto__", "constructor", "paragraph", "heading", "table", "listItem", "mention"):
        element = XmlElement(tag)
        fragment.children.append(element)
        for name in ("__proto__", "constructor", "prototype", "level", "href", "id", "onload"):
            element.attributes[name] = {"polluted": True, "__proto__": {"polluted": True}}
        text = XmlText()
        element.children.append(text)
        text.insert(0, "x", {"__proto__": {"polluted": True}, "constructor": {"prototype": {"polluted": True}}})
    return doc.get_update()


@pytest.fixture(scope="module")
def asked() -> dict[str, Any]:
    return {
        "documents": [from_markdown(EVERYTHING), check({}), *made_up(60)],
        "hostile": [hostile()],
        "addresses": [
            *ADDRESSES,
            "https://x.org/a b",
            "\u00a0https://x.org\ufeff",
            "tel:+233-20-1",
            None,
            5,
            ["https://x.org"],
        ],
    }


@pytest.fixture(scope="module")
def answer(asked: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    if not (FRONTEND / "node_modules/vite").exists():
        pytest.fail("The front end's packages are not installed: run the tests with `make test`.")
    node = find_node()
    question = {
        "frontend": str(FRONTEND),
        "cache": str(tmp_path_factory.mktemp("cache")),
        "documents": [{"json": made, "update": _base64(to_update(made))} for made in asked["documents"]],
        "hostile": [_base64(update) for update in asked["hostile"]],
        "addresses": asked["addresses"],
    }
    run = subprocess.run(
        [node.node, Path(__file__).with_name("prosemirror.mjs")],
        input=json.dumps(question).encode(),
        capture_output=True,
        env=node.environment(),
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode()
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def _base64(update: bytes) -> str:
    return base64.b64encode(update).decode()


def test_both_schemas_have_the_same_nodes_marks_and_attributes(answer: dict[str, Any]) -> None:
    assert {name: set(found) for name, found in answer["nodes"].items()} == {
        name: set(kind.attributes) for name, kind in KINDS.items()
    }
    assert list(answer["marks"]) == list(MARKS)
    assert {name: found for name, found in answer["marks"].items() if found} == {"link": ["href"]}


def test_the_editor_accepts_what_the_server_writes(asked: dict[str, Any], answer: dict[str, Any]) -> None:
    for document, found in zip(asked["documents"], answer["documents"], strict=True):
        assert "error" not in found, (found, document)
        assert found["untouched"], document
        assert found["same"], document
        assert check(found["json"]) == document


def test_the_server_reads_what_the_editor_writes(asked: dict[str, Any], answer: dict[str, Any]) -> None:
    for document, found in zip(asked["documents"], answer["documents"], strict=True):
        assert from_update(base64.b64decode(found["update"])) == document


def test_a_crafted_document_pollutes_no_prototype(answer: dict[str, Any]) -> None:
    assert [found["polluted"] for found in answer["hostile"]] == [None]


def test_both_sides_agree_which_addresses_are_safe(asked: dict[str, Any], answer: dict[str, Any]) -> None:
    assert answer["addresses"] == [safe_href(address) for address in asked["addresses"]]
