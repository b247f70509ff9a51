"""Public notices: what hangs in the village and on the web, from when until when, and what anybody says against it.

What may stand in a notice is a list of what is allowed, never a copy of a table; children's cases have none at all.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from doudi.policy.procedure.stages import PROCEDURES, may_be_posted, may_hang
from doudi.records.accounts.desk import Desk, NotAllowed
from doudi.records.cases.actions.inquiries import latest, moment_of
from doudi.records.cases.actions.intake import complained_of
from doudi.records.cases.actions.opinions import FOUND_OUT
from doudi.records.cases.clocks import deadlines_of
from doudi.records.cases.flow import locked, take
from doudi.records.cases.hands import note_hand, refuse_author, refuse_dead
from doudi.records.cases.models import SET_ASIDE, Case, Decision, Objection, Opinion, Posting, can_be_asked
from doudi.records.cases.notices import notice_of
from doudi.records.cases.numbers import numbered
from doudi.records.cases.words import NOTICES
from doudi.records.evidence.models import Document
from doudi.records.registry.actions.common import refuse_future
from doudi.records.registry.refusals import Refused
from doudi.records.trail.recording import recording
from doudi.vocabulary.cells.phones import dialled

# On so many days at least somebody is tried to be reached before their objection is a clue.
FEWEST_DAYS_TRIED = 2
# After so many telephones of one notice that led to nobody, no other of the web stops the case by itself.
_MOST_SET_ASIDE = 2
_LONGEST_NAME = 200
_LONGEST_CONTENT = 20_000
# How long a result hangs; the law asks only that it is made known.
RESULT_DAYS = 7
# Notices of what is proposed; against what was decided there is the appeal.
_OBJECTED_TO = ("first_opinion", "second", "exit")
# The stage each of them is posted from, and goes back to when it was taken down too early.
_POSTED_FROM = {"first_opinion": "first_opinion", "second": "second_opinion", "exit": "county_review"}
# While a case stands here its township, or for the end of tekun its county, answers every objection before it goes on.
_WHILE_OPEN = ("under_publicity", "objected", "second_opinion")


def post_case(*, by: Desk, case: int, version: int | None = None) -> Posting:
    """Post the first opinion, or the new one where the procedure asks for a second notice. Raises NotAllowed, Refused."""
    by.must("post_notice")
    with recording(by, reason="公示"):
        found = locked(by, case, version=version)
        return _post(found, by)


@dataclass(frozen=True)
class InOneGo:
    """What came of doing one thing for many: what was done, and what was refused and why, by case number."""

    done: tuple[Posting, ...]
    refused: tuple[tuple[str, str], ...]


def post_village(*, by: Desk, village: str) -> InOneGo:
    """Post every first opinion of a village that waits to be posted. What cannot be posted is named, the rest hangs."""
    by.must("post_notice", village)
    waiting = Case.objects.filter(territory=village, stage="first_opinion", closed_on__isnull=True).order_by("pk")
    done: list[Posting] = []
    refused: list[tuple[str, str]] = []
    for case in waiting:
        if not may_be_posted(case.procedure) or case.procedure in ("rigid_expenditure", "disability_subsidy"):
            continue
        try:
            done.append(post_case(by=by, case=case.pk))
        except (Refused, NotAllowed) as why:
            refused.append((case.number, str(why)))
    return InOneGo(tuple(done), tuple(refused))


def take_down_village(*, by: Desk, village: str) -> InOneGo:
    """Take down every notice of a village whose time is over. What the desk may not touch is named, the rest comes down."""
    by.must("post_notice", village)
    over = Posting.objects.filter(place=village, taken_down_on__isnull=True, ends_on__lt=by.day).order_by("pk")
    done: list[Posting] = []
    refused: list[tuple[str, str]] = []
    for one in over.select_related("case"):
        try:
            done.append(take_down(by=by, posting=one.pk, reason="公示期满"))
        except (Refused, NotAllowed) as why:
            refused.append((one.case.number, str(why)))
    return InOneGo(tuple(done), tuple(refused))


def _post(case: Case, by: Desk) -> Posting:
    refuse_unpostable(case)
    put_back_if_down(case, by)
    kind = {"first_opinion": "first_opinion", "second_opinion": "second", "county_review": "exit"}.get(case.stage)
    if kind is None:
        raise Refused("办件现在不在公示环节")
    opinion = Opinion.objects.filter(case=case).order_by("-pk").first()
    if kind != "exit" and (opinion is None or not opinion.grants):
        raise Refused("初审意见不同意的，不公示")
    if kind != "exit":
        refuse_dead(case, by.day)
    take(case, "under_publicity", by=by)
    return hang(case, by, kind, ends_on=deadlines_of(case)["posting_ends"].due, opinion=opinion)


def put_back(*, by: Desk, case: int, reason: str, version: int | None = None) -> Case:
    """A case whose notice came down before its last day goes back to where it was posted from: for those that stayed behind.

    Today taking it down does so by itself; the township, or for the end of tekun the county, then posts it anew. Raises
    NotAllowed, Refused, Stale.
    """
    by.must("post_notice")
    if not reason.strip():
        raise Refused({"reason": "请写明退回重新公示的原因"})
    with recording(by, reason="退回重新公示"):
        found = locked(by, case, version=version)
        if not put_back_if_down(found, by, reason):
            raise Refused("这一办件没有在期满之前撤下的公示，不需要重新公示")
    return found


def put_back_if_down(case: Case, by: Desk, reason: str = "公示在期满之前撤下，重新公示") -> bool:
    """Put a locked case back whose last notice did not hang its days out; whether there was such a one."""
    last = _last_notice(case)
    down = last is not None and last.taken_down_on is not None and last.taken_down_on <= last.ends_on
    if not down or last is None or case.stage != "under_publicity":
        return False
    take(case, _POSTED_FROM[last.kind], by=by, reason=reason, revoking=True)
    return True


def _last_notice(case: Case) -> Posting | None:
    found: Posting | None = case.postings.filter(kind__in=_OBJECTED_TO).order_by("-pk").first()
    return found


def refuse_unpostable(case: Case) -> None:
    """A children's case is never posted, by any way (DFUC 二(二)); raises Refused."""
    if not may_be_posted(case.procedure):
        raise Refused("儿童保障办件不得公示，也不得公布")


