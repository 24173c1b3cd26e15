"""Set a digest as PDF by other engines, to measure them beside ours.

The one rule to know: they set the same content on the same paper, in type of the same size, with
what each of them has for it: contents with page numbers, links, tags. Each runs in a process of
its own, from a digest.json; only Chromium gets a page, which is our own.
"""

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from html import escape
from importlib import import_module
from pathlib import Path
from typing import Any

# As ours where nothing better is installed than what Debian has: Noto, or DejaVu condensed.
SERIF, SANS = "Noto Serif,DejaVu Serif:condensed", "Noto Sans,DejaVu Sans:condensed"
CHROMIUM = (
    "chromium",
    "--headless",
    "--no-sandbox",  # root may not have one; the page is ours and without scripts
    "--disable-gpu",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
)
TYPST = r"""
#let briefing = json("briefing.json")
#set document(title: briefing.title, date: none)
#set page(paper: "a4", margin: (x: 27mm, top: 25mm, bottom: 24mm), header: briefing.title,
  footer: context align(right, [page #counter(page).display() of #counter(page).final().first()]))
#set text(font: ("Noto Serif", "DejaVu Serif"), stretch: 75%, size: 10.5pt, lang: "en")
#set par(leading: 0.65em, spacing: 0.8em)
#show heading.where(level: 1): set text(size: 15pt)
#show heading.where(level: 2): it => text(size: 8.7pt, upper(it.body))
#let quiet(body) = text(font: ("Noto Sans", "DejaVu Sans"), size: 8.7pt, fill: rgb("#5f5b53"), body)
#let shown(number) = link(label(number), number.split("-").last())
#let numbers(sources) = super(sources.map(shown).join[, ])
#let line(one) = [#one.text#numbers(one.sources)]
#text(size: 22pt, weight: "bold", briefing.title) \
#briefing.day
#block(fill: rgb("#f5f3ee"), inset: 1em, width: 100%, for event in briefing.events.slice(
    0, calc.min(3, briefing.events.len())) {
  par(strong(event.title))
  par(line(event.sentences.first()))
})
#outline(title: [Contents], depth: 1)
#for event in briefing.events {
  heading(level: 1, event.title)
  quiet(event.reported)
  for one in event.sentences { par(line(one)) }
  heading(level: 2)[Figures that differ]
  for figure in event.figures {
    par[#figure.about: #figure.values.map(one => strong(line(one))).join(" / ")]
  }
  heading(level: 2)[Statements]
  for speaker in event.speakers {
    par[#strong(speaker.name)#quiet(speaker.role)]
    for one in speaker.said {
      pad(left: 1em)[“#one.text”#numbers(one.sources) \ #quiet(one.carried)]
    }
  }
  heading(level: 2)[Sources]
  for source in event.sources {
    par(hanging-indent: 1.8em)[#source.number. #strong(source.outlet)#label(source.anchor)
      #link(source.url, source.title) \ #quiet(source.when) \ #text(size: 7.3pt, source.url)]
  }
}
"""


def tell(digest: Any) -> dict[str, Any]:
    """Return the content of a digest.json in the order in which it is printed."""
    events = [tell_event(event, place) for place, event in enumerate(digest["events"], start=1)]
    return {"title": digest["title"], "day": digest["day"], "events": events}


def tell_event(event: Any, place: int) -> dict[str, Any]:
    anchors = {one["id"]: f"{place}-{one['number']}" for one in event["articles"]}
    outlets = {one["id"]: one["outlet"] for one in event["articles"]}
    span = f"{event['first_published']} to {event['last_published']}"
    speakers: dict[str, Any] = {}
    for statement in event["statements"]:
        known = statement["speaker"] or {"name": "unattributed", "role": "", "aliases": []}
        described = ", ".join(["", known["role"], *known["aliases"]])
        speaker = {"name": known["name"], "role": described, "said": []}
        said = tell_statement(statement, anchors, outlets)
        speakers.setdefault(known["name"], speaker)["said"].append(said)
    return {
        "title": event["title"],
        "reported": f"Reported by {counted(event['outlets'], event['independent'])} · {span}",
        "sentences": [tell_sentence(one, anchors) for one in event["summary"]],
        "figures": [
            {
                "about": figure["about"],
                "values": [tell_sentence(one, anchors) for one in figure["values"]],
            }
            for figure in event["figures"]
        ],
        "speakers": list(speakers.values()),
        "sources": [
            {
                "number": str(one["number"]),
                "anchor": anchors[one["id"]],
                "outlet": one["outlet"],
                "title": one["title"],
                "when": ", ".join([one["published"], *one["authors"]]),
                "url": one["url"],
            }
            for one in event["articles"]
        ],
    }


