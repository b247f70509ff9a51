"""Which party a desk acts for in a procedure, and which duty each move asks of it."""

from doudi.policy.procedure.stages import Move
from doudi.records.accounts.desk import Desk
from doudi.records.accounts.posts import ONLINE, POSTS

_LEVELS = {"village": "village", "town": "township", "county": "county"}
# Of the moves of each party, by where they lead; the second table is for steps beside the main line, by their event.
_DUTIES: dict[tuple[str, str], tuple[str, ...]] = {
    ("township", "supplement_required"): ("accept_application",),
    ("township", "accepted"): ("accept_application",),
    ("township", "surveying"): ("survey",),
    ("county", "surveying"): ("review", "confirm"),
    ("township", "core_failed"): ("survey",),
    ("township", "appraised"): ("appraise",),
    ("village", "appraised"): ("appraise",),
    ("township", "first_opinion"): ("first_opinion",),
    ("township", "unmet"): ("first_opinion",),
    ("township", "second_opinion"): ("first_opinion",),
    ("township", "under_publicity"): ("post_notice",),
    ("county", "under_publicity"): ("post_notice",),
    ("federation", "federation_verified"): ("verify_facts",),
    ("township", "county_review"): ("first_opinion", "survey"),
    ("township", "refusal_notified"): ("accept_application", "survey"),
    ("township", "terminated"): ("accept_application", "survey"),
    ("township", "discontinued"): ("accept_application", "first_opinion"),
    ("county", "discontinued"): ("review", "confirm"),
    ("township", "reported"): ("enter_application", "relieve"),
    ("township", "relieved"): ("relieve",),
    ("township", "papers_complete"): ("relieve",),
    ("township", "escalated"): ("relieve",),
    ("township", "closed"): ("post_notice", "relieve"),
    ("township", "paid"): ("relieve",),
    ("county", "paid"): ("pay",),
    ("township", "reviewing"): ("survey",),
    ("township", "active"): ("survey",),
}
_BESIDE: dict[tuple[str, str], tuple[str, ...]] = {
    ("township", "core_check_requested"): ("survey",),
    ("county", "core_check_started"): ("core_check",),
    # Whoever decides after an objection posts the decision with it.
    ("county", "reposted"): ("post_notice", "confirm"),
}
_OF_CITIZENS = ("enter_application",)
# What ends the family's application is taken from the family: at the window, with what they sign.
_AT_THE_WINDOW = ("accept_application",)
_OF_NOTICES = ("post_notice",)
_OF_OBJECTIONS = ("first_opinion", "review")
_OF_ANYONE = ("enter_application", "post_notice", "review")


def party_of(by: Desk) -> str:
    """Which party of the procedures a desk is; empty for a post that takes no part."""
    if by.post_key == ONLINE.key:
        return "applicant"
    if by.officer_id is None:
        return "calendar"
    if by.post_key == "partner_disability":
        return "federation"
    return _LEVELS.get(by.held.level, "")


def duties_of(move: Move, party: str) -> tuple[str, ...]:
    """The duties of which a move asks one, taken by a party; none where the party does not take it."""
    if party == "calendar":
        return ()
    if move.revoking and move.source == "under_publicity":
        return _OF_NOTICES if party in move.by else ()
    if move.revoking and move.source == "objected":
        return _OF_OBJECTIONS if party in move.by else ()
    if party in move.by and party not in ("applicant", "village"):
        beside = _BESIDE.get((party, move.records or "")) if move.source == move.target else None
        # Whatever the tables do not name is a decision.
        return beside or _DUTIES.get((party, move.target), ("confirm",))
    if "anyone" in move.by:
        return _OF_ANYONE
    if party == "village" and ("village", move.target) in _DUTIES and "village" in move.by:
        return _DUTIES[("village", move.target)]
    if move.target == "withdrawn" and party != "applicant":
        return _AT_THE_WINDOW
    # An officer writes down what an applicant or the village asks for.
    return _OF_CITIZENS if {"applicant", "village"} & set(move.by) else ()


def may_take(by: Desk, move: Move) -> bool:
    """Whether a desk's post may take a move at all."""
    party = party_of(by)
    if party == "calendar":
        return "calendar" in move.by
    return any(by.may(duty) for duty in duties_of(move, party))


def posts_of(move: Move) -> list[str]:
    """The keys of the posts that may take a move; none where it happens by date alone."""
    found = []
    for post in POSTS.values():
        party = "federation" if post.key == "partner_disability" else _LEVELS.get(post.level, "")
        if any(post.may(duty) for duty in duties_of(move, party)):
            found.append(post.key)
    return found


def who_may(move: Move) -> str:
    """The posts that may take a move, in Chinese."""
    return "、".join(POSTS[key].zh for key in posts_of(move)) or "系统到期自动办理"
