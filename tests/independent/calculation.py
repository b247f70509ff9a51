"""What a household is due, worked out the way a lawyer would on paper, from the mapping of a case file.

Nothing of the product is imported here, so that a mistake there is not repeated here. An unknown fact is None and
conditions combine as Kleene's logic has it. Amounts are yuan as exact fractions until a payable part is rounded.
"Reading n" is the numbered reading of the law in the Anhui profile.

Where the readings are silent, this calculation assumes:

 1. A rural or urban standard cannot be found while the area is unknown, even where both amounts are equal.
 2. For tekun the asset test divides by the people counted before anybody is taken out as tekun; for dibao and
    near-dibao by those who stay.
 3. A child's parents are the head and the spouse; a grandchild's are the members who are children; a sibling's are the
    members who are parents; a parent's are the members who are grandparents. Two grandparents are not taken as a
    couple. A spouse owes the head's parents nothing. A member of unknown relation may be anybody's.
 4. An absent member, no able obligor, is one whom the absence takes out of the count: prison, compulsory
    rehabilitation, missing, or religious for three years; not military.
 5. Of the absences of a listed obligor only prison and missing make it unable, and only within the asset limit;
    an absence left out is none, as for a member. A listed obligor under 18 is not able.
 6. A counted member of 60 or over in a household with dibao in payment today is a dibao recipient of article 8.
 7. A member "tekun apart from the other members" meets every condition of tekun (being counted, too, and not being in
    a programme for children), except that only the listed obligors are looked at.
 8. A tekun person is outside the count, so single-person dibao and the living allowance are not_eligible for it, while
    the nursing allowance is excluded.
 9. Where somebody is ruled out by another programme and the own conditions are unknown, the outcome is not_eligible.
10. A person living alone whose tekun is unknown: near-dibao is unknown too, unless income or assets fail anyway.
11. With nobody counted, dibao and near-dibao are not_eligible and there is no income per head.
12. Religious for three years: whether the household has dibao is not asked, and the living allowance may follow from
    the single-person dibao; tekun is not_eligible.
13. A class A or B person has a top-up part even where it rounds to 0.00.
14. Refused work changes no amount.
15. The orphan allowance is the home standard whatever `care_mode` says. A child who is not counted has no share of
    the household's dibao; where no dibao is in payment the share is nought, however many are counted.
16. Somebody has wage or business income where its amount is above nought. An income without `per` is unknown.
17. A disability of known grade and unknown kind, or of known kind and unknown grade, is a disability.
18. Tekun of which the basic amount is known but the care amount unpublished is unknown, as without a basic standard.
    The basic part is not below zero.
19. `counted` names those who certainly count. An income is unknown as long as it is unknown who counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from independent.published import Published, half_up

Truth = bool | None
Money = Fraction | None
Told = Mapping[str, Any]

COUNTED_BY_DIBAO = {
    "wage",
    "business",
    "property",
    "transfer",
    "support",
    "pension",
    "old_age_allowance",
    "insurance_benefit",
    "other",
}
COUNTED_BY_TEKUN = COUNTED_BY_DIBAO - {"old_age_allowance", "insurance_benefit"}
EARNED = {"wage", "business"}
RIGID = {"medical", "education", "disability_care"}
UP_TO_BACHELOR = {"compulsory", "senior_secondary", "vocational", "bachelor"}
OF_THE_MIND = {"intellectual", "mental"}
SIX_MONTHS_NEEDED = {"prison", "detained", "deported", "lost_contact"}

# Who owes whom support, among members, by what each is to the head.
KIN = {
    frozenset({"head", "spouse"}),
    frozenset({"head", "child"}),
    frozenset({"spouse", "child"}),
    frozenset({"child", "grandchild"}),
    frozenset({"head", "parent"}),
    frozenset({"sibling", "parent"}),
    frozenset({"parent"}),
    frozenset({"parent", "grandparent"}),
}
HAS_KIN = {relation for pair in KIN for relation in pair}


# Kleene's logic.


def all_of(*answers: Truth) -> Truth:
    """False where one is false, else unknown where one is unknown."""
    if False in answers:
        return False
    return None if None in answers else True


def any_of(*answers: Truth) -> Truth:
    """True where one is true, else unknown where one is unknown."""
    if True in answers:
        return True
    return None if None in answers else False


def opposite(answer: Truth) -> Truth:
    """Unknown stays unknown."""
    return None if answer is None else not answer


def is_in(value: object, values: Iterable[object]) -> Truth:
    """Unknown where the value is."""
    return None if value is None else value in values


def at_least(number: int | Fraction | None, limit: int) -> Truth:
    """Unknown where the number is."""
    return None if number is None else number >= limit


def below(amount: Money, limit: Money) -> Truth:
    """Strictly; unknown where one of the two is."""
    return None if amount is None or limit is None else amount < limit


# Facts of a person.


def as_day(told: date | str | None) -> date | None:
    """A day as YAML or as JSON gives it."""
    return date.fromisoformat(told) if isinstance(told, str) else told


def completed_years(since: date | None, day: date) -> int | None:
    """Complete on the anniversary; of 29 February on 1 March where there is none."""
    if since is None:
        return None
    reached = (day.month, day.day) >= (since.month, since.day)
    return day.year - since.year - (0 if reached else 1)


def age_of(person: Told, day: date) -> int | None:
    """In completed years."""
    if person.get("age") is not None:
        return int(person["age"])
    return completed_years(as_day(person.get("born")), day)


def is_minor(person: Told, day: date) -> Truth:
    """Under 18."""
    return opposite(at_least(age_of(person, day), 18))


def disability_of(person: Told) -> tuple[str | None, int | None]:
    """Kind and grade; without a certificate a disability counts for nothing."""
    told = person.get("disability")
    if told == "none" or (isinstance(told, Mapping) and told.get("kind") == "none"):
        return "none", 0
    certified = person.get("disability_certified")
    if certified is False:
        return "none", 0
    return (None, None) if told is None else (told.get("kind"), told.get("grade"))


def is_disabled(person: Told) -> Truth:
    """Of any kind and grade."""
    kind, grade = disability_of(person)
    return any_of(opposite(is_in(kind, {"none"})), at_least(grade, 1))


def is_grade_one_or_two(person: Told) -> Truth:
    """The two severest grades, of any kind."""
    return is_in(disability_of(person)[1], {1, 2})


def is_severely_disabled(person: Told) -> Truth:
    """Grade 1 or 2, or grade 3 of the mind (readings 4 and 6, article 8 of the tekun rules)."""
    kind, grade = disability_of(person)
    return any_of(is_in(grade, {1, 2}), all_of(is_in(kind, OF_THE_MIND), is_in(grade, {3})))


def is_religious_for_three_years(person: Told, day: date) -> Truth:
    """Reading 2: three complete years in the religious site."""
    if person.get("absence") != "religious":
        return False
    return at_least(completed_years(as_day(person.get("absent_since")), day), 3)


def is_absent(person: Told, day: date) -> Truth:
    """Reading 2: prison, compulsory rehabilitation, declared missing, religious for three years; not military."""
    if person.get("absence") in {"prison", "compulsory_rehab", "missing"}:
        return True
    return is_religious_for_three_years(person, day)


def class_of(person: Told, day: date) -> str | None:
    """Reading 4: the higher class only."""
    most_vulnerable = any_of(is_severely_disabled(person), person.get("serious_illness"))
    if most_vulnerable is None:
        return None
    if most_vulnerable:
        return "A"
    age = age_of(person, day)
    vulnerable = any_of(at_least(age, 60), opposite(at_least(age, 18)), is_disabled(person))
    if vulnerable is None:
        return None
    return "B" if vulnerable else "C"


# Who counts.


def belongs(member: Told, day: date) -> Truth:
    """Reading 2: by relation to the head."""
    relation = member.get("relation")
    cohabits = member.get("cohabits") is not False
    if relation is None:
        return None
    if relation in {"head", "spouse"}:
        return True
    if relation in {"other_relative", "none"}:
        return False
    if relation in {"parent", "grandparent", "grandchild", "sibling"}:
        return cohabits
    # A child: minor, found dependent, a student up to bachelor, or grown up with an own life in the same home.
    school = member.get("school")
    return any_of(
        is_minor(member, day),
        member.get("dependent") is True,
        is_in(school, UP_TO_BACHELOR),
        all_of(is_in(school, {"none"}), cohabits),
    )


# Incomes.


def monthly_total(items: Sequence[Told] | None, kinds: set[str]) -> Money:
    """The items of these kinds in yuan a month; a sum with an unknown term is unknown."""
    if items is None:
        return None
    total = Fraction(0)
    for item in items:
        if item.get("kind") is None:
            return None
        if item["kind"] not in kinds:
            continue
        if item.get("amount") is None or item.get("per") is None:
            return None
        amount = Fraction(str(item["amount"]))
        total += amount / 12 if item["per"] == "year" else amount
    return total


def cost_of_working(person: Told) -> Money:
    """Deducted in full, and asked only of somebody with wage or business income."""
    earned = monthly_total(person.get("incomes"), EARNED)
    if earned is None or earned == 0:
        return earned
    cost = person.get("employment_cost")
    return None if cost is None else Fraction(str(cost))


def income_before_floor(person: Told, kinds: set[str]) -> Money:
    """Incomes of these kinds less the cost of working and the rigid spending; it may be below zero."""
    income = monthly_total(person.get("incomes"), kinds)
    cost = cost_of_working(person)
    spending = monthly_total(person.get("spending"), RIGID)
    if income is None or cost is None or spending is None:
        return None
    return income - cost - spending


def own_income(person: Told, kinds: set[str]) -> Money:
    """A person's own countable income, no share of the household's, not below zero."""
    income = income_before_floor(person, kinds)
    return None if income is None else max(income, Fraction(0))


def household_before_floor(case: Told, counted: Sequence[Truth]) -> Money:
    """Reading 1 before "not below zero"."""
    household = case.get("household") or {}
    income = monthly_total(household.get("incomes"), COUNTED_BY_DIBAO)
    spending = monthly_total(household.get("spending"), RIGID)
    if income is None or spending is None or None in counted:
        return None
    total = income - spending
    for member, counts in zip(case["members"], counted, strict=True):
        if counts:
            own = income_before_floor(member, COUNTED_BY_DIBAO)
            if own is None:
                return None
            total += own
    return total


def dibao_in_payment(case: Told) -> Money:
    """Yuan a month the household receives today; nothing where `receiving` does not name it."""
    receiving = (case.get("household") or {}).get("receiving")
    return None if receiving is None else Fraction(str(receiving.get("dibao") or 0))


# The household's figures, for a given set of people who count.


@dataclass(frozen=True)
class Figures:
    """Heads, income and asset test of the people who count."""

    heads: int | None
    income: Money
    standard: Money
    assets_pass: Truth

    def income_below(self, multiple: Fraction) -> Truth:
        """Readings 3 and 5: income per head strictly below so many standards."""
        if self.heads is None or self.standard is None:
            return None
        return below(self.income, multiple * self.standard * self.heads)

    @property
    def dibao(self) -> Truth:
        """Reading 3."""
        return all_of(self.income_below(Fraction(1)), self.assets_pass)


def figures_of(case: Told, counted: Sequence[Truth], standard: Money) -> Figures:
    """Reading 1 and 7 for these people."""
    heads = None if None in counted else sum(1 for counts in counted if counts)
    income = household_before_floor(case, counted)
    return Figures(
        heads=heads,
        income=None if income is None else max(income, Fraction(0)),
        standard=standard,
        assets_pass=assets_pass(case, heads, standard),
    )


def assets_pass(case: Told, heads: int | None, standard: Money) -> Truth:
    """Reading 7: the office's finding, else 24 standards a head, one home, no vehicle, no business."""
    assets = (case.get("household") or {}).get("assets")
    if assets is None:
        return None
    if assets.get("passed") is not None:
        return bool(assets["passed"])
    within: Truth = None
    if assets.get("financial") is not None and heads is not None and standard is not None:
        within = Fraction(str(assets["financial"])) <= 24 * standard * heads
    return all_of(
        within,
        is_in(assets.get("homes"), {0, 1}),
        is_in(assets.get("vehicles"), {0}),
        is_in(assets.get("businesses"), {0}),
    )


