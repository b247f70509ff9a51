"""Application letters: read from what they were handed in as, and what they say proposed for a person to confirm."""

from doudi.gateways.letters.proposal import OWN_TOPICS, PEOPLE, SURE, Proposal, Quantity
from doudi.gateways.letters.proposing import propose_facts, reads_like_letter
from doudi.gateways.letters.questions import Question, case_of_letter, questions_after
from doudi.gateways.letters.reading import MOST_CHARACTERS, LetterText, read_letter
from doudi.gateways.letters.refusals import LetterRefused
from doudi.gateways.letters.seen_text import EXTRA, can_read_pictures

__all__ = [
    "EXTRA",
    "MOST_CHARACTERS",
    "OWN_TOPICS",
    "PEOPLE",
    "SURE",
    "LetterRefused",
    "LetterText",
    "Proposal",
    "Quantity",
    "Question",
    "can_read_pictures",
    "case_of_letter",
    "propose_facts",
    "questions_after",
    "read_letter",
    "reads_like_letter",
]
