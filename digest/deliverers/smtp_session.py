"""One conversation with a mail server: greeting, TLS, login, mails.

One rule: the moment before the final dot is ours. ``smtplib`` sends text and dot in one,
waits for replies without an end in size or time, and knows only passwords of ASCII; so
the conversation is held here, command by command.
"""

import re
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from time import monotonic

from digest.deliverers.letters import Letter, stuff_dots, write_letter
from digest.deliverers.mails import Mail, Outcome, Result, one_line, results_for, without_result
from digest.deliverers.smtp_login import choose_methods, log_in, secret_forms
from digest.deliverers.smtp_replies import Reply, read_reply
from digest.deliverers.smtp_server import SmtpServer
from digest.deliverers.wire import (
    WireError,
    connect,
)
from digest.errors import RefusedError

Sending = Callable[[Mail, Sequence[str]], None]
"""Recorder.sending."""
TlsContext = Callable[[], ssl.SSLContext]

_QUIT_TIME = 2.0  # seconds; all mails are recorded by then
_HOST_NAME = re.compile(r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,20}")
_GO_ON = 354
_CLOSING = 421
_WANTS_LOGIN = (530, 538)
_TOO_MANY_RECIPIENTS = 552  # RFC 821's code, to be taken for 452 (RFC 5321, 4.5.3.1.10)


class StaleError(WireError):
    """A connection that had carried mails was closed before the next one began."""