def tell_sentence(one: Any, anchors: dict[str, str]) -> dict[str, Any]:
    carriers = [one["article"], *(span["article"] for span in one.get("also", ()))]
    return {"text": one["text"], "sources": sorted(anchors[carrier] for carrier in carriers)}


def tell_statement(
    statement: Any, anchors: dict[str, str], outlets: dict[str, str]
) -> dict[str, Any]:
    """Return a statement with who carries it, and who has it shorter or in other words."""
    count = len(statement["outlets"])
    carried = f"{counted(count, statement['independent'])}: {', '.join(statement['outlets'])}"
    for quote in statement["quotes"]:
        outlet = outlets[quote["article"]]
        if quote["wording"] == "part":
            carried += f" · shorter in {outlet}"
        elif quote["wording"] == "reworded":
            carried += f" · worded otherwise in {outlet}: “{quote['text']}”"
    sources = sorted({anchors[quote["article"]] for quote in statement["quotes"]})
    return {"text": statement["text"], "sources": sources, "carried": carried}


def counted(outlets: int, independent: int) -> str:
    return f"{outlets} outlets, {independent} independent"


def set_by_typst(file: Path, out: Path) -> None:
    """Set it by typst as PDF/UA-1, from the content as JSON and a template in its language."""
    typst = import_module("typst")
    told = json.dumps(tell(json.loads(file.read_bytes())))
    (out.parent / "briefing.json").write_text(told, encoding="utf-8")
    source = out.parent / "briefing.typ"
    source.write_text(TYPST, encoding="utf-8")
    typst.compile(str(source), output=str(out), pdf_standards=["ua-1"])


def set_by_reportlab(file: Path, out: Path) -> None:
    """Set it by ReportLab, in two passes for the numbers in the contents; it has no tags."""
    platypus, units = import_module("reportlab.platypus"), import_module("reportlab.lib.units")
    pages, millimeter = import_module("reportlab.lib.pagesizes"), units.mm
    styles, told = sheet_of_styles(), tell(json.loads(file.read_bytes()))

    class Paged(platypus.BaseDocTemplate):
        """A document that lists its headlines in contents and bookmarks."""

        def afterFlowable(self, flowable: Any) -> None:  # noqa: N802 - its name for it
            key = getattr(flowable, "key", None)
            if key:
                title = flowable.getPlainText()
                self.canv.bookmarkPage(key)
                self.canv.addOutlineEntry(title, key, level=0)
                self.notify("TOCEntry", (0, escape(title), self.page, key))

    def number(canvas: Any, document: Any) -> None:
        canvas.setFont("sans", 8)
        canvas.drawString(27 * millimeter, 280 * millimeter, told["title"])
        canvas.drawRightString(183 * millimeter, 15 * millimeter, f"page {document.page}")

    width, height = pages.A4
    frame = platypus.Frame(
        27 * millimeter, 24 * millimeter, width - 54 * millimeter, height - 49 * millimeter
    )
    document = Paged(str(out), pagesize=pages.A4, title=told["title"], invariant=1)
    document.addPageTemplates([platypus.PageTemplate("page", frames=[frame], onPage=number)])
    document.multiBuild(list(flow(told, styles)))