# Children.


def parent_is_gone(child: Told, parent: str) -> Truth:
    """Dead or declared missing."""
    return is_in(state_of(child, parent)[0], {"dead", "missing"})


def parent_cannot_care(child: Told, parent: str) -> Truth:
    """Severely disabled, seriously ill, in compulsory rehabilitation, or away for six months or more."""
    state, months = state_of(child, parent)
    return any_of(
        is_in(state, {"severe_disability", "serious_illness", "compulsory_rehab"}),
        all_of(is_in(state, SIX_MONTHS_NEEDED), at_least(months, 6)),
    )


def state_of(child: Told, parent: str) -> tuple[str | None, int | None]:
    """What became of a parent, and for how many months; with `parents` left out both are able."""
    if child.get("parents") is None:
        return "able", None
    told = child["parents"].get(parent) or {}
    return told.get("state"), told.get("months")


def is_orphan(person: Told, day: date) -> Truth:
    """A minor, each of whose parents is dead or missing."""
    return all_of(is_minor(person, day), parent_is_gone(person, "father"), parent_is_gone(person, "mother"))


def is_unattended(person: Told, day: date) -> Truth:
    """A minor, not an orphan, each of whose parents is gone or cannot care."""
    return all_of(
        is_minor(person, day),
        any_of(parent_is_gone(person, "father"), parent_cannot_care(person, "father")),
        any_of(parent_is_gone(person, "mother"), parent_cannot_care(person, "mother")),
        opposite(all_of(parent_is_gone(person, "father"), parent_is_gone(person, "mother"))),
    )


