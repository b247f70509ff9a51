"""Every write of the register: allowed? – do – record – answer, in one transaction each."""
