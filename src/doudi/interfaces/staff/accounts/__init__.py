"""Officers, posts, cover, delegated powers, near relatives, the audit trail."""