def is_in_a_programme_for_children(person: Told, day: date) -> Truth:
    """Reading 9: such a minor is not tekun."""
    return any_of(is_orphan(person, day), is_unattended(person, day))


# Tekun.


def has_no_labour_capacity(person: Told, day: date) -> Truth:
    """Reading 8; several disabilities at once never suffice by themselves."""
    age = age_of(person, day)
    kind, grade = disability_of(person)
    return any_of(
        at_least(age, 60),
        opposite(at_least(age, 16)),
        all_of(is_in(kind, OF_THE_MIND), is_in(grade, {1, 2, 3})),
        all_of(is_in(kind, {"physical"}), is_in(grade, {1, 2})),
        all_of(is_in(kind, {"visual"}), is_in(grade, {1})),
    )


def listed_obligor_is_able(obligor: Told, day: date) -> Truth:
    """Article 8; the local income limit has no value, so "below it" is unknown."""
    age = age_of(obligor, day)
    receiving = obligor.get("receiving")
    old_or_disabled = any_of(at_least(age, 70), is_severely_disabled(obligor))
    within_assets = opposite(obligor.get("assets_over"))
    below_the_limit: Truth = None
    return opposite(
        any_of(
            opposite(at_least(age, 18)),
            None if receiving is None else "tekun" in receiving,
            all_of(at_least(age, 60), None if receiving is None else "dibao" in receiving),
            all_of(old_or_disabled, below_the_limit, within_assets),
            all_of(obligor.get("absence") in {"prison", "missing"}, within_assets),
        )
    )


