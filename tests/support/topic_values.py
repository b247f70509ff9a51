"""One value for each topic of the evidence, and where a case file says it: the key of a member, the household or an obligor."""

from typing import Any

WAGE = {"kind": "wage", "amount": "1900", "per": "month"}
MEDICAL = {"kind": "medical", "amount": "3600", "per": "year"}

# Topic: (value, key, what stands under it, the engine's fact, its value)
OF_MEMBERS: dict[str, tuple[Any, str, Any, str, Any]] = {
    "income": (WAGE, "incomes", [WAGE], "income_wage", 2_280_000),
    "spending": (MEDICAL, "spending", [MEDICAL], "spending_medical", 360_000),
    "employment_cost": ("120.50", "employment_cost", "120.50", "employment_cost", 12_050),
    "disability": (
        {"kind": "physical", "grade": 2, "certified": False},
        "disability",
        {"kind": "physical", "grade": 2},
        "disability_certified",
        False,
    ),
    "illness": (True, "serious_illness", True, "serious_illness", True),
    "long_term_care": (False, "long_term_care", False, "long_term_care", False),
    "labour": ("partial", "labour", "partial", "labour", "partial"),
    "self_care": (["eat", "bath"], "unable", ["eat", "bath"], "unable_items", 2),
    "care_mode": ("home", "care_mode", "home", "care_mode", "home"),
    "school": ("compulsory", "school", "compulsory", "school", "compulsory"),
    "absence": ({"state": "religious", "since": "2020-01-01"}, "absence", "religious", "absent_years", 6),
    "parents": (
        {"father": {"state": "dead"}, "mother": {"state": "lost_contact", "months": 7}},
        "parents",
        {"father": {"state": "dead"}, "mother": {"state": "lost_contact", "months": 7}},
        "mother_months",
        7,
    ),
    "dependent": (True, "dependent", True, "dependent", True),
    "registered": (False, "registered", False, "registered", False),
    "lives_alone": (True, "lives_alone", True, "lives_alone", True),
    "left_behind": (False, "left_behind", False, "left_behind", False),
    "refused_work": (3, "refused_work", 3, "refused_work", 3),
    "work_injury_nursing": (True, "work_injury_nursing", True, "work_injury_nursing", True),
}
OF_HOUSEHOLDS: dict[str, tuple[Any, str, Any, str, Any]] = {
    "household_income": (WAGE, "incomes", [WAGE], "household_income_wage", 2_280_000),
    "household_spending": (MEDICAL, "spending", [MEDICAL], "household_spending_medical", 360_000),
    "financial_assets": ("5200.00", "assets.financial", "5200.00", "financial_assets", 520_000),
    "homes": (2, "assets.homes", 2, "homes", 2),
    "vehicles": (0, "assets.vehicles", 0, "vehicles", 0),
    "businesses": (1, "assets.businesses", 1, "businesses", 1),
    "asset_finding": (True, "assets.passed", True, "asset_finding", "passed"),
    "relapse_watch": (True, "relapse_watch", True, "relapse_watch", True),
    "has_farmland": (False, "has_farmland", False, "has_farmland", False),
    "two_daughter_family": (True, "two_daughter_family", True, "two_daughter_family", True),
    "event": (
        {"kind": "fire", "day": "2026-02-01", "urgent": True, "loss": "800"},
        "event",
        {"kind": "fire", "day": "2026-02-01", "urgent": True, "loss": "800"},
        "event_loss",
        80_000,
    ),
}
OF_OBLIGORS: dict[str, tuple[Any, str, Any, str, Any]] = {
    "obligor_income": ("3100", "income", "3100", "obligor_income", 310_000),
    "obligor_assets_over": (False, "assets_over", False, "obligor_assets_over", False),
    "obligor_receiving": (["dibao"], "receiving", ["dibao"], "obligor_receives_dibao", True),
}
# Kept for the register and the page; no case file asks for them by themselves.
OF_THE_REGISTER: dict[str, Any] = {
    "veteran": True,
    "housing": {"tenure": "owned", "safety": "C"},
    "obligors_listed": True,
}

# What says that there is none of it, where a topic has such a word.
NOTHING: dict[str, Any] = {
    "income": {"kind": "none"},
    "spending": {"kind": "none"},
    "disability": {"kind": "none"},
    "self_care": [],
    "event": {"kind": "none"},
    "obligor_receiving": [],
}
