"""What the offices do besides single cases, and all applications together."""

from functools import cache

from doudi.synthetic.demonstration.asking_dibao import dibao, near_dibao
from doudi.synthetic.demonstration.asking_others import children, spending, subsidies, urgent
from doudi.synthetic.demonstration.asking_tekun import tekun, tekun_exit
from doudi.synthetic.demonstration.days import steps
from doudi.synthetic.demonstration.shapes import StoryApplication, StoryStep

# Telephones of offices that do not exist.
TOWN_PHONE, COUNTY_PHONE = "0564-7000012", "0564-7000034"
# What the county leaves to the town: the power and up to how much, in fen.
POWERS: tuple[tuple[str, int | None], ...] = (("confirm_near_dibao", None), ("confirm_temporary", 300_000))
POWERS_NOTICE = "示范县民〔2025〕31号"

# By what an application of each programme is refused, where it is.
ARTICLES: dict[str, str] = {
    "dibao": "最低生活保障审核确认办法#13",
    "dibao_single": "最低生活保障审核确认办法#8",
    "near_dibao": "最低生活保障审核确认办法#8",
    "tekun": "特困人员认定办法#4",
    "rigid_expenditure": "刚性支出困难家庭认定办法#4",
    "temporary_spending": "社会救助暂行办法#47",
    "temporary_urgent": "社会救助暂行办法#47",
    "disability_living": "关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见#二",
    "disability_nursing": "关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见#二",
    "orphan": "关于加强孤儿保障工作的意见#一",
    "unattended_child": "关于进一步加强事实无人抚养儿童保障工作的意见#一",
}


@cache
def applications() -> tuple[StoryApplication, ...]:
    """Every application of the demonstration, and the ends of tekun, in a fixed order."""
    return (
        *dibao(), *near_dibao(), *tekun(), *tekun_exit(), *spending(), *urgent(), *subsidies(), *children(),
    )  # fmt: skip


def office_steps() -> tuple[StoryStep, ...]:
    """What is done for no single case: support that begins by date alone, spot checks drawn, somebody sent here."""
    return steps(
        "begin_support 02-01",
        "draw 12 tekun",
        "draw 5 tekun",
        ("send_word 2 @neighbour", "父亲瘫痪在床，不知道该去哪里申请"),
        "draw 1 delegated",
        "begin_support 03-01",
    )