def has_able_listed_obligor(case: Told, member: Told, day: date) -> Truth:
    """One of the obligors living elsewhere who owe this member support."""
    obligors = (case.get("household") or {}).get("obligors")
    if obligors is None:
        return None
    return any_of(False, *(listed_obligor_is_able(one, day) for one in obligors if one["of"] == member["id"]))


def owe_each_other(one: Told, other: Told) -> Truth:
    """Spouses, or parent and child, by what both are to the head."""
    relations = one.get("relation"), other.get("relation")
    if None not in relations:
        return frozenset(relations) in KIN
    known = [relation for relation in relations if relation is not None]
    return None if all(relation in HAS_KIN for relation in known) else False


def is_tekun_apart(case: Told, member: Told, counts: Truth, figures: Figures) -> Truth:
    """Reading 8 with no regard to the other members as obligors, and reading 9 on children."""
    day = as_day(case["day"])
    assert day is not None
    return all_of(
        counts,
        has_no_labour_capacity(member, day),
        below(own_income(member, COUNTED_BY_TEKUN), figures.standard),
        figures.assets_pass,
        opposite(has_able_listed_obligor(case, member, day)),
    )


def member_is_able(case: Told, member: Told, counts: Truth, figures: Figures) -> Truth:
    """Article 8 on the member's own facts."""
    day = as_day(case["day"])
    assert day is not None
    age = age_of(member, day)
    paid = dibao_in_payment(case)
    below_the_limit: Truth = None
    tekun = all_of(
        is_tekun_apart(case, member, counts, figures),
        opposite(is_in_a_programme_for_children(member, day)),
    )
    return opposite(
        any_of(
            is_minor(member, day),
            is_absent(member, day),
            tekun,
            all_of(at_least(age, 60), counts, None if paid is None else paid > 0),
            all_of(any_of(at_least(age, 70), is_severely_disabled(member)), below_the_limit),
        )
    )


