"""The demonstration township, loaded only through the actions its staff would use, on a fixed day."""

import datetime
from collections.abc import Sequence

from django.db import connection, transaction

from doudi.interfaces.jobs.demonstration_cases import drive_cases
from doudi.interfaces.site.demonstration import PASSWORD
from doudi.interfaces.site.garbage import garbage_let_lie
from doudi.records.accounts.actions import appoint, engage_officer
from doudi.records.accounts.desk import Desk, system_desk
from doudi.records.accounts.models import Officer
from doudi.records.accounts.posts import POSTS
from doudi.records.accounts.powers import file_relative
from doudi.records.accounts.queries import desks_of
from doudi.records.cases.models import Case
from doudi.records.evidence.actions import FactDraft, correct_fact, record_facts
from doudi.records.evidence.models import Evidence
from doudi.records.registry.actions.households import HouseholdDraft, MemberDraft, register_household
from doudi.records.registry.actions.kin import add_kin
from doudi.records.registry.actions.members import (
    add_member,
    change_head,
    end_membership,
    move_household,
    record_death,
)
from doudi.records.registry.actions.payments import AccountDraft, BenefitDraft, open_account, take_over_benefit
from doudi.records.registry.identity import PersonDraft
from doudi.records.registry.models import Household, Kinship, Membership, Person
from doudi.records.standards.actions import check_standard, enter_standard
from doudi.records.standards.drafts import StandardDraft
from doudi.records.territory.actions import PlaceDraft, add_places
from doudi.records.territory.models import Place
from doudi.synthetic.demonstration import (
    DAY,
    TOWN,
    StoryFact,
    StoryHappening,
    StoryHousehold,
    StoryPerson,
    Township,
    relatives,
    staff,
    township,
)
from doudi.synthetic.demonstration.local import NOTICE, SINCE, standards
from doudi.synthetic.places import places
from doudi.vocabulary.territory import division

BEGAN = datetime.date(2020, 1, 1)
COUNTY, CITY, PROVINCE = "341502", "341500", "340000"
_LEVELS = {"town": TOWN, "county": COUNTY, "city": CITY, "province": PROVINCE}


class OfficeInUse(Exception):
    """The office holds officers or households already; the demonstration goes into an empty one."""


def load() -> dict[str, int]:
    """Load the township in one transaction; the answer counts what was made. Raises OfficeInUse."""
    if Household.objects.exists() or Officer.objects.exists() or Place.objects.exists():
        raise OfficeInUse("登记簿不是空的，示范数据只能载入空的登记簿；请换一个 DOUDI_HOME")
    town = township()
    with garbage_let_lie(), transaction.atomic():
        load_places()
        desks = engage_staff(town)
        file_relatives(desks)
        enter_standards(desks)
        registered: dict[str, tuple[Household, list[Person]]] = {}
        for story in town.households:
            teller = Teller(desks["acceptance"], town, story)
            household = teller.tell()
            for group in story.groups:
                registered.setdefault(group, (household, teller.people))
        # Nobody else counts the rows before they are committed, and plans made for empty tables are slow on full ones.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        drive_cases(town, registered, desks)
    return {
        "户": Household.objects.count(),
        "人": Person.objects.count(),
        "工作人员": Officer.objects.count(),
        "办件": Case.objects.count(),
    }


def load_places() -> None:
    """The province, the city, its counties, and every town and village of theirs."""
    below = [PlaceDraft(one.code, one.name, BEGAN) for one in places()]
    counties = sorted({one.code[:6] for one in places()})
    named = [(code, found.name) for code in (PROVINCE, CITY, *counties) if (found := division(code)) is not None]
    above = [PlaceDraft(code, name, BEGAN) for code, name in named]
    add_places(by=system_desk(DAY, purpose="载入示范数据"), places=[*above, *below])


