"""The register: people, households and who belongs to which when, kin and obligors, accounts, benefits in payment."""
