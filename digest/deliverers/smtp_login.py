"""How a user and a password are told to a mail server.

One rule: they stand in no message. A wrong password is tried once only, as servers lock
out whoever guesses.
"""

import base64
import binascii
import hmac
from collections.abc import Callable, Iterator, Sequence

from digest.deliverers.smtp_replies import Reply
from digest.deliverers.wire import WireError

METHODS = ("PLAIN", "LOGIN", "CRAM-MD5")  # TLS hides the password; MD5 comes where nothing else is
_WRONG = 535  # the code for a wrong password, which other words do not make right
_GO_ON = 334


def choose_methods(offered: str) -> tuple[str, ...]:
    """Return the methods to try, in order."""
    return tuple(method for method in METHODS if method in offered.upper().split())


def log_in(
    methods: Sequence[str], user: str, password: str, *, ask: Callable[[str], Reply]
) -> Reply:
    """Return the reply to the first method that is taken, or to the last that was tried.

    ``ask`` sends a line and returns the reply. Raises WireError where it may be taken later.
    """
    for method in methods:
        reply = _WAYS[method](user, password, ask)
        if reply.is_passing or reply.is_question:
            raise WireError(f"no login for now: {reply}")
        if reply.is_good or reply.code == _WRONG:
            break
    return reply


def secret_forms(user: str, password: str) -> Iterator[str]:
    """Yield the forms in which the password goes out and could come back."""
    if password:
        yield password
        yield "".join(password.split())
        yield _encode(password)
        yield _encode(_plain(user, password))


def _log_in_plain(user: str, password: str, ask: Callable[[str], Reply]) -> Reply:
    answer = _encode(_plain(user, password))
    reply = ask(f"AUTH PLAIN {answer}")
    return ask(answer) if reply.code == _GO_ON else reply


def _log_in_login(user: str, password: str, ask: Callable[[str], Reply]) -> Reply:
    reply = ask("AUTH LOGIN")
    for answer in (user, password):
        if reply.code == _GO_ON:
            reply = ask(_encode(answer))
    return reply


def _log_in_cram(user: str, password: str, ask: Callable[[str], Reply]) -> Reply:
    reply = ask("AUTH CRAM-MD5")
    if reply.code != _GO_ON:
        return reply
    try:
        challenge = base64.b64decode(reply.lines[0], validate=True)
    except (ValueError, binascii.Error) as err:
        raise WireError("its CRAM-MD5 challenge is not base64") from err
    digest = hmac.new(_bytes(password), challenge, "md5").hexdigest()
    return ask(_encode(f"{user} {digest}"))


_WAYS: dict[str, Callable[[str, str, Callable[[str], Reply]], Reply]] = {
    "PLAIN": _log_in_plain,
    "LOGIN": _log_in_login,
    "CRAM-MD5": _log_in_cram,
}


def _plain(user: str, password: str) -> str:
    return f"\0{user}\0{password}"


def _encode(text: str) -> str:
    return base64.b64encode(_bytes(text)).decode("ascii")


def _bytes(text: str) -> bytes:
    """Return UTF-8 (RFC 4616), or the bytes that Python took from a foreign environment."""
    return text.encode("utf-8", "surrogateescape")
