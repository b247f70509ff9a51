"""What the invented population is meant to look like: the stated shares, and the tables that lead to them.

The shares keep to the orders of magnitude of the 2020 census (household sizes, ages), the disability survey of 2006
(prevalence, kinds, grades) and household surveys (incomes), adjusted until they fit each other. They are assumptions,
not statistics, and describe no real place. Weights need not add up to anything; amounts are yuan a year unless a name
says otherwise.
"""

from dataclasses import dataclass

from doudi.synthetic.draws import banded, quantiles, weighted, yuan_a_year

URBAN_PERCENT = 40
HOUSEHOLD_SIZES = {1: 254, 2: 297, 3: 210, 4: 132, 5: 62, 6: 31, 7: 10, 8: 4}
AGE_BANDS = {(0, 5): 49, (6, 15): 111, (16, 17): 24, (18, 59): 607, (60, 79): 179, (80, 120): 30}


@dataclass(frozen=True)
class Composition:
    """A kind of household: how often it occurs among those of its size, whose ages lead, and who belongs to it."""

    weight: int
    head: str
    members: str

    @property
    def relations(self) -> tuple[str, ...]:
        """The members' relations to the head, the head first."""
        return tuple(self.members.split())


COMPOSITIONS = (
    Composition(441, "elder", "head"),
    Composition(553, "adult", "head"),
    Composition(6, "minor", "head"),
    Composition(160, "elder", "head spouse"),
    Composition(185, "adult", "head spouse"),
    Composition(261, "middle", "head child"),
    Composition(117, "filial", "head parent"),
    Composition(101, "grand", "head grandchild"),
    Composition(115, "young", "head child"),
    Composition(26, "adult", "head sibling"),
    Composition(15, "adult", "head other_relative"),
    Composition(12, "adult", "head none"),
    Composition(8, "minor", "head sibling"),
    Composition(225, "middle", "head spouse child"),
    Composition(353, "young", "head spouse child"),
    Composition(77, "filial", "head spouse parent"),
    Composition(173, "middle", "head child child"),
    Composition(46, "grand", "head spouse grandchild"),
    Composition(90, "filial", "head child parent"),
    Composition(19, "young", "head parent parent"),
    Composition(18, "elder", "head spouse child"),
    Composition(479, "middle", "head spouse child child"),
    Composition(195, "young", "head spouse child child"),
    Composition(182, "filial", "head spouse child parent"),
    Composition(60, "grand", "head spouse grandchild grandchild"),
    Composition(29, "filial", "head spouse parent parent"),
    Composition(55, "senior", "head child other_relative grandchild"),
    Composition(712, "filial", "head spouse child child parent"),
    Composition(99, "young", "head spouse child parent parent"),
    Composition(61, "young", "head spouse child child child"),
    Composition(128, "senior", "head spouse child other_relative grandchild"),
    Composition(153, "young", "head spouse child child parent parent"),
    Composition(39, "newly", "head spouse child child parent grandparent"),
    Composition(496, "filial", "head spouse child child child parent"),
    Composition(311, "senior", "head spouse child other_relative grandchild grandchild"),
    Composition(124, "young", "head spouse child child child parent parent"),
    Composition(876, "senior", "head spouse child other_relative grandchild grandchild parent"),
    Composition(791, "young", "head spouse child child child parent parent sibling"),
    Composition(209, "newly", "head spouse child child parent parent grandparent sibling"),
)

HEAD_AGES = {
    "minor": banded([(11, 17, 1)]),
    "newly": banded([(24, 33, 1)]),
    "young": banded([(24, 29, 15), (30, 39, 65), (40, 44, 20)]),
    "adult": banded([(20, 29, 32), (30, 44, 34), (45, 59, 34)]),
    "middle": banded([(38, 44, 30), (45, 54, 45), (55, 66, 25)]),
    "filial": banded([(34, 44, 40), (45, 54, 48), (55, 60, 12)]),
    "grand": banded([(52, 59, 20), (60, 69, 50), (70, 80, 30)]),
    "senior": banded([(57, 62, 50), (63, 69, 40), (70, 76, 10)]),
    "elder": banded([(60, 69, 500), (70, 79, 370), (80, 89, 115), (90, 99, 14), (100, 103, 1)]),
}
PARENT_TO_CHILD_YEARS = quantiles((0, 22), (500, 26), (1000, 36))

