"""The procedures as declared data: the stages of a case, who may move it, on which ground and with which document.

A move names the event it records; the clocks it starts and stops follow from `clocks.py`. Moves from a stage to
itself are steps taken beside the main line (the data check, a second notice). Programmes for children are never
posted, and a test holds them to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from doudi.policy.procedure.clocks import PROCEDURE_NAMES, Clock, Text, clocks_of

Route = Literal["any", "county", "township"]

POSTS: dict[str, Text] = {
    "applicant": Text("申请人", "applicant"),
    "village": Text("村（居）民委员会", "village or residents' committee"),
    "township": Text("乡镇人民政府（街道办事处）", "township or street office"),
    "county": Text("县级民政部门", "county civil affairs"),
    "federation": Text("残疾人联合会", "disabled persons' federation"),
    "anyone": Text("任何单位和个人", "anyone"),
    "calendar": Text("到期自动", "by date alone"),
}

STAGES: dict[str, Text] = {
    "draft": Text("拟申请", "draft"),
    "submitted": Text("已提交", "submitted"),
    "supplement_required": Text("待补正", "papers required"),
    "accepted": Text("已受理", "accepted"),
    "surveying": Text("调查核实中", "under survey"),
    "core_failed": Text("核对不符合条件", "over the line in the data check"),
    "appraised": Text("已评议", "appraised"),
    "first_opinion": Text("已提出初审意见", "first opinion given"),
    "unmet": Text("初审认为不符合条件", "first opinion: conditions not met"),
    "under_publicity": Text("公示中", "under publicity"),
    "objected": Text("公示有异议", "objected"),
    "second_opinion": Text("已重新提出意见", "second opinion given"),
    "federation_verified": Text("残联已核验", "verified by the federation"),
    "county_review": Text("县级审核中", "under county review"),
    "confirmed": Text("已确认", "confirmed"),
    "refused": Text("不予确认", "refused"),
    "refusal_notified": Text("已书面告知", "told of the refusal"),
    "active": Text("救助中", "active"),
    "reviewing": Text("定期核查中", "under re-verification"),
    "in_grace": Text("渐退期", "in the grace period"),
    "ended": Text("已停止", "ended"),
    "withdrawn": Text("已撤回", "withdrawn"),
    "discontinued": Text("已终止办理", "discontinued"),
    "in_need": Text("遭遇急难", "in urgent need"),
    "reported": Text("已报告", "reported"),
    "relieved": Text("已先行救助", "relieved"),
    "escalated": Text("已报县级", "put to the county"),
    "papers_complete": Text("手续已补齐", "papers complete"),
    "paid": Text("已支付", "paid"),
    "closed": Text("已办结", "closed"),
    "end_decided": Text("已决定终止", "end decided"),
    "terminated": Text("已终止供养", "terminated"),
    "continued": Text("继续供养", "continued"),
}

DOCUMENTS: dict[str, Text] = {
    "application": Text("救助申请书、核对授权书、承诺书", "application, authorisation and commitment"),
    "one_time_notice": Text("一次性告知书", "one-time notice of missing papers"),
    "supplement": Text("补正材料", "supplementary papers"),
    "acceptance_notice": Text("受理通知书", "acceptance notice"),
    "survey_form": Text("入户调查表", "home-visit form"),
    "data_comparison": Text("部门信息比对记录", "record of the comparison of data"),
    "core_check_request": Text("信息核对提请单", "request for a data check"),
    "core_check_report": Text("核对报告", "data-check report"),
    "core_check_notice": Text("核对结果告知书", "notice of the data-check result"),
    "recheck_request": Text("复查申请及佐证材料", "request for a re-check, with evidence"),
    "appraisal_record": Text("民主评议记录", "record of the appraisal"),
    "review_form": Text("审核审批表", "review form"),
    "posting_form": Text("公示单", "public notice"),
    "objection_record": Text("公示异议登记", "record of the objection"),
    "resurvey_record": Text("复查记录及重新审核意见", "record of the second survey and new opinion"),
    "second_posting_form": Text("重新公示单", "second public notice"),
    "transfer_list": Text("报送材料清单及公示反馈表", "list of papers sent and report on the notice"),
    "certificate_check": Text("残疾人证核验意见", "check of the disability certificate"),
    "confirmation_letter": Text("确认通知书", "confirmation letter"),
    "refusal_letter": Text("不予确认告知书", "refusal letter"),
    "proof_of_delivery": Text("送达回证", "proof of delivery"),
    "roster": Text("发放花名册", "payment roster"),
    "adjustment_letter": Text("增发、减发通知书", "adjustment letter"),
    "reverification_form": Text("定期核查表", "re-verification form"),
    "grace_form": Text("渐退期审批表", "grace-period form"),
    "end_letter": Text("停发通知书", "letter ending the support"),
    "expiry_notice": Text("有效期届满告知书", "notice that the status has run out"),
    "withdrawal": Text("撤回申请书", "withdrawal"),
    "discontinuation_notice": Text("终止办理告知书", "notice that the case is discontinued"),
    "death_notice": Text("终止办理告知书（死亡）", "notice that the case has ended with a death"),
    "move_notice": Text("终止办理告知书（迁出）", "notice that the case has ended with a move"),
    "papers_overdue_notice": Text("逾期未补正终止办理告知书", "notice that the case has ended for want of papers"),
    "no_cooperation_notice": Text("不配合调查终止办理告知书", "notice that the case has ended for want of cooperation"),
    "applicant_change": Text("变更申请人确认书", "confirmation of another applicant"),
    "return_note": Text("发回补充调查通知", "note sending the case back for a further survey"),
    "report_record": Text("报告登记", "record of the report"),
    "relief_receipt": Text("先行救助登记及签收单", "record of relief and receipt"),
    "escalation_form": Text("提请县级审批表", "request to the county"),
    "papers_form": Text("临时救助审批表（补办）", "temporary assistance form, completed afterwards"),
    "payment_receipt": Text("支付凭证", "proof of payment"),
    "late_posting_form": Text("事后公示单", "notice posted afterwards"),
    "exit_report": Text("终止供养情况调查表", "survey form on the end of support"),
    "exit_posting_form": Text("终止供养公示单", "notice of the end of support"),
    "exit_decision": Text("终止供养决定书", "decision ending support"),
    "exit_letter": Text("终止供养通知书", "letter ending support, with reasons"),
    "continuation_letter": Text("继续供养决定书", "decision to continue support"),
}


@dataclass(frozen=True, kw_only=True)
class Move:
    """From one stage to another: by which posts, on which ground, with which document, recording which event.

    `route` says whether the move exists only where the county decides, only where the decision is the township's, or
    on either route. A `revoking` move is made by revoking a decision, by taking a notice down before its last day or by
    setting an objection aside, and in no other way.
    """

    source: str
    target: str
    by: tuple[str, ...]
    ground: Text
    document: str | None
    records: str | None = None
    route: Route = "any"
    revoking: bool = False


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """A programme's stages: the first, those that every grant must have passed, the granting one, and the moves.

    `surveyed_in` and `posted_in` are None where relief or status comes without them; `never_posted` forbids any
    public notice whatever. `replacing` are the moves that put another applicant in the place of one who died, left or asks
    for it: they lead to no new stage, and stand beside the others.
    """

    name: str
    first: str
    surveyed_in: str | None
    posted_in: str | None
    granted_in: str
    moves: tuple[Move, ...]
    never_posted: bool = False
    replacing: tuple[Move, ...] = ()

    @property
    def label(self) -> Text:
        """The procedure's name in Chinese and English."""
        return PROCEDURE_NAMES[self.name]

    @property
    def stages(self) -> tuple[str, ...]:
        """Every stage, in the order in which the moves name them."""
        return tuple(
            dict.fromkeys([self.first, *(stage for move in self.moves for stage in (move.source, move.target))])
        )

    @property
    def terminals(self) -> tuple[str, ...]:
        """The stages no move leads out of, unless a decision is revoked."""
        left = {move.source for move in self.moves if move.source != move.target and not move.revoking}
        return tuple(stage for stage in self.stages if stage not in left)

    def moves_from(self, stage: str, post: str) -> tuple[Move, ...]:
        """What somebody at a post may do with a case at a stage."""
        return tuple(move for move in self.moves if move.source == stage and (post in move.by or "anyone" in move.by))

    def clocks_started(self, move: Move, profile: str) -> tuple[Clock, ...]:
        """The clocks, all editions, that begin to run with the move."""
        return tuple(clock for clock in clocks_of(self.name, profile) if move.records in clock.starts)

    def clocks_stopped(self, move: Move, profile: str) -> tuple[Clock, ...]:
        """The clocks, all editions, that the move stops."""
        return tuple(clock for clock in clocks_of(self.name, profile) if clock.stops_at == move.records)


