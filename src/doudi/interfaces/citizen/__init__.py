"""The door for citizens: no account, no navigation of the staff, nothing personal in an address."""
