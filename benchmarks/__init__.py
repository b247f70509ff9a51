"""What the engines cost: measured beside OpenFisca-core on the same rules, the same people and the same machine."""