def _move(
    path: str,
    by: str,
    ground: tuple[str, str],
    document: str,
    records: str | None = None,
    route: Route = "any",
    *,
    revoking: bool = False,
) -> Move:
    """One line of the tables below: `path` is `source > target`, `by` the posts."""
    source, target = path.split(" > ")
    return Move(
        source=source,
        target=target,
        by=tuple(by.split()),
        ground=Text(*ground),
        document=document,
        records=records,
        route=route,
        revoking=revoking,
    )


# Until here nothing has been found out that a decision could rest on.
_ASKED_TO_COOPERATE = ("accepted", "surveying", "appraised", "core_failed")
_WANTING_PAPERS = ("submitted", "supplement_required")
_ENTERED_WRONGLY = ("submitted", "accepted", "reported")
_DIED = ("申请人或者救助对象死亡", "the applicant, or whom it is for, has died")
_MOVED = ("迁出本地或者离开这户", "moved out of the area, or left the household")
_OVERDUE = ("补正期满仍未补齐", "the papers did not come within the time for them")
_UNCOOPERATIVE = (
    "书面要求后仍无正当理由不配合调查",
    "asked in writing, and still did not cooperate without good reason",
)
_MISTAKEN = ("误报、重复报告或者登记有误", "reported or entered by mistake, or twice")
# What steps taken earlier say; no procedure declares it any more.
FORMER_GROUNDS = (
    Text(
        "申请人死亡、迁出、不配合调查或逾期未补正",
        "the applicant died, moved away, did not cooperate or left the gaps open",
    ),
)


