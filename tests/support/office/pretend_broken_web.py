"""A web server that cannot start."""

raise SystemExit("the settings are wrong")
