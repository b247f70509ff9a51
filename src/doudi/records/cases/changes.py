"""When another took an applicant's place, as the steps tell it, and whom the office still owes word of it."""

from collections.abc import Sequence

from django.db.models import Q

from doudi.policy.procedure.stages import WISHED
from doudi.records.cases.models import Application, Letter, Step
from doudi.records.registry.models import Membership

CHANGE = "applicant_change"
# The letter that tells whoever is still there that another applies now.
TELLS_OF_CHANGE = "applicant_change_notice"


def changes_of(application: Application) -> Sequence[Step]:
    """Each time another took the applicant's place, once for the application, the first first."""
    steps = Step.objects.filter(case__application=application, document=CHANGE).order_by("pk")
    return list({one.reason: one for one in steps}.values())


def names_told(reason: str) -> str:
    """The name of who applied before, out of what the history says of it."""
    return reason.removeprefix("原申请人").partition("，现申请人")[0].partition("（")[0]


def last_change(application: int) -> Step | None:
    """The last step that put another in the applicant's place in any case of an application, or None."""
    found: Step | None = Step.objects.filter(case__application=application, document=CHANGE).order_by("-pk").first()
    return found


def last_wished(application: int) -> Step | None:
    """The last of these where the first was still there, and is told of it; or None."""
    steps = Step.objects.filter(case__application=application, document=CHANGE, ground=WISHED.zh)
    found: Step | None = steps.order_by("-pk").first()
    return found


def letters_of_change(application: int, change: Step) -> list[Letter]:
    """The letters that tell the first applicant of a change, made since then, the last first."""
    made = Letter.objects.filter(application=application, kind=TELLS_OF_CHANGE, made_at__gt=change.at)
    return list(made.order_by("-pk"))


def untold_change(application: int) -> Step | None:
    """The last change of which who applied before, and lives, has not been told in writing yet; or None."""
    change = last_wished(application)
    if change is None or any(one.delivered_on for one in letters_of_change(application, change)):
        return None
    of_household = Membership.objects.filter(
        household__applications=application, person__name=names_told(change.reason)
    )
    # Nobody waits for what can be delivered to nobody; who has the name of somebody who died is still there.
    living, dead = Q(person__died_on__isnull=True), Q(person__died_on__isnull=False)
    return None if of_household.filter(dead).exists() and not of_household.filter(living).exists() else change
