"""Every limit of time in the procedures, as declared data: what starts a clock, how long it runs, on which authority.

A limit that is not law (usual practice of places, or our reading) is `provisional` and says why. Nothing is counted
here: `doudi.engine.deadlines` counts.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

Unit = Literal["workdays", "days", "hours"]


class Text(NamedTuple):
    """One thing said in Chinese and in English."""

    zh: str
    en: str


PROFILES: dict[str, Text] = {
    "anhui": Text("安徽", "Anhui"),
    "national": Text("全国", "national"),
}

PROCEDURE_NAMES: dict[str, Text] = {
    "dibao": Text("最低生活保障", "dibao"),
    "near_dibao": Text("最低生活保障边缘家庭认定", "near-dibao status"),
    "dibao_single": Text("单人保", "single-person dibao"),
    "tekun": Text("特困人员认定", "tekun"),
    "tekun_exit": Text("终止特困供养", "end of tekun"),
    "temporary_spending": Text("支出型临时救助", "temporary assistance, expenditure"),
    "temporary_urgent": Text("急难型临时救助", "temporary assistance, urgent"),
    "rigid_expenditure": Text("刚性支出困难家庭认定", "rigid-expenditure status"),
    "disability_subsidy": Text("残疾人两项补贴", "disability subsidies"),
    "orphan": Text("孤儿基本生活保障", "orphan support"),
    "unattended_child": Text("事实无人抚养儿童基本生活保障", "support of unattended children"),
}

# Everything that can be recorded as having happened to a case.
EVENTS: dict[str, Text] = {
    "reported": Text("发现或报告", "reported"),
    "applied": Text("收到申请", "application received"),
    "accepted": Text("受理", "accepted"),
    "survey_started": Text("启动家庭经济状况调查", "survey started"),
    "core_check_requested": Text("提请信息核对", "data check requested"),
    "core_check_started": Text("启动信息核对", "data check started"),
    "surveyed": Text("提出初审意见", "first opinion given"),
    "posted": Text("公示", "posted"),
    "objected": Text("收到公示异议", "objected"),
    "resurveyed": Text("重新提出初审意见", "second opinion given"),
    "reposted": Text("重新公示", "posted again"),
    "county_received": Text("县级民政部门收到材料", "received by the county"),
    "decided": Text("作出决定", "decided"),
    "letter_delivered": Text("书面告知送达", "letter delivered"),
    "relieved": Text("先行救助", "relieved"),
    "papers_completed": Text("补齐手续", "papers completed"),
}

OUTCOMES: dict[str, Text] = {
    "confirmed": Text("予以确认", "confirmed"),
    "refused": Text("不予确认", "refused"),
    "terminated": Text("终止", "terminated"),
    "continued": Text("继续", "continued"),
    "withdrawn": Text("申请人撤回", "withdrawn"),
}

# What did not happen before what: the later event may fall on the same day, never on an earlier one. The third entry
# names the procedures that go the other way round: the end of tekun is posted by the county after the township's
# report and posted again after the decision; urgent relief comes first and everything else after it.
ORDER: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("applied", "accepted", frozenset()),
    ("reported", "accepted", frozenset()),
    ("reported", "relieved", frozenset()),
    ("reported", "decided", frozenset()),
    ("accepted", "core_check_requested", frozenset()),
    ("accepted", "posted", frozenset()),
    ("accepted", "objected", frozenset()),
    ("accepted", "county_received", frozenset()),
    ("accepted", "decided", frozenset({"temporary_urgent"})),
    ("core_check_requested", "decided", frozenset({"temporary_urgent"})),
    ("posted", "objected", frozenset()),
    ("posted", "reposted", frozenset()),
    ("posted", "county_received", frozenset({"tekun_exit", "temporary_urgent"})),
    ("posted", "decided", frozenset({"temporary_urgent"})),
    ("objected", "reposted", frozenset()),
    ("objected", "decided", frozenset({"temporary_urgent"})),
    ("county_received", "decided", frozenset({"temporary_urgent"})),
)

DEADLINES: dict[str, Text] = {
    "survey_start_by": Text("启动家庭经济状况调查", "start the survey"),
    "core_check_start_by": Text("启动信息核对", "start the data check"),
    "survey_by": Text("完成调查核实并提出初审意见", "finish the survey and give the first opinion"),
    "posting_ends": Text("公示期满", "the public notice ends"),
    "resurvey_by": Text("重新调查并再次提出初审意见", "survey again and give a new opinion"),
    "county_decision_by": Text("县级民政部门提出审核确认意见", "the county decides"),
    "whole_by": Text("完成全部审核确认工作", "finish the whole procedure"),
    "effective_decision_by": Text("最早到期的决定期限", "the earliest limit of the decision"),
    "refusal_letter_by": Text("书面告知不予确认并说明理由", "tell the applicant of the refusal, with reasons"),
    "exit_decision_by": Text("作出是否终止供养的决定", "decide whether the support ends"),
    "exit_letter_by": Text("书面告知终止供养的理由", "tell in writing why the support ends"),
    "relief_by": Text("先行实施救助", "give relief first"),
    "papers_by": Text("补齐救助手续", "complete the papers"),
}


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One limit: from the first of the events `starts` that happened, for `length` units, until `stops_at` happens.

    `extended` is the length in special circumstances, `delegated` the length where the township confirms; None: no
    other length. In force for starts on days from `since` (None: no first day is known) up to, not including,
    `until`. `binds_decision` limits count towards the earliest limit of the decision. `rolls`: a period of days that
    ends on a day off ends on the next working day. `suspendable`: days of a recorded suspension do not count.
    """

    name: str
    procedures: tuple[str, ...]
    starts: tuple[str, ...]
    stops_at: str
    length: int
    cites: tuple[str, ...]
    unit: Unit = "workdays"
    profiles: tuple[str, ...] = ("anhui", "national")
    extended: int | None = None
    delegated: int | None = None
    since: date | None = None
    until: date | None = None
    only_outcome: str | None = None
    binds_decision: bool = False
    rolls: bool = False
    suspendable: bool = True
    provisional: bool = False
    why_provisional: Text | None = None

    @property
    def label(self) -> Text:
        """What is due when this clock runs out."""
        return DEADLINES[self.name]

    def length_when(self, *, extended: bool, delegated: bool) -> int:
        """The length that applies; special circumstances come before delegation, which shortens the ordinary length."""
        if extended and self.extended is not None:
            return self.extended
        if delegated and self.delegated is not None:
            return self.delegated
        return self.length

    def in_force(self, day: date) -> bool:
        """Whether the text holds for a clock started on the day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


_DIBAO_FAMILY = ("dibao", "near_dibao", "dibao_single")
_DIBAO = "最低生活保障审核确认办法"
_TEKUN = "特困人员认定办法"
_ANHUI_TEKUN = "安徽省特困供养实施方案#审核确认程序"
_SAFETY_NET = "关于进一步做好最低生活保障等社会救助兜底保障工作的通知#四.1"
_DISABILITY = "关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见#三.2"
_CHILDREN_CHECK = "关于进一步加强事实无人抚养儿童保障工作的意见#二.2"
_CHILDREN_CONFIRMATION = "关于进一步加强事实无人抚养儿童保障工作的意见#二.3"
_RULES_OF_2021 = date(2021, 7, 1)
_SAFETY_NET_OF_2022 = date(2022, 10, 20)
_CHILDREN_OF_2019 = date(2019, 6, 18)
_RIGID_OF_2025 = date(2025, 1, 1)

_LOCAL_PRACTICE = Text(
    "法规没有规定天数，这里按各地通行做法列出，以当地规定为准",
    "the law fixes no length; this is usual practice, and the local rule decides",
)

# That the refusal is told in writing, with reasons, is law (but for urgent relief and the disability subsidies); the days
# are not.
_LETTER_DAYS = Text(
    "法规没有规定告知的天数，参照最低生活保障、特困人员的3个工作日",
    "the law fixes no days for the letter; taken from dibao and tekun: three working days",
)


def _refusal_letter(*procedures: str, cites: str) -> Clock:
    """Three working days for the letter, where the procedure's own text names no number."""
    return Clock(
        name="refusal_letter_by",
        procedures=procedures,
        starts=("decided",),
        stops_at="letter_delivered",
        length=3,
        only_outcome="refused",
        cites=(cites,),
        provisional=True,
        why_provisional=_LETTER_DAYS,
    )


