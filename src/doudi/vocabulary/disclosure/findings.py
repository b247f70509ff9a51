"""A finding: which kind of thing a text shows that it may not, where, and why, without saying it again."""

from dataclasses import dataclass

# Every kind, and what a clerk is told of it.
KINDS: dict[str, str] = {
    "citizen_id": "像是身份证号（或其中一段）；公示不得出现身份证号的任何数字",
    "account": "像是银行卡号或存折账号；公示不得出现银行账户",
    "masked_number": "遮盖了一部分的号码；与姓名、村名合在一起仍可认出本人，应整个删去",
    "phone": "电话号码不在受理异议的办公电话之内；公示不得出现个人电话",
    "birth": "像是出生日期或年龄；公示不得出现出生日期",
    "house": "像是门牌、楼室号；公示的住址只写到村（社区）",
    "health": "疾病、诊断或残疾类别等级；公示不得出现健康状况",
    "religion": "宗教信仰；公示不得出现",
    "custody": "服刑、羁押、戒毒等情形；公示不得出现",
    "income": "收入、财产或支出明细；公示只可写救助金额",
    "name": "其他家庭成员或未成年人的姓名；公示只可写申请人",
    "email": "电子邮箱；公示不得出现个人联系方式",
    "chat": "QQ号或微信号；公示不得出现个人联系方式",
    "plate": "车牌号；公示不得出现车辆信息",
    "own_value": "该户登记的不得公示的内容",
}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that may not be shown: characters `start` up to `end` of the text as it came, masked as `shown`."""

    start: int
    end: int
    kind: str
    shown: str

    @property
    def why(self) -> str:
        """Why it may not stand there, in Chinese."""
        return KINDS[self.kind]

    @property
    def message(self) -> str:
        """The whole sentence for whoever mends the text."""
        return f"第{self.start + 1}字起“{self.shown}”：{self.why}"


def starred(found: str, shown: int = 1) -> str:
    """The first characters of what was found, stars for the rest; what it was cannot be told from it."""
    short = "".join(found.split())
    return short[:shown] + "*" * min(max(len(short) - shown, 1), 8)