def _withdrawals(*stages: str) -> tuple[Move, ...]:
    """Ways out before a decision: the applicant withdraws, or nobody is left to decide for. Each end has its own letter.

    A draft is only ever taken back, also where the family has moved or died: nobody waits for a letter about it.
    """
    wish = ("申请人自愿撤回", "the applicant withdraws")
    unsent = ("提交之前撤回，不再办理", "taken back before it was handed in")
    return (
        *(_move("draft > withdrawn", "applicant", unsent, "withdrawal") for stage in stages if stage == "submitted"),
        *(_move(f"{stage} > withdrawn", "applicant", wish, "withdrawal") for stage in stages),
        *_ended_by(_DIED, "death_notice", stages),
        *_ended_by(_MOVED, "move_notice", stages),
        *_ended_by(_OVERDUE, "papers_overdue_notice", [one for one in stages if one in _WANTING_PAPERS]),
        *_ended_by(_UNCOOPERATIVE, "no_cooperation_notice", [one for one in stages if one in _ASKED_TO_COOPERATE]),
        *_ended_by(_MISTAKEN, "discontinuation_notice", [one for one in stages if one in _ENTERED_WRONGLY]),
    )


def _ended_by(ground: tuple[str, str], document: str, stages: Sequence[str]) -> tuple[Move, ...]:
    return tuple(
        _move(f"{stage} > discontinued", "county" if stage == "county_review" else "township county", ground, document)
        for stage in stages
    )


# The event of a step that puts another applicant in the place of the first; no clock knows it.
REPLACED = "applicant_replaced"
GONE = Text(
    "原申请人死亡或者已不是家庭成员，由其他成员继续申请，家庭情况重新核实",
    "the applicant died or left the household: another member goes on with it, and the facts are found out anew",
)
# Where nothing was found out, or only something decided, nothing is found out anew by the change itself.
GONE_AND_ON = Text(
    "原申请人死亡或者已不是家庭成员，由其他成员继续申请",
    "the applicant died or left the household: another member goes on with it",
)
# The grounds of a change whose first applicant is not there any more.
LOST = (GONE.zh, GONE_AND_ON.zh)
WISHED = Text("原申请人书面同意或者不能继续申请，家庭另定申请人", "the household names another applicant in writing")
# What was found, said or posted here was of another household.
_FOUND_ANEW = frozenset(
    ("core_failed", "appraised", "first_opinion", "unmet", "under_publicity", "objected", "second_opinion")
) | {"federation_verified", "county_review"}
# Nobody applies any more at these: the case is over, or support is paid.
_APPLIED_FOR_NO_MORE = frozenset(
    ("refusal_notified", "active", "reviewing", "in_grace", "ended", "withdrawn", "discontinued", "closed")
)
# A refusal is the first one's, who is told of it and may appeal; nobody steps into it by a wish.
_NOT_BY_WISH = frozenset(("refused",))
# What was confirmed for the family as it was is revoked before another goes on: nothing is begun on facts that are no more.
_REVOKED_FIRST = frozenset(("confirmed",))


