"""Hand mails to a mail server.

One rule: what the server says of a mail or a recipient decides about that one alone; what
it says of us (connection, TLS, login) decides about no mail: they all stay for later.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache, partial
from time import monotonic

from digest.deliverers.mails import Mail, Recorder, Result, results_for
from digest.deliverers.smtp_server import SmtpServer
from digest.deliverers.smtp_session import Session, StaleError
from digest.deliverers.wire import UntrustedError, WireError, tls_context
from digest.errors import RefusedError

MOST_BREAKS = 3  # mails in a row on which a server broke off; then it is left alone for a while


def deliver_smtp(
    mails: Iterable[Mail],
    server: SmtpServer,
    *,
    recorder: Recorder,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Hand over the mails in order; the recorder learns what becomes of each.

    What fails for the moment is tried again after each of the server's pauses, then left
    "later". Raises RefusedError where the server refuses us, after leaving all that is
    left "later" too; UsageError where ``ca_file`` is of no use.
    """
    delivery = _Delivery(server, recorder)
    waiting = [replace(one, recipients=tuple(dict.fromkeys(one.recipients))) for one in mails]
    for pause in (0.0, *server.pauses):
        if not waiting or monotonic() + pause >= delivery.deadline:
            return
        if pause:
            sleep(pause)
        waiting = delivery.go_round(waiting)


class _NotReachedError(Exception):
    """No connection can be made, or it would be of no use."""


class _Delivery:
    """The connection of the moment, and what is known of the server."""

    def __init__(self, server: SmtpServer, recorder: Recorder) -> None:
        self.deadline = monotonic() + server.timeouts.total
        self._server = server
        self._recorder = recorder
        self._session: Session | None = None
        self._tls = cache(partial(tls_context, server.ca_file))
        if server.security != "none":
            self._tls()  # what is wrong with the file is said before any server is asked
        self._password: str | None = None
        self._breaks = 0

    def go_round(self, mails: Sequence[Mail]) -> list[Mail]:
        """Try each mail once; return those to try again, with whom they are to go to.

        A mail on which the connection broke comes last, so that it stands in nobody's way.
        """
        again: list[Mail] = []
        broken: list[Mail] = []
        self._breaks = 0
        for place, mail in enumerate(mails):
            breaks = self._breaks
            try:
                left = self._deliver(mail)
            except _NotReachedError as err:
                self._put_off(mails[place:], f"{self._server.name}: {err}")
                return [*again, *mails[place:], *broken]
            except RefusedError as err:
                self._put_off(mails[place:], str(err))
                raise
            except BaseException:
                self._hang_up()  # before the dot: nobody gets a mail that could not be recorded
                raise
            (broken if self._breaks > breaks else again).extend(left)
        self._take_leave()
        return [*again, *broken]

    def _deliver(self, mail: Mail) -> list[Mail]:
        """Return the mail for those it failed for the moment, if any."""
        results = self._transmit(mail)
        self._recorder.done(mail, results)
        later = tuple(result.recipient for result in results if result.outcome == "later")
        return [replace(mail, recipients=later)] if later else []

    def _transmit(self, mail: Mail) -> tuple[Result, ...]:
        session = self._next_session()
        try:
            results = session.transmit(mail, self._recorder.sending)
        except StaleError:  # it was open too long, or has carried enough
            self._hang_up()
            return self._transmit(mail)
        except WireError as err:
            self._hang_up()
            results = results_for(mail.recipients, "later", str(err))
        self._breaks = 0 if session.is_open else self._breaks + 1
        return results

    def _next_session(self) -> Session:
        """Return a connection that may carry another mail."""
        session = self._session
        if session and session.is_open and session.carried < self._server.per_connection:
            return session
        self._take_leave()
        if self._breaks >= MOST_BREAKS:
            raise _NotReachedError(f"broke off {self._breaks} mails in a row")
        try:
            self._session = Session(
                self._server, self._tls, self._ask_password(), deadline=self.deadline
            )
        except UntrustedError as err:
            raise RefusedError(f"{self._server.name}: {err}") from err
        except WireError as err:
            raise _NotReachedError(str(err)) from err
        return self._session

    def _ask_password(self) -> str:
        if self._password is None:
            self._password = self._server.password() if self._server.user else ""
        return self._password

    def _put_off(self, mails: Sequence[Mail], reply: str) -> None:
        self._hang_up()
        for mail in mails:
            self._recorder.done(mail, results_for(mail.recipients, "later", reply))

    def _take_leave(self) -> None:
        if self._session and self._session.is_open:
            self._session.quit()
        self._session = None

    def _hang_up(self) -> None:
        if self._session:
            self._session.close()
        self._session = None
