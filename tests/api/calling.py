"""How tests call the API: a token of a post, a new key for each write, the body of a household, of any operation one."""

import datetime
import uuid
from typing import Any

from doudi.records.accounts.powers import create_token
from world import DAY, LIULIN, World, citizen_id


def caller(world: World, post: str) -> dict[str, str]:
    """The headers of a program that acts at a post."""
    desk = world.desks[post]
    assert desk.appointment_id
    _, secret = create_token(
        by=desk, appointment=desk.appointment_id, label="测试程序", expires_on=DAY.replace(year=2027)
    )
    return {"authorization": f"Bearer {secret}"}


def writing(told: dict[str, str], key: str = "") -> dict[str, str]:
    """The headers of a write: a caller's, with a key of its own unless one is given."""
    return {**told, "idempotency-key": key or str(uuid.uuid4())}


def household_body(**changes: object) -> dict[str, object]:
    """A household of one to register."""
    head = {"person": {"name": "陶大山", "citizen_id": citizen_id(datetime.date(1970, 1, 2), 77)}, "relation": "head"}
    return {"territory": LIULIN, "opened_on": "2025-01-01", "members": [head], **changes}


# What fields of these names take; any other is filled by its type.
_WORDS = {
    "topic": "illness", "programme": "dibao", "kind": "acceptance_notice", "article": "社会救助暂行办法#13",
    "territory": LIULIN, "relation": "child",
}  # fmt: skip
_DAY = "2026-03-02"


def bodies() -> list[tuple[str, str, dict[str, Any] | None]]:
    """Every operation the API describes: method, address, and a body of the form it takes, if it takes one."""
    from doudi.interfaces.api.application import api

    described = api.get_openapi_schema()
    found = []
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            schema = content.get("schema")
            found.append(
                (method.upper(), path, _filled(schema, described["components"]["schemas"]) if schema else None)
            )
    return found


def _filled(schema: dict[str, Any], parts: dict[str, Any], name: str = "") -> Any:
    """A value of a schema: every field but those that may be nothing."""
    if "$ref" in schema:
        return _filled(parts[schema["$ref"].rpartition("/")[2]], parts)
    if schema.get("type") == "object" and "properties" in schema:
        named = {key: one for key, one in schema["properties"].items() if not _may_be_nothing(one)}
        return {key: _filled(one, parts, key) for key, one in named.items()}
    if name in _WORDS:
        return _WORDS[name]
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "array":
        return [_filled(schema["items"], parts)] if schema.get("minItems") else []
    if schema.get("type") == "string":
        return _DAY if schema.get("format") == "date" else "试探一下"
    return {"integer": 1, "boolean": True, "object": {}}.get(schema.get("type", ""), True)


def _may_be_nothing(schema: dict[str, Any]) -> bool:
    return any(one.get("type") == "null" for one in schema.get("anyOf", ()))
