"""How tests call the API: a token of a post, a new key for each write, the body of a household."""

import datetime
import uuid

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
