"""Days of birth and ages, house numbers, and what somebody earns, owns or spends."""

import re
from collections.abc import Iterator

from doudi.vocabulary.disclosure.findings import Finding, starred
from doudi.vocabulary.disclosure.plain import Reading

_DATE = r"(?:(?:19|20)?[0-9]{2}\s*年\s*[01]?[0-9]\s*月(?:\s*[0-3]?[0-9]\s*[日号])?|(?:19|20)?[0-9]{2}[./\-][01]?[0-9](?:[./\-][0-3]?[0-9])?|(?:19|20)[0-9]{6}|(?:19|20)?[0-9]{2}\s*年)"
_BORN = re.compile(
    rf"(?:出生(?:日期|年月|时间)?|生日|生于|诞生)[^0-9\n。；]{{0,6}}({_DATE})|({_DATE})\s*[,，、]?\s*(?:出生|生人|生于|生(?![产活效育]|成|态))"
)
_OLD_DATE = re.compile(
    r"(?<![0-9])(?:19[0-9]{2}|200[0-9])\s*年\s*[01]?[0-9]\s*月\s*[0-3]?[0-9]\s*日"
    r"|(?<![0-9])19[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9])"
    r"|(?<![0-9\-./])19[0-9]{2}([-./])[01]?[0-9]\1[0-3]?[0-9](?![0-9])"
)
# A day of before 2010 on a notice is somebody's, unless it is the day of a law.
_LAW_AFTER = re.compile(
    r"^[^。；\n]{0,40}?(?:公布|颁布|施行|印发|发布|通过|修订|修正|实施|国务院令|主席令|令第|印发的|起执行|成立|下发|会议|签发|批准)"
)
_LAW_BEFORE = re.compile(r"(?:施行|公布|颁布|印发|修订|实施|通过|成立)[^。；\n]{0,6}$")
_AGE = re.compile(
    r"(?:现年|年龄|年纪|今年|时年|[男女]\s*[,，、]?)\s*[:：]?\s*([0-9]{1,3})\s*岁(?!以上|以下|的?(?:老年人|未成年人))"
)

_N = "(?:[0-9]{1,4}|[一二三四五六七八九十百零〇甲乙丙丁]{1,4})"
_STOP = "(?!公示|公告|公布|文|令|通知|村|社区|桥|井|线|院区|矿|坝|闸|渠|以前|前|之前|止|截止|至|到)"
_HOUSES = (
    re.compile(
        rf"{_N}\s*(?:[号#]\s*楼|#|栋|幢|号院|座)\s*(?:{_N}\s*(?:单元|门|楼|层)?\s*)?[-－—]?\s*(?:[0-9]{{2,4}}\s*[室号户]?)?"
    ),
    re.compile(rf"{_N}\s*单元\s*[0-9]{{0,4}}\s*[室号户]?"),
    re.compile(r"[0-9]{3,4}\s*室"),
    re.compile(rf"{_N}\s*排\s*第?\s*{_N}\s*[户家号]|第\s*{_N}\s*户\s*{_N}\s*号"),
    re.compile(rf"{_N}\s*楼\s*[0-9]{{3,4}}(?![0-9年])"),
    re.compile(
        rf"(?<!第)(?:路|街|巷|弄|胡同|里弄|大道|道|组|队|屯|庄|湾|寨|坊|小区|花园|新村|家园|苑|园|院|村|社区|埂|冲|郢|圩)\s*[,，、]?\s*(?:门牌)?\s*{_N}(?:\s*[-－—之附]\s*{_N})?\s*号{_STOP}"
    ),
    re.compile(rf"(?:门牌|户号牌|门号)(?:号码?)?\s*[:：]?\s*{_N}"),
    re.compile(
        r"(?:住址|地址|住在|家住|现住|居住于|小区|花园|家园|苑|新村)[^0-9。；\n]{0,16}[0-9]{1,3}[-－—][0-9]{1,2}[-－—][0-9]{2,4}(?![0-9])"
    ),
)
_OFFICE = re.compile(
    "政府|民政|办事处|服务中心|服务大厅|服务站|便民|政务|信访|纪检|纪委|监委|公示栏|公开栏|公告栏|办公|村委会|居委会|党群|窗口|邮编|来信|来访|受理地点|受理地址"
)
_LIVES = re.compile("家住|住址|住在|住于|现住|居住|户籍|户口|租住|暂住|家庭地址|宿舍")
_CLAUSE = re.compile(r"[^。；;\n]*")

_SUM = r"(?:约|为|是|达|共|计|合计|[:：]|\s|人民币|￥|¥){0,4}[0-9][0-9,]*(?:\.[0-9]+)?\s*(?:余|多)?\s*(?:万元|万|元|块)"
_EARNS = re.compile(
    r"(?:(?:月|年|日)?(?:人)?均?(?:可支配|纯|总|净)?收入|工资|薪酬|务工|打工|存款|积蓄|储蓄|养老金|退休金|退休工资|低保外收入|赡养费|抚养费|扶养费|租金|转移性|财产性|经营性"
    rf"|债务|欠债|欠款|借款|贷款|医药费|医疗费|住院费|药费|学费|自付|自费|支出|花费|房产|车辆|股票|理财|公积金)[^0-9。；;\n]{{0,10}}?{_SUM}"
)
_LINE = re.compile("标准|低于|高于|不超过|不高于|不低于|超过|以下|以上|限额|倍|补助|补贴标准|[按照]")


def births(reading: Reading) -> Iterator[Finding]:
    """Days of birth and ages of people; not the days of laws, not the ages that conditions speak of."""
    for found in _BORN.finditer(reading.text):
        yield _found(reading, found.start(), found.end(), "birth")
    for found in _OLD_DATE.finditer(reading.text):
        after, before = reading.text[found.end() : found.end() + 60], reading.text[: found.start()][-12:]
        if not _LAW_AFTER.match(after) and not _LAW_BEFORE.search(before):
            yield _found(reading, found.start(), found.end(), "birth")
    for found in _AGE.finditer(reading.text):
        yield _found(reading, found.start(), found.end(), "birth")


def houses(reading: Reading) -> Iterator[Finding]:
    """House numbers, buildings, entrances, rooms; not those of an office."""
    for pattern in _HOUSES:
        for found in pattern.finditer(reading.text):
            if not _of_an_office(reading.text, found.start(), found.end()):
                yield _found(reading, found.start(), found.end(), "house")


def _of_an_office(text: str, start: int, end: int) -> bool:
    """Whether the clause around a house number speaks of an office, and of nobody's home."""
    begins = max((text.rfind(stop, 0, start) for stop in "。；;\n"), default=-1) + 1
    ends = min((at for stop in "。；;\n" if (at := text.find(stop, end)) >= 0), default=len(text))
    clause = text[begins:ends]
    return _OFFICE.search(clause) is not None and _LIVES.search(clause) is None


def means(reading: Reading) -> Iterator[Finding]:
    """What somebody earns, owns, owes or spends, with its sum; not the lines that conditions are measured by."""
    for found in _EARNS.finditer(reading.text):
        if not _LINE.search(found[0]) and not _LINE.match(reading.text[found.end() : found.end() + 3].lstrip()):
            yield _found(reading, found.start(), found.end(), "income")


def _found(reading: Reading, start: int, end: int, kind: str) -> Finding:
    return Finding(*reading.span(start, end), kind, starred(reading.text[start:end], 1))
