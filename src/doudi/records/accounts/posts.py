"""The posts, as declared data: at which level each is held, what it may do, which facts it sees, and what does not go together.

A duty is a claim: whoever holds it may do that thing inside the territory of the post. The topics are those of the
evidence; a post without a topic neither sees nor enters it. Nothing here is looked up in the database.
"""

from dataclasses import dataclass
from typing import Literal

Level = Literal["village", "town", "county", "city", "province"]

DUTIES: dict[str, tuple[str, str]] = {
    "see_register": ("查看登记簿", "see the register"),
    "see_sensitive": ("查看收入、疾病等敏感信息", "see sensitive facts"),
    "reveal_id": ("查看完整证件号、电话", "see whole ID numbers and telephones"),
    "reveal_account": ("查看完整银行账号", "see whole bank accounts"),
    "register": ("登记人员和家庭", "register people and households"),
    "record_facts": ("录入和更正情况", "enter and correct facts"),
    "verify_facts": ("核实本部门信息", "enter the facts one's department verifies"),
    "file_documents": ("上传材料", "file documents"),
    "merge_persons": ("合并重复人员", "merge duplicates"),
    "take_over": ("接管在保对象", "take over recipients in payment"),
    "import_roster": ("导入花名册", "import rosters"),
    "export_lists": ("导出名单", "export lists"),
    "print_file": ("打印档案", "print household files"),
    "enter_standard": ("录入标准", "enter standards"),
    "check_standard": ("复核标准", "check standards"),
    "see_cases": ("查看办件", "see cases"),
    "enter_application": ("填报申请", "enter applications"),
    "accept_application": ("受理申请", "accept applications"),
    "core_check": ("信息核对", "check data of households"),
    "appraise": ("组织民主评议", "hold appraisals"),
    "post_notice": ("公示", "post public notices"),
    "relieve": ("先行救助", "give urgent relief"),
    "survey": ("入户调查", "survey"),
    "first_opinion": ("提出初审意见", "give the first opinion"),
    "review": ("审核", "review"),
    "confirm": ("确认", "confirm"),
    "pay": ("发放资金", "pay"),
    "grant_powers": ("委托下放权限", "delegate powers"),
    "manage_officers": ("管理工作人员和岗位", "manage officers and posts"),
    "manage_territory": ("管理区划", "manage the territory"),
    "file_relatives": ("近亲属备案", "file near relatives"),
    "arrange_cover": ("安排代班", "arrange cover"),
    "read_trail": ("查阅审计和查看记录", "read the audit trail"),
    "use_api": ("使用接口", "use the API"),
}

EVERY_TOPIC = frozenset(
    "income spending employment_cost financial_assets homes vehicles businesses asset_finding disability illness "
    "long_term_care labour self_care care_mode school veteran absence parents dependent registered lives_alone "
    "left_behind refused_work work_injury_nursing relapse_watch has_farmland two_daughter_family event housing "
    "receiving obligors_listed".split()
)

_READING = frozenset({"see_register", "see_sensitive", "print_file", "see_cases"})
_WINDOW = _READING | {
    "reveal_id",
    "register",
    "record_facts",
    "file_documents",
    "merge_persons",
    "use_api",
    "enter_application",
}


@dataclass(frozen=True)
class Post:
    """One post: its names, the level of territory it is held at, its duties and the topics it may see."""

    key: str
    zh: str
    en: str
    level: Level
    duties: frozenset[str]
    topics: frozenset[str] = EVERY_TOPIC
    verifies: frozenset[str] = frozenset()
    partner: bool = False

    def may(self, duty: str) -> bool:
        """Whether the post has a duty."""
        return duty in self.duties


def _partner(key: str, zh: str, en: str, verifies: str) -> Post:
    topics = frozenset(verifies.split())
    duties = frozenset({"see_register", "see_sensitive", "verify_facts", "file_documents", "see_cases"})
    return Post(key, zh, en, "county", duties, topics, topics, partner=True)