def engage_staff(town: Township) -> dict[str, Desk]:
    """An officer of every post at least; the answer are their desks by login, and by `login@place`."""
    system = system_desk(DAY, purpose="载入示范数据")
    desks: dict[str, Desk] = {}
    first: Officer | None = None
    for one in staff(len(town.villages)):
        officer = engage_officer(
            by=system,
            login=one.login,
            name=one.name,
            password=PASSWORD,
            must_change_password=False,
            # Hashing takes an eighth of a second on purpose, and this password is told to everybody.
            password_as=first,
        )
        first = first or officer
        at = [one.at or _LEVELS.get(POSTS[one.post].level, "")]
        if one.village is not None:
            # An assistant looks after up to three villages: a post in each.
            at = [place.code for place in town.villages[one.village : one.village + 3]]
        for place in at:
            appoint(by=system, officer=officer, post=one.post, territory=place, since=BEGAN)
        held = desks_of(officer, DAY)
        desks |= {one.login: held[0]} | {f"{one.login}@{desk.territory}": desk for desk in held}
    return desks


def file_relatives(desks: dict[str, Desk]) -> None:
    """The near relatives the staff filed; who is registered later is found on entry."""
    for one in relatives():
        file_relative(
            by=desks["approver"],
            staff_name=one.staff_name,
            staff_role=one.staff_role,
            officer=Officer.objects.get(pk=desks[one.officer].officer_id),
            territory=TOWN,
            name=one.name,
            relation=one.relation,
            citizen_id=one.number,
            born_on=one.born,
        )


def enter_standards(desks: dict[str, Desk]) -> None:
    """What the county sets itself: entered by the reviewer, checked by the approver."""
    for one in standards():
        draft = StandardDraft(
            parameter=one.parameter, place=COUNTY, since=SINCE, published=one.published, per=one.per, notice=NOTICE
        )
        entry = enter_standard(by=desks["reviewer"], draft=draft, doubts_read=True)
        check_standard(by=desks["confirmer"], entry=entry.pk, doubts_read=True)