def meets_tekun_but_for_children(case: Told, which: int, before: Sequence[Truth], figures: Figures) -> Truth:
    """Reading 8 whole, the members who are spouse, child or parent included."""
    members = case["members"]
    able_members = [
        all_of(owe_each_other(members[which], other), member_is_able(case, other, before[place], figures))
        for place, other in enumerate(members)
        if place != which
    ]
    return all_of(
        is_tekun_apart(case, members[which], before[which], figures),
        opposite(any_of(False, *able_members)),
    )


def care_tier(person: Told) -> str | None:
    """Reading 8: by mode and by how many of the six things cannot be done."""
    if person.get("unable") is None or person.get("care_mode") is None:
        return None
    unable = len(person["unable"])
    grade = "self" if unable == 0 else "half" if unable <= 3 else "full"
    return f"{person['care_mode']} {grade}"


# The answer.


def yuan(fen: int) -> str:
    """As a decimal string with two places."""
    return f"{fen // 100}.{fen % 100:02d}"


def in_fen(amount: Fraction) -> int:
    """Half-up (reading 4)."""
    return half_up(amount * 100)


def outcome_of(conditions: Truth, ruled_out: Truth = False, published: bool = True) -> str:
    """`excluded` only where the own conditions hold; a standard without value makes its programme unknown."""
    entitled = all_of(conditions, opposite(ruled_out))
    if entitled is None or (entitled and not published):
        return "unknown"
    if entitled:
        return "eligible"
    return "excluded" if conditions and ruled_out else "not_eligible"


def month_after(day: date) -> str:
    """Benefits start the month after confirmation (reading 12)."""
    return f"{day.year + 1}-01" if day.month == 12 else f"{day.year}-{day.month + 1:02d}"


def top_up(person: Told, day: date, share: Fraction) -> list[dict[str, str]] | None:
    """Reading 4: 30 % or 20 % on the person's own share; None while the class is unknown."""
    vulnerability = class_of(person, day)
    if vulnerability is None:
        return None
    if vulnerability == "C":
        return []
    rate = Fraction(30, 100) if vulnerability == "A" else Fraction(20, 100)
    return [
        {"part": "topup", "person": person["id"], "class": vulnerability, "amount": yuan(in_fen(share * rate))},
    ]


