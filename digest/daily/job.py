"""The daily run: what is due is made, written down and handed over.

One rule: whatever is killed when, the next run needs no hand. What is not written
down was not told; what is written down is handed over once.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import msgspec

from digest.daily.belonging import moment_of, place_article
from digest.daily.books import Books, open_books, state_place
from digest.daily.days import Due, Edition, due_editions, edition_of_day
from digest.daily.handing import Handed, hand_over, mail_at_once, write_formats
from digest.daily.heartbeat import tell_watchdog
from digest.daily.intake import Intake, take_in
from digest.daily.ledger import Clock, MadeEdition, Message
from digest.daily.lock import run_lock
from digest.daily.making import MadeDigest, make_digest
from digest.daily.messages import draft_messages, make_messages
from digest.daily.notices import failure_notice
from digest.daily.periods import Rhythm
from digest.errors import DigestError, InputError, TemporaryError
from digest.known_outlets import knowing_outlets
from digest.model import Article, Digest, Skipped
from digest.renderers.json import render_json
from digest.settings.delivery import Folder
from digest.settings.mapping import outlets_of
from digest.settings.values import SettingsFile
from digest.stories import mark_article
from digest.told import ToldEvent
from digest.web.canonical import same_page_key
from digest.web.polls import utc_now

logger = logging.getLogger(__name__)

MADE, PART_MADE = 0, 1
# Editions; what is due depends on the last ones, but no key may come again on a day, on which
# there may be one every minute.
LOOKED_BACK = 1500
REMEMBERED = timedelta(days=60)  # for which an event that goes on is known again
KEPT = timedelta(days=400)  # for which articles are known to be told
HELD = (
    "the state was damaged, so this may have gone out before: "
    "`digest outbox --resend-uncertain` lets it go"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """An article for an edition to come, and what a reader of its source sees."""

    article: Article
    seen: str = ""


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What a run has to tell; ``made`` are its editions in words."""

    made: list[str] = field(default_factory=list)
    problems: list[Skipped] = field(default_factory=list)
    handed: Handed = field(default_factory=Handed)
    why_none: str = ""

    @property
    def code(self) -> int:
        """Return the exit code: of an error, else 75 for what waits, 1 for what was left out."""
        for error in self.handed.errors:
            return error.exit_code
        if self.handed.later:
            return TemporaryError.exit_code
        problems = [one for one in self.problems if one.step != "note"]
        partly = problems or self.handed.refused or self.handed.uncertain
        return PART_MADE if partly else MADE

    def __str__(self) -> str:
        made = f"made {', '.join(self.made)}" if self.made else self.why_none or "nothing new"
        handed = self.handed
        counts = {"sent": handed.sent, "later": handed.later, "uncertain": handed.uncertain}
        counts["refused"] = handed.refused
        told = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
        return f"{made}; {told}" if told else made


def run_daily(
    settings: SettingsFile, *, day: str = "", wait: float = 0.0, clock: Clock = utc_now
) -> int:
    """Make and hand over what is due, or the digest of a day again; return the exit code.

    Raises TemporaryError where another run is at work, and what stops a run.
    """
    with run_lock(state_place(settings), wait=wait), knowing_outlets(outlets_of(settings)):
        tell_watchdog(settings, "start")
        try:
            code = _run(settings, day, clock)
        except BaseException:
            tell_watchdog(settings, "fail")
            raise
        tell_watchdog(settings, "success" if code in (MADE, PART_MADE) else "fail")
        return code


def _run(settings: SettingsFile, day: str, clock: Clock) -> int:
    with open_books(settings, clock) as books:
        number = books.ledger.begin_run(clock())
        outcome = Outcome(problems=list(books.notes))
        code, told = DigestError.exit_code, "ended by a bug"
        try:
            _make_due(settings, books, day, outcome)
            _give_up_late(settings, books)
            outcome.handed = hand_over(settings, books.ledger, books.outbox)
            code, told = outcome.code, str(outcome)
        except DigestError as err:
            code, told = err.exit_code, str(err)
            raise
        finally:
            if code not in (MADE, PART_MADE):
                _tell_operator(settings, books, told)
            books.ledger.end_run(number, clock(), code, told)
        _say(outcome)
        return code


def make_due(
    settings: SettingsFile, books: Books, day: str = "", *, is_offline: bool = False
) -> Outcome:
    """Make what is due and write it down; hand nothing over."""
    outcome = Outcome(problems=list(books.notes))
    with knowing_outlets(outlets_of(settings)):
        _make_due(settings, books, day, outcome, is_offline=is_offline)
    return outcome