class Session:
    """A connection that is ready for mails.

    Raises WireError where it is of no more use, UntrustedError among them, and RefusedError
    where the server does not let us in.
    """

    def __init__(
        self, server: SmtpServer, tls: TlsContext, password: str, *, deadline: float
    ) -> None:
        self.is_open = True
        self.carried = 0  # mails
        self._server = server
        self._tls = tls
        self._deadline = deadline
        self._secrets: tuple[str, ...] = ()
        self._extensions: dict[str, str] = {}
        until = self._until(server.timeouts.connect)
        self._wire = connect(server.host, server.port, until=until, resolve=server.resolve)
        try:
            self._open(password)
        except BaseException:
            self.close()
            raise

    def transmit(self, mail: Mail, sending: Sending) -> tuple[Result, ...]:
        """Send a mail and return what became of it for each of its recipients.

        ``sending`` is called with those who were accepted, before the final dot.
        WireError means that nobody gets it. Afterwards the connection may be closed.
        """
        letter = write_letter(mail)
        results = tuple(self._unfit(letter, mail.recipients))
        fit = without_result(mail.recipients, results)
        if not fit:
            return results
        refusal = self._begin(letter)
        if refusal:
            return results + results_for(fit, refusal.outcome, str(refusal))
        results += tuple(self._ask_for(fit, letter))
        accepted = without_result(fit, results)
        if not accepted:
            self._reset()
            return results
        return results + self._send_text(mail, letter, accepted, sending)

    def quit(self) -> None:
        """Take leave."""
        with suppress(WireError):  # whoever has hung up has taken leave
            until = monotonic() + _QUIT_TIME
            self._wire.send(b"QUIT\r\n", until=until)
            read_reply(self._wire, self._secrets, until=until)
        self.close()

    def close(self) -> None:
        """Hang up; a mail that was not ended with its dot is thrown away by the server."""
        self._wire.close()
        self.is_open = False

    def _open(self, password: str) -> None:
        server = self._server
        if server.security == "tls":
            self._start_tls()
        self._let_in(self._read(), "the connection")
        self._greet()
        if server.security == "starttls":
            if "STARTTLS" not in self._extensions:
                raise self._refused(
                    'it offers no STARTTLS, and mail would travel open (security "tls" is for '
                    'port 465, "none" for a server on this machine)'
                )
            self._let_in(self._ask("STARTTLS"), "STARTTLS")
            self._start_tls()
            self._greet()
        if server.user:
            self._log_in(server.user, password)

    def _greet(self) -> None:
        """Say who we are, and note what the server can do; what it said before TLS is void."""
        name = self._server.hello or _own_name(self._wire.own_number)
        reply = self._ask(f"EHLO {name}")
        self._extensions = dict(_extensions(reply)) if reply.is_good else {}
        if not (reply.is_good or reply.is_passing):  # a server of before 1995
            reply = self._ask(f"HELO {name}")
        self._let_in(reply, "EHLO and HELO")

    def _start_tls(self) -> None:
        until = self._until(self._server.timeouts.connect)
        self._wire.start_tls(self._tls(), self._server.host, until=until)

    def _let_in(self, reply: Reply, what: str) -> None:
        """Go on after a yes; what is answered before any mail is no word on a mail."""
        if reply.is_passing or reply.is_question:
            raise WireError(str(reply))
        if not reply.is_good:
            raise self._refused(f"it refuses {what}: {reply}")

    def _log_in(self, user: str, password: str) -> None:
        if not (self._wire.is_encrypted or self._wire.is_local):
            raise self._refused('security "none" sends no password to another machine')
        offered = one_line(self._extensions.get("AUTH", ""))
        methods = choose_methods(offered)
        if not methods:
            raise self._refused(f"it offers no way to log in that we know: {offered or 'none'}")
        self._secrets = tuple(secret_forms(user, password))
        reply = log_in(methods, user, password, ask=self._ask_anything)
        if not reply.is_good:
            raise self._refused(f"it refuses the login of {user!r}: {reply}")

    def _refused(self, why: str) -> RefusedError:
        return RefusedError(f"{self._server.name}: {why}")

    def _unfit(self, letter: Letter, recipients: Sequence[str]) -> Iterator[Result]:
        """Yield who cannot get the mail by this server; nothing was sent yet."""
        fault = letter.fault or self._fault_here(letter)
        for recipient in recipients:
            reason = fault or letter.faults.get(recipient, "") or self._fault_of(recipient, letter)
            if reason:
                yield Result(recipient=recipient, outcome="refused", reply=reason)

    def _fault_of(self, recipient: str, letter: Letter) -> str:
        if letter.recipients[recipient].isascii() or "SMTPUTF8" in self._extensions:
            return ""
        return "the server takes no address beyond ASCII (no SMTPUTF8)"

    def _fault_here(self, letter: Letter) -> str:
        size, most = len(letter.data), _number(self._extensions.get("SIZE", ""))
        if 0 < most < size:
            return f"the mail has {size:,} bytes, the server takes {most:,}"
        if letter.needs_utf8 and "SMTPUTF8" not in self._extensions:
            return "the sender or a header goes beyond ASCII, which the server does not take"
        if letter.needs_8bit and "8BITMIME" not in self._extensions:
            return "the mail's text goes beyond ASCII, which the server does not take"
        return ""

    def _begin(self, letter: Letter) -> Reply | None:
        """Name the sender; return the reply where it is a refusal."""
        try:
            reply = self._ask(" ".join((f"MAIL FROM:<{letter.sender}>", *self._options(letter))))
        except WireError as err:
            raise (StaleError(str(err)) if self.carried else err) from err
        self.carried += 1
        if reply.is_good:
            return None
        if reply.code in _WANTS_LOGIN:
            raise self._refused(f"it wants a login: {reply}")
        self._reset()
        return reply

    def _options(self, letter: Letter) -> Iterator[str]:
        if "SIZE" in self._extensions:
            yield f"SIZE={len(letter.data)}"
        if letter.needs_8bit:
            yield "BODY=8BITMIME"
        beyond = letter.needs_utf8 or not "".join(letter.recipients.values()).isascii()
        if beyond and "SMTPUTF8" in self._extensions:
            yield "SMTPUTF8"

    def _ask_for(self, recipients: Sequence[str], letter: Letter) -> Iterator[Result]:
        """Name the recipients; yield the results of those who are not accepted."""
        for recipient in recipients:
            reply = self._ask(f"RCPT TO:<{letter.recipients[recipient]}>")
            if not reply.is_good:
                full = reply.code == _TOO_MANY_RECIPIENTS
                outcome: Outcome = "later" if full else reply.outcome
                yield Result(recipient=recipient, outcome=outcome, reply=str(reply))

    def _send_text(
        self, mail: Mail, letter: Letter, accepted: Sequence[str], sending: Sending
    ) -> tuple[Result, ...]:
        reply = self._ask_anything("DATA")
        if reply.code == _GO_ON:
            until = self._until(self._server.timeouts.accept)
            self._wire.send(stuff_dots(letter.data), until=until)
            # A server that hangs up or breaks in has not taken the mail: no need to guess.
            if not self._wire.has_news():
                sending(mail, accepted)
                return self._send_dot(accepted)
            reply = self._read()
            self.close()
        else:
            self._reset()
        if reply.code < 400:
            raise WireError(f"out of step: {reply}")
        return results_for(accepted, reply.outcome, str(reply))

    def _send_dot(self, accepted: Sequence[str]) -> tuple[Result, ...]:
        # Not cut short by the time for all mails: to give up now is to never know.
        until = monotonic() + self._server.timeouts.accept
        try:
            self._wire.send(b".\r\n", until=until)
            reply = read_reply(self._wire, self._secrets, until=until)
        except WireError as err:
            self.close()
            return results_for(accepted, "uncertain", f"after the whole mail: {err}")
        if reply.is_question:
            self.close()
            return results_for(accepted, "uncertain", f"after the whole mail: {reply}")
        if reply.code == _CLOSING:
            self.close()
        return results_for(accepted, reply.outcome, str(reply))

    def _reset(self) -> None:
        with suppress(WireError):
            if self._ask("RSET").is_good:
                return
        self.close()  # the next mail gets a new connection

    def _ask(self, command: str) -> Reply:
        """Send a command and return the reply, which is no question."""
        reply = self._ask_anything(command)
        if reply.is_question:
            raise WireError(f"out of step: {reply}")
        return reply

    def _ask_anything(self, line: str) -> Reply:
        until = self._until(self._server.timeouts.reply)
        self._wire.send(f"{line}\r\n".encode(), until=until)
        return self._read()

    def _read(self) -> Reply:
        """Return the next reply, unless it says that the server hangs up."""
        until = self._until(self._server.timeouts.reply)
        reply = read_reply(self._wire, self._secrets, until=until)
        if reply.code == _CLOSING:
            raise WireError(str(reply))
        return reply

    def _until(self, seconds: float) -> float:
        return min(monotonic() + seconds, self._deadline)


def _extensions(reply: Reply) -> Iterator[tuple[str, str]]:
    """Yield the names and arguments in a reply to EHLO."""
    for line in reply.lines[1:]:
        name, _, rest = line.strip().replace("=", " ", 1).partition(" ")  # "AUTH=LOGIN" is old
        yield name.upper(), rest


def _number(text: str) -> int:
    digits = text.strip()[:18]
    return int(digits) if digits.isdecimal() else 0


def _own_name(number: str) -> str:
    """Return the host's full name, if it is told without asking a name server, or its number."""
    name = socket.gethostname()
    if _HOST_NAME.fullmatch(name):
        return name
    return f"[IPv6:{number.partition('%')[0]}]" if ":" in number else f"[{number}]"