def total(parts: list[dict[str, str]]) -> str:
    """The total is the sum of the rounded parts (reading 4)."""
    return yuan(sum(in_fen(Fraction(part["amount"])) for part in parts))


@dataclass(frozen=True)
class Inquiry:
    """One household on one day, as far as it is settled before the programmes are answered."""

    case: Told
    standards: Sequence[Published]
    day: date
    counted: tuple[Truth, ...]
    tekun_apart_from_children: tuple[Truth, ...]
    tekun: tuple[Truth, ...]
    before: Figures
    figures: Figures
    dibao: Truth
    near_dibao: Truth

    def amount(self, name: str) -> Fraction | None:
        """A published monthly amount in yuan, None where there is none."""
        return amount_of(self.standards, name, self.case, self.day)


def amount_of(standards: Sequence[Published], name: str, case: Told, day: date) -> Fraction | None:
    """Reading 13: of the values for the place and around it not after the day, the latest, then the narrowest."""
    holding = [one for one in standards if one.name == name and one.covers(str(case["place"])) and one.since <= day]
    area = case.get("area")
    if area is None and any(one.area for one in holding):
        return None
    holding = [one for one in holding if one.area in (None, area)]
    if not holding:
        return None
    chosen = max(holding, key=lambda one: (one.since, len(one.place.rstrip("0"))))
    return Fraction(chosen.monthly_fen(), 100)


def inquire(case: Told, standards: Sequence[Published]) -> Inquiry:
    """Settle who counts, who is tekun and what the household's figures are."""
    day = as_day(case["day"])
    assert day is not None
    members = case["members"]
    standard = amount_of(standards, "dibao", case, day)
    before = tuple(all_of(opposite(is_absent(one, day)), belongs(one, day)) for one in members)
    with_everybody = figures_of(case, before, standard)
    own_tekun = tuple(
        meets_tekun_but_for_children(case, which, before, with_everybody) for which in range(len(members))
    )
    tekun = tuple(
        all_of(own, opposite(is_in_a_programme_for_children(one, day)))
        for own, one in zip(own_tekun, members, strict=True)
    )
    # Reading 9: a tekun member stays out of the dibao count.
    counted = tuple(all_of(counts, opposite(is_tekun)) for counts, is_tekun in zip(before, tekun, strict=True))
    without_tekun = figures_of(case, counted, standard)
    # Somebody living alone is judged as if counted, and then by whether tekun takes the person out.
    alone = sum(1 for counts in before if counts is not False) == 1
    judged = with_everybody if alone else without_tekun
    somebody_left = any_of(False, *counted)
    dibao = all_of(somebody_left, judged.dibao)
    near = all_of(somebody_left, opposite(dibao), judged.income_below(Fraction(3, 2)), judged.assets_pass)
    return Inquiry(case, standards, day, counted, own_tekun, tekun, with_everybody, without_tekun, dibao, near)


def answer_dibao(inquiry: Inquiry) -> dict[str, Any]:
    """Readings 3, 4, 9 and 12."""
    answer: dict[str, Any] = {"programme": "dibao", "outcome": outcome_of(inquiry.dibao)}
    nobody_left = any_of(False, *inquiry.counted) is False
    if nobody_left and True in inquiry.tekun and inquiry.before.dibao:
        answer["outcome"] = "excluded"
    if answer["outcome"] != "eligible":
        return answer
    figures = inquiry.figures
    assert figures.heads and figures.standard is not None and figures.income is not None
    grant = figures.standard * figures.heads - figures.income
    parts: list[dict[str, str]] | None = [{"part": "grant", "amount": yuan(in_fen(grant))}]
    classes = []
    for member, counts in zip(inquiry.case["members"], inquiry.counted, strict=True):
        if counts:
            extra = top_up(member, inquiry.day, grant / figures.heads)
            parts = None if parts is None or extra is None else parts + extra
            classes.append(class_of(member, inquiry.day))
    answer["starts"] = month_after(inquiry.day)
    if "A" in classes or "B" in classes:
        answer["review_every_months"] = 12
    elif None not in classes:
        answer["review_every_months"] = 6
    if parts is not None:
        answer |= {"monthly": total(parts), "parts": parts}
    return answer


