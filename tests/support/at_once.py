"""Several acts that begin together, each in a thread and a transaction of its own; only for tests that commit."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

from doudi.records.accounts.actions import AccountRefused
from doudi.records.registry.refusals import Refused
from doudi.records.standards.refusals import StandardRefused
from doudi.records.territory.refusals import PlacesRefused


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act answers, or what it is refused with, when all begin together. What breaks raises here."""
    together, answers = threading.Barrier(len(acts)), [None] * len(acts)
    broken: list[BaseException] = []

    def act(number: int) -> None:
        together.wait()
        try:
            answers[number] = acts[number]()
        except (AccountRefused, Refused, StandardRefused, PlacesRefused) as refused:
            answers[number] = str(refused)  # type: ignore[call-overload]
        except Exception as fault:
            broken.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if broken:
        raise broken[0]
    return answers
