"""The nouns of digest: what the steps take and give.

Offsets are the truth: for every sentence, turn and quote,
``article.text[start:end] == text``. Everything is frozen, so a value can go
to another process and come back the same.

The classes from ``Source`` on are digest.json: their fields are its fields.
"""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

ArticleKind = Literal["report", "transcript", "interview"]
# What a page is beside a plain article; a teaser is the open part of a paid article, or a
# feed's first sentences.
ArticleForm = Literal["", "live blog", "gallery", "teaser"]
QuoteKind = Literal["direct", "mixed", "indirect"]
# How an article's words differ from those a statement is printed in.
Wording = Literal["whole", "part", "cut", "bracketed", "reworded"]

UNKNOWN_OUTLET = "unknown outlet"  # printed where an article does not tell who published it


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """A stretch that cleaning took out of an article, and the rule that did."""

    rule: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """An input, or a part of the work, that was given up.

    The step "note" says something about an input that is used all the same.
    """

    item: str
    step: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """Bytes as they came, and what was said about them on the way.

    ``file`` is the path or address as given, "-" for standard input; ``member`` names a part
    of a file that holds several (a letter of a mailbox, a page of an archive). ``url`` is
    where the bytes were published, ``media_type`` what their server called them.
    """

    file: str
    data: bytes = field(repr=False)
    member: str = ""
    url: str = ""
    media_type: str = ""

    @property
    def name(self) -> str:
        """What an article made of the bytes is called: "day.zip#lead.html"."""
        return f"{self.file}#{self.member}" if self.member else self.file


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A page that a feed or sitemap names; ``item`` is the id that its entry has as an article.

    ``is_teaser`` says that the page holds more than the entry, ``is_list`` marks a sitemap that
    an index of them names. The rest is what is said of the page there; ``published`` is ISO 8601.
    """

    url: str
    item: str = ""
    is_teaser: bool = False
    is_list: bool = False
    title: str = ""
    published: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where else something about an article was said: its entry in a feed, say."""

    id: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one person says in a transcript or interview, without the label before it.

    ``speaker`` is the label made readable ("Senior Administration Official").
    ``asks`` marks the turns of reporters, interviewers and moderators: they
    are context, never statements.
    """

    speaker: str
    role: str = ""
    start: int
    end: int
    asks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One published text: paragraphs divided by one empty line.

    ``published`` is ISO 8601 as far as the article tells it: with zone
    ("2024-11-15T18:29:59-05:00"), without ("2024-11-15T18:36:00"), a day
    ("2024-11-15"), or None for undated.
    ``file`` is the path that the bytes came from, as given ("-" for standard
    input); ``sha256`` that of the file, or of the row in a JSONL file.
    ``contributors`` are those whom a credit thanks: they helped, and did not write.
    ``part_of`` is the id of the article under which this one was pasted.
    ``row_id`` is the id as its row gives it, where that is a number.
    ``evidence`` pairs fields with where they were found ("title", "og:title").
    ``completed_from`` are shorter forms of it that told what it does not tell itself.
    """

    id: str
    text: str
    file: str = ""
    title: str = ""
    title_derived: bool = False
    outlet: str = ""
    published: str | None = None
    authors: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    url: str = ""
    kind: ArticleKind = "report"
    language: str = "en"
    place: str = ""
    agency: str = ""
    update_note: str = ""
    turns: tuple[Turn, ...] = ()
    removed: tuple[Removed, ...] = ()
    part_of: str = ""
    row_id: int | None = None
    sha256: str = ""
    form: ArticleForm = ""
    evidence: tuple[tuple[str, str], ...] = ()
    completed_from: tuple[Origin, ...] = ()


Place: TypeAlias = tuple[str, int]  # article id and start: where a sentence stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of an article.

    ``whole`` is false where the sentence begins or ends inside a quotation
    and so cannot stand alone. ``terms`` are its words in order, content words as
    stems; ``stems`` are those of the content words alone.
    """

    article: str
    start: int
    end: int
    text: str
    whole: bool = True
    terms: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words given as somebody's; ``start`` and ``end`` lie inside the marks.

    ``kind`` is "direct" where the quotation is a clause or more, "mixed"
    where it is a fragment inside the writer's own sentence, "indirect" where
    the words stand in no marks ("Keil said the pact would last").
    ``speaker`` is None where the article does not say whose words they are;
    ``mention`` is how the text names the speaker there, ``via`` who passed it on.
    Quotes that share a ``group`` within an article are the parts of one
    quotation that its attribution splits.

    ``evidence`` are the reasons for the speaker, from the quotation to the words
    that name somebody, which stand at ``named_at``; ``confidence`` is how often
    attributions for such reasons were right on annotated articles, 0 without one.
    """

    article: str
    start: int
    end: int
    text: str
    kind: QuoteKind = "direct"
    speaker: str | None = None
    role: str = ""
    mention: str = ""
    cue: str = ""
    via: str = ""
    group: int = -1
    confidence: float = 0.0
    evidence: tuple[str, ...] = ()
    named_at: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An article with its sentences and quotes, each in the order of the text.

    ``notes`` are parts of the work that could not be done for it as well as wished.
    """

    article: Article
    sentences: tuple[Sentence, ...]
    quotes: tuple[Quote, ...]
    notes: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Articles that report one event, earliest first.

    ``copies`` pairs the id of each copy with the id of the article it repeats.
    ``confidence`` (0 to 1) is how surely the weakest article belongs.
    """

    id: str
    articles: tuple[Prepared, ...]
    copies: tuple[tuple[str, str], ...] = ()
    confidence: float = 1.0