def single_dibao_conditions(inquiry: Inquiry, which: int) -> Truth:
    """Reading 6: in a near-dibao family, or religious for three years and in hardship."""
    member = inquiry.case["members"][which]
    poor = below(own_income(member, COUNTED_BY_DIBAO), inquiry.figures.standard)
    vulnerable = any_of(is_severely_disabled(member), member.get("serious_illness"))
    return any_of(
        all_of(inquiry.near_dibao, inquiry.counted[which], vulnerable, poor),
        all_of(is_religious_for_three_years(member, inquiry.day), poor),
    )


def answer_single_dibao(inquiry: Inquiry, which: int) -> dict[str, Any]:
    """Reading 6: the standard less the person's own income, and the top-up of the class on it."""
    member = inquiry.case["members"][which]
    answer: dict[str, Any] = {"outcome": outcome_of(single_dibao_conditions(inquiry, which))}
    if answer["outcome"] != "eligible":
        return answer
    income, standard = own_income(member, COUNTED_BY_DIBAO), inquiry.figures.standard
    assert income is not None and standard is not None
    answer["starts"] = month_after(inquiry.day)
    extra = top_up(member, inquiry.day, standard - income)
    if extra is not None:
        parts = [{"part": "grant", "amount": yuan(in_fen(standard - income))}, *extra]
        answer |= {"monthly": total(parts), "parts": parts}
    return answer


def answer_tekun(inquiry: Inquiry, which: int) -> dict[str, Any]:
    """Reading 8: the basic standard less the person's own income, and care by grade and mode."""
    member = inquiry.case["members"][which]
    basic = inquiry.amount("tekun basic")
    tier = care_tier(member)
    care = None if tier is None else inquiry.amount(f"care {tier}")
    answer: dict[str, Any] = {
        "outcome": outcome_of(
            inquiry.tekun_apart_from_children[which],
            ruled_out=is_in_a_programme_for_children(member, inquiry.day),
            published=basic is not None and (tier is None or care is not None),
        )
    }
    if answer["outcome"] != "eligible":
        return answer
    answer["starts"] = month_after(inquiry.day)
    income = own_income(member, COUNTED_BY_TEKUN)
    assert income is not None and basic is not None
    if care is not None:
        parts = [
            {"part": "basic", "amount": yuan(in_fen(max(basic - income, Fraction(0))))},
            {"part": "care", "amount": yuan(in_fen(care))},
        ]
        answer |= {"monthly": total(parts), "parts": parts}
    return answer


def answer_living(inquiry: Inquiry, which: int) -> dict[str, Any]:
    """Reading 9: a certified disability and dibao or single-person dibao, by grade."""
    member = inquiry.case["members"][which]
    conditions = all_of(
        is_disabled(member),
        any_of(all_of(inquiry.dibao, inquiry.counted[which]), single_dibao_conditions(inquiry, which)),
    )
    severe = is_grade_one_or_two(member)
    if severe is None:
        possible = [inquiry.amount("living severe"), inquiry.amount("living other")]
    else:
        possible = [inquiry.amount("living severe" if severe else "living other")]
    ruled_out = any_of(
        inquiry.tekun[which],
        member.get("work_injury_nursing") is True,
        is_in_a_programme_for_children(member, inquiry.day),
    )
    published = any(amount is not None for amount in possible)
    answer: dict[str, Any] = {"outcome": outcome_of(conditions, ruled_out, published)}
    if answer["outcome"] == "eligible" and severe is not None and possible[0] is not None:
        answer["monthly"] = yuan(in_fen(possible[0]))
    return answer