def refuse_unlawful(case: Case, kind: str) -> None:
    """Nobody is named on a board but where the procedure posts its cases; raises Refused."""
    refuse_unpostable(case)
    if not may_hang(case.procedure, kind):
        raise Refused(f"{PROCEDURES[case.procedure].label.zh}不作“{NOTICES[kind][0]}”；结果书面告知本人")


def hang(
    case: Case,
    by: Desk,
    kind: str,
    *,
    ends_on: datetime.date | None,
    opinion: Opinion | None = None,
    decision: Decision | None = None,
) -> Posting:
    """Hang a notice of a locked case: its content is built from what is allowed and scanned. Raises Refused."""
    refuse_unlawful(case, kind)
    if case.postings.filter(kind=kind, taken_down_on__isnull=True).exists():
        raise Refused("这一公示还挂着，请先撤下")
    number = numbered(case.territory[:9], "GS", by.day.year)
    ends = ends_on or by.day + datetime.timedelta(days=RESULT_DAYS)
    return Posting.objects.create(
        case=case,
        number=number,
        kind=kind,
        place=case.territory,
        starts_on=by.day,
        ends_on=ends,
        content=notice_of(case, kind, number, by.day, ends, opinion=opinion, decision=decision),
        posted_by_id=by.officer_id,
    )


def publish_result(*, by: Desk, case: int) -> Posting:
    """Make the result known in the village: name, number of people, amount (DB57 article 24). Raises NotAllowed, Refused."""
    by.must("post_notice")
    with recording(by, reason="公布确认结果"):
        found = locked(by, case)
        decision = found.decisions.filter(kind="confirm", revoked_by=None).order_by("-pk").first()
        if decision is None:
            raise Refused("还没有确认，没有可以公布的结果")
        return hang(found, by, "result", ends_on=None, decision=decision)


