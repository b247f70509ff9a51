"""What the family already receives from the state."""

from doudi.gateways.letters.rules.rule import rule

_HOW_MUCH = "现在每月领取多少、从何时起（救助系统记录）"
_IN = "(?:已|已经|纳入|享受|领取?|列为|列入|评为|评上|评定为|吃|是|靠|拿|办理?了).{0,8}"
_OVER = "取消|停发|申请|想|被停|不再|没有|没能|未能|未被|未评|没评|希望|请求"


def _receiving(programme: str, zh: str, words: str) -> tuple[str, str, str]:
    return programme, zh, words


_TABLE = (
    _receiving("dibao", "低保", "(?:低保|最低生活保障)"),
    _receiving("tekun", "特困供养", "(?:特困|五保)"),
    _receiving("near_dibao", "低保边缘", "(?:低保边缘|边缘户|低收入家庭)"),
    _receiving("disability_living", "残疾人补贴", "残疾人?(?:两项|生活|护理)?补贴"),
    _receiving("orphan", "孤儿保障", "孤儿(?:补贴|保障|基本生活费)"),
    _receiving("relapse_watch", "脱贫（监测）户", "(?:建档立卡|防返贫监测|监测户|脱贫户)"),
)

_STOPPED = rule(
    "写到低保停发", "receiving", "(?:停发|取消|停了|被停).{0,6}低保|低保.{0,6}(?:停发|取消|被停|停了)", "低保曾被停发或取消", kind="stopped",
    whose="household", ask="何时、因何停发（救助系统记录）",
)  # fmt: skip

RULES = (_STOPPED, *(
    rule(
        f"写到已享受{zh}", "receiving" if programme != "relapse_watch" else "relapse_watch", _IN + words, f"已是{zh}对象",
        value={"programme": programme} if programme != "relapse_watch" else True, kind=programme, whose="household",
        ask=_HOW_MUCH if programme != "relapse_watch" else "乡村振兴（农业农村）部门记录", unless=_OVER + ("|边缘" if programme == "dibao" else ""),
    )
    for programme, zh, words in _TABLE
))  # fmt: skip
