"""Templates: where they are found, and how they print.

One rule: what a template prints into HTML is escaped; only style sheets
(``.css.j2``) and plain text (``.txt.j2``), which hold no markup, are not.
A user's own templates stand before ours, one by one, and run in a sandbox.
"""

import functools
from pathlib import Path
from traceback import walk_tb

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from digest.errors import UsageError
from digest.renderers.shown import DigestView
from digest.renderers.wrapping import underline, wrap

_PACKAGE = Path(__file__).resolve().parent.parent
# Inside the package when installed, beside it in the source tree.
FOLDERS = (_PACKAGE / "templates", _PACKAGE.parent / "templates")
_UNESCAPED = (".css.j2", ".txt.j2")


def render_template(
    name: str, digest: DigestView, *, templates: Path | None = None, **context: object
) -> str:
    """Return the template filled with the digest and what else it needs.

    ``templates`` is a folder whose files replace ours of the same name. Raises UsageError
    with the file and the line where one of them is wrong.
    """
    if templates is None:
        return _environment(None).get_template(name).render(digest=digest, **context)
    _check_folder(templates)
    try:
        return _environment(templates).get_template(name).render(digest=digest, **context)
    except Exception as err:
        place = _place_of(err, templates)
        if place is None:
            raise  # it is ours
        raise UsageError(f"{place}: {_problem(err)}") from err


def template_names() -> list[str]:
    """Return the names of the templates that a user may replace."""
    return sorted(path.name for folder in FOLDERS for path in folder.glob("*.j2"))


@functools.cache
def _environment(templates: Path | None) -> Environment:
    kind = Environment if templates is None else SandboxedEnvironment
    environment = kind(
        loader=FileSystemLoader([*([templates] if templates else []), *FOLDERS]),
        autoescape=_holds_markup,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["wrap"] = wrap
    environment.filters["underline"] = underline
    return environment


def _holds_markup(name: str | None) -> bool:
    return name is None or not name.endswith(_UNESCAPED)


def _check_folder(templates: Path) -> None:
    if not templates.is_dir():
        raise UsageError(f"templates: no such folder: '{templates}'")
    known = template_names()
    if not any((templates / name).is_file() for name in known):
        raise UsageError(f"templates: '{templates}' holds none of {', '.join(known)}")


def _place_of(err: Exception, templates: Path) -> str | None:
    """Return "FILE line N" of the user's template that the error is of, or None."""
    if isinstance(err, TemplateSyntaxError):
        places = [(err.filename or "", err.lineno)]
    else:
        places = [(frame.f_code.co_filename, line) for frame, line in walk_tb(err.__traceback__)]
    own = [(file, line) for file, line in places if Path(file).parent == templates]
    return f"{own[-1][0]} line {own[-1][1]}" if own else None


def _problem(err: Exception) -> str:
    """Return what is wrong, on one line."""
    told = " ".join(str(err).split()) or type(err).__name__
    return told if len(told) < 300 else told[:300] + "…"
