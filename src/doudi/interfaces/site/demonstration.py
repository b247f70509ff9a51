"""With what to sign in to the demonstration. Everybody has the same password: it holds nobody's data."""

from collections.abc import Iterator

from doudi.interfaces.cli.language import say
from doudi.records.accounts.posts import POSTS
from doudi.synthetic.demonstration.staff import staff

PASSWORD = "east-bridge-town-400"
VILLAGES = 16


def demonstration_logins() -> Iterator[str]:
    """The lines that tell the log-ins."""
    yield say(f"示范账号，密码都是 {PASSWORD}：", f"Log-ins of the demonstration, all with the password {PASSWORD}:")
    for one in staff(VILLAGES):
        post = POSTS[one.post]
        yield f"  {one.login:<16}{say(post.zh, post.en)}"
