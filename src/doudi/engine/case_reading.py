"""The walk through one case: every value read, every fault, unknown fact and default used noted by its path."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from doudi.engine.case_keys import (
    AGE,
    ASSET_FACTS,
    ASSETS,
    ASSETS_KEYS,
    CASE,
    CASE_KEYS,
    DISABILITY,
    DISABILITY_FACTS,
    DISABILITY_KEYS,
    EVENT,
    EVENT_KEYS,
    HOUSEHOLD,
    HOUSEHOLD_INCOMES,
    HOUSEHOLD_KEYS,
    HOUSEHOLD_SPENDING,
    INCOMES,
    ITEM_KEYS,
    MEMBER,
    MEMBER_KEYS,
    NO_EVENT,
    OBLIGOR,
    OBLIGOR_KEYS,
    OBLIGOR_RELATION,
    PARENT,
    PARENT_KEYS,
    PARENTS_KEYS,
    PER,
    PROGRAMME,
    PROGRAMME_KEYS,
    SELF_CARE,
    SPENDING,
    UNKNOWN_HOUSEHOLD,
    UNKNOWN_OBLIGOR,
    UNKNOWN_PERSON,
    Facts,
    Sums,
    Value,
)
from doudi.engine.case_notes import Notes, Told
from doudi.engine.case_values import (
    OLDEST_AGE,
    Wrong,
    amount,
    day,
    day_of_decision,
    name_of_case,
    place,
    text,
    truth,
)
from doudi.engine.faults import Fault
from doudi.engine.strict_text import seen
from doudi.policy.facts import Entity
from doudi.vocabulary.identity import CitizenId, IdentityError, check_citizen_id
from doudi.vocabulary.periods import completed_years

MOST_MEMBERS = 200
# A minor's parents are asked after: where nothing is said of them both are taken as able, and that is listed.
ADULT_AGE = 18


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What a case file says of a household, ready for the rules.

    Every fact of `FACTS` is a key of `household`, of each of `persons` or of each obligor; None is unknown. Money is
    fen (incomes and spending fen a year), codes are words. An obligor stands with the index of the member it is of.
    `missing` maps (entity, index, fact) to the path that answers it; `assumed` are the paths of the defaults used,
    `names` the members' names for display, `doubts` what a person should look at in their citizen numbers, in Chinese.
    """

    case: str | None
    day: date
    place: str
    members: tuple[str, ...]
    household: Facts
    persons: tuple[Facts, ...]
    obligors: tuple[tuple[int, Facts], ...]
    missing: dict[tuple[str, int, str], str]
    assumed: tuple[str, ...]
    names: tuple[str | None, ...] = ()
    doubts: tuple[str, ...] = ()