def _replacing(moves: tuple[Move, ...]) -> tuple[Move, ...]:
    """At every stage at which somebody applies: another in the applicant's place (DB57 article 4: the family names one)."""
    stages = dict.fromkeys(stage for move in moves for stage in (move.source, move.target))
    return tuple(
        Move(
            source=stage,
            target=target,
            by=("township",),
            ground=ground,
            document="applicant_change",
            # Back to the survey as when the county sends a case back: no event, so that what belonged to the round is over.
            records=REPLACED if target == stage else None,
        )
        for stage in stages
        if stage not in _APPLIED_FOR_NO_MORE and stage != "in_need"
        for ground, target in _replaced_at(stage)
    )


def _replaced_at(stage: str) -> tuple[tuple[Text, str], ...]:
    """On which grounds another applies at a stage, and where each leads."""
    anew = stage in _FOUND_ANEW or stage == "surveying"
    lost = (GONE, "surveying") if anew else (GONE_AND_ON, stage)
    wished = (WISHED, stage)
    return (*(() if stage in _REVOKED_FIRST else (lost,)), *(() if stage in _NOT_BY_WISH else (wished,)))


def _found_unmet(*stages: str) -> tuple[Move, ...]:
    """A first opinion against the application is not posted: nobody is shamed for having asked. Decision 0013."""
    ground = ("调查核实后认为不符合条件", "the survey found that the conditions are not met")
    agreed = ("同意初审意见", "the first opinion is right")
    again = ("事实不清，发回补充调查", "the facts are unclear: sent back for a further survey")
    revoked = ("原确认决定已撤销，重新审核", "the confirmation was revoked: reviewed anew")
    return (
        *(
            # An opinion that an objection turned against the application is not posted again either.
            _move(f"{stage} > unmet", "township", ground, "resurvey_record", "resurveyed")
            if stage == "objected"
            else _move(f"{stage} > unmet", "township", ground, "review_form", "surveyed")
            for stage in stages
        ),
        _move("unmet > refused", "county", agreed, "refusal_letter", "decided", "county"),
        _move("unmet > refused", "township", agreed, "refusal_letter", "decided", "township"),
        _move("unmet > surveying", "county", again, "return_note", None, "county"),
        _move("county_review > surveying", "county", again, "return_note", None, "county"),
        # A decision that was revoked before its support began is made anew.
        _move("confirmed > county_review", "county", revoked, "return_note", "county_received", revoking=True),
        *_refusal_revoked("surveying", "accepted"),
    )


def _refusal_revoked(target: str, begins: str) -> tuple[Move, ...]:
    """A refusal that was wrong is revoked and the case decided anew; its clocks run as from the first day, `begins`.

    It goes back to where the facts are found: what was refused without a notice is never granted without one.
    """
    ground = ("原不予确认决定已撤销，重新办理", "the refusal was revoked: handled anew")
    return tuple(
        _move(f"{stage} > {target}", "county", ground, "return_note", begins, revoking=True)
        for stage in ("refused", "refusal_notified")
    )


def _taken_down(*stages: str) -> tuple[Move, ...]:
    """A notice that did not hang its days out is posted anew for all of them: DB57 article 19, TK43 articles 15 and 26.

    The case goes back to the stage it was posted from.
    """
    ground = ("公示在期满之前撤下，须重新公示", "the notice came down before its last day and is to be posted anew")
    document = "exit_posting_form" if stages == ("county_review",) else "posting_form"
    return tuple(
        _move(f"under_publicity > {stage}", "township county", ground, document, None, revoking=True)
        for stage in stages
    )