def take_down(*, by: Desk, posting: int, reason: str, board: int | None = None) -> Posting:
    """Take a notice down, with the photograph of the board where there is one.

    Before its last day is over, the case goes back to be posted anew (DB57 article 19, TK43 articles 15 and 26). Raises
    NotAllowed, Refused.
    """
    by.must("post_notice")
    with recording(by, reason="撤下公示"):
        found, case = _posting(by, posting)
        if found.taken_down_on is not None:
            raise Refused("这份公示已经撤下")
        if not reason.strip():
            raise Refused({"reason": "请写明撤下原因"})
        found.taken_down_on, found.taken_down_reason = by.day, reason.strip()
        found.taken_down_by_id = by.officer_id
        if board is not None:
            found.board = _paper(case, board)
        found.save(update_fields=["taken_down_on", "taken_down_reason", "taken_down_by", "board"])
        if by.day <= found.ends_on and found.kind in _POSTED_FROM and case.stage == "under_publicity":
            take(case, _POSTED_FROM[found.kind], by=by, reason=reason, revoking=True)
    return found


def show_board(*, by: Desk, posting: int, document: int) -> Posting:
    """File the photograph of the board on which the notice hangs. Raises NotAllowed, Refused."""
    by.must("file_documents")
    with recording(by, reason="公示现场照片"):
        found, case = _posting(by, posting)
        found.board = _paper(case, document)
        found.save(update_fields=["board"])
    return found


def object_to(
    *,
    by: Desk,
    posting: int,
    content: str,
    objector: str = "",
    contact: str = "",
    received_on: datetime.date | None = None,
) -> Objection:
    """Somebody objects to a notice.

    Within its days an objection is answered before the file goes on, and the first of somebody who can be asked opens the
    inquiry. From the web without a name and a number to call it is a clue: answered as well, but no case stands still for
    it; nor for another from the web once two telephones of the same notice led to nobody, until an officer has heard them.
    One telephone objects to a notice once: what comes under it again stops nothing more, and is added where it has the same
    name and nobody has looked into it yet. After these days it is a complaint, for which the county visits. Raises NotAllowed, Refused.
    """
    day = received_on or by.day
    refuse_future(day, by.day, "received_on")
    if not content.strip():
        raise Refused({"content": "请写明异议的内容"})
    if len(objector) > _LONGEST_NAME or len(contact) > _LONGEST_NAME:
        raise Refused({"objector" if len(objector) > _LONGEST_NAME else "contact": f"最多{_LONGEST_NAME}字"})
    with recording(by, reason="公示异议"):
        found, case = _posting(by, posting)
        if day < found.starts_on:
            raise Refused({"received_on": f"日期早于公示开始的日期（{found.starts_on}），请核对"})
        timely = day <= found.ends_on and found.kind in _OBJECTED_TO and case.stage in _WHILE_OPEN
        before = list(found.objections.filter(online=True)) if by.officer_id is None else []
        same = _of_telephone(before, contact)
        for one in same if can_be_asked(objector, contact) else ():
            waits = one.disposed_on is None and not _is_looked_into(one, case)
            if waits and _name(one.objector) == _name(objector) and _add_to(one, day, content):
                return one
        objection = Objection.objects.create(
            posting=found,
            received_on=day,
            timely=timely,
            objector=objector.strip(),
            contact=contact.strip(),
            content=content.strip(),
            online=by.officer_id is None,
            received_by_id=by.officer_id,
        )
        heard = objection.is_identified and not same and len(_led_to_nobody(before)) < _MOST_SET_ASIDE
        if timely and case.stage == "under_publicity" and heard:
            take(case, "objected", by=by, on=day)
        elif not timely and case.application_id is not None:
            complained_of(case.application_id)
    return objection


def _of_telephone(before: Sequence[Objection], contact: str) -> list[Objection]:
    """What somebody with a name said under the same telephone before."""
    number = dialled(contact)
    if number is None:
        return []
    return [one for one in before if one.is_identified and dialled(one.contact) == number]


def _led_to_nobody(objections: Sequence[Objection]) -> set[str | None]:
    """The telephones under which nobody was reached."""
    return {dialled(one.contact) for one in objections if one.is_set_aside}