DIBAO_CLOCKS = (
    Clock(
        name="survey_start_by",
        procedures=_DIBAO_FAMILY,
        starts=("accepted",),
        stops_at="survey_started",
        length=3,
        since=_RULES_OF_2021,
        cites=(f"{_DIBAO}#15",),
    ),
    Clock(
        name="core_check_start_by",
        procedures=_DIBAO_FAMILY,
        starts=("core_check_requested",),
        stops_at="core_check_started",
        length=3,
        since=_RULES_OF_2021,
        cites=(f"{_DIBAO}#17",),
    ),
    Clock(
        name="survey_by",
        procedures=_DIBAO_FAMILY,
        profiles=("anhui",),
        starts=("accepted",),
        stops_at="surveyed",
        length=10,
        cites=(_SAFETY_NET,),
        provisional=True,
        why_provisional=Text(
            "国家只要求各地明确初审期限；省规程原文未取得，10个工作日为通行做法",
            "the ministry leaves this limit to each place; the province's text was not obtained, 10 is usual practice",
        ),
    ),
    Clock(
        name="posting_ends",
        procedures=_DIBAO_FAMILY,
        starts=("reposted", "posted"),
        stops_at="county_received",
        length=7,
        unit="days",
        suspendable=False,
        since=_RULES_OF_2021,
        cites=(f"{_DIBAO}#19",),
    ),
    Clock(
        name="county_decision_by",
        procedures=_DIBAO_FAMILY,
        starts=("county_received",),
        stops_at="decided",
        length=10,
        binds_decision=True,
        since=_RULES_OF_2021,
        cites=(f"{_DIBAO}#20",),
    ),
    Clock(
        name="whole_by",
        procedures=_DIBAO_FAMILY,
        starts=("accepted",),
        stops_at="decided",
        length=30,
        extended=45,
        binds_decision=True,
        since=_RULES_OF_2021,
        until=_SAFETY_NET_OF_2022,
        cites=(f"{_DIBAO}#22",),
    ),
    Clock(
        name="whole_by",
        procedures=_DIBAO_FAMILY,
        starts=("accepted",),
        stops_at="decided",
        length=30,
        extended=45,
        delegated=20,
        binds_decision=True,
        since=_SAFETY_NET_OF_2022,
        cites=(f"{_DIBAO}#22", _SAFETY_NET),
    ),
    Clock(
        name="refusal_letter_by",
        procedures=_DIBAO_FAMILY,
        starts=("decided",),
        stops_at="letter_delivered",
        length=3,
        only_outcome="refused",
        since=_RULES_OF_2021,
        cites=(f"{_DIBAO}#21",),
    ),
)

