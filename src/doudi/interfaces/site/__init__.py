"""The site: settings, addresses, templates, the database launcher and the processes of one office."""
