"""A browser without a window: it keeps its cookies, follows where it is led, and sends forms with their token."""

import re
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Mapping
from http.cookiejar import CookieJar

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Browser:
    """Pages of an office by their address below `where`, such as `http://127.0.0.1:8000`."""

    def __init__(self, where: str) -> None:
        self.where = where
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, address: str) -> str:
        """A page."""
        return self._send(urllib.request.Request(self.where + address))[1].decode()

    def post(self, page: str, address: str, told: Mapping[str, str | tuple[str, bytes]]) -> tuple[str, bytes]:
        """Send a form that stands on a page to an address; where that led and what came. Files are (name, bytes)."""
        token = _TOKEN.search(self.get(page))
        assert token, f"no form on {page}"
        border, body = uuid.uuid4().hex, b""
        for name, value in {"csrfmiddlewaretoken": token[1], **told}.items():
            kept = f'; filename="{value[0]}"' if isinstance(value, tuple) else ""
            content = value[1] if isinstance(value, tuple) else value.encode()
            body += (
                f'--{border}\r\nContent-Disposition: form-data; name="{name}"{kept}\r\n\r\n'.encode()
                + content
                + b"\r\n"
            )
        request = urllib.request.Request(self.where + address, body + f"--{border}--\r\n".encode())
        request.add_header("Content-Type", f"multipart/form-data; boundary={border}")
        request.add_header("Referer", self.where + page)
        return self._send(request)

    def sign_in(self, login: str, password: str) -> bool:
        """Whether the office lets somebody in."""
        landed, _ = self.post("/sign-in/", "/sign-in/", {"login": login, "password": password})
        return not urllib.parse.urlsplit(landed).path.startswith("/sign-in")

    def _send(self, request: urllib.request.Request) -> tuple[str, bytes]:
        try:
            with self._opener.open(request, timeout=60) as answer:
                return answer.url, answer.read()
        except urllib.error.HTTPError as refused:
            return str(refused.url), refused.read()