class Reading(Notes):
    """One case being read; the facts are told only where no fault is noted."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults)
        self.case: str | None = None
        self.day: date | None = None
        self.ids: dict[str, int] = {}
        self.citizens: dict[str, int] = {}
        self.names: list[str | None] = []
        self.doubts: list[str] = []

    # The case as a whole.

    def read(self, tree: object) -> CaseFacts | None:
        """The facts of a case, or None where a fault was noted."""
        told = self.mapping(tree, "", CASE_KEYS)
        if told is None:
            return None
        self.case = self.optional(name_of_case, told.get("case"), "case")
        self.day = self.required(day_of_decision, told.get("day"), "day")
        where = self.required(place, told.get("place"), "place")
        household = UNKNOWN_HOUSEHOLD.copy()
        self.answers(CASE, "household", 0, told, "", household)
        persons = self._members(told.get("members"))
        obligors = self._household(told.get("household"), household)
        if self.day is None or where is None or self.faults:
            return None
        return CaseFacts(
            case=self.case,
            day=self.day,
            place=where,
            members=tuple(self.ids),
            household=household,
            persons=tuple(persons),
            obligors=tuple(obligors),
            missing=self.missing,
            assumed=tuple(self.assumed),
            names=tuple(self.names),
            doubts=tuple(self.doubts),
        )

    # Members.

    def _members(self, raw: object) -> list[Facts]:
        told = self.items(raw, "members") if raw is not None else None
        if raw is None:
            self.fault("members", "必须填写：写明家庭成员", "is required")
        if told is not None and not told:
            self.fault("members", "至少要有一名成员", "is empty; a case has at least one member")
        if told is None or not told:
            return []
        if len(told) > MOST_MEMBERS:
            self.fault(
                "members",
                f"有 {len(told)} 名成员，最多 {MOST_MEMBERS} 名",
                f"has {len(told)} members; at most {MOST_MEMBERS}",
            )
        persons = [self._member(one, index) for index, one in enumerate(told[:MOST_MEMBERS])]
        self._refuse_relations([person["relation"] for person in persons])
        return persons

    def _refuse_relations(self, relations: list[Value]) -> None:
        """One head and at most one spouse; while somebody's relation is unknown that one may be the head."""
        for relation, zh in (("head", "户主"), ("spouse", "配偶")):
            holders = [index for index, one in enumerate(relations) if one == relation]
            for index in holders[1:]:
                first = f"members[{holders[0]}]"
                self.fault(
                    f"members[{index}].relation",
                    f"{first} 已经是{zh}，只能有一名",
                    f"{first} is already the {relation}",
                )
        if "head" not in relations and None not in relations:
            self.fault("members", "没有户主（relation: head）", "has no head (relation: head)")

    def _member(self, raw: object, index: int) -> Facts:
        path = f"members[{index}]"
        facts = UNKNOWN_PERSON.copy()
        told = self.mapping(raw, path, MEMBER_KEYS)
        if told is None:
            return facts
        self._identify(told, index, path)
        self.answers(MEMBER, "person", index, told, path, facts)
        bearer = self._citizen(told, index, path, facts)
        self._age(told, index, path, facts, bearer)
        self._absent_years(told.get("absent_since"), index, path, facts)
        facts["dependent"] = self.optional(truth, told.get("dependent"), f"{path}.dependent") or False
        self._disability(told.get("disability"), "person", index, path, facts)
        self._certificate(told, index, path, facts)
        self._unable(told.get("unable"), index, path, facts)
        self._sums(INCOMES, told.get("incomes"), index, f"{path}.incomes", facts)
        self._sums(SPENDING, told.get("spending"), index, f"{path}.spending", facts)
        self._parents(told.get("parents"), index, path, facts)
        return facts

    def _identify(self, told: Told, index: int, path: str) -> None:
        self.names.append(self.optional(text, told.get("name"), f"{path}.name"))
        member = self.required(text, told.get("id"), f"{path}.id")
        if member is None:
            return
        first = self.ids.setdefault(member, index)
        if first != index:
            zh, en = seen(member)
            self.fault(
                f"{path}.id", f"{zh} 已经是 members[{first}] 的编号", f"{en} is already the id of members[{first}]"
            )

    def _citizen(self, told: Told, index: int, path: str, facts: Facts) -> CitizenId | None:
        """The bearer of the citizen number, agreed with `sex`; where that was left out the number answers it."""
        raw = told.get("citizen_id")
        if raw is None:
            return None
        path = f"{path}.citizen_id"
        bearer = self.optional(self._citizen_id, raw, path)
        if bearer is None:
            return None
        first = self.citizens.setdefault(bearer.number18, index)
        if first != index:
            self.fault(path, f"与 members[{first}] 的身份证号相同", f"is the number of members[{first}] too")
        if told.get("sex") is None:
            facts["sex"] = bearer.sex
            del self.missing[("person", index, "sex")]
        elif facts["sex"] is not None and facts["sex"] != bearer.sex:
            self.fault(
                path, f"与性别（sex: {facts['sex']}）不一致，请核对原件", f"does not agree with sex ({facts['sex']})"
            )
        self.doubts.extend(f"{path}：{doubt}" for doubt in (*bearer.warnings, *bearer.remarks))
        return bearer

    def _citizen_id(self, value: object) -> CitizenId:
        if type(value) is not str:
            raise Wrong("身份证号应加引号写成文字，写成数会丢失末几位", "is not text; put the number in quotes")
        try:
            return check_citizen_id(value, on=self.day)
        except IdentityError as error:
            raise Wrong(str(error), _in_english(str(error))) from None

    def _age(self, told: Told, index: int, path: str, facts: Facts, bearer: CitizenId | None) -> None:
        """Age on the day, from `born`, `age` or the citizen number; those that are given have to agree."""
        born = self.optional(day, told.get("born"), f"{path}.born")
        age = self.optional(AGE, told.get("age"), f"{path}.age")
        reached = self._age_reached(born, f"{path}.born")
        if age is not None and reached is not None and age != reached:
            self.fault(
                f"{path}.age",
                f"{age} 与出生日期 {born} 不一致（{self.day} 时为 {reached} 周岁）",
                f"{age} does not agree with born {born} (an age of {reached} on {self.day})",
            )
        by_number = None if bearer is None or self.day is None else completed_years(bearer.born, self.day)
        if bearer is not None and born is not None and born != bearer.born:
            self.fault(
                f"{path}.citizen_id",
                f"与出生日期（born: {born}）不一致，请核对原件",
                f"does not agree with born ({born})",
            )
        elif born is None and age is not None and by_number is not None and age != by_number:
            self.fault(
                f"{path}.citizen_id", f"与年龄（age: {age}）不一致，请核对原件", f"does not agree with age ({age})"
            )
        known = [years for years in (age, reached, by_number) if years is not None]
        if known:
            facts["age"] = known[0]
        else:
            self.missing[("person", index, "age")] = f"{path}.born"

    def _age_reached(self, born: date | None, path: str) -> int | None:
        reached = self._years_since(born, path)
        if reached is not None and reached > OLDEST_AGE:
            self.fault(
                path,
                f"{born} 出生者已 {reached} 周岁，超过 {OLDEST_AGE} 岁",
                f"{born} makes an age of {reached} (0 to {OLDEST_AGE})",
            )
            return None
        return reached

    def _years_since(self, since: date | None, path: str) -> int | None:
        """Complete years on the day of decision; a day after it is a fault."""
        if since is None or self.day is None:
            return None
        if since > self.day:
            self.fault(path, f"{since} 晚于认定日 {self.day}", f"{since} is after the day of decision {self.day}")
            return None
        return completed_years(since, self.day)

    def _absent_years(self, raw: object, index: int, path: str, facts: Facts) -> None:
        path = f"{path}.absent_since"
        if raw is None:
            self.missing[("person", index, "absent_years")] = path
        else:
            facts["absent_years"] = self._years_since(self.optional(day, raw, path), path)

    def _disability(self, raw: object, entity: Entity, index: int, path: str, facts: Facts) -> None:
        """Kind and grade, of a member or an obligor; `none` is a statement and has the grade 0."""
        path, kind, grade = f"{path}.disability", *DISABILITY_FACTS[entity]
        if raw is None:
            self.unknown(entity, index, (kind, grade), path)
        elif raw == "none":
            facts[kind], facts[grade] = "none", 0
        elif isinstance(raw, str):
            self.fault(
                path,
                f"{seen(raw)[0]} 应为 none 或写明类别和等级，例如 {{kind: physical, grade: 2}}",
                f"{seen(raw)[1]} is not a disability (none, or a mapping such as {{kind: physical, grade: 2}})",
            )
        else:
            told = self.mapping(raw, path, DISABILITY_KEYS)
            if told is not None and told.get("kind") == "none":
                self._no_disability(told.get("grade"), path)
                facts[kind], facts[grade] = "none", 0
            elif told is not None:
                self.answers(DISABILITY[entity], entity, index, told, path, facts)

    def _no_disability(self, grade: object, path: str) -> None:
        if grade is not None:
            zh, en = seen(grade)
            self.fault(f"{path}.grade", f"类别为 none 时不能有等级 {zh}", f"{en} is given although the kind is none")

    def _certificate(self, told: Told, index: int, path: str, facts: Facts) -> None:
        """Whether the certificate is held: taken as held where a disability is given, and listed."""
        path = f"{path}.disability_certified"
        raw = told.get("disability_certified")
        if raw is not None:
            facts["disability_certified"] = self.optional(truth, raw, path)
        elif told.get("disability") is None:
            self.missing[("person", index, "disability_certified")] = path
        elif facts["disability_kind"] == "none":
            facts["disability_certified"] = False
        else:
            facts["disability_certified"] = True
            self.assumed.append(path)

    def _unable(self, raw: object, index: int, path: str, facts: Facts) -> None:
        path = f"{path}.unable"
        if raw is None:
            self.missing[("person", index, "unable_items")] = path
        else:
            facts["unable_items"] = len(self.words(SELF_CARE, raw, path))

    def _parents(self, raw: object, index: int, path: str, facts: Facts) -> None:
        """What became of the parents; where a minor's are left out both are able, and that is listed."""
        path = f"{path}.parents"
        told = self.mapping(raw, path, PARENTS_KEYS) if raw is not None else None
        if told is None:
            facts["father_state"] = facts["mother_state"] = "able"
            self.missing[("person", index, "father_months")] = f"{path}.father.months"
            self.missing[("person", index, "mother_months")] = f"{path}.mother.months"
            age = facts["age"]
            if not isinstance(age, int) or age < ADULT_AGE:
                self.assumed.append(path)
            return
        for parent, answers in PARENT.items():
            one = told.get(parent)
            if one is None:
                self.unknown("person", index, [key.fact for key in answers], f"{path}.{parent}")
                continue
            state = self.mapping(one, f"{path}.{parent}", PARENT_KEYS)
            if state is not None:
                self.answers(answers, "person", index, state, f"{path}.{parent}", facts)

    # Sums of incomes and spending.

    def _sums(self, sums: Sums, raw: object, index: int, path: str, facts: Facts) -> None:
        """Add up a list by kind, in fen a year. An item that does not say all makes the sum of its kind unknown."""
        if raw is None:
            self.unknown(sums.entity, index, sums.nothing, path)
            return
        facts.update(sums.nothing)
        for number, item in enumerate(self.items(raw, path) or ()):
            self._item(sums, item, index, f"{path}[{number}]", facts)

    def _item(self, sums: Sums, raw: object, index: int, path: str, facts: Facts) -> None:
        told = self.mapping(raw, path, ITEM_KEYS)
        if told is None:
            return
        kind = self.optional(sums.kind, told.get("kind"), f"{path}.kind")
        fen = self.optional(amount, told.get("amount"), f"{path}.amount")
        per = self.optional(PER, told.get("per"), f"{path}.per")
        if kind is None:
            # It may be of any kind, so none of the sums is known.
            self._unsettle(sums, sums.nothing, index, f"{path}.kind", facts)
        elif fen is None or per is None:
            self._unsettle(sums, [sums.fact_of[kind]], index, _asked(path, fen, per), facts)
        else:
            sum_so_far = facts[sums.fact_of[kind]]
            if isinstance(sum_so_far, int):
                facts[sums.fact_of[kind]] = sum_so_far + (fen if per == "year" else 12 * fen)

    def _unsettle(self, sums: Sums, names: Collection[str], index: int, path: str, facts: Facts) -> None:
        for fact in names:
            facts[fact] = None
            self.missing.setdefault((sums.entity, index, fact), path)

    # The household and its obligors.

    def _household(self, raw: object, facts: Facts) -> list[tuple[int, Facts]]:
        told = (self.mapping(raw, "household", HOUSEHOLD_KEYS) if raw is not None else None) or {}
        self._assets(told.get("assets"), facts)
        self._sums(HOUSEHOLD_INCOMES, told.get("incomes"), 0, "household.incomes", facts)
        self._sums(HOUSEHOLD_SPENDING, told.get("spending"), 0, "household.spending", facts)
        self._receiving(told.get("receiving"), facts)
        self.answers(HOUSEHOLD, "household", 0, told, "household", facts)
        self._event(told, facts)
        return self._obligors(told.get("obligors"), facts)

    def _assets(self, raw: object, facts: Facts) -> None:
        path = "household.assets"
        if raw is None:
            self.unknown("household", 0, ASSET_FACTS, path)
            return
        told = self.mapping(raw, path, ASSETS_KEYS)
        if told is not None:
            self.answers(ASSETS, "household", 0, told, path, facts)
            passed = self.optional(truth, told.get("passed"), f"{path}.passed")
            facts["asset_finding"] = "none" if passed is None else "passed" if passed else "failed"

    def _receiving(self, raw: object, facts: Facts) -> None:
        path = "household.receiving"
        if raw is None:
            self.unknown("household", 0, ("receiving_dibao", "receiving_tekun"), path)
            return
        told = self.mapping(raw, path, PROGRAMME_KEYS) or {}
        paid = {key: self.optional(amount, told[key], f"{path}.{key}") for key in told if key in PROGRAMME_KEYS}
        facts["receiving_dibao"] = paid.get("dibao") or 0
        facts["receiving_tekun"] = paid.get("tekun") or 0

    def _event(self, household: Told, facts: Facts) -> None:
        """What happened: `null` says nothing did, left out says nothing."""
        path = "household.event"
        if "event" not in household:
            self.unknown("household", 0, NO_EVENT, path)
        elif household["event"] is None:
            facts.update(NO_EVENT)
        else:
            told = self.mapping(household["event"], path, EVENT_KEYS)
            if told is not None:
                self.answers(EVENT, "household", 0, told, path, facts)
                self._years_since(self.optional(day, told.get("day"), f"{path}.day"), f"{path}.day")

    def _obligors(self, raw: object, facts: Facts) -> list[tuple[int, Facts]]:
        path = "household.obligors"
        if raw is None:
            self.unknown("household", 0, ("obligors_listed",), path)
            return []
        facts["obligors_listed"] = True
        return [self._obligor(one, index, f"{path}[{index}]") for index, one in enumerate(self.items(raw, path) or ())]

    def _obligor(self, raw: object, index: int, path: str) -> tuple[int, Facts]:
        facts = UNKNOWN_OBLIGOR.copy()
        told = self.mapping(raw, path, OBLIGOR_KEYS)
        if told is None:
            return -1, facts
        of = self.required(self._member_id, told.get("of"), f"{path}.of")
        self.optional(OBLIGOR_RELATION, told.get("relation"), f"{path}.relation")
        self.answers(OBLIGOR, "obligor", index, told, path, facts)
        self._disability(told.get("disability"), "obligor", index, path, facts)
        self._programmes(told.get("receiving"), index, f"{path}.receiving", facts)
        return (-1 if of is None else of), facts

    def _member_id(self, value: object) -> int:
        if not self.ids:
            # Without members nothing can be said of whom an obligor is; that they are wanting is noted already.
            return -1
        if isinstance(value, str) and value in self.ids:
            return self.ids[value]
        zh, en = seen(value)
        raise Wrong(f"{zh} 不是任何成员的编号", f"{en} is not the id of a member")

    def _programmes(self, raw: object, index: int, path: str, facts: Facts) -> None:
        if raw is None:
            self.unknown("obligor", index, ("obligor_receives_dibao", "obligor_receives_tekun"), path)
            return
        drawn = self.words(PROGRAMME, raw, path)
        facts["obligor_receives_dibao"] = "dibao" in drawn
        facts["obligor_receives_tekun"] = "tekun" in drawn


def _in_english(reason: str) -> str:
    """The short English of why a citizen number is refused; the Chinese reason says it in full."""
    for fragment, english in _REASONS:
        if fragment in reason:
            return english
    return "is not a citizen number"


_REASONS = (
    ("校验位", "has a wrong check character"),
    ("出生", "holds a birth date that cannot be"),
    ("推算年龄", "holds a birth date that cannot be"),
    ("前两位", "begins with the code of no province"),
    ("应为18位", "does not have 18 characters"),
    ("000", "ends in 000, as a number does that a spreadsheet has cut"),
)


def _asked(path: str, fen: int | None, per: str | None) -> str:
    """What an item still lacks: its amount, its period, or both, which are asked for together as the item."""
    if fen is None and per is None:
        return path
    return f"{path}.{'amount' if fen is None else 'per'}"
