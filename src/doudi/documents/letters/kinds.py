"""Every kind of letter and form: what it is called, which words it takes, and what no template of it may leave out.

`needs` are the words every template must use; `may` are the further ones it can. A letter to a citizen is only written
when all needed values are known. A form is also printed with spaces, to be filled in by hand.
"""

from dataclasses import dataclass
from typing import Literal

from doudi.documents.letters.fields import Field
from doudi.documents.letters.words import VOCABULARY
from doudi.policy.procedure.stages import DOCUMENTS

Part = Literal["seal", "sign", "finger", "receipt", "appeal"]

PARTS: dict[Part, str] = {
    "seal": "公章位置（seal）",
    "sign": "签名栏（sign）",
    "finger": "带手印位置的签名栏（sign，finger: true）",
    "receipt": "签收栏（receipt）",
    "appeal": "救济途径（appeal）",
}

# What the law gives everybody who is told of a decision, counted from the day of being told: 行政复议法 and 行政诉讼法.
LIMITS = {"reconsideration_days": 60, "lawsuit_months": 6}
# What every row of a list must say where the list itself is needed: no reason without its article.
ROW_NEEDS: dict[str, tuple[str, ...]] = {
    "reasons": ("fact", "article"),
    "missing": ("what", "where"),
    "households": ("head", "result"),
    "deadlines": ("step", "by_on"),
}
APPEAL = ("reconsideration_organ", "reconsideration_days", "court", "lawsuit_months")


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of letter: its key, its name, its words, its mandatory parts, and the documents of the procedures it is.

    `form` ones may be printed with spaces; `posted` ones hang on a board, and so take nothing but what may be shown
    there. `serves` are keys of `stages.DOCUMENTS`.
    """

    key: str
    zh: str
    en: str
    needs: tuple[str, ...]
    may: tuple[str, ...]
    parts: tuple[Part, ...]
    form: bool
    posted: bool
    serves: tuple[str, ...]

    @property
    def words(self) -> dict[str, Field]:
        """Every word a template of this kind may use, the needed ones first."""
        return {key: VOCABULARY[key] for key in (*self.needs, *self.may)}


def _kind(
    key: str,
    zh: str,
    en: str,
    needs: str,
    may: str = "",
    *,
    parts: str = "",
    form: bool = False,
    posted: bool = False,
    serves: str = "",
) -> Kind:
    named = tuple(part for part in PARTS if part in parts.split())
    appeal = APPEAL if "appeal" in named else ()
    needed = tuple(dict.fromkeys((*needs.split(), *appeal)))
    further = tuple(word for word in dict.fromkeys(may.split()) if word not in needed)
    served = tuple(serves.split()) or ((key,) if key in DOCUMENTS else ())
    return Kind(
        key=key,
        zh=zh,
        en=en,
        needs=needed,
        may=further,
        parts=named,
        form=form,
        posted=posted,
        serves=served,
    )


_LETTER = "office number issued_on applicant programme"
_CONTACT = "clerk clerk_phone office_address office_hours town county village case_number address"
_FORM = "office number made_on case_number programme county town village note"
_PERSON = "sex born_on citizen_id ethnic phone address hukou hukou_address size"
_POSTED = "office number procedure town village programme posted_from posted_until households town_phone county_phone"


INTAKE = (
    _kind(
        "application",
        "救助申请书",
        "application",
        "programme applicant citizen_id address applied_on members request",
        f"{_FORM} {_PERSON} causes bank account_holder account agent agent_relation agent_phone addressee found_by",
        parts="finger",
        form=True,
    ),
    _kind(
        "proxy",
        "委托书",
        "proxy",
        "applicant citizen_id agent agent_id scope made_on",
        f"{_FORM} agent_relation agent_phone phone address valid_until reason",
        parts="finger",
        form=True,
        serves="application",
    ),
    _kind(
        "authorisation",
        "家庭经济状况核对授权书",
        "authorisation of the data check",
        "applicant adults obligors bodies purpose valid_until made_on",
        f"{_FORM} citizen_id address valid_from",
        parts="finger",
        form=True,
        serves="application",
    ),
    _kind(
        "commitment",
        "承诺书",
        "commitment",
        "applicant citizen_id programme made_on",
        f"{_FORM} address phone agent",
        parts="finger",
        form=True,
        serves="application",
    ),
    _kind(
        "declaration",
        "家庭经济财产声明书",
        "declaration of income and assets",
        "applicant citizen_id made_on incomes assets",
        f"{_FORM} address land spending obligors",
        parts="finger",
        form=True,
        serves="application",
    ),
    _kind(
        "one_time_notice",
        "一次性告知书",
        "one-time notice of missing facts and papers",
        f"{_LETTER} applied_on missing clerk clerk_phone",
        f"{_CONTACT} supply_by_on papers",
        parts="seal receipt",
    ),
    _kind(
        "supplement",
        "补正材料接收单",
        "receipt for supplementary papers",
        f"{_LETTER} papers",
        f"{_CONTACT} arrived_on",
        parts="seal receipt",
    ),
    _kind(
        "acceptance_notice",
        "受理通知书",
        "acceptance notice",
        f"{_LETTER} case_number applied_on accepted_on deadlines clerk clerk_phone",
        _CONTACT,
        parts="seal receipt",
    ),
    _kind(
        "forwarding_notice",
        "转办单",
        "forwarding notice",
        f"{_LETTER} receiver arrived_on reason papers",
        f"{_CONTACT} applied_on phone",
        parts="seal receipt",
    ),
    _kind(
        "applicant_change",
        "变更申请人确认书",
        "confirmation of another applicant",
        "old_applicant applicant citizen_id programme applied_on made_on",
        f"{_FORM} address phone reason agent agent_relation",
        parts="finger",
        form=True,
    ),
    _kind(
        "applicant_change_notice",
        "更换申请人告知书",
        "notice of another applicant",
        f"{_LETTER} applied_on old_applicant from_on clerk clerk_phone",
        f"{_CONTACT} county_phone",
        parts="seal receipt",
        serves="applicant_change",
    ),
    _kind(
        "withdrawal",
        "撤回申请书",
        "withdrawal",
        "applicant citizen_id programme applied_on made_on",
        f"{_FORM} address reason agent",
        parts="finger",
        form=True,
    ),
)

INQUIRY = (
    _kind(
        "survey_form",
        "入户调查表",
        "home-visit form",
        "applicant address surveyed_on investigators members land livestock work housing vehicles deposits obligors "
        "spending living_condition opinion",
        f"{_FORM} {_PERSON} business visit_notes present causes",
        parts="finger",
        form=True,
    ),
    _kind(
        "data_comparison",
        "部门信息比对记录",
        "record of the comparison of data",
        "applicant programme data_until_on checked conclusion",
        f"{_FORM} citizen_id guardian reported_on clerk checker",
        parts="sign",
        form=True,
    ),
    _kind(
        "neighbour_visit",
        "邻里访问记录",
        "record of a visit to a neighbour",
        "applicant address surveyed_on neighbour neighbour_relation answers investigators",
        f"{_FORM} visit_notes",
        parts="finger",
        form=True,
        serves="survey_form",
    ),
    _kind(
        "letter_evidence",
        "信函索证函",
        "letter asking for evidence",
        f"{_LETTER} receiver asked reply_by_on clerk clerk_phone",
        f"{_CONTACT} citizen_id reply",
        parts="seal receipt",
        serves="survey_form",
    ),
    _kind(
        "cooperation_request",
        "配合调查通知书",
        "request to cooperate with the survey",
        f"{_LETTER} applied_on asked reply_by_on articles clerk clerk_phone",
        _CONTACT,
        parts="seal receipt",
        serves="no_cooperation_notice",
    ),
    _kind(
        "obligor_form",
        "子女（赡养人）收入调查表",
        "survey form of an obligor's income",
        "applicant obligor relation citizen_id work income_source income_head ability support surveyed_on investigators",
        f"{_FORM} address size income_month phone articles opinion",
        parts="finger",
        form=True,
        serves="survey_form",
    ),
    _kind(
        "core_check_request",
        "家庭经济状况信息核对提请单",
        "request for a data check",
        f"{_LETTER} receiver requested_on adults purpose",
        f"{_CONTACT} obligors valid_until",
        parts="seal receipt",
    ),
    _kind(
        "core_check_report",
        "家庭经济状况核对报告",
        "data-check report",
        f"{_LETTER} requested_on reported_on data_until_on checked result",
        f"{_CONTACT} checker",
        parts="seal",
    ),
    _kind(
        "core_check_notice",
        "核对结果告知书",
        "notice of the data-check result",
        f"{_LETTER} reported_on result object_by_on clerk clerk_phone",
        f"{_CONTACT} articles",
        parts="seal receipt",
    ),
    _kind(
        "recheck_request",
        "核对结果复查申请书",
        "request for a re-check",
        "applicant citizen_id programme result evidence made_on",
        f"{_FORM} address phone reason papers",
        parts="finger",
        form=True,
    ),
    _kind(
        "appraisal_record",
        "民主评议记录",
        "record of the appraisal",
        "applicant programme held_on held_at chair recorder invited attended representatives policy_read agreed "
        "disagreed abstained recusals conclusion attendees",
        f"{_FORM} statements address",
        parts="finger",
        form=True,
    ),
    _kind(
        "self_care_assessment",
        "特困人员生活自理能力评估表",
        "self-care assessment",
        "applicant citizen_id abilities able_items level assessor",
        f"{_FORM} sex born_on address surveyed_on opinion",
        parts="finger",
        form=True,
        serves="survey_form",
    ),
    _kind(
        "resurvey_record",
        "复查记录及重新审核意见",
        "record of the second survey and new opinion",
        "applicant programme objected_on objection surveyed_on investigators visit_notes conclusion",
        f"{_FORM} address town_on held_on opinion",
        parts="sign seal",
        form=True,
    ),
    _kind(
        "return_note",
        "发回补充调查通知",
        "note sending the case back for a further survey",
        f"{_LETTER} receiver reason asked reply_by_on",
        f"{_CONTACT} papers",
        parts="seal receipt",
    ),
    _kind(
        "certificate_check",
        "残疾人证核验意见",
        "check of the disability certificate",
        "applicant citizen_id certificate_number disability certificate_valid federation_opinion federation_on",
        f"{_FORM} sex guardian valid_until clerk",
        parts="seal sign",
        form=True,
    ),
    _kind(
        "report_record",
        "报告登记表",
        "record of a report",
        "reporter reporter_kind channel made_on applicant address event handling",
        f"{_FORM} reporter_phone phone event_on clerk",
        parts="sign",
        form=True,
    ),
    _kind(
        "exit_report",
        "终止供养情况调查表",
        "survey form on the end of support",
        "applicant citizen_id surveyed_on investigators exit_circumstance visit_notes opinion town_opinion town_on",
        f"{_FORM} address care_mode reporter channel from_on",
        parts="sign seal",
        form=True,
    ),
)

# What hangs on a board: the household's head, its size, the result, after confirmation the amount, and the offices'
# own telephones. Nothing else may be declared here.
POSTING = (
    _kind("posting_form", "公示单", "public notice", _POSTED, "county", parts="seal", posted=True),
    _kind("second_posting_form", "重新公示单", "second public notice", _POSTED, "county", parts="seal", posted=True),
    _kind("late_posting_form", "事后公示单", "notice posted afterwards", _POSTED, "county", parts="seal", posted=True),
    _kind(
        "exit_posting_form",
        "终止供养公示单",
        "notice of the end of support",
        _POSTED,
        "county",
        parts="seal",
        posted=True,
    ),
    _kind(
        "result_publication",
        "救助结果公布",
        "publication of the result",
        _POSTED.replace("posted_until ", ""),
        "county posted_until",
        parts="seal",
        posted=True,
        serves="confirmation_letter",
    ),
    _kind(
        "posting_result",
        "公示反馈表",
        "report on the notice",
        "office programme village posted_from posted_until posted_at objections disposal",
        f"{_FORM} town households village_opinion village_on town_opinion town_on",
        parts="seal sign",
        form=True,
        serves="transfer_list",
    ),
    _kind(
        "objection_record",
        "公示异议登记表",
        "record of the objection",
        "applicant programme objected_on objection_way objection disposal_way",
        f"{_FORM} posted_from posted_until disposal clerk checker",
        parts="sign",
        form=True,
    ),
)

DECISION = (
    _kind(
        "review_form",
        "社会救助审核审批表",
        "review form",
        "programme applicant citizen_id address members incomes deductions assets_finding standard income_head amount "
        "village_opinion town_opinion county_opinion near_relative single_person rigid_spending_family",
        f"{_FORM} {_PERSON} applied_on accepted_on causes assets income_month income_year gap grant grade top_up "
        "from_on review_on posted_from posted_until disposal village_on town_on county_on bank account "
        "account_holder clerk checker",
        parts="seal",
        form=True,
    ),
    _kind(
        "transfer_list",
        "报送材料清单",
        "list of papers sent",
        "office number issued_on receiver applicant programme papers",
        f"{_CONTACT} objections disposal posted_from posted_until",
        parts="seal receipt",
    ),
    _kind(
        "spot_check_record",
        "随机抽查记录",
        "record of the spot check",
        "office programme drawn_by seed population drawn checks made_on",
        f"{_FORM} conclusion investigators",
        parts="sign seal",
        form=True,
        serves="review_form",
    ),
    _kind(
        "confirmation_letter",
        "确认通知书",
        "confirmation letter",
        f"{_LETTER} applied_on articles from_on",
        f"{_CONTACT} amount size members grade grant top_up review_on valid_until paid_by care_mode level decided_on",
        parts="seal receipt appeal",
    ),
    _kind(
        "refusal_letter",
        "不予确认告知书",
        "refusal letter",
        f"{_LETTER} applied_on reasons",
        f"{_CONTACT} other_help decided_on",
        parts="seal receipt appeal",
    ),
    _kind(
        "proof_of_delivery",
        "送达回证",
        "proof of delivery",
        "office number letter letter_number recipient delivered_at delivered_on delivery_way delivered_by",
        f"{_FORM} applicant witness reason",
        parts="seal sign",
        form=True,
    ),
    _kind(
        "adjustment_letter",
        "救助金增发（减发）通知书",
        "adjustment letter",
        f"{_LETTER} change former_amount amount reasons from_on",
        f"{_CONTACT} size grade decided_on",
        parts="seal receipt appeal",
    ),
    _kind(
        "end_letter",
        "停发通知书",
        "letter ending the support",
        f"{_LETTER} reasons from_on",
        f"{_CONTACT} former_amount overpaid other_help decided_on",
        parts="seal receipt appeal",
    ),
    _kind(
        "revocation_letter",
        "撤销决定书",
        "revocation",
        f"{_LETTER} revoked_letter revoked_number revoked_on reasons new_decision",
        f"{_CONTACT} overpaid decided_on",
        parts="seal receipt appeal",
        serves="refusal_letter",
    ),
    _kind(
        "discontinuation_notice",
        "终止办理告知书",
        "notice that the case is discontinued",
        f"{_LETTER} applied_on reasons",
        f"{_CONTACT} other_help decided_on",
        parts="seal receipt appeal",
    ),
    _kind(
        "no_cooperation_notice",
        "不配合调查终止办理告知书",
        "notice that the case has ended for want of cooperation",
        f"{_LETTER} applied_on asked asked_on delivered_on reply_by_on request_number reasons",
        f"{_CONTACT} other_help decided_on",
        parts="seal receipt appeal",
    ),
    _kind(
        "papers_overdue_notice",
        "逾期未补正终止办理告知书",
        "notice that the case has ended for want of papers",
        f"{_LETTER} applied_on missing told_on supply_by_on reasons",
        f"{_CONTACT} other_help decided_on",
        parts="seal receipt appeal",
    ),
    _kind(
        "death_notice",
        "终止办理告知书（死亡）",
        "notice that the case has ended with a death",
        "office number issued_on programme applied_on deceased died_on",
        f"{_CONTACT} other_help decided_on reason",
        parts="seal receipt appeal",
    ),
    _kind(
        "move_notice",
        "终止办理告知书（迁出）",
        "notice that the case has ended with a move",
        f"{_LETTER} applied_on",
        f"{_CONTACT} moved_to who_left still_here apply_at other_help decided_on articles reason",
        parts="seal receipt appeal",
    ),
    _kind(
        "exit_decision",
        "终止供养决定书",
        "decision ending support",
        f"{_LETTER} reasons from_on",
        f"{_CONTACT} posted_from posted_until disposal decided_on other_help",
        parts="seal receipt appeal",
    ),
    _kind(
        "exit_letter",
        "终止供养通知书",
        "letter ending support",
        f"{_LETTER} village reasons from_on other_help",
        f"{_CONTACT} decided_on",
        parts="seal receipt appeal",
    ),
    _kind(
        "continuation_letter",
        "继续供养决定书",
        "decision to continue support",
        f"{_LETTER} reasons",
        f"{_CONTACT} posted_from posted_until disposal decided_on",
        parts="seal receipt appeal",
    ),
    _kind(
        "expiry_notice",
        "有效期届满告知书",
        "notice that the status has run out",
        f"{_LETTER} valid_until",
        f"{_CONTACT} valid_from other_help articles",
        parts="seal receipt",
    ),
)

SUPPORT = (
    _kind(
        "roster",
        "社会救助金发放花名册",
        "payment roster",
        "office programme month payments households_count persons_count total",
        f"{_FORM} clerk checker responsible",
        parts="seal sign",
        form=True,
    ),
    _kind(
        "care_agreement",
        "委托照料协议",
        "care agreement",
        "office number applicant citizen_id carer carer_id duties care_pay valid_from valid_until made_on",
        f"{_FORM} address carer_relation carer_phone level guardian care_mode",
        parts="finger seal",
        form=True,
        serves="confirmation_letter",
    ),
    _kind(
        "reverification_form",
        "定期核查表",
        "re-verification form",
        "applicant programme surveyed_on changes conclusion investigators members",
        f"{_FORM} address citizen_id former_amount amount review_on visit_notes town_opinion town_on county_opinion "
        "county_on",
        parts="sign seal",
        form=True,
    ),
    _kind(
        "grace_form",
        "渐退期审批表",
        "grace-period form",
        "applicant programme reason valid_from valid_until grace_amount town_opinion county_opinion",
        f"{_FORM} citizen_id address size income_head standard town_on county_on",
        parts="seal",
        form=True,
    ),
    _kind(
        "relief_receipt",
        "先行救助登记及签收单",
        "record of relief and receipt",
        "applicant event relieved_on amount payee delivered_by",
        f"{_FORM} citizen_id address phone goods small_sum_limit event_on",
        parts="finger seal",
        form=True,
    ),
    _kind(
        "escalation_form",
        "提请县级审批表",
        "request to the county",
        "office applicant event amount small_sum_limit reason town_opinion county_opinion",
        f"{_FORM} citizen_id address phone relieved_on goods town_on county_on event_on",
        parts="seal",
        form=True,
    ),
    _kind(
        "papers_form",
        "临时救助审批表",
        "temporary assistance form",
        "applicant citizen_id address members causes event request amount town_opinion",
        f"{_FORM} {_PERSON} applied_on enjoyed hospital self_paid relieved_on goods village_opinion village_on town_on "
        "county_opinion county_on bank account_holder account posted_at",
        parts="seal",
        form=True,
    ),
    _kind(
        "payment_receipt",
        "救助金支付凭证",
        "proof of payment",
        "office applicant programme amount paid_on payee paid_by",
        f"{_FORM} citizen_id bank account goods delivered_by letter_number",
        parts="finger seal",
        form=True,
    ),
)

KINDS: dict[str, Kind] = {kind.key: kind for kind in (*INTAKE, *INQUIRY, *POSTING, *DECISION, *SUPPORT)}
