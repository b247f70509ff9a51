"""Where to lead on to, when the address asked for came with the request."""

from django.utils.http import url_has_allowed_host_and_scheme


def page_within(asked: str | None) -> str:
    """A page of this site as `/path?query`; nothing where the address leads elsewhere or nowhere."""
    if not asked or not asked.startswith("/"):
        return ""
    return asked if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else ""