# By age of (0, 17), (18, 59), (60, 79), (80, …): how many in ten thousand.
AGE_GROUPS = (18, 60, 80)
DISABLED = (140, 370, 1100, 2000)
SERIOUSLY_ILL = (15, 50, 170, 250)
DISABILITY_KINDS = {
    "visual": 149,
    "hearing": 242,
    "speech": 25,
    "physical": 291,
    "intellectual": 67,
    "mental": 74,
    "multiple": 152,
}
DISABILITY_GRADES = {1: 150, 2: 140, 3: 280, 4: 430}
CERTIFIED_IN_10000 = 6500

# By first age of the band: weights of CODES["school"].
SCHOOL = {
    0: (1, 0, 0, 0, 0, 0),
    6: (5, 995, 0, 0, 0, 0),
    15: (30, 420, 400, 150, 0, 0),
    16: (80, 0, 610, 310, 0, 0),
    18: (340, 0, 120, 130, 410, 0),
    19: (480, 0, 0, 90, 430, 0),
    22: (820, 0, 0, 0, 130, 50),
    25: (975, 0, 0, 0, 3, 22),
    29: (1, 0, 0, 0, 0, 0),
}

# Weights of CODES["absence"] among those of 18 to 64 who share their household with others.
ABSENCE = (9886, 18, 9, 9, 60, 18)
RELIGIOUS_YEARS = quantiles((0, 0), (1000, 12))

# Weights of CODES["parent_state"] for a parent who is not in the household, and how many months it has lasted.
PARENT_ELSEWHERE = (6900, 1000, 250, 450, 450, 200, 200, 150, 200, 200)
MONTHS_OF_STATE = quantiles((0, 1), (300, 6), (700, 36), (1000, 150))

# How well off a household is, in percent of the usual incomes.
MEANS = quantiles((0, 0), (9, 12), (18, 35), (38, 68), (180, 88), (500, 110), (750, 145), (950, 240), (1000, 600))
POOR_PERCENT = 35

WAGES = (
    yuan_a_year((0, 18000), (220, 36000), (500, 52000), (800, 84000), (1000, 210000), step=600),
    yuan_a_year((0, 17000), (180, 32000), (500, 43000), (800, 63000), (1000, 130000), step=600),
)
BUSINESS = (
    yuan_a_year((0, 12000), (400, 38000), (800, 90000), (1000, 400000)),
    yuan_a_year((0, 9000), (150, 16000), (400, 25000), (800, 42000), (1000, 150000)),
)
# In ten thousand of those able to work, urban and rural, under 60 and from 60 on.
EARN_WAGES = ((7400, 1200), (6400, 1500))
EARN_BUSINESS = ((4300, 900), (7200, 6600))
HEADS_LIVING_BY_WORK = 9850
EMPLOYEE_PENSION = (7000, 1000)
PENSIONS = (
    yuan_a_year((0, 14400), (400, 30000), (800, 46000), (1000, 90000), step=60),
    yuan_a_year((0, 12000), (400, 24000), (800, 36000), (1000, 70000), step=60),
)
RESIDENTS_PENSION_SUPPLEMENT = yuan_a_year((0, 60), (500, 360), (1000, 1800), step=12)
BASIC_PENSION = yuan_a_year((0, 1476), (700, 1620), (1000, 2280), step=12)
SUPPORT_PAYMENTS = yuan_a_year((0, 7200), (200, 12000), (700, 18000), (1000, 36000))
EMPLOYMENT_COST_A_MONTH = yuan_a_year((0, 0), (300, 0), (600, 150), (900, 400), (1000, 1200), step=10)

