"""One sealed number of a household's people: the ID number, the telephone, the account."""

from dataclasses import dataclass

from doudi.records.accounts.desk import Desk
from doudi.records.registry.models import BankAccount, Household, Person
from doudi.records.registry.reach import people_in_hand, tied_to


@dataclass(frozen=True)
class Number:
    """A number whole and masked, the kind of fact it is for the log, and whose it is."""

    fact: str
    whole: str
    shown: str
    person: int


def number_of(by: Desk, household: Household, what: str, pk: int) -> Number | None:
    """The ID number or telephone (`id`, `phone`, by person) or the account (`account`) of somebody of the desk's own office.

    They are or were in the household, or are kin of one who was; an account is a member's. None where there is no such
    number; the caller asks who may see it, and logs it.
    """
    people = Person.objects.filter(people_in_hand(by), tied_to(household), merged_into__isnull=True)
    if what == "account":
        members = people.filter(memberships__household=household)
        account = BankAccount.objects.filter(person__in=members, pk=pk).first()
        return account and Number("account", account.number, account.number_shown, account.person_id)
    person = people.filter(pk=pk).first()
    if person is None:
        return None
    if what == "id":
        return Number("citizen_id", person.citizen_id, person.citizen_shown, pk) if person.citizen_id else None
    return Number("phone", person.phone, person.phone_shown, pk) if person.phone else None
