import pytest
from typing import Any
from support import families_of_cases as f
from support.rolled_back import rolled_back
from world import build_world, DAY
from doudi.records.evidence.casefile import known_of, case_of
from doudi.records.evidence.answers import answer_to, tell
from doudi.engine.determine import as_json

@pytest.mark.django_db
@pytest.mark.parametrize("name", ["elder","child_alone","severe_grown_child","near_dibao","burdened","burned","sick"])
def test_x(name, capsys):
    world = build_world(far=False); f.standards_entered(world)
    h = getattr(f,name)(world)
    known = known_of(h, DAY)
    t = tell(known)
    with capsys.disabled():
        print("\n==", name, t.faults)
        if t.answer:
            told = as_json(t.answer, explain=False)
            print(told["household"])
            for one in t.answer.determinations:
              if one.outcome in ('eligible','unknown'):
                  print("  ", one.programme.key, one.person, one.outcome, one.monthly, one.least, one.most, one.missing[:5])