def _set_aside(post: str) -> Move:
    """Whoever objected from the web is not to be reached: what they said is a clue, and the notice goes on."""
    ground = (
        "网上异议人多次联系不上，作为线索核实，公示继续",
        "who objected on the web cannot be reached: looked into as a clue, and the notice goes on",
    )
    return _move("objected > under_publicity", post, ground, "objection_record", None, revoking=True)


INTAKE = (
    _move(
        "draft > submitted",
        "applicant village",
        ("本人申请，或由村（居）委会、他人代为申请", "applied for, by the person or on their behalf"),
        "application",
    ),
    _move(
        "submitted > supplement_required",
        "township",
        ("材料不齐，所缺材料一次告知", "papers are missing; all of them are named at once"),
        "one_time_notice",
    ),
    _move("supplement_required > submitted", "applicant village", ("材料补齐", "the gaps are closed"), "supplement"),
    _move("submitted > accepted", "township", ("材料齐备", "the papers are complete"), "acceptance_notice", "accepted"),
)
HOME_SURVEY = _move(
    "accepted > surveying",
    "township",
    ("调查人员不少于2人", "two investigators at least"),
    "survey_form",
    "survey_started",
)
FIRST_OPINION = _move(
    "surveying > first_opinion", "township", ("调查核实完毕", "the survey is finished"), "review_form", "surveyed"
)
DATA_CHECK = (
    _move(
        "surveying > surveying",
        "township",
        ("授权有效", "the authorisation is valid"),
        "core_check_request",
        "core_check_requested",
    ),
    _move(
        "surveying > surveying",
        "county",
        ("收到核对提请", "the request is received"),
        "core_check_report",
        "core_check_started",
    ),
    _move(
        "surveying > core_failed",
        "township",
        ("核对显示收入或财产超标", "income or assets are over the line"),
        "core_check_notice",
    ),
    _move(
        "core_failed > surveying",
        "applicant",
        ("有异议并提供佐证", "the applicant objects, with evidence"),
        "recheck_request",
    ),
    _move(
        "core_failed > refused",
        "county",
        ("无异议或复查后仍不符合", "no objection, or still over the line"),
        "refusal_letter",
        "decided",
        "county",
    ),
    _move(
        "core_failed > refused",
        "township",
        ("无异议或复查后仍不符合", "no objection, or still over the line"),
        "refusal_letter",
        "decided",
        "township",
    ),
)
APPRAISAL = (
    _move(
        "surveying > appraised",
        "township village",
        ("情况有疑问，需要评议", "the case is in doubt"),
        "appraisal_record",
    ),
    _move(
        "appraised > first_opinion", "township", ("评议完毕", "the appraisal is finished"), "review_form", "surveyed"
    ),
)
PUBLIC_NOTICE = (
    _move(
        "first_opinion > under_publicity",
        "township",
        ("初审意见公示", "the first opinion is posted"),
        "posting_form",
        "posted",
    ),
    _move(
        "under_publicity > objected",
        "anyone",
        ("公示期内提出异议", "an objection within the notice"),
        "objection_record",
        "objected",
    ),
    _move(
        "objected > second_opinion",
        "township",
        ("重新调查或民主评议", "surveyed again or appraised"),
        "resurvey_record",
        "resurveyed",
    ),
    _set_aside("township"),
)


def _sent_to_county(stage: str, ground: tuple[str, str]) -> Move:
    return _move(f"{stage} > county_review", "township", ground, "transfer_list", "county_received", "county")


def _decided_by(stage: str, post: str, route: Route) -> tuple[Move, ...]:
    """Confirmation or refusal at a stage; never any other way in."""
    return (
        _move(
            f"{stage} > confirmed",
            post,
            ("符合条件", "the conditions are met"),
            "confirmation_letter",
            "decided",
            route,
        ),
        _move(
            f"{stage} > refused",
            post,
            ("不符合条件", "the conditions are not met"),
            "refusal_letter",
            "decided",
            route,
        ),
    )


_BEFORE_DECISION = (
    "submitted",
    "supplement_required",
    "accepted",
    "surveying",
    "first_opinion",
    "unmet",
    "county_review",
)
_WHILE_POSTED = ("under_publicity", "objected", "second_opinion")
_NO_OBJECTION = ("公示期满无异议", "the notice ended without objection")
_NEW_OPINION = ("已重新提出初审意见", "a new opinion is given")
_OPINION_GIVEN = ("初审意见已提出", "the first opinion is given")