def _is_looked_into(objection: Objection, case: Case) -> bool:
    """Whether something was found out since an objection came: what is said now is looked into by itself."""
    again = latest(case, *FOUND_OUT, after=moment_of(case, "objected"))
    return again is not None and again.on >= objection.received_on


def _name(written: str) -> str:
    """A name as it is compared."""
    return "".join(written.split())


def _add_to(objection: Objection, day: datetime.date, content: str) -> bool:
    """Somebody says more to what they said; False where it would be too long for one, and nothing was added."""
    added = f"{objection.content}\n{day}补充：{content.strip()}"
    if len(added) > _LONGEST_CONTENT:
        return False
    objection.content = added
    objection.save(update_fields=["content"])
    return True


@dataclass(frozen=True)
class Attempt:
    """One try to reach whoever objected from the web: when, how, and what came of it."""

    on: datetime.date
    how: str
    result: str


def set_objection_aside(*, by: Desk, objection: int, attempts: Sequence[Attempt], found: str) -> Objection:
    """Nobody answers under the name and telephone of a web objection: it is a clue, and the notice goes on.

    `attempts` are the tries to reach them, on two days at least; `found` is what came of looking into what they said. The
    limits of the case have not stood still. Who is reached after all is heard at the office. Whoever gave the opinion that
    is objected to leaves this to another, where there is one. Raises NotAllowed, Refused.
    """
    _must_answer(by)
    with recording(by, reason="联系不上的网上异议作为线索处理"):
        one, case = _open_objection(by, objection)
        _refuse_author(case, by)
        if not one.online or not one.is_identified or not one.timely:
            raise Refused("只有公示期内网上署名提出、联系不上的异议可以作为线索处理；其他的请直接登记处理结果")
        _refuse_untried(one, attempts, by.day, found)
        tried = "；".join(f"{each.on}{each.how.strip()}：{each.result.strip()}" for each in attempts)
        one.disposal = f"{SET_ASIDE}。{tried}。线索核实：{found.strip()}"
        one.disposed_on, one.disposed_by_id = by.day, by.officer_id
        one.save(update_fields=["disposal", "disposed_on", "disposed_by"])
        note_hand(case, by, "publicity")
        if case.stage == "objected" and not _still_objected(case):
            take(case, "under_publicity", by=by, reason=f"{tried}。线索核实：{found.strip()}", revoking=True)
    return one


def _refuse_untried(objection: Objection, attempts: Sequence[Attempt], day: datetime.date, found: str) -> None:
    faults = {}
    days = {each.on for each in attempts}
    if len(days) < FEWEST_DAYS_TRIED:
        faults["attempts"] = f"请登记至少{FEWEST_DAYS_TRIED}天的联系情况：哪一天、怎样联系、结果如何"
    elif any(not each.how.strip() or not each.result.strip() for each in attempts):
        faults["attempts"] = "每次联系都要写明方式和结果"
    elif min(days) < objection.received_on or max(days) > day:
        faults["attempts"] = f"联系日期应在收到异议（{objection.received_on}）以后、今天以前"
    if not found.strip():
        faults["found"] = "请写明对所反映情况的核实结果"
    if faults:
        raise Refused(faults)


def _still_objected(case: Case) -> bool:
    """Whether anybody who can be asked has objected in time to the notice that hangs, and not from where nobody answers."""
    last = _last_notice(case)
    timely = list(last.objections.filter(timely=True)) if last is not None else []
    nobody = _led_to_nobody(timely)
    return any(one.is_identified and not (one.online and dialled(one.contact) in nobody) for one in timely)


def _refuse_author(case: Case, by: Desk) -> None:
    """The author of what is objected to is who gave the opinion; of the end of tekun, who proposed it by posting it."""
    if case.procedure == "tekun_exit":
        proposed = case.steps.filter(target="under_publicity", event="posted").order_by("-number")
        author = proposed.values_list("officer", flat=True).first()
    else:
        given = Opinion.objects.filter(case=case, kind__in=("first", "second")).order_by("-pk")
        author = given.values_list("given_by", flat=True).first()
    if author is not None:
        refuse_author(case, author, by)


