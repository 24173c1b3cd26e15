import json
import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import pytest

from digest.attribution import Reason
from digest.explain import MEANINGS, PLACES, explain_quotes
from digest.model import Quote
from digest.quotes import RELIABILITY, find_quotes
from digest.speakers import How
from tests.make import article

TEXT = (
    "Marta Keil, the minister of ports, came to the pier in the morning.\n\n"
    "“We will not sign,” she said. “Nobody has asked us.”\n\n"
    "Keil said the pact would last."
)


def lines(text: str) -> list[str]:
    """Return what is told of the quotes of a text, without what only color shows."""
    one = article(text)
    told = explain_quotes(one, find_quotes(one, indirect=True))
    return ["".join(piece for piece, _ in line) for line in told]


def explained(quote: Quote, text: str = TEXT) -> Sequence[str]:
    return ["".join(piece for piece, _ in line) for line in explain_quotes(article(text), [quote])]


def quote(*evidence: str, **fields: object) -> Quote:
    start = TEXT.index("We will")
    given = {"speaker": "Marta Keil", "mention": "she", "cue": "said", "named_at": (89, 92)}
    return Quote(
        article="a",
        start=start,
        end=start + 17,
        text=TEXT[start : start + 17],
        evidence=evidence,
        confidence=0.9,
        **{**given, **fields},  # type: ignore[arg-type]  # fields are Quote's
    )


def test_every_reason_has_its_words() -> None:
    assert {*get_args(Reason), "reported"} == set(PLACES)
    assert set(get_args(How)) == set(MEANINGS)
    assert set(RELIABILITY) <= PLACES.keys() | MEANINGS.keys()
    assert len({*PLACES.values(), *MEANINGS.values()}) == len(PLACES) + len(MEANINGS)


@pytest.mark.parametrize("reason", [*get_args(Reason), "reported"])
@pytest.mark.parametrize("how", get_args(How))
def test_every_pair_of_reasons_is_told(reason: str, how: str) -> None:
    _, why = explained(quote(reason, how))

    assert why.startswith(f"    {PLACES[reason]}: «she said» at {TEXT.index('she said')}; ")
    assert why.rpartition("; ")[2]


def test_quotes_are_told_with_their_place_speaker_and_reason() -> None:
    first, why, second, goes_on, reported, _ = lines(TEXT)
    start = TEXT.index("We will")

    assert first.startswith(f'a {start}-{start + 17} direct "We will not sign," — Marta Keil, ')
    assert first.endswith(")")
    assert why == f'    behind the quotation: «she said» at {start + 19}; "she" means Marta Keil'
    assert '"Nobody has asked us."' in second
    assert f"for that one, behind the quotation: «she said» at {start + 19}" in goes_on
    assert "indirect the pact would last — Marta Keil" in reported


def test_what_is_nobodys_is_told_as_such() -> None:
    told = explained(quote(speaker=None, mention="", named_at=None))
    unresolved = explained(quote(speaker=None))

    assert told[0].endswith(" — unattributed")
    assert told[1] == "    the article does not say whose words these are"
    assert unresolved[1].endswith('these are; nobody is known for "she"')


def test_a_pronoun_for_who_spoke_before_is_told_as_such() -> None:
    _, why = explained(quote("goes on", "behind", "before", "name"))

    assert why == (
        f"    {PLACES['goes on']}; for that one, behind the quotation: «she said» at "
        f'{TEXT.index("she said")}; "she" is who speaks in the quotation before'
    )


def test_a_chain_of_quotations_is_told_by_its_ends() -> None:
    _, why = explained(quote("sentence", "goes on", "behind", "pronoun"))

    assert why == (
        f"    {PLACES['sentence']}; for the first of them, behind the quotation: «she said» at "
        f'{TEXT.index("she said")}; "she" means Marta Keil'
    )


def test_who_passed_the_words_on_is_told() -> None:
    assert explained(quote("behind", "pronoun", via="NTV"))[1].endswith("; passed on by NTV")


def test_hostile_names_and_words_are_cleaned() -> None:
    hostile = "\x1b[31m{speaker} {0}\u202e%s"
    told = explained(quote("behind", "pronoun", speaker=hostile, mention=hostile, role=hostile))

    assert "{speaker} {0}" in told[0]
    assert "{speaker} {0}" in told[1]
    assert "\x1b" not in "".join(told)
    assert "\u202e" not in "".join(told)


# the command


def test_the_rows_of_quotes_have_their_evidence(tmp_path: Path) -> None:
    row = json.dumps({"id": "a", "text": TEXT}).encode()
    command = [sys.executable, "-m", "digest", "quotes", "-"]
    done = subprocess.run(command, input=row, capture_output=True, check=True, cwd=tmp_path)
    first, *_, last = json.loads(done.stdout)["quotes"]

    assert list(first)[-3:] == ["confidence", "evidence", "named_at"]
    assert first["evidence"] == ["behind", "pronoun"]
    assert TEXT[slice(*first["named_at"])] == "she"
    assert 0.5 < first["confidence"] < 1
    assert (last["kind"], last["text"]) == ("indirect", "the pact would last")


def test_quotes_are_explained_without_color_in_a_file_and_with_it_on_a_terminal(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    command = [sys.executable, "-m", "digest", "quotes", "--explain", "a.txt"]
    plain = subprocess.run(command, capture_output=True, check=True, cwd=tmp_path).stdout.decode()
    terminal, ours = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    subprocess.run(command, stdout=ours, check=True, cwd=tmp_path, env=environment)
    os.close(ours)
    shown = os.read(terminal, 100_000).decode()
    os.close(terminal)

    assert plain.startswith("a.txt ")
    assert "\x1b" not in plain
    assert "\x1b[1mMarta Keil\x1b[0m" in shown


def test_finding_quotes_starts_nothing_heavy() -> None:
    heavy = ("nltk", "numpy", "scipy", "sumy", "jinja2", "weasyprint", "rich.console")
    script = (
        "import sys\n"
        "from digest.cli import main\n"
        "sys.argv = ['digest', 'quotes', '-']\n"
        "try:\n    main()\n"
        "except SystemExit:\n    pass\n"
        "print(*sorted(sys.modules), file=sys.stderr)\n"
    )
    row = json.dumps({"id": "a", "text": TEXT}).encode()

    done = subprocess.run(
        [sys.executable, "-c", script], input=row, capture_output=True, check=True
    )

    assert b"We will not sign" in done.stdout
    assert [name for name in heavy if name in done.stderr.decode().split()] == []
