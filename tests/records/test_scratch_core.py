"""scratch: what letters lack"""

import json
from collections import defaultdict
import datetime, pytest
from dataclasses import replace
from django.db import transaction
from support import case_acts, caseways, families_of_cases as f
from support.case_acts import ACTS, STRAIGHT, At
from support.case_world import world_of_cases, ready, member_of
from support.caseways import Way
from world import DAY
from doudi.documents.letters import KINDS
from doudi.records.cases.actions import letters, exits
from doudi.records.cases.models import Case
from doudi.records.registry.actions.payments import BenefitDraft, take_over_benefit
from doudi.records.registry.refusals import Refused


def start(way, story):
    if story in ("tekun", "objected"):
        h = ready(way.world, f.elder)
        return caseways.apply_for(way, h, ("tekun", member_of(h, 0))).cases.get()
    if story.startswith("tekun_exit") or story == "exit_objected":
        h = ready(way.world, f.elder)
        b = take_over_benefit(
            by=way.desk("township_acceptance"),
            household=h.pk,
            draft=BenefitDraft(
                programme="tekun", monthly=93800, since=datetime.date(2025, 1, 1), person=member_of(h, 0)
            ),
        )
        return exits.report_exit(by=way.desk("township_surveyor"), benefit=b.pk, reason="已有赡养人")
    if story in ("temporary_urgent", "escalated"):
        return caseways.apply_for(way, ready(way.world, f.burned), ("temporary_urgent", None)).cases.get()
    if story == "temporary_spending":
        return caseways.apply_for(way, ready(way.world, f.sick), ("temporary_spending", None)).cases.get()
    if story == "rigid_expenditure":
        return caseways.apply_for(way, ready(way.world, f.burdened), ("rigid_expenditure", None)).cases.get()
    if story == "disability_subsidy":
        h = ready(way.world, f.severe_grown_child)
        return caseways.apply_for(way, h, ("disability_nursing", member_of(h, 2))).cases.get()
    if story in ("dibao_single",):
        h = ready(way.world, f.severe_grown_child)
        return caseways.apply_for(way, h, ("dibao_single", member_of(h, 2))).cases.get()
    if story in ("unattended_child", "orphan"):
        h = ready(way.world, f.child_alone, orphan=story == "orphan")
        return caseways.apply_for(way, h, (story, member_of(h, 1))).cases.get()
    if story in ("dibao", "refused", "core_failed", "appraised", "withdrawn", "discontinued"):
        from support.families_registered import family_on

        h = family_on(way.world, "600")
        caseways.bring_papers(way.desk("township_acceptance"), h)
        return caseways.apply_for(way, h, ("dibao", None)).cases.get()
    if story == "near_dibao":
        return caseways.apply_for(way, ready(way.world, f.near_dibao), ("near_dibao", None)).cases.get()
    raise KeyError(story)


@pytest.mark.django_db
def test_x(capsys):
    world = world_of_cases()
    out = open("/tmp/doudi/core/letters.txt", "w")
    for story in STRAIGHT:
        sid = transaction.savepoint()
        way = Way(world, DAY)
        try:
            case = start(way, story)
            for word in STRAIGHT[story].split():
                if word.startswith("+"):
                    way = way.later(int(word))
                    continue
                case = Case.objects.get(pk=case.pk)
                act = ACTS[word]
                ok = False
                why = ""
                for post in act.posts:
                    try:
                        with transaction.atomic():
                            act.do(At(world, case, way.desk(post)))
                            ok = True
                            break
                    except case_acts.REFUSALS as e:
                        why = str(e)
                if not ok:
                    print(story, word, "REFUSED", why, file=out)
                    break
            case = Case.objects.get(pk=case.pk)
            print("==", story, case.stage, file=out)
            docs = [s.document for s in case.steps.all()]
            for kind in KINDS:
                asked = set(KINDS[kind].serves) & set(docs)
                try:
                    with transaction.atomic():
                        letters.make_letter(by=way.desk("township_acceptance"), kind=kind, case=case.pk)
                except Refused as e:
                    print("  ", "STEP" if asked else "    ", kind, str(e)[:300].replace("\n", " / "), file=out)
                except Exception as e:
                    print("  !!!!", kind, repr(e)[:300], file=out)
        except Exception as e:
            import traceback

            print(story, "EXC", repr(e), traceback.format_exc()[-600:], file=out)
        out.flush()
        transaction.savepoint_rollback(sid)