REFUSAL_LETTER = _move(
    "refused > refusal_notified",
    "township",
    ("书面告知并说明理由", "told in writing, with reasons"),
    "proof_of_delivery",
    "letter_delivered",
)
SUPPORT = (
    _move("confirmed > active", "calendar", ("确认之日下月起", "from the month after confirmation"), "roster"),
    _move(
        "active > active", "county", ("人口、收入或财产变化", "members, income or assets changed"), "adjustment_letter"
    ),
    _move("active > reviewing", "township", ("到期核查", "re-verification is due"), "reverification_form"),
    _move("reviewing > active", "township", ("没有明显变化", "nothing much changed"), "reverification_form"),
    _move("reviewing > ended", "county", ("不再符合条件", "the conditions are no longer met"), "end_letter"),
    _move(
        "active > ended",
        "county",
        ("不再符合条件、死亡、迁出或自愿退出", "no longer met, death, move or own wish"),
        "end_letter",
    ),
)
GRACE = (
    _move("active > in_grace", "county", ("就业后收入超过标准", "income over the line through work"), "grace_form"),
    _move("in_grace > ended", "calendar", ("渐退期满", "the grace period is over"), "end_letter"),
)

DIBAO_MOVES = (
    *INTAKE,
    HOME_SURVEY,
    *DATA_CHECK,
    FIRST_OPINION,
    *APPRAISAL,
    *PUBLIC_NOTICE,
    _sent_to_county("under_publicity", _NO_OBJECTION),
    # After an objection the new dibao opinion goes to the county at once; only tekun asks for a second notice.
    _sent_to_county("second_opinion", _NEW_OPINION),
    *_decided_by("county_review", "county", "county"),
    *_decided_by("under_publicity", "township", "township"),
    *_decided_by("second_opinion", "township", "township"),
    REFUSAL_LETTER,
    *SUPPORT,
    *GRACE,
    *_found_unmet("surveying", "appraised", "objected"),
    *_taken_down("first_opinion"),
    *_withdrawals(*_BEFORE_DECISION, "core_failed", "appraised", *_WHILE_POSTED),
)

TEKUN_MOVES = (
    *INTAKE,
    HOME_SURVEY,
    FIRST_OPINION,
    *APPRAISAL,
    *PUBLIC_NOTICE,
    _move(
        "second_opinion > under_publicity", "township", ("重新公示", "posted again"), "second_posting_form", "reposted"
    ),
    _sent_to_county("under_publicity", _NO_OBJECTION),
    *_decided_by("county_review", "county", "county"),
    *_decided_by("under_publicity", "township", "township"),
    REFUSAL_LETTER,
    *(move for move in SUPPORT if move.target != "ended"),
    # Support ends only through the procedure of its own, tekun_exit, which posts first.
    _move("active > ended", "county", ("终止供养程序已办结", "the procedure tekun_exit is finished"), "exit_letter"),
    _move("reviewing > ended", "county", ("终止供养程序已办结", "the procedure tekun_exit is finished"), "exit_letter"),
    *_found_unmet("surveying", "appraised", "objected"),
    *_taken_down("first_opinion", "second_opinion"),
    *_withdrawals(*_BEFORE_DECISION, "appraised", *_WHILE_POSTED),
)