_ALL = (
    Post(
        "village_assistant",
        "村级协理员",
        "village assistant",
        "village",
        _READING | {"reveal_id", "register", "record_facts", "file_documents", "enter_application", "appraise"},
    ),
    Post(
        "township_acceptance",
        "乡镇受理岗",
        "township acceptance clerk",
        "town",
        _WINDOW | {"accept_application", "post_notice", "take_over", "import_roster", "export_lists", "reveal_account"},
    ),
    Post("township_surveyor", "乡镇调查岗", "township surveyor", "town", _WINDOW | {"survey", "appraise", "relieve"}),
    Post(
        "township_approver",
        "乡镇审核负责人",
        "township approver",
        "town",
        _WINDOW
        | {"first_opinion", "confirm", "post_notice", "relieve"}
        | {"export_lists", "arrange_cover", "file_relatives", "take_over"},
    ),
    Post(
        "county_reviewer",
        "县级审核岗",
        "county reviewer",
        "county",
        _WINDOW
        | {
            "review",
            "core_check",
            "post_notice",
            "import_roster",
            "export_lists",
            "take_over",
            "enter_standard",
            "reveal_account",
            "file_relatives",
        },
    ),
    Post(
        "county_approver",
        "县级确认岗",
        "county approver",
        "county",
        _READING
        | {"reveal_id", "confirm", "check_standard", "grant_powers", "export_lists", "arrange_cover", "read_trail"}
        | {"use_api"},
    ),
    Post(
        "county_finance",
        "县级资金岗",
        "county finance officer",
        "county",
        frozenset({"see_register", "reveal_account", "pay", "export_lists"}),
        topics=frozenset({"receiving"}),
    ),
    Post(
        "city_supervisor", "市级督导", "municipal supervisor", "city", _READING | {"enter_standard", "check_standard"}
    ),
    Post("province_supervisor", "省级督导", "provincial supervisor", "province", _READING),
    _partner("partner_disability", "残联核实岗", "disabled persons' federation clerk", "disability long_term_care"),
    _partner("partner_medical", "医保核实岗", "medical insurance clerk", "illness spending"),
    _partner("partner_education", "教育核实岗", "education clerk", "school"),
    _partner("partner_finance", "财政核实岗", "finance department clerk", "receiving"),
    Post("auditor", "审计员", "auditor", "county", _READING | {"read_trail"}),
    Post(
        "administrator",
        "系统管理员",
        "administrator",
        "county",
        frozenset({"manage_officers", "manage_territory", "arrange_cover"}),
        topics=frozenset(),
    ),
)

POSTS: dict[str, Post] = {post.key: post for post in _ALL}

# Not held by anybody: a citizen who applies, brings papers or objects through the public pages.
ONLINE = Post("online", "网上办理", "citizen online", "county", frozenset({"enter_application"}))

# Who may not hold both at once, and why; read in either direction. Duties, so that a new post is caught as well.
INCOMPATIBLE: tuple[tuple[str, str, str], ...] = (
    ("survey", "confirm", "调查与确认须由不同人员办理"),
    ("accept_application", "confirm", "受理与确认须由不同人员办理"),
    ("confirm", "pay", "确认与资金发放须由不同人员办理"),
    ("review", "pay", "审核与资金发放须由不同人员办理"),
    ("manage_officers", "see_register", "系统管理员不得办理业务"),
    ("read_trail", "register", "审计人员不得办理被审计的业务"),
    ("read_trail", "pay", "审计人员不得办理被审计的业务"),
)


def conflict_between(one: Post, other: Post) -> str:
    """Why two posts may not be held by one person at once, or an empty text where they may."""
    for left, right, why in INCOMPATIBLE:
        # A post that has both by itself (township approver) conflicts with neither half of itself.
        apart = one.key != other.key
        if apart and ((one.may(left) and other.may(right)) or (one.may(right) and other.may(left))):
            return why
    return ""


# Powers a county may leave to a township, with or without a ceiling in fen; the procedure asks for them.
POWERS: dict[str, tuple[str, bool]] = {
    "confirm_dibao": ("最低生活保障审核确认", False),
    "confirm_tekun": ("特困人员认定", False),
    "confirm_near_dibao": ("低保边缘家庭认定", False),
    "confirm_temporary": ("小额临时救助审批", True),
    "confirm_rigid_expenditure": ("刚性支出困难家庭认定", False),
}