TEKUN_CLOCKS = (
    Clock(
        name="survey_by",
        procedures=("tekun",),
        profiles=("national",),
        starts=("accepted",),
        stops_at="surveyed",
        length=15,
        since=_RULES_OF_2021,
        cites=(f"{_TEKUN}#13",),
    ),
    Clock(
        name="survey_by",
        procedures=("tekun",),
        profiles=("anhui",),
        starts=("accepted",),
        stops_at="surveyed",
        length=10,
        cites=(_ANHUI_TEKUN, f"{_TEKUN}#13"),
    ),
    Clock(
        name="posting_ends",
        procedures=("tekun",),
        starts=("reposted", "posted"),
        stops_at="county_received",
        length=7,
        unit="days",
        suspendable=False,
        since=_RULES_OF_2021,
        cites=(f"{_TEKUN}#15",),
    ),
    Clock(
        name="resurvey_by",
        procedures=("tekun",),
        profiles=("national",),
        starts=("objected",),
        stops_at="resurveyed",
        length=15,
        since=_RULES_OF_2021,
        cites=(f"{_TEKUN}#15",),
    ),
    Clock(
        name="resurvey_by",
        procedures=("tekun",),
        profiles=("anhui",),
        starts=("objected",),
        stops_at="resurveyed",
        length=10,
        cites=(_ANHUI_TEKUN, f"{_TEKUN}#15"),
    ),
    Clock(
        name="county_decision_by",
        procedures=("tekun",),
        profiles=("national",),
        starts=("county_received",),
        stops_at="decided",
        length=15,
        binds_decision=True,
        since=_RULES_OF_2021,
        cites=(f"{_TEKUN}#16",),
    ),
    Clock(
        name="county_decision_by",
        procedures=("tekun",),
        profiles=("anhui",),
        starts=("county_received",),
        stops_at="decided",
        length=10,
        binds_decision=True,
        cites=(_ANHUI_TEKUN, f"{_TEKUN}#16"),
    ),
    Clock(
        name="refusal_letter_by",
        procedures=("tekun",),
        starts=("decided",),
        stops_at="letter_delivered",
        length=3,
        only_outcome="refused",
        since=_RULES_OF_2021,
        cites=(f"{_TEKUN}#18",),
    ),
    Clock(
        name="posting_ends",
        procedures=("tekun_exit",),
        starts=("reposted", "posted"),
        stops_at="decided",
        length=7,
        unit="days",
        suspendable=False,
        since=_RULES_OF_2021,
        cites=(f"{_TEKUN}#26",),
    ),
    Clock(
        name="exit_decision_by",
        procedures=("tekun_exit",),
        starts=("objected",),
        stops_at="decided",
        length=15,
        binds_decision=True,
        since=_RULES_OF_2021,
        cites=(f"{_TEKUN}#26",),
    ),
    Clock(
        name="exit_letter_by",
        procedures=("tekun_exit",),
        starts=("decided",),
        stops_at="letter_delivered",
        length=3,
        only_outcome="terminated",
        cites=(f"{_TEKUN}#26",),
        provisional=True,
        why_provisional=Text(
            "第二十六条没有规定告知的天数，参照第十八条的3个工作日",
            "article 26 fixes no days for the letter; taken from article 18: three working days",
        ),
    ),
)