_EXIT_NEEDLESS = (
    "供养对象死亡或者供养已停发，无须再作决定",
    "the person died or the support has ended: there is nothing left to decide",
)
_EXIT_REVOKED = ("原决定已撤销，重新审核", "the decision was revoked: reviewed anew")
TEKUN_EXIT_MOVES = (
    _move(
        "reported > surveying",
        "township county",
        ("本人、照料人、村（居）委会、机构报告或工作中发现", "reported, or found in the course of work"),
        "report_record",
        "accepted",
    ),
    _move(
        "surveying > county_review",
        "township",
        ("调查核实完毕", "the survey is finished"),
        "exit_report",
        "county_received",
    ),
    _move(
        "county_review > continued",
        "county",
        ("仍符合条件", "the conditions are still met"),
        "continuation_letter",
        "decided",
    ),
    _move(
        "county_review > under_publicity",
        "county",
        ("拟终止供养", "the support is to end"),
        "exit_posting_form",
        "posted",
    ),
    _move(
        "under_publicity > objected",
        "anyone",
        ("公示期内提出异议", "an objection within the notice"),
        "objection_record",
        "objected",
    ),
    _move("under_publicity > end_decided", "county", _NO_OBJECTION, "exit_decision", "decided"),
    _move(
        "objected > end_decided",
        "county",
        ("调查后仍应终止", "the end stands after inquiry"),
        "exit_decision",
        "decided",
    ),
    _move(
        "objected > continued", "county", ("调查后不应终止", "the objection is right"), "continuation_letter", "decided"
    ),
    _move(
        "end_decided > end_decided",
        "county",
        ("异议后重新公示", "posted again after an objection"),
        "second_posting_form",
        "reposted",
    ),
    _move(
        "end_decided > terminated",
        "township",
        (
            "下月起终止，书面告知当事人和村（居）委会，并提示可申请的其他救助",
            "from next month, with reasons and other help offered",
        ),
        "exit_letter",
        "letter_delivered",
    ),
    *(
        _move(f"{stage} > county_review", "county", _EXIT_REVOKED, "return_note", "county_received", revoking=True)
        for stage in ("end_decided", "terminated", "continued")
    ),
    *_taken_down("county_review"),
    _set_aside("county"),
    # Death ends tekun by itself (TK43 article 24, item 1): nobody posts that the support of the dead is to end.
    *(
        _move(f"{stage} > discontinued", "township county", _EXIT_NEEDLESS, "discontinuation_notice")
        for stage in ("surveying", "county_review", "under_publicity", "objected")
    ),
)

TEMPORARY_URGENT_MOVES = (
    _move(
        "in_need > reported",
        "applicant village township",
        ("申请、报告、走访或热线发现", "applied for, reported, or found on a visit or by the hotline"),
        "report_record",
        "reported",
    ),
    _move(
        "reported > relieved",
        "township",
        ("情况紧急，备用金足额", "urgent, and the reserve fund suffices"),
        "relief_receipt",
        "relieved",
    ),
    _move(
        "reported > refused",
        "township",
        ("核实不属急难，告知其他申请途径", "not urgent; the other ways to apply are told"),
        "refusal_letter",
        "decided",
        "township",
    ),
    REFUSAL_LETTER,
    *_refusal_revoked("reported", "reported"),
    # Reported by mistake or twice: taken back, no refusal.
    *_withdrawals("reported"),
    _move(
        "relieved > papers_complete",
        "township",
        ("手续补齐", "the papers are complete"),
        "papers_form",
        "papers_completed",
    ),
    _move(
        "relieved > escalated",
        "township",
        ("金额超过小额限额", "the amount is over the small-sum limit"),
        "escalation_form",
        "county_received",
    ),
    _move("escalated > papers_complete", "county", ("县级审批", "the county decides"), "papers_form", "decided"),
    _move("papers_complete > closed", "township", ("事后公示", "posted afterwards"), "late_posting_form", "posted"),
)

TEMPORARY_SPENDING_MOVES = (
    *INTAKE,
    HOME_SURVEY,
    FIRST_OPINION,
    *PUBLIC_NOTICE,
    _sent_to_county("under_publicity", _NO_OBJECTION),
    _sent_to_county("second_opinion", _NEW_OPINION),
    *_decided_by("county_review", "county", "county"),
    *_decided_by("under_publicity", "township", "township"),
    *_decided_by("second_opinion", "township", "township"),
    REFUSAL_LETTER,
    _move("confirmed > paid", "township county", ("按核定金额支付", "the amount fixed is paid"), "payment_receipt"),
    _move("paid > closed", "township", ("签收归档", "signed for and filed"), "payment_receipt"),
    *_found_unmet("surveying", "objected"),
    *_taken_down("first_opinion"),
    *_withdrawals(*_BEFORE_DECISION, *_WHILE_POSTED),
)

