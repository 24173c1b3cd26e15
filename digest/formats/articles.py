"""A text and the facts about it into articles: header lines, noise, pasted interviews.

What is said about the article twice is taken from where it is said best: the
facts that its format gives, then header lines, then the address, then credits
in the text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from digest.clean import clean_paragraphs
from digest.clean_rules import TITLE_PREFIX
from digest.dates import date_in_url
from digest.formats.facts import Facts, facts_of_header, facts_of_text
from digest.formats.headers import removed_line, split_header, split_scene
from digest.formats.transcript import find_turns, has_loud_labels, kind_of
from digest.labels import asks, find_labels, read_label
from digest.languages import find_language
from digest.model import Article, Payload, Removed, Skipped
from digest.outlets import outlet_of_url
from digest.paragraphs import is_ended, split_paragraphs
from digest.titles import derive_title
from digest.web.canonical import canonical_url
from digest.words import words

LONGEST_TITLE_LINE = 200  # characters
LONGEST_UNMARKED_TITLE = 120  # characters of a first line that is taken for the title
LONGEST_QUESTION = 120  # characters of a title that asks
SHORTEST_REPORT = 400  # characters of prose above an interview that was pasted below it


def make_articles(payload: Payload, body: str, facts: Facts) -> tuple[Article | Skipped, ...]:
    """Return the articles in a text, or why there is none; ``facts`` is what its format tells.

    A text holds two where an interview is pasted below a report.
    """
    articles = _read_articles(payload, body, facts)
    return articles or (_without_text(payload.name, body, facts),)


def _without_text(name: str, body: str, facts: Facts) -> Skipped:
    header = facts_of_header(split_header(body)[0])
    title = facts.title or header.title or " ".join(body[:LONGEST_QUESTION].split())
    told = f"without text (only a title: {title!r})" if title else "without text"
    return Skipped(item=name, step="read", reason=told)


@dataclass(frozen=True, slots=True)
class _Part:
    """The paragraphs of one article on a page, with the heading above a pasted one."""

    paragraphs: tuple[str, ...]
    heading: str = ""


def _read_articles(payload: Payload, body: str, facts: Facts) -> tuple[Article, ...]:
    header, body = split_header(body)
    scene, body = split_scene(body)
    facts = facts.or_else(facts_of_header(header)).or_else(facts_of_header(scene))
    removed = [removed_line(line) for line in (*header, *scene)]
    paragraphs = split_paragraphs(body)
    if not facts.title and _starts_with_title(paragraphs):
        facts = replace(facts, title=paragraphs[0])
        removed.append(Removed(rule="title line", text=paragraphs[0]))
        paragraphs = paragraphs[1:]
    if not facts.title and _is_title_alone(paragraphs):
        return ()
    report, *pasted = _split_interview(paragraphs)
    if pasted and not outlet_of_url(facts.url):
        facts = facts.or_else(Facts(outlet=outlet_of_interview(part.paragraphs for part in pasted)))
    first = _article(payload, payload.name, report, facts, removed)
    if first is None:
        return ()
    parts = [
        _pasted_article(payload, f"{payload.name}#{number}", part, first)
        for number, part in enumerate(pasted, 2)
    ]
    return (first, *(part for part in parts if part))


def _starts_with_title(paragraphs: Sequence[str]) -> bool:
    if len(paragraphs) < 2 or len(paragraphs[0]) > LONGEST_UNMARKED_TITLE:
        return False
    if 0 in find_labels(paragraphs):  # "Q    Did she resign?" is the first turn
        return False
    title, after = paragraphs[:2]
    if title.endswith("?"):
        return len(title) <= LONGEST_QUESTION and len(after) > 2 * len(title)
    return not is_ended(title) and (is_ended(after) or len(after) > len(title))


def _is_title_alone(paragraphs: Sequence[str]) -> bool:
    if len(paragraphs) != 1 or is_ended(paragraphs[0]):
        return False
    return len(paragraphs[0]) <= LONGEST_QUESTION and not find_labels(paragraphs)


def _split_interview(paragraphs: tuple[str, ...]) -> list[_Part]:
    """Split off an interview that has its own heading below a report."""
    first = next(iter(find_labels(paragraphs)), 0)
    if first < 3:
        return [_Part(paragraphs)]
    heading = paragraphs[first - 1].rstrip(":")
    prose = [paragraph for paragraph in paragraphs[: first - 1] if is_ended(paragraph)]
    is_report = len(prose) > 1 and sum(map(len, prose)) >= SHORTEST_REPORT
    if not is_report or is_ended(heading) or len(heading) > LONGEST_TITLE_LINE:
        return [_Part(paragraphs)]
    return [_Part(paragraphs[: first - 1]), _Part(paragraphs[first:], heading)]


def _article(
    payload: Payload, name: str, part: _Part, facts: Facts, removed: Sequence[Removed]
) -> Article | None:
    cleaned = clean_paragraphs(_without_repeated_title(part.paragraphs, facts.title))
    if not cleaned.text:
        return None
    facts = facts.or_else(facts_of_text(cleaned.facts))
    title = TITLE_PREFIX.sub("", facts.title, count=1)
    turns = find_turns(cleaned.text, context=f"{title}\n{part.heading}")
    loud = has_loud_labels(cleaned.text, turns)
    return Article(
        id=name,
        text=cleaned.text,
        file=payload.file,
        title=title or derive_title(_spoken_first(cleaned.text)),
        title_derived=not title,
        outlet=_outlet(facts),
        published=facts.published or date_in_url(facts.url),
        authors=facts.authors,
        contributors=facts.contributors,
        url=canonical_url(facts.url),
        kind=kind_of(turns, labels_loud=loud, title=f"{title} {part.heading}"),
        language=find_language(cleaned.text, title=title, declared=facts.language),
        place=facts.place,
        agency=facts.agency,
        update_note=facts.update_note,
        turns=turns,
        removed=(*removed, *_repeated(part.paragraphs, facts.title), *cleaned.removed),
        sha256=sha256(payload.data).hexdigest(),
        form=facts.form,
        evidence=facts.evidence,
    )


def _outlet(facts: Facts) -> str:
    return facts.outlet or outlet_of_url(facts.url) or facts.owner or facts.agency


def _pasted_article(payload: Payload, name: str, part: _Part, above: Article) -> Article | None:
    """Return a pasted interview; outlet, date and address are those of its page."""
    facts = Facts(
        title=part.heading.rstrip(":"),
        outlet=above.outlet,
        published=above.published,
        url=above.url,
        language=above.language,
    )
    article = _article(payload, name, part, facts, [Removed(rule="title line", text=part.heading)])
    return replace(article, kind="interview", part_of=above.id) if article else None


def outlet_of_interview(conversations: Iterable[Sequence[str]]) -> str:
    """Return the outlet whose editor asks ("Herald editor:"), "" where none does."""
    for paragraphs in conversations:
        for label in find_labels(paragraphs).values():
            name, _, role = label.name.rpartition(" ")
            if role.lower() == "editor" and asks(label.name) and name[:1].isupper():
                return name
    return ""


def _without_repeated_title(paragraphs: Sequence[str], title: str) -> Sequence[str]:
    return paragraphs[len(_repeated(paragraphs, title)) :]


def _repeated(paragraphs: Sequence[str], title: str) -> tuple[Removed, ...]:
    """Return the record of a first paragraph that says the title again."""
    if title and paragraphs and words(paragraphs[0][:500]) == words(title):
        return (Removed(rule="repeated title", text=paragraphs[0]),)
    return ()


def _spoken_first(text: str) -> str:
    """Return the text without the label before its first turn."""
    label = read_label(text.split("\n", 1)[0])
    return text[label.speech :].lstrip() if label and find_labels(text.split("\n")) else text