# digest.json from here on


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A place in an article."""

    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SummarySentence:
    """A printed sentence; ``also`` are the other places where the same words stand.

    ``outlets`` counts those that have these words, ``independent`` those of them that
    know them for themselves.
    """

    text: str
    article: str
    start: int
    end: int
    also: tuple[Span, ...] = ()
    outlets: int = 1
    independent: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A person or body; ``aliases`` are the other forms of the name in the event's articles."""

    name: str
    role: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedQuote:
    """A quote where it stands in one article.

    ``wording`` compares it with the words its statement is printed in: the
    "whole" of them, a "part" in one piece, "cut" inside, with the editor's
    words in "bracketed" places, or "reworded".
    """

    article: str
    start: int
    end: int
    text: str
    wording: Wording = "whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputedSpeaker:
    """Whom other outlets name for the same words."""

    name: str
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One utterance across outlets; the parts of a split quotation are joined by " … ".

    ``disputed`` are the other speakers that outlets name for the same words,
    by name; ``via`` is who passed the words on; ``independent`` counts the outlets
    that carry the words and know them for themselves.
    """

    speaker: Speaker | None
    text: str
    kind: QuoteKind
    quotes: tuple[PlacedQuote, ...]
    outlets: tuple[str, ...]
    via: str = ""
    disputed: tuple[DisputedSpeaker, ...] = ()
    independent: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureValue:
    """A number as one article gives it."""

    text: str
    value: float
    unit: str
    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What independent articles put different numbers to."""

    about: str
    values: tuple[FigureValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedText:
    """Another article with text in common; ``share`` (0 to 1) is that of the shorter one."""

    article: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An article as the digest lists it; ``number`` counts from 1 within its event.

    ``shares_text`` names the articles of the event with which it shares text, though
    too little for a copy, the largest share first. ``completed_from`` are other forms of it
    (its entry in a feed, say) that told what it does not tell itself.
    """

    id: str
    number: int
    outlet: str
    title: str
    title_derived: bool = False
    published: str | None
    url: str
    authors: tuple[str, ...]
    kind: ArticleKind
    copy_of: str | None
    sha256: str
    file: str
    language: str = "en"
    shares_text: tuple[SharedText, ...] = ()
    completed_from: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateOf:
    """The event of earlier digests that one goes on with.

    ``since`` and ``last`` are the days (ISO 8601) of the digests that told it first and last.
    """

    id: str
    title: str
    since: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDigest:
    """One event as printed.

    ``outlets`` counts all outlets, ``independent`` those that know it for themselves.
    ``score`` puts the events in order, ``reasons`` say what it is made of. With
    ``update_of`` it holds only what is new since. ``section`` is one of the digest's,
    "" where that has none. ``watched`` are the terms that the articles mention, by name;
    ``marked`` are words that are marked where they are printed.
    """

    id: str
    title: str
    first_published: str | None
    last_published: str | None
    outlets: int
    independent: int
    summary: tuple[SummarySentence, ...]
    statements: tuple[Statement, ...]
    figures: tuple[Figure, ...]
    articles: tuple[Source, ...]
    score: float = 0.0
    reasons: tuple[str, ...] = ()
    update_of: UpdateOf | None = None
    section: str = ""
    watched: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From the first to the last publication, ISO 8601; None where nothing is dated."""

    from_: str | None = field(default=None, metadata={"json": "from"})
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """How many sentences and quotes were compared with their sources, and how many differed."""

    checked: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The whole briefing of one day (ISO 8601) in one time zone (IANA name).

    ``sections`` are the headings of its parts, in order; empty where it has no parts.
    """

    schema: str = "digest/1"
    title: str
    day: str
    timezone: str
    period: Period
    events: tuple[EventDigest, ...]
    skipped: tuple[Skipped, ...]
    verified: Verified
    sections: tuple[str, ...] = ()
