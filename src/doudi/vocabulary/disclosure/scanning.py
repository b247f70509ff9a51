"""The scan: every kind of finding in a text, in the order in which they stand."""

from collections.abc import Collection, Iterator

from doudi.vocabulary.disclosure.circumstances import births, houses, means
from doudi.vocabulary.disclosure.contacts import chat_accounts, mail_addresses, plates, telephones
from doudi.vocabulary.disclosure.findings import Finding
from doudi.vocabulary.disclosure.harmless import without_phones
from doudi.vocabulary.disclosure.names import named_people
from doudi.vocabulary.disclosure.numbers import accounts, citizen_ids, hidden_numbers
from doudi.vocabulary.disclosure.plain import Reading, read
from doudi.vocabulary.disclosure.words import custody, health, religion

# What a stretch of text is taken for when it could be several things.
_FIRST = ("own_value", "name", "citizen_id", "masked_number", "account", "phone", "birth", "chat", "email", "plate")


def scan(text: str, *, allowed_phones: Collection[str] = (), names: Collection[str] = ()) -> tuple[Finding, ...]:
    """Everything in a text that may never be on a public notice, in order; empty where there is nothing.

    `allowed_phones` are the office's own numbers for objections, in any spelling. `names` are those that may not
    occur: other members', and minors'. A text is read with all its digits in one shape, so width, spaces, line ends,
    unseen characters and Chinese numerals hide nothing.
    """
    digits = without_phones(read(text), allowed_phones)
    numerals = without_phones(read(text, numerals=True), allowed_phones)
    found = [*_in_words(digits), *named_people(digits, names), *births(numerals)]
    for reading in (digits, numerals):
        found += [*citizen_ids(reading), *accounts(reading), *hidden_numbers(reading), *telephones(reading)]
    return _one_each(found)


def _in_words(reading: Reading) -> Iterator[Finding]:
    for look in (births, houses, health, religion, custody, means, mail_addresses, chat_accounts, plates):
        yield from look(reading)


def _one_each(found: list[Finding]) -> tuple[Finding, ...]:
    """Of findings that overlap the one that comes first in importance, then the longest."""
    kept: list[Finding] = []
    for one in sorted(found, key=lambda one: (_rank(one.kind), one.start - one.end, one.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return tuple(sorted(kept))


def _rank(kind: str) -> int:
    return _FIRST.index(kind) if kind in _FIRST else len(_FIRST)
