"""Tekun cut off, so that dibao can be measured by itself: nobody is tekun."""

from doudi.policy.words import Truth, Years, rule


@rule(label="符合特困条件", en="eligible for tekun", per="person", cites=["特困人员认定办法#4"])
def tekun_eligible(age: Years) -> Truth:
    """Nobody is tekun here.

    Reading: only for measuring; no age is below zero.
    """
    return age < 0