TEMPORARY_CLOCKS = (
    Clock(
        name="survey_by",
        procedures=("temporary_spending",),
        starts=("accepted",),
        stops_at="surveyed",
        length=10,
        cites=("社会救助暂行办法#48",),
        provisional=True,
        why_provisional=_LOCAL_PRACTICE,
    ),
    Clock(
        name="posting_ends",
        procedures=("temporary_spending",),
        starts=("reposted", "posted"),
        stops_at="decided",
        length=3,
        unit="days",
        rolls=True,
        suspendable=False,
        cites=("社会救助暂行办法#48",),
        provisional=True,
        why_provisional=_LOCAL_PRACTICE,
    ),
    Clock(
        name="county_decision_by",
        procedures=("temporary_spending",),
        starts=("county_received",),
        stops_at="decided",
        length=10,
        binds_decision=True,
        cites=("社会救助暂行办法#48",),
        provisional=True,
        why_provisional=_LOCAL_PRACTICE,
    ),
    Clock(
        name="relief_by",
        procedures=("temporary_urgent",),
        starts=("reported", "accepted"),
        stops_at="relieved",
        length=24,
        unit="hours",
        suspendable=False,
        cites=("社会救助暂行办法#48",),
        provisional=True,
        why_provisional=Text(
            "法规只要求简化手续；各地有24小时、48小时之分，取严者24小时",
            "the law only asks for a shorter procedure; places have 24 or 48 hours, the stricter is taken",
        ),
    ),
    # Without recorded relief the papers are counted from the decision or the report: never later than they are due.
    Clock(
        name="papers_by",
        procedures=("temporary_urgent",),
        starts=("relieved", "decided", "reported", "accepted"),
        stops_at="papers_completed",
        length=5,
        suspendable=False,
        cites=("社会救助暂行办法#48",),
        provisional=True,
        why_provisional=_LOCAL_PRACTICE,
    ),
    _refusal_letter("temporary_spending", "temporary_urgent", cites="社会救助暂行办法#48"),
)