RIGID_EXPENDITURE_MOVES = (
    *INTAKE,
    HOME_SURVEY,
    FIRST_OPINION,
    _sent_to_county("first_opinion", _OPINION_GIVEN),
    *_decided_by("county_review", "county", "county"),
    *_decided_by("first_opinion", "township", "township"),
    REFUSAL_LETTER,
    _move(
        "confirmed > active",
        "calendar",
        ("自认定之日起，一般不超过12个月", "from recognition, for 12 months as a rule"),
        "confirmation_letter",
    ),
    _move("active > ended", "calendar", ("有效期届满", "the status has run out"), "expiry_notice"),
    *_found_unmet("surveying"),
    *_withdrawals(*_BEFORE_DECISION),
)

DISABILITY_SUBSIDY_MOVES = (
    *INTAKE,
    HOME_SURVEY,
    FIRST_OPINION,
    _move(
        "first_opinion > federation_verified",
        "federation",
        ("残疾人证有效，类别等级相符", "the certificate is valid"),
        "certificate_check",
    ),
    _sent_to_county("federation_verified", ("残联已核验", "the federation has verified")),
    *_decided_by("county_review", "county", "county"),
    REFUSAL_LETTER,
    _move("confirmed > active", "calendar", ("自申请当月起", "from the month of application"), "roster"),
    *SUPPORT[1:],
    *_found_unmet("surveying"),
    *_withdrawals(*_BEFORE_DECISION, "federation_verified"),
)

CHILDREN_MOVES = (
    # The township's fifteen working days run from the receipt of the application (DFUC, part two, item two).
    replace(INTAKE[0], records="applied"),
    *INTAKE[1:],
    _move(
        "accepted > surveying",
        "township",
        ("以部门信息比对为主", "by comparing data first"),
        "data_comparison",
        "survey_started",
    ),
    FIRST_OPINION,
    _sent_to_county("first_opinion", _OPINION_GIVEN),
    *_decided_by("county_review", "county", "county"),
    REFUSAL_LETTER,
    *SUPPORT,
    *_found_unmet("surveying"),
    *_withdrawals(*_BEFORE_DECISION),
)


def _applied_for(name: str, moves: tuple[Move, ...], *, posted: bool, never_posted: bool = False) -> Procedure:
    return Procedure(
        name=name,
        first="draft",
        surveyed_in="surveying",
        posted_in="under_publicity" if posted else None,
        granted_in="confirmed",
        moves=moves,
        never_posted=never_posted,
        replacing=_replacing(moves),
    )


PROCEDURES: dict[str, Procedure] = {
    procedure.name: procedure
    for procedure in (
        _applied_for("dibao", DIBAO_MOVES, posted=True),
        _applied_for("near_dibao", DIBAO_MOVES, posted=True),
        _applied_for("dibao_single", DIBAO_MOVES, posted=True),
        _applied_for("tekun", TEKUN_MOVES, posted=True),
        Procedure(
            name="tekun_exit",
            first="reported",
            surveyed_in="surveying",
            posted_in="under_publicity",
            granted_in="end_decided",
            moves=TEKUN_EXIT_MOVES,
        ),
        _applied_for("temporary_spending", TEMPORARY_SPENDING_MOVES, posted=True),
        Procedure(
            name="temporary_urgent",
            first="in_need",
            surveyed_in=None,
            posted_in=None,
            granted_in="relieved",
            moves=TEMPORARY_URGENT_MOVES,
            replacing=_replacing(TEMPORARY_URGENT_MOVES),
        ),
        _applied_for("rigid_expenditure", RIGID_EXPENDITURE_MOVES, posted=False),
        _applied_for("disability_subsidy", DISABILITY_SUBSIDY_MOVES, posted=False),
        _applied_for("orphan", CHILDREN_MOVES, posted=False, never_posted=True),
        _applied_for("unattended_child", CHILDREN_MOVES, posted=False, never_posted=True),
    )
}


def may_hang(procedure: str, notice: str) -> bool:
    """Whether a kind of notice of a case may name anybody: what is posted beforehand, and what is made known of it.

    Relief is posted afterwards (`late`). Of a status or support that is posted nowhere no result is made known either:
    what it is called would tell of a disability or of debts. Raises `KeyError` for an unknown procedure.
    """
    declared = PROCEDURES[procedure]
    if notice == "late":
        return any(move.document == "late_posting_form" for move in declared.moves)
    return declared.posted_in is not None


def may_be_posted(procedure: str) -> bool:
    """Whether any public notice of a case is lawful; raises `KeyError` for an unknown procedure."""
    return not PROCEDURES[procedure].never_posted
