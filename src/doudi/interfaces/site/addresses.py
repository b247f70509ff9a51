"""The address an office is served at: whether it is free, whether it answers, how it is shown."""

import http.client
import socket

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}


def port_is_free(host: str, port: int) -> bool:
    """Whether nobody listens there and we may. Asked without SO_REUSEPORT, which would share it with another server."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as asked:
            # Connections of an earlier server that are still fading away are no hindrance.
            asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            asked.bind(address)
            asked.listen()
    except OSError:
        return False
    return True


def answers(host: str, port: int) -> bool:
    """Whether a web server answers there, whatever it says."""
    connection = http.client.HTTPConnection(EVERYWHERE.get(host, host), port, timeout=5)
    try:
        connection.request("HEAD", "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def shown(host: str) -> str:
    """A host as it stands in an address a browser can open."""
    reachable = EVERYWHERE.get(host, host)
    return f"[{reachable}]" if ":" in reachable else reachable