def _refuse_unlooked(objection: Objection, case: Case) -> None:
    """Whoever can be asked and objected from the web is answered after a new look, or set aside; raises Refused."""
    if not (objection.online and objection.is_identified and objection.timely) or case.closed_on is not None:
        return
    if not _is_looked_into(objection, case):
        raise Refused("网上署名提出的异议，收到以后还没有新的调查记录；请先调查核实，多次联系不上的登记“联系不上”")


def _must_answer(by: Desk) -> None:
    if not (by.may("first_opinion") or by.may("review")):
        by.must("first_opinion")


def _open_objection(by: Desk, objection: int) -> tuple[Objection, Case]:
    """An objection of the desk's territory that nobody has answered, and its case; both locked, the case first.

    Whoever objects and whoever replaces an applicant holds the case as well when they come to it. Raises Refused.
    """
    within = Objection.objects.filter(by.within("posting__place"), pk=objection, disposed_on__isnull=True)
    case = within.values_list("posting__case", flat=True).first()
    held = locked(by, case) if case is not None else None
    found = within.select_for_update(of=("self",)).select_related("posting").first()
    if found is None or held is None:
        raise Refused("没有这条异议，或已处理")
    return found, held


def dispose_objection(*, by: Desk, objection: int, disposal: str) -> Objection:
    """Write what came of an objection; who objected is told, and nobody else learns who it was.

    Of the web one with a name and a number is looked into first. Raises NotAllowed, Refused.
    """
    _must_answer(by)
    if not disposal.strip():
        raise Refused({"disposal": "请写明处理结果"})
    if disposal.strip().startswith(SET_ASIDE):
        raise Refused({"disposal": "联系不上的，请用“联系不上”登记联系情况"})
    with recording(by, reason="处理公示异议"):
        found, case = _open_objection(by, objection)
        _refuse_unlooked(found, case)
        found.disposal, found.disposed_on, found.disposed_by_id = disposal.strip(), by.day, by.officer_id
        found.save(update_fields=["disposal", "disposed_on", "disposed_by"])
    return found


def send_to_county(*, by: Desk, case: int, version: int | None = None) -> Case:
    """Send the whole file to the county: the notice is over, nothing is left open. Raises NotAllowed, Refused."""
    with recording(by, reason="报送县级"):
        found = locked(by, case, version=version)
        if found.stage == "confirmed":
            raise Refused("已确认的办件不能报送；决定有误的，由县级撤销后重新审核")
        refuse_notice_open(found, by)
        take(found, "county_review", by=by, event="county_received")
    return found


def refuse_notice_open(case: Case, by: Desk) -> None:
    """Nothing goes on from a notice before its last day is over and every objection is answered; raises Refused."""
    last = _last_notice(case)
    if last is None:
        return
    # Whoever objected is answered by a new opinion: the notice objected to need not hang on, dibao has no second one.
    answered = case.stage == "second_opinion"
    if last.taken_down_on is not None and last.taken_down_on <= last.ends_on and not answered:
        how = "" if case.stage == "under_publicity" else "；请先发回补充调查"
        raise Refused(f"公示在期满（{last.ends_on}）之前撤下（{last.taken_down_on}），须重新公示{how}")
    if by.day <= last.ends_on:
        raise Refused(f"公示至{last.ends_on}期满，期满之前不能进入下一环节")
    if Objection.objects.filter(posting__case=case, timely=True, disposed_on__isnull=True).exists():
        raise Refused("还有公示异议没有处理结果")


def _posting(by: Desk, posting: int) -> tuple[Posting, Case]:
    """A notice of the desk's territory and its case, both locked, the case first: whoever has it takes notices down."""
    within = Posting.objects.filter(by.within("place"), pk=posting)
    case = within.values_list("case", flat=True).first()
    held = locked(by, case) if case is not None else None
    found = within.select_for_update(of=("self",)).first()
    if found is None or held is None:
        raise Refused("没有这份公示，或不在您的管辖范围内")
    return found, held


def _paper(case: Case, document: int) -> Document:
    found = Document.objects.filter(pk=document, household=case.household_id, withdrawn_at__isnull=True).first()
    if found is None:
        raise Refused({"document": "没有这份材料，或不属于这户"})
    return found
