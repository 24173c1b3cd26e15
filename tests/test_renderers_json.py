import json
from dataclasses import replace

import pytest

from digest.errors import InputError
from digest.model import Period
from digest.renderers.json import decode_digest, render_json
from tests.sample_digest import digest_of, ferry_event, sample_digest


def saved(**changes: object) -> bytes:
    fields = json.loads(render_json(digest_of(ferry_event())))
    return json.dumps({**fields, **changes}).encode()


def test_what_was_saved_comes_back_equal() -> None:
    digest = sample_digest()

    assert decode_digest(render_json(digest), "digest.json") == digest
    assert render_json(decode_digest(render_json(digest), "digest.json")) == render_json(digest)


def test_fields_are_those_of_the_contract() -> None:
    fields = json.loads(render_json(digest_of(ferry_event())))
    (event,) = fields["events"]

    assert list(fields) == [
        "schema",
        "title",
        "day",
        "timezone",
        "period",
        "events",
        "skipped",
        "verified",
    ]
    assert fields["schema"] == "digest/1"
    assert fields["period"] == {
        "from": "2024-11-14T22:10:00+00:00",
        "to": "2024-11-15T18:36:00+09:00",
    }
    assert list(fields["period"]) == ["from", "to"]
    assert event["summary"][0]["also"][0]["article"] == "Coastline Wire.txt"
    assert event["statements"][-1]["speaker"] is None
    assert event["statements"][0]["quotes"][1]["wording"] == "cut"
    assert event["statements"][4]["disputed"] == [
        {"name": "Éloïse Lefèvre-Noël", "outlets": ["Le Phare du Nord"]}
    ]
    assert fields["verified"] == {"checked": 10, "failed": 0}


def test_a_digest_made_before_wordings_and_disputes_comes_back_without() -> None:
    fields = json.loads(render_json(digest_of(ferry_event())))
    for statement in fields["events"][0]["statements"]:
        del statement["disputed"]
        for quote in statement["quotes"]:
            del quote["wording"]
    (event,) = decode_digest(json.dumps(fields).encode(), "digest.json").events

    assert {statement.disputed for statement in event.statements} == {()}
    assert {quote.wording for said in event.statements for quote in said.quotes} == {"whole"}


def test_a_period_without_dates_comes_back() -> None:
    digest = replace(digest_of(), period=Period())

    assert decode_digest(render_json(digest), "digest.json") == digest


def test_json_is_indented_by_two_and_keeps_letters_readable() -> None:
    text = render_json(digest_of(ferry_event())).decode()

    assert text.startswith('{\n  "schema": "digest/1",\n  "title"')
    assert "한서영" in text
    assert text.endswith("}\n")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "digest.json: not JSON: "),
        (b"[" * 100_000, "digest.json: not JSON: "),
        (b"\xff\xfe\x00", "digest.json: not JSON: "),
        (b"[]", "digest.json: not a digest: expected an object"),
        (b"{}", "digest.json: schema: expected 'digest/1', got None"),
        (saved(schema="digest/9"), "digest.json: schema: expected 'digest/1', got 'digest/9'"),
        (saved(title=3), "digest.json: title: expected str, got int"),
        (saved(period={"from": 3}), "digest.json: period.from: expected str | null, got int"),
        (saved(day="15 Nov"), "digest.json: day is not a date: '15 Nov'"),
        (saved(timezone="Sea/Soul"), "digest.json: timezone is not known: 'Sea/Soul'"),
        (saved(timezone="../../etc/passwd"), "digest.json: timezone is not known: "),
        (saved(events=[{}]), "digest.json: events[0]: object missing required field id"),
        (
            render_json(digest_of(ferry_event())).replace(b'"cut"', b'"torn"'),
            "digest.json: events[0].statements[0].quotes[1].wording: invalid enum value 'torn'",
        ),
    ],
)
def test_what_is_no_digest_is_refused_by_file_and_place(data: bytes, message: str) -> None:
    with pytest.raises(InputError) as refused:
        decode_digest(data, "digest.json")

    assert str(refused.value).startswith(message)
    assert "\n" not in str(refused.value)


def test_a_sentence_of_an_unlisted_article_is_refused() -> None:
    fields = json.loads(render_json(digest_of(ferry_event())))
    fields["events"][0]["summary"][1]["article"] = "elsewhere.txt"

    with pytest.raises(InputError, match=r"events\[0\]\.summary\[1\]: article .* 'elsewhere\.txt'"):
        decode_digest(json.dumps(fields).encode(), "digest.json")


def test_a_share_of_an_unlisted_article_is_refused() -> None:
    fields = json.loads(render_json(digest_of(ferry_event())))
    fields["events"][0]["articles"][2]["shares_text"][0]["article"] = "elsewhere.txt"

    with pytest.raises(InputError, match=r"articles\[2\]\.shares_text: article .* 'elsewhere\.t"):
        decode_digest(json.dumps(fields).encode(), "digest.json")


def test_a_digest_made_before_the_counts_comes_back_with_one_outlet_each() -> None:
    fields = json.loads(render_json(digest_of(ferry_event())))
    (event,) = fields["events"]
    for name in ("score", "reasons"):
        del event[name]
    for told in event["summary"]:
        del told["outlets"], told["independent"]
    (old,) = decode_digest(json.dumps(fields).encode(), "digest.json").events

    assert {(told.outlets, told.independent) for told in old.summary} == {(1, 1)}
    assert (old.score, old.reasons) == (0.0, ())
