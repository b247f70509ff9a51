"""The spot check: never less than the law's share, the same for everybody who draws it again, and fair."""

import json
import math
import random
from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.policy.instruments import resolve
from doudi.policy.procedure.clocks import PROFILES
from doudi.policy.procedure.draw import SPOT_CHECKS, Drawn, chance_of, draw, spot_check_on
from independent.redraw import redraw

THIRTY = Fraction(30, 100)
VILLAGES = ("341502103201", "341502103202", "341502103203")
FRAMES = st.dictionaries(st.from_regex(r"QS-2026-[0-9]{5}", fullmatch=True), st.sampled_from(VILLAGES), min_size=1)
RATIOS = st.fractions(Fraction(1, 100), 1, max_denominator=100)


def frame_of(*sizes: int) -> tuple[tuple[str, str], ...]:
    homes = [village for village, size in zip(VILLAGES, sizes, strict=True) for _ in range(size)]
    return tuple((f"QS-2026-{number:05d}", village) for number, village in enumerate(homes, start=1))


def record_of(drawn: Drawn) -> dict[str, object]:
    """What is kept of a draw, as it comes back from the store."""
    kept = {"seed": drawn.seed, "share": drawn.share, "frame": drawn.frame, "drawn": sorted(drawn.cases)}
    told: dict[str, object] = json.loads(json.dumps(kept))
    return told


@pytest.mark.parametrize(("cases", "drawn"), [(1, 1), (3, 1), (4, 2), (10, 3), (11, 4), (100, 30), (101, 31)])
def test_a_village_gives_thirty_percent_and_never_less(cases: int, drawn: int) -> None:
    assert len(draw(frame_of(cases, 0, 0), ratio=THIRTY, seed="1").cases) == drawn


@given(FRAMES, RATIOS, st.text(min_size=1))
def test_no_village_and_no_county_falls_below_the_ratio(frame: dict[str, str], ratio: Fraction, seed: str) -> None:
    drawn = draw(frame.items(), ratio=ratio, seed=seed)
    assert len(drawn.cases) >= ratio * len(frame)
    assert {village.village for village in drawn.villages} == set(frame.values())
    for village in drawn.villages:
        assert ratio * village.cases <= len(village.drawn) < ratio * village.cases + 1
        assert all(frame[case] == village.village for case in village.drawn)


@given(FRAMES, RATIOS, st.text(min_size=1), st.randoms(use_true_random=False))
def test_the_order_of_the_frame_does_not_matter(
    frame: dict[str, str], ratio: Fraction, seed: str, mix: random.Random
) -> None:
    mixed = list(frame.items())
    mix.shuffle(mixed)
    assert draw(mixed, ratio=ratio, seed=seed) == draw(frame.items(), ratio=ratio, seed=seed)


@given(FRAMES, RATIOS, st.text(st.characters(codec="utf-8"), min_size=1))
def test_anyone_draws_the_same_cases_from_the_record(frame: dict[str, str], ratio: Fraction, seed: str) -> None:
    record = record_of(draw(frame.items(), ratio=ratio, seed=seed))
    assert redraw(record) == record["drawn"]


def test_another_seed_draws_others() -> None:
    frame = frame_of(20, 20, 20)
    assert len({draw(frame, ratio=THIRTY, seed=str(seed)).cases for seed in range(50)}) == 50


def test_over_ten_thousand_draws_every_case_has_its_declared_chance() -> None:
    frame, draws = frame_of(1, 7, 13), 10_000
    chances = chance_of(frame, THIRTY)
    times = Counter(case for seed in range(draws) for case in draw(frame, ratio=THIRTY, seed=f"2026-{seed}").cases)
    for case, chance in chances.items():
        # Five standard deviations: one case in a million would lie outside by chance, and there are 21.
        bound = 5 * math.sqrt(draws * chance * (1 - chance))
        assert abs(times[case] - draws * chance) <= bound, case
    assert set(times) == {case for case, _ in frame}


def test_the_declared_chances_add_up_to_what_is_drawn() -> None:
    frame = frame_of(4, 9, 17)
    assert sum(chance_of(frame, THIRTY).values()) == len(draw(frame, ratio=THIRTY, seed="x").cases)
    assert chance_of(frame_of(4, 0, 0), THIRTY)["QS-2026-00001"] == Fraction(1, 2)


def test_a_known_draw_stays_what_it_is() -> None:
    drawn = draw(frame_of(4, 3, 0), ratio=THIRTY, seed="20260112")
    assert drawn.cases == ("QS-2026-00001", "QS-2026-00002", "QS-2026-00006")
    assert "QS-2026-00001" in drawn
    assert "QS-2026-00003" not in drawn


def test_a_case_that_stands_twice_is_refused_by_its_number() -> None:
    with pytest.raises(ValueError, match="QS-2026-00001"):
        draw((*frame_of(2, 0, 0), ("QS-2026-00001", VILLAGES[1])), ratio=THIRTY, seed="1")


@pytest.mark.parametrize("ratio", [Fraction(0), Fraction(-1, 3), Fraction(101, 100)])
def test_a_ratio_that_is_none_is_refused(ratio: Fraction) -> None:
    with pytest.raises(ValueError, match="抽查比例"):
        draw(frame_of(2, 0, 0), ratio=ratio, seed="1")


def test_an_empty_seed_is_refused() -> None:
    with pytest.raises(ValueError, match="种子"):
        draw(frame_of(2, 0, 0), ratio=THIRTY, seed="")


def test_nothing_is_drawn_from_nothing() -> None:
    assert draw((), ratio=THIRTY, seed="1").cases == ()


@pytest.mark.parametrize("profile", PROFILES)
def test_tekun_is_checked_from_july_2021_on(profile: str) -> None:
    assert spot_check_on("tekun", profile, date(2021, 6, 30)) is None
    binding = spot_check_on("tekun", profile, date(2021, 7, 1))
    assert binding is not None and binding.share == THIRTY


def test_dibao_has_no_share() -> None:
    assert spot_check_on("dibao", "anhui", date(2025, 3, 3)) is None


def test_every_share_rests_on_a_text() -> None:
    assert all(resolve(cite).zh for one in SPOT_CHECKS for cite in one.cites)
