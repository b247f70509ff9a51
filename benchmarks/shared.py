"""What every engine of the comparison is told: the day, the kinds of income and spending, and the outputs."""

import datetime

DAY = datetime.date(2024, 9, 1)
INCOMES = (
    "wage",
    "business",
    "property",
    "transfer",
    "support",
    "pension",
    "old_age_allowance",
    "insurance_benefit",
    "other",
)
SPENDING = ("medical", "education", "disability_care")
HOUSEHOLD_OUTPUTS = (
    "members_counted",
    "countable_income",
    "below_standard",
    "assets_acceptable",
    "dibao_conditions",
    "dibao_monthly",
    "dibao_review_months",
)
PERSON_OUTPUTS = ("counted", "top_up_class")
OUTPUTS = HOUSEHOLD_OUTPUTS + PERSON_OUTPUTS