class Teller:
    """Tells one story to the register."""

    def __init__(self, by: Desk, town: Township, story: StoryHousehold) -> None:
        self.by, self.town, self.story = by, town, story
        self.people: list[Person] = []
        # Kin who live elsewhere and are bound to several members are one person each.
        self.elsewhere: dict[str, int] = {}

    def tell(self) -> Household:
        """Register, enter what is known, take over what is paid, then let happen what happened."""
        household = self._register()
        self.people = [one.person for one in self._memberships(household)]
        self._kin(household)
        self._facts(household)
        self._payments(household)
        for one in self.story.happenings:
            self._happens(household, one)
        for correction in self.story.corrections:
            self._corrects(household, correction.person, correction.topic, correction.value, correction.why)
        return household

    def _register(self) -> Household:
        story = self.story
        members = [MemberDraft(self._person(one), one.relation) for one in story.members]
        draft = HouseholdDraft(
            territory=self.town.villages[story.village].code,
            members=members,
            opened_on=story.opened_on,
            address=story.address,
            type=story.type,
            causes=story.causes,
            story=story.tells,
        )
        return register_household(by=self.by, draft=draft, reason="载入示范数据")

    def _person(self, one: StoryPerson) -> PersonDraft:
        known = {"sex": one.sex, "born_on": one.born} if not one.number else {}
        return PersonDraft(
            one.name, one.number, no_id_reason=one.no_id_reason, phone=one.phone, ethnic=one.ethnic, hukou=one.hukou,
            **known,  # type: ignore[arg-type]
        )  # fmt: skip

    def _memberships(self, household: Household) -> Sequence[Membership]:
        return list(household.memberships.select_related("person").order_by("position"))

    def _kin(self, household: Household) -> None:
        places = {one.relation: place for place, one in reversed(list(enumerate(self.story.members)))}
        head = self.people[places["head"]]
        Kinship.objects.bulk_create(
            Kinship(person=head, relative=person, relation=one.relation)
            for person, one in zip(self.people, self.story.members, strict=True)
            if one.relation in ("spouse", "child", "parent")
        )
        for obligor in self.story.obligors:
            draft = PersonDraft(obligor.name, obligor.number)
            kin = add_kin(
                by=self.by,
                person=self.people[obligor.of].pk,
                relation=obligor.relation,
                relative=self.elsewhere.get(obligor.number, draft),
                obligor=True,
            )
            self.elsewhere[obligor.number] = kin.relative_id
            drafts = [(kin.relative, self._fact(fact)) for fact in obligor.facts]
            record_facts(by=self.by, household=household, drafts=drafts)

    def _facts(self, household: Household) -> None:
        drafts: list[tuple[Person | None, FactDraft]] = [(None, self._fact(fact)) for fact in self.story.facts]
        for person, one in zip(self.people, self.story.members, strict=True):
            drafts += [(person, self._fact(fact, person)) for fact in one.facts]
        record_facts(by=self.by, household=household, drafts=drafts)

    def _fact(self, fact: StoryFact, person: Person | None = None) -> FactDraft:
        certificate = ""
        if fact.certificate and person is not None and person.citizen_id:
            kinds = ("visual", "hearing", "speech", "physical", "intellectual", "mental", "multiple")
            certificate = f"{person.citizen_id}{kinds.index(fact.value['kind']) + 1}{fact.value['grade']}"
        return FactDraft(
            topic=fact.topic,
            value=fact.value,
            since=fact.since,
            source=fact.source,
            until=fact.until,
            vouched_by=fact.vouched_by,
            certificate=certificate,
        )

    def _payments(self, household: Household) -> None:
        for person, one in zip(self.people, self.story.members, strict=True):
            if one.account is not None:
                account = one.account
                draft = AccountDraft(
                    account.number, account.bank, account.holder_kind, account.holder, account.agreement
                )
                open_account(by=self.by, person=person.pk, draft=draft, since=self.story.opened_on)
        for benefit in self.story.benefits:
            draft_ = BenefitDraft(
                programme=benefit.programme,
                monthly=benefit.monthly,
                since=benefit.since,
                person=None if benefit.person is None else self.people[benefit.person].pk,
                dibao_class=benefit.dibao_class,
                care_mode=benefit.care_mode,
                next_review_on=benefit.next_review_on,
            )
            take_over_benefit(by=self.by, household=household.pk, draft=draft_)

    def _happens(self, household: Household, one: StoryHappening) -> None:
        person = self.people[one.person] if one.person is not None else None
        head = self.people[one.new_head].pk if one.new_head is not None else None
        relations = {self.people[place].pk: relation for place, relation in one.relations}
        match one.kind:
            case "birth" | "marriage_in":
                assert one.joins is not None
                began = "birth" if one.kind == "birth" else "marriage"
                draft = MemberDraft(self._person(one.joins), one.joins.relation, began=began)
                joined = add_member(by=self.by, household=household.pk, draft=draft, on=one.on)
                drafts = [(joined.person, self._fact(fact, joined.person)) for fact in one.joins.facts]
                record_facts(by=self.by, household=household, drafts=drafts)
            case "death":
                assert person is not None
                record_death(
                    by=self.by, person=person.pk, died_on=one.on, reason=one.why, new_head=head, relations=relations
                )
            case "leave":
                assert person is not None
                membership = person.memberships.get(until__isnull=True)
                end_membership(by=self.by, membership=membership.pk, on=one.on, ended="marriage", reason=one.why)
            case "head":
                change_head(
                    by=self.by,
                    household=household.pk,
                    new_head=head or 0,
                    relations=relations,
                    on=one.on,
                    reason=one.why,
                )
            case "move_household":
                village = self.town.villages[one.village or 0]
                move_household(
                    by=self.by,
                    household=household.pk,
                    territory=village.code,
                    address="安置小区",
                    on=one.on,
                    reason=one.why,
                )

    def _corrects(self, household: Household, place: int | None, topic: str, value: object, why: str) -> None:
        person = None if place is None else self.people[place]
        rows = Evidence.objects.filter(topic=topic, person=person, superseded_at__isnull=True)
        wrong = rows.get() if person is not None else rows.get(household=household)
        correct_fact(by=self.by, evidence=wrong.pk, household=household.pk, changes={"value": value}, reason=why)