OTHER_CLOCKS = (
    Clock(
        name="whole_by",
        procedures=("rigid_expenditure",),
        starts=("accepted",),
        stops_at="decided",
        length=30,
        extended=45,
        binds_decision=True,
        since=_RIGID_OF_2025,
        cites=("刚性支出困难家庭认定办法#8",),
    ),
    _refusal_letter("rigid_expenditure", cites="刚性支出困难家庭认定办法#7"),
    Clock(
        name="survey_by",
        procedures=("disability_subsidy",),
        profiles=("anhui",),
        starts=("accepted",),
        stops_at="surveyed",
        length=10,
        cites=(_DISABILITY,),
        provisional=True,
        why_provisional=Text(
            "取自广德市2024年公布的申领程序（乡镇初审10个工作日），未核对省级文件",
            "from the procedure Guangde published in 2024 (township: 10 working days); no provincial text was checked",
        ),
    ),
    Clock(
        name="survey_by",
        procedures=("disability_subsidy",),
        profiles=("national",),
        starts=("accepted",),
        stops_at="surveyed",
        length=10,
        cites=(_DISABILITY,),
        provisional=True,
        why_provisional=_LOCAL_PRACTICE,
    ),
    Clock(
        name="county_decision_by",
        procedures=("disability_subsidy",),
        starts=("county_received",),
        stops_at="decided",
        length=10,
        binds_decision=True,
        cites=(_DISABILITY,),
        provisional=True,
        why_provisional=_LOCAL_PRACTICE,
    ),
    _refusal_letter("disability_subsidy", cites=_DISABILITY),
    _refusal_letter("orphan", "unattended_child", cites=_CHILDREN_CONFIRMATION),
    Clock(
        name="survey_by",
        procedures=("unattended_child",),
        # The text counts from the receipt of the application, not from its acceptance.
        starts=("applied", "accepted"),
        stops_at="surveyed",
        length=15,
        since=_CHILDREN_OF_2019,
        cites=(_CHILDREN_CHECK,),
    ),
    Clock(
        name="county_decision_by",
        procedures=("unattended_child",),
        starts=("county_received",),
        stops_at="decided",
        length=15,
        binds_decision=True,
        since=_CHILDREN_OF_2019,
        cites=(_CHILDREN_CONFIRMATION,),
    ),
    Clock(
        name="survey_by",
        procedures=("orphan",),
        starts=("applied", "accepted"),
        stops_at="surveyed",
        length=15,
        cites=(_CHILDREN_CHECK,),
        provisional=True,
        why_provisional=Text(
            "孤儿保障文件没有规定期限，参照事实无人抚养儿童",
            "the orphan rules fix no length; taken from unattended children",
        ),
    ),
    Clock(
        name="county_decision_by",
        procedures=("orphan",),
        starts=("county_received",),
        stops_at="decided",
        length=15,
        binds_decision=True,
        cites=(_CHILDREN_CONFIRMATION,),
        provisional=True,
        why_provisional=Text(
            "孤儿保障文件没有规定期限，参照事实无人抚养儿童",
            "the orphan rules fix no length; taken from unattended children",
        ),
    ),
)

CLOCKS: tuple[Clock, ...] = (*DIBAO_CLOCKS, *TEKUN_CLOCKS, *TEMPORARY_CLOCKS, *OTHER_CLOCKS)


def clocks_of(procedure: str, profile: str) -> tuple[Clock, ...]:
    """Every clock of a procedure under a profile, all editions; raises `KeyError` for an unknown name of either."""
    if procedure not in PROCEDURE_NAMES:
        raise KeyError(procedure)
    if profile not in PROFILES:
        raise KeyError(profile)
    return tuple(clock for clock in CLOCKS if procedure in clock.procedures and profile in clock.profiles)


def edition_on(clocks: tuple[Clock, ...], day: date) -> Clock:
    """Of the editions of one clock, the one in force for a start on the day; before the first, the first.

    The texts before the first edition were not obtained: whoever counts by it says so (`Clock.in_force` is false).
    """
    held = [clock for clock in clocks if clock.in_force(day)]
    return held[0] if held else min(clocks, key=lambda clock: clock.since or date.min)
