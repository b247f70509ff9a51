"""The cases' own short lists: how an application comes, who had it in hand, what is found out, posted and decided."""

from typing import NamedTuple

CHANNELS = (
    ("window", "窗口申请"),
    ("village", "村（居）委会代办"),
    ("proxy", "他人代为申请"),
    ("ex_officio", "主动发现"),
    ("online", "网上申请"),
    ("hotline", "热线、走访报告"),
)
ROLES = (
    ("acceptance", "受理"),
    ("survey", "调查"),
    ("opinion", "初审"),
    ("publicity", "公示"),
    ("review", "县级审核"),
    ("confirmation", "确认"),
    ("relief", "先行救助"),
)
# Whoever takes in or finds out never confirms: acceptance and survey on one side, confirmation on the other.
SIDES = (("finding", "受理、调查"), ("deciding", "确认"))
SIDE_OF = {"acceptance": "finding", "survey": "finding", "confirmation": "deciding"}

INQUIRIES: dict[str, tuple[str, str]] = {
    "home_visit": ("入户调查", "home visit"),
    "neighbour_visit": ("邻里访问", "neighbour visit"),
    "letter_evidence": ("信函索证", "evidence by letter"),
    "data_comparison": ("部门信息比对", "comparison of data"),
    "core_check": ("信息核对", "data check"),
    "appraisal": ("民主评议", "community appraisal"),
    "self_care": ("生活自理能力评估", "self-care assessment"),
    "obligor_income": ("赡养人收入调查", "survey of obligors' income"),
    "county_visit": ("县级入户核查", "visit by the county"),
    "care_agreement": ("委托照料协议", "care agreement"),
    "certificate_check": ("残疾人证核验", "check of the disability certificate"),
}
NOTICES: dict[str, tuple[str, str]] = {
    "first_opinion": ("初审意见公示", "first opinion"),
    "second": ("重新公示", "posted again"),
    "exit": ("终止供养公示", "end of tekun"),
    "exit_again": ("终止供养重新公示", "end of tekun, posted again"),
    "result": ("确认结果公布", "result"),
    "late": ("事后公示", "posted afterwards"),
}
DECISIONS: dict[str, tuple[str, str]] = {
    "confirm": ("予以确认", "confirmed"),
    "refuse": ("不予确认", "refused"),
    "relief": ("先行救助", "relief given"),
    "relief_more": ("县级审批救助", "relief decided by the county"),
    "terminate": ("终止供养", "support ended"),
    "continue": ("继续供养", "support continued"),
    "revoke": ("撤销原决定", "earlier decision revoked"),
}


class End(NamedTuple):
    """A way a case ends without a decision: its names, and the letter that tells of it."""

    zh: str
    en: str
    document: str


ENDS: dict[str, End] = {
    "died": End("申请人或救助对象死亡", "death", "death_notice"),
    "moved": End("迁出或离户", "moved away", "move_notice"),
    "papers_overdue": End("逾期未补正", "the papers never came", "papers_overdue_notice"),
    "no_cooperation": End("不配合调查", "no cooperation", "no_cooperation_notice"),
    "mistaken": End("误报、重复或登记有误", "reported or entered by mistake", "discontinuation_notice"),
}
# The letters that tell of such an end; each is made of a case that ended so.
ENDED_BY = frozenset(one.document for one in ENDS.values())
