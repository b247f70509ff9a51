"""From the text of a letter to what it says: every rule over every sentence, then what only the whole letter tells."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from doudi.gateways.letters.proposal import Proposal
from doudi.gateways.letters.rules import (
    absence,
    amounts,
    disability,
    events,
    family,
    heading,
    housing,
    identity,
    illness,
    money,
    receiving,
    requests,
    school,
    whole_letter,
    work,
)
from doudi.gateways.letters.rules.rule import found_by
from doudi.gateways.letters.sentences import Clause, Sentence, sentences_of
from doudi.gateways.letters.subjects import Subject, spoken_of

RULES = (
    *disability.RULES,
    *illness.RULES,
    *work.RULES,
    *housing.RULES,
    *money.RULES,
    *receiving.RULES,
    *absence.RULES,
    *events.RULES,
)

# Nobody who asks for help says more than this of himself; what does is no letter, and nobody would confirm it all.
MOST_PROPOSALS = 200
_WRITTEN_BY_SOMEBODY = re.compile("我|本人|俺|申请人")
_ASKS = re.compile("申请|请求|恳请|求助|救助|帮助|救济|照顾|困难")
_OPENING = 3


def reads_like_letter(text: str) -> bool:
    """Whether somebody speaks of himself and of hardship; a report or a news item does not, and proposes nothing."""
    return _WRITTEN_BY_SOMEBODY.search(text) is not None and _ASKS.search(text) is not None


def propose_facts(text: str, *, on: date) -> tuple[Proposal, ...]:
    """What a letter says, in the order of its sentences, for a person to confirm one by one; `on` is the day of reading.

    Nothing is taken as a fact: what is struck out, vague or left blank is proposed as something to ask. A text that is
    no letter gives nothing. Never raises; the time it takes grows with the text and no faster.
    """
    if not reads_like_letter(text):
        return ()
    # Beyond this it is no letter, and comparing all with all would take its time.
    found = _once(whole_letter.called_alike(list(_found(text, on))))[: 3 * MOST_PROPOSALS]
    settled = list(absence.absences(found, text))
    parts = [one for one in settled if disability.is_part(one)]
    whole = [one for one in settled if not disability.is_part(one)]
    whole += disability.disabilities(parts, text)
    whole += whole_letter.implied(whole, text, on)
    ordered = sorted(_once(whole_letter.without_repeats(whole)), key=lambda one: (one.start, one.word_start))
    return tuple(replace(one, sentence=text[one.start : one.end]) for one in ordered[:MOST_PROPOSALS])


def _found(text: str, on: date) -> Iterator[Proposal]:
    opening, named = 0, False
    for place, sentence in enumerate(sentences_of(text)):
        yield from heading.addressee_in(sentence, place)
        yield from heading.signature_in(sentence)
        yield from heading.date_in(sentence, on)
        yield from requests.requests_in(sentence)
        yield from events.events_in(sentence, on)
        speaks = _WRITTEN_BY_SOMEBODY.search(sentence.text) is not None
        opening += speaks
        for proposal in _of_clauses(sentence, on, opening=speaks and opening <= _OPENING and not named):
            named = named or proposal.topic == "name"
            yield proposal


def _of_clauses(sentence: Sentence, on: date, *, opening: bool) -> Iterator[Proposal]:
    for clause, subject in spoken_of(sentence):
        yield from identity.names_in(clause, subject, opening=opening)
        yield from _of_clause(clause, subject, on)
        for one in RULES:
            yield from found_by(one, clause, subject)


def _of_clause(clause: Clause, subject: Subject, on: date) -> Iterator[Proposal]:
    yield from identity.particulars_in(clause, subject, on)
    yield from identity.places_in(clause, subject)
    yield from family.size_in(clause)
    yield from family.members_in(clause)
    yield from family.deaths_in(clause, subject)
    yield from family.marriage_in(clause, subject)
    yield from school.schools_in(clause, subject)
    yield from amounts.amounts_said(clause, subject)


def _once(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Each thing said once, where it is said first."""
    first: dict[tuple[object, ...], Proposal] = {}
    for one in proposals:
        # What was found of disabilities is put together from all of its words.
        words = (
            one.told
            if disability.is_part(one)
            or one.topic in ("treatment", "illness")
            or (one.topic == "housing" and one.value is None)
            else ""
        )
        number = one.quantity.words if one.quantity is not None else ""
        first.setdefault((one.topic, one.kind, one.person, one.called, repr(one.value), number, words), one)
    return list(first.values())