def _make_due(
    settings: SettingsFile,
    books: Books,
    day: str,
    outcome: Outcome,
    *,
    is_offline: bool = False,
) -> None:
    now = books.clock()
    interrupted = books.ledger.settle_interrupted(now)
    if interrupted:
        reason = (
            f"{interrupted} mails of an earlier run may or may not have arrived (digest outbox)"
        )
        outcome.problems.append(Skipped(item="outbox", step="deliver", reason=reason))
    if settings.run.uncertain == "resend":
        books.ledger.resend_once(now)
    due = _find_due(settings, books, day, now)
    outcome.why_none = due.why_none
    outcome.problems += due.notes
    if due.editions:
        _make_editions(settings, books, due.editions, outcome, is_offline=is_offline)
        books.ledger.forget_events((now - REMEMBERED).date().isoformat())
        books.ledger.prune(now - KEPT)


def _give_up_late(settings: SettingsFile, books: Books) -> None:
    """Hand over nothing any more of editions whose time is long over."""
    if settings.run.not_after is not None:
        now, hours = books.clock(), settings.run.not_after
        reason = f"too late: its time ended more than {hours} hours ago (run.not_after)"
        books.ledger.give_up(now - timedelta(hours=hours), reason, now)


def _find_due(settings: SettingsFile, books: Books, day: str, now: datetime) -> Due:
    made = books.ledger.editions(LOOKED_BACK)
    rhythm = rhythm_of(settings)
    if day:
        return Due(editions=(edition_of_day(day, now, rhythm, made),))
    return due_editions(now, rhythm, made)


def rhythm_of(settings: SettingsFile) -> Rhythm:
    """Return how editions follow each other."""
    return Rhythm(
        zone=settings.zone,
        day_starts=settings.day_start,
        period=settings.period,
        catch_up=settings.run.catch_up,
        not_after=settings.run.not_after,
    )


def _make_editions(
    settings: SettingsFile,
    books: Books,
    editions: Sequence[Edition],
    outcome: Outcome,
    *,
    is_offline: bool,
) -> None:
    """Read the sources once, and make each edition of what belongs to it, oldest first."""
    now = books.clock()
    intake = take_in(settings, books.folder, now, is_offline=is_offline)
    intake = _with_kept(intake, books)
    outcome.problems += [one for one in intake.reading.skipped if one.step != "note"]
    shares, later = _shared_out(settings, books, editions, intake, now)
    books.ledger.keep_for_later(
        [(_keys(one)[0], _pack(one, intake)) for one in later], books.clock()
    )
    for edition in editions:
        told = [_decode_told(one) for one in books.ledger.events()]
        notes = [one for one in outcome.problems if one not in intake.reading.skipped]
        made = make_digest(settings, edition, intake, shares[edition.key], told, notes)
        if edition.is_again:
            _write_again(settings, made.digest)
        else:
            _write_down(settings, books, edition, made)
        outcome.made.append(f"{edition.key} ({len(made.digest.events)} events)")
        if made.digest.verified.failed:
            reason = f"{made.digest.verified.failed} of its lines could not be proven"
            outcome.problems.append(Skipped(item=edition.key, step="verify", reason=reason))


def _shared_out(
    settings: SettingsFile,
    books: Books,
    editions: Sequence[Edition],
    intake: Intake,
    now: datetime,
) -> tuple[dict[str, list[Article]], list[Article]]:
    """Return the articles that each edition tells, by its key, and those for later ones."""
    keys = {one.id: _keys(one) for one in intake.reading.articles}
    every = [key for both in keys.values() for key in both]
    seen = books.ledger.first_seen(every, now)
    told_in = books.ledger.told_in(every)
    shares: dict[str, list[Article]] = {edition.key: [] for edition in editions}
    later: list[Article] = []
    for article in intake.reading.articles:
        mine = keys[article.id]
        first = min(seen[key] for key in mine)
        fate, edition = place_article(
            editions,
            moment_of(article.published, first, settings.zone),
            first,
            told_in=next((told_in[key] for key in mine if key in told_in), ""),
        )
        if edition:
            shares[edition.key].append(article)
        elif fate == "later":
            later.append(article)
    return shares, later


