"""Write the HTML part of mails as files: html_of_mails.py FROM TO MAIL... makes TO/MAIL.html."""

import sys
from email import message_from_bytes, policy
from pathlib import Path


def main(source: Path, target: Path, names: list[str]) -> None:
    for name in names:
        message = message_from_bytes((source / name).read_bytes(), policy=policy.default)
        part = message.get_body(("html",))
        # A mail without HTML is to fail, and this does: it has neither language nor title.
        html = part.get_content() if part else "This mail has no HTML part."
        path = target / f"{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(html, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
