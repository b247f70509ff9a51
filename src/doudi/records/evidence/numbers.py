"""One sealed number of a household's people: the ID number, the telephone, the account."""

from dataclasses import dataclass

from doudi.records.registry.models import BankAccount, Household, Person


@dataclass(frozen=True)
class Number:
    """A number whole and masked, the kind of fact it is for the log, and whose it is."""

    fact: str
    whole: str
    shown: str
    person: int


def number_of(household: Household, what: str, pk: int) -> Number | None:
    """The ID number or telephone (`id`, `phone`, by person) or the account (`account`) of one who is or was in it, or their kin.

    None where there is no such number; the caller asks who may see it, and logs it.
    """
    if what == "account":
        account = BankAccount.objects.filter(person__memberships__household=household, pk=pk).first()
        return account and Number("account", account.number, account.number_shown, account.person_id)
    person = Person.objects.filter(pk=pk, merged_into__isnull=True).first()
    if person is None or not _belongs(household, person):
        return None
    if what == "id":
        return Number("citizen_id", person.citizen_id, person.citizen_shown, pk) if person.citizen_id else None
    return Number("phone", person.phone, person.phone_shown, pk) if person.phone else None


def _belongs(household: Household, person: Person) -> bool:
    members = household.memberships
    kin = person.kin_of.filter(person__in=members.values("person"))
    return members.filter(person=person).exists() or kin.exists()