def _write_down(settings: SettingsFile, books: Books, edition: Edition, made: MadeDigest) -> None:
    """Write an edition, what it tells and what it sends, all or nothing."""
    digest = made.digest
    is_empty = not digest.events and settings.empty_day == "skip"
    is_draft = settings.approval.needed and not is_empty
    messages: list[Message] = []
    if not is_empty and not is_draft:
        messages = [
            one
            for one in make_messages(settings, edition.key, digest, made.articles)
            if not edition.is_late or one.way.startswith("folder")
        ]
    if is_draft:
        messages = list(draft_messages(settings, edition.key, digest))
    books.ledger.add_edition(
        MadeEdition(
            key=edition.key,
            day=edition.day,
            begin=edition.begin,
            end=edition.end,
            state="empty" if is_empty else "draft" if is_draft else "made",
            made=books.clock(),
            digest=render_json(digest),
        ),
        articles=[key for one in made.articles for key in _keys(one)],
        events=[(one.id, one.last, msgspec.msgpack.encode(one)) for one in made.remembered],
        messages=messages,
        held=HELD if books.notes else "",
    )


def approve_drafts(settings: SettingsFile, key: str = "", *, clock: Clock = utc_now) -> list[str]:
    """Let the drafts, or the one of that key, go out with the next run; return their keys."""
    from digest.renderers.json import decode_digest

    approved: list[str] = []
    with run_lock(state_place(settings)), open_books(settings, clock) as books:
        for draft in books.ledger.drafts():
            if key in ("", draft.key):
                digest = decode_digest(draft.digest, f"the draft {draft.key}")
                books.ledger.approve(draft.key, make_messages(settings, draft.key, digest), clock())
                approved.append(draft.key)
    return approved


def _write_again(settings: SettingsFile, digest: Digest) -> None:
    for delivery in settings.deliver:
        if isinstance(delivery, Folder):
            write_formats(settings, delivery, digest)


def _tell_operator(settings: SettingsFile, books: Books, told: str) -> None:
    """Mail the operator what went wrong, at most once a day; that never breaks a run."""
    notice = failure_notice(settings, told, books.clock())
    if notice is None:
        return
    try:
        books.ledger.add_messages([notice], books.clock())
        hand_over(settings, books.ledger, books.outbox)
    except DigestError as err:
        logger.warning("the operator was not told reason=%s", err)


def _say(outcome: Outcome) -> None:
    for one in outcome.problems:
        if one.step != "note":
            logger.warning("%s: %s", one.item, one.reason)
    for error in outcome.handed.errors:
        logger.error("%s", error)
    for reply in outcome.handed.replies:
        logger.warning("not delivered: %s", reply)
    logger.info("run %s", outcome)


def _keys(article: Article) -> tuple[str, ...]:
    """Return what an article is known by: its address, where it has one, and its words."""
    page = same_page_key(article.url) if article.url else ""
    mark = f"text:{mark_article(article)}"
    return (f"page:{page}", mark) if page else (mark,)


def _with_kept(intake: Intake, books: Books) -> Intake:
    """Return the intake with what was kept for later, where its source has it no more."""
    here = {key for one in intake.reading.articles for key in _keys(one)}
    kept = [msgspec.msgpack.decode(one, type=_Kept) for one in books.ledger.kept_for_later()]
    missing = [one for one in kept if here.isdisjoint(_keys(one.article))]
    reading = replace(
        intake.reading,
        articles=(*intake.reading.articles, *(one.article for one in missing)),
        texts={**intake.reading.texts, **{one.article.sha256: one.seen for one in missing}},
    )
    return replace(intake, reading=reading)


def _pack(article: Article, intake: Intake) -> bytes:
    from digest.originals import seen_texts

    seen: Callable[[Article], str] = seen_texts(intake.reading)
    return msgspec.msgpack.encode(_Kept(article=article, seen=seen(article)))


def _decode_told(packed: bytes) -> ToldEvent:
    return msgspec.msgpack.decode(packed, type=ToldEvent)


def send_test(settings: SettingsFile, to: str, *, clock: Clock = utc_now) -> Handed:
    """Send the last digest to one address, for a look; the books know nothing of it.

    Raises InputError where no digest was made yet, UsageError without a way to mail.
    """
    from digest.renderers.json import decode_digest

    with open_books(settings, clock) as books:
        made = [one for one in books.ledger.editions(LOOKED_BACK) if one.state != "empty"]
        last = books.ledger.edition(made[-1].key) if made else None
    if last is None:
        raise InputError("no digest was made yet: run `digest run` first")
    digest = decode_digest(last.digest, f"the digest {last.key}")
    return mail_at_once(settings, digest, to)