def answer_nursing(inquiry: Inquiry, which: int) -> dict[str, Any]:
    """Reading 9: grade 1 or 2 with long-term care; tekun and a work-injury nursing fee rule it out."""
    member = inquiry.case["members"][which]
    amount = inquiry.amount("nursing")
    conditions = all_of(is_grade_one_or_two(member), member.get("long_term_care"))
    ruled_out = any_of(inquiry.tekun[which], member.get("work_injury_nursing") is True)
    answer: dict[str, Any] = {"outcome": outcome_of(conditions, ruled_out, amount is not None)}
    if answer["outcome"] == "eligible" and amount is not None:
        answer["monthly"] = yuan(in_fen(amount))
    return answer


def answer_orphan(inquiry: Inquiry, which: int) -> dict[str, Any]:
    """The orphan home standard."""
    amount = inquiry.amount("orphan home")
    orphan = is_orphan(inquiry.case["members"][which], inquiry.day)
    answer: dict[str, Any] = {"outcome": outcome_of(orphan, published=amount is not None)}
    if answer["outcome"] == "eligible" and amount is not None:
        answer |= {"monthly": yuan(in_fen(amount)), "starts": month_after(inquiry.day)}
    return answer


def share_of_dibao_in_payment(inquiry: Inquiry, which: int) -> Money:
    """Reading 10: the child's equal share among those who count today."""
    paid = dibao_in_payment(inquiry.case)
    counts = inquiry.counted[which]
    if paid == 0 or counts is False:
        return Fraction(0)
    if paid is None or counts is None or inquiry.figures.heads is None:
        return None
    return paid / inquiry.figures.heads


def answer_unattended(inquiry: Inquiry, which: int) -> dict[str, Any]:
    """Reading 10: the orphan home standard less the share of the dibao in payment."""
    standard = inquiry.amount("orphan home")
    unattended = is_unattended(inquiry.case["members"][which], inquiry.day)
    answer: dict[str, Any] = {"outcome": outcome_of(unattended, published=standard is not None)}
    if answer["outcome"] != "eligible":
        return answer
    answer["starts"] = month_after(inquiry.day)
    share = share_of_dibao_in_payment(inquiry, which)
    if share is not None and standard is not None:
        answer["monthly"] = yuan(in_fen(max(standard - share, Fraction(0))))
    return answer


FOR_A_PERSON = {
    "dibao_single": answer_single_dibao,
    "tekun": answer_tekun,
    "disability_living": answer_living,
    "disability_nursing": answer_nursing,
    "orphan": answer_orphan,
    "unattended_child": answer_unattended,
}


def answer_household(inquiry: Inquiry) -> dict[str, Any]:
    """Who counts, their income, income per head and the standard, rounded for showing."""
    figures = inquiry.figures
    members = inquiry.case["members"]
    income = figures.income if figures.heads else None
    return {
        "counted": [one["id"] for one, counts in zip(members, inquiry.counted, strict=True) if counts],
        "income": None if income is None else yuan(in_fen(income)),
        "income_per_head": None if income is None or not figures.heads else yuan(in_fen(income / figures.heads)),
        "standard": None if figures.standard is None else yuan(in_fen(figures.standard)),
    }


def determine_plainly(case: Told, standards: Sequence[Published]) -> dict[str, Any]:
    """Answer the household and person programmes that pay every month, in the shape of the contract's answer.

    Every programme is answered for every member, so `not_eligible` here may be an entry left out elsewhere. `monthly`
    and `parts` are there only where the outcome is eligible and every fact of the amount is known.
    """
    inquiry = inquire(case, standards)
    answers = [answer_dibao(inquiry), {"programme": "near_dibao", "outcome": outcome_of(inquiry.near_dibao)}]
    for which, member in enumerate(case["members"]):
        for programme, answer in FOR_A_PERSON.items():
            answers.append({"programme": programme, "person": member["id"], **answer(inquiry, which)})
    return {"household": answer_household(inquiry), "determinations": answers}
