"""The programmes: whose they are, and which rules give their conditions, exclusions and amounts."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Programme:
    """One programme of the answer; each of the rule names must stand in the edition of the day.

    `published` is the rule that says whether the standards it pays by are known for the place; `parts` names the
    rules whose amounts add up to `monthly`, with the word the answer uses for each part.
    """

    key: str
    unit: Literal["household", "person"]
    zh: str
    en: str
    excluded: str = ""
    excluded_by: str = ""
    published: str = ""
    monthly: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    least: str = ""
    most: str = ""
    posted: bool = True
    in_contract: bool = True
    referral: bool = False

    @property
    def conditions(self) -> str:
        """The rule that says whether the programme's own conditions hold."""
        return f"{self.key}_conditions"


PROGRAMMES: tuple[Programme, ...] = (
    Programme(
        "dibao",
        "household",
        "最低生活保障",
        "dibao",
        excluded="everyone_tekun",
        excluded_by="全家已按特困人员救助供养",
        monthly="dibao_monthly",
        parts=(("grant", "dibao_grant"), ("topup", "dibao_top_up")),
    ),
    Programme("near_dibao", "household", "低保边缘家庭", "near-dibao family"),
    Programme(
        "dibao_single",
        "person",
        "单人保",
        "single-person dibao",
        monthly="dibao_single_monthly",
        parts=(("grant", "single_grant"), ("topup", "single_top_up")),
    ),
    Programme(
        "tekun",
        "person",
        "特困人员救助供养",
        "tekun",
        excluded="tekun_excluded",
        excluded_by="已符合孤儿或事实无人抚养儿童保障",
        published="tekun_published",
        monthly="tekun_monthly",
        parts=(("basic", "tekun_basic"), ("care", "tekun_care")),
    ),
    Programme("rigid_expenditure", "household", "刚性支出困难家庭", "rigid-expenditure family"),
    Programme(
        "temporary_urgent",
        "household",
        "急难型临时救助",
        "urgent temporary assistance",
        published="temporary_urgent_published",
        least="temporary_urgent_least",
        most="temporary_urgent_most",
    ),
    Programme(
        "temporary_spending",
        "household",
        "支出型临时救助",
        "temporary assistance with spending",
        published="temporary_spending_published",
        least="temporary_spending_least",
        most="temporary_spending_most",
    ),
    Programme(
        "disability_living",
        "person",
        "困难残疾人生活补贴",
        "living allowance for disabled people in hardship",
        excluded="disability_living_excluded",
        excluded_by="已享受特困供养、工伤护理费或儿童保障",
        published="disability_living_published",
        monthly="disability_living_monthly",
    ),
    Programme(
        "disability_nursing",
        "person",
        "重度残疾人护理补贴",
        "nursing allowance for severely disabled people",
        excluded="disability_nursing_excluded",
        excluded_by="已享受特困供养或工伤护理费",
        published="disability_nursing_published",
        monthly="disability_nursing_monthly",
    ),
    Programme(
        "orphan",
        "person",
        "孤儿基本生活保障",
        "orphan allowance",
        published="orphan_published",
        monthly="orphan_monthly",
        posted=False,
    ),
    Programme(
        "unattended_child",
        "person",
        "事实无人抚养儿童保障",
        "allowance for unattended children",
        published="orphan_published",
        monthly="unattended_child_monthly",
        posted=False,
    ),
    Programme(
        "old_age_allowance",
        "person",
        "高龄津贴",
        "old-age allowance",
        published="old_age_allowance_published",
        monthly="old_age_allowance_monthly",
    ),
    Programme(
        "disabled_elder_service", "person", "失能老人社会化服务补贴", "service for disabled elders", referral=True
    ),
    Programme("medical", "household", "医疗救助", "medical assistance", referral=True),
    Programme("education", "household", "教育救助", "education assistance", referral=True),
    Programme("housing", "household", "住房救助", "housing assistance", referral=True),
    Programme("employment", "household", "就业救助", "employment assistance", referral=True),
    Programme("charity_fund", "household", "爱心扶贫基金", "charity fund", referral=True),
    Programme(
        "price_subsidy",
        "household",
        "价格临时补贴",
        "price-linked subsidy",
        monthly="price_subsidy_monthly",
        in_contract=False,
    ),
    Programme(
        "grace_period", "household", "低保渐退期", "grace period", monthly="grace_period_monthly", in_contract=False
    ),
    Programme(
        "exit_bonus",
        "household",
        "主动退保奖励",
        "voluntary-exit bonus",
        published="exit_bonus_published",
        least="exit_bonus_least",
        most="exit_bonus_most",
        in_contract=False,
    ),
)

BY_KEY: dict[str, Programme] = {programme.key: programme for programme in PROGRAMMES}
OUTCOMES = ("not_eligible", "eligible", "unknown", "excluded")