def sheet_of_styles() -> dict[str, Any]:
    """Return ReportLab's styles by name, and make the fonts known to it."""
    sheets = import_module("reportlab.lib.styles")
    fonts, metrics = (
        import_module(f"reportlab.pdfbase.{name}") for name in ("ttfonts", "pdfmetrics")
    )
    for family, face in (("serif", SERIF), ("sans", SANS)):
        for name, weight in ((family, ""), (f"{family}-bold", ":bold")):
            path = font_file(f"{face}{weight}")
            metrics.registerFont(fonts.TTFont(name, path))
        bold = f"{family}-bold"
        metrics.registerFontFamily(family, normal=family, bold=bold, italic=family, boldItalic=bold)
    look = {
        "title": ("serif-bold", 22, 0, 0),
        "head": ("serif-bold", 15, 24, 0),
        "label": ("sans-bold", 8.7, 12, 0),
        "text": ("serif", 10.5, 5, 0),
        "said": ("serif", 10.5, 5, 10),
        "quiet": ("sans", 8.7, 1, 0),
        "carried": ("sans", 8.7, 1, 10),
        "source": ("sans", 9.7, 5, 18),
        "address": ("sans", 7.3, 1, 18),
    }
    return {
        name: sheets.ParagraphStyle(
            name,
            fontName=font,
            fontSize=size,
            leading=1.45 * size,
            spaceBefore=before,
            leftIndent=by,
        )
        for name, (font, size, before, by) in look.items()
    }


def font_file(pattern: str) -> str:
    """Return the file of the font that fontconfig finds for the pattern."""
    command = ["fc-match", "-f", "%{file}", pattern]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def flow(told: dict[str, Any], styles: dict[str, Any]) -> Iterator[Any]:
    """Yield ReportLab's paragraphs of the whole briefing."""
    paragraph = import_module("reportlab.platypus").Paragraph
    tables = import_module("reportlab.platypus.tableofcontents")
    yield paragraph(escape(told["title"]), styles["title"])
    yield paragraph(told["day"], styles["text"])
    for event in told["events"][:3]:
        yield paragraph(f"<b>{escape(event['title'])}</b>", styles["text"])
        yield paragraph(marked(event["sentences"][0]), styles["text"])
    yield paragraph("CONTENTS", styles["label"])
    yield tables.TableOfContents(dotsMinLevel=0, levelStyles=[styles["quiet"]])
    for place, event in enumerate(told["events"], start=1):
        head = paragraph(escape(event["title"]), styles["head"])
        head.key = f"event-{place}"
        yield head
        for look, text in lines_of(event):
            yield paragraph(text, styles[look])


def lines_of(event: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the look of each line of an event, and the line in ReportLab's markup."""
    yield "quiet", escape(event["reported"])
    yield from (("text", marked(one)) for one in event["sentences"])
    yield "label", "FIGURES THAT DIFFER"
    for figure in event["figures"]:
        values = " / ".join(f"<b>{marked(one)}</b>" for one in figure["values"])
        yield "text", f"{escape(figure['about'])}: {values}"
    yield "label", "STATEMENTS"
    for speaker in event["speakers"]:
        yield "text", f"<b>{escape(speaker['name'])}</b>{escape(speaker['role'])}"
        for one in speaker["said"]:
            yield "said", f"“{escape(one['text'])}”{numbers(one['sources'])}"
            yield "carried", escape(one["carried"])
    yield "label", "SOURCES"
    for source in event["sources"]:
        link = f'<a href="{escape(source["url"])}" color="#1b4f7d">{escape(source["title"])}</a>'
        named = (
            f'<a name="{source["anchor"]}"/>{source["number"]}. <b>{escape(source["outlet"])}</b>'
        )
        yield "source", f"{named} {link}"
        yield "address", escape(source["when"])
        yield "address", escape(source["url"])


def marked(one: dict[str, Any]) -> str:
    return escape(one["text"]) + numbers(one["sources"])


def numbers(sources: Sequence[str]) -> str:
    """Return the numbers of the sources, each leading to its place in the event's list."""
    links = (f'<a href="#{one}">{one.rpartition("-")[2]}</a>' for one in sources)
    return f"<super>{', '.join(links)}</super>"


def print_by_chromium(page: Path, out: Path) -> list[str]:
    """Return the command that prints the page; its profile is a new one."""
    profile = out.parent / f"profile-{os.getpid()}"
    return [*CHROMIUM, f"--user-data-dir={profile}", f"--print-to-pdf={out}", page.as_uri()]