# A kind of income, who may have it, how many in ten thousand of them do, and the amounts.
SMALL_INCOMES = (
    ("property", "adult", 900, yuan_a_year((0, 10), (700, 800), (1000, 30000), step=10)),
    ("transfer", "adult", 700, yuan_a_year((0, 100), (700, 2400), (1000, 20000))),
    ("preferential", "elder", 60, yuan_a_year((0, 6000), (1000, 18000))),
    ("family_planning", "elder", 350, yuan_a_year((0, 960), (1000, 1440), step=120)),
    ("scholarship", "bachelor", 800, yuan_a_year((0, 2000), (1000, 8000))),
    ("bravery", "adult", 6, yuan_a_year((0, 5000), (1000, 50000))),
    ("assistance", "poor", 1200, yuan_a_year((0, 200), (1000, 3000))),
    ("disability_subsidy", "severely_disabled", 5500, yuan_a_year((0, 720), (1000, 1920), step=120)),
    ("old_age_allowance", "aged", 8500, yuan_a_year((0, 360), (900, 720), (1000, 3600), step=60)),
    ("child_allowance", "without_care", 4500, yuan_a_year((0, 9000), (1000, 18000), step=120)),
    ("insurance_benefit", "adult", 40, yuan_a_year((0, 6000), (1000, 20000))),
    ("other", "anyone", 110, yuan_a_year((0, 100), (900, 3000), (1000, 20000))),
)
SPENDING = (
    ("medical", "anyone", 1500, yuan_a_year((0, 50), (700, 600), (1000, 4000), step=10)),
    ("medical", "seriously_ill", 9000, yuan_a_year((0, 3000), (600, 15000), (1000, 90000))),
    ("education", "pupil", 700, yuan_a_year((0, 100), (1000, 3000))),
    ("education", "upper_pupil", 4500, yuan_a_year((0, 500), (1000, 6000))),
    ("education", "bachelor", 7500, yuan_a_year((0, 3000), (800, 8000), (1000, 16000))),
    ("disability_care", "cared_for", 3000, yuan_a_year((0, 600), (700, 6000), (1000, 36000))),
    ("disaster", "anyone", 8, yuan_a_year((0, 500), (1000, 20000))),
    ("accident", "anyone", 15, yuan_a_year((0, 500), (1000, 40000))),
    ("other", "anyone", 250, yuan_a_year((0, 100), (1000, 6000))),
)
# What belongs to the household as a whole: kind, how many in ten thousand urban and rural households, amounts.
HOUSEHOLD_INCOMES = (
    ("property", (500, 3600), yuan_a_year((0, 100), (800, 1500), (1000, 24000))),
    ("transfer", (150, 7600), yuan_a_year((0, 60), (800, 700), (1000, 4000), step=10)),
    ("assistance", (60, 120), yuan_a_year((0, 200), (1000, 4000))),
    ("other", (50, 70), yuan_a_year((0, 100), (1000, 6000))),
)
HOUSEHOLD_SPENDING = (
    ("disaster", (10, 30), yuan_a_year((0, 500), (1000, 40000))),
    ("other", (120, 180), yuan_a_year((0, 100), (1000, 5000))),
)
SELDOM_IN_10000 = 60
SELDOM = yuan_a_year((0, 100), (800, 2000), (1000, 12000))

FINANCIAL_ASSETS = yuan_a_year((0, 0), (80, 500), (500, 32000), (850, 120000), (1000, 900000))
HOMES = weighted((45, 800, 135, 20))
POOR_HOMES = weighted((130, 850, 18, 2))
VEHICLES = weighted((600, 340, 55, 5))
BUSINESSES = weighted((945, 48, 7))
FINDINGS = weighted((970, 25, 5))
POOR_FINDINGS = weighted((800, 180, 20))

# In ten thousand, urban and rural.
FARMLAND = (1200, 8800)
RELAPSE_WATCH = (30, 180)
POOR_RELAPSE_WATCH = (600, 2600)
TWO_DAUGHTERS = (150, 350)
EVENTS = weighted((9800, 24, 30, 66, 26, 24, 20, 10))
LOSS = yuan_a_year((0, 500), (600, 8000), (1000, 120000))
SELF_PAID = yuan_a_year((0, 1000), (600, 18000), (1000, 150000))
DIBAO_IN_PAYMENT = yuan_a_year((0, 60), (500, 380), (1000, 756), step=1)
TEKUN_IN_PAYMENT = yuan_a_year((0, 938), (1000, 1900), step=1)

CHILDREN_ELSEWHERE = weighted((10, 30, 36, 18, 6))
OBLIGOR_INCOME_A_MONTH = yuan_a_year((0, 0), (40, 0), (200, 1500), (500, 3600), (900, 7500), (1000, 20000), step=10)

# Three sorts of households by how complete their papers are: weight, and multiples of the stated share left unknown.
PAPERS = weighted((84, 8, 8))
GAPS = (0, 25, 100)
GAPS_PER = 10
