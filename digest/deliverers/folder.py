"""Put mails into a folder, one file each, for a look or for another program.

One rule: a mail has one name there, made of its Message-ID. Written again it is the same
file, so a run that was killed leaves nothing to be unsure of.
"""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from digest.deliverers.file import write_file
from digest.deliverers.mails import Mail, Recorder, results_for
from digest.errors import OutputError

_LONGEST_NAME = 100  # characters before the suffix
_OTHERS = re.compile(r"[^A-Za-z0-9@._-]+")


def deliver_folder(mails: Iterable[Mail], folder: Path, *, recorder: Recorder) -> None:
    """Write each mail whole or not at all; the recorder learns of each.

    Raises OutputError at the first that cannot be written, which stays for later.
    """
    for mail in mails:
        path = folder / mail_file_name(mail)
        try:
            write_file(path, mail.data)
        except OutputError as err:
            recorder.done(mail, results_for(mail.recipients, "later", str(err)))
            raise
        recorder.done(mail, results_for(mail.recipients, "sent", f"in '{path}'"))


def mail_file_name(mail: Mail) -> str:
    """Return the name of a mail's file; what no file should be called is replaced."""
    given = mail.message_id.strip("<>")
    plain = _OTHERS.sub("-", given).lstrip(".-")[:_LONGEST_NAME]
    if plain and plain == given:
        return f"{plain}.eml"
    told_apart = hashlib.sha256(mail.message_id.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{plain or 'mail'}-{told_apart}.eml"
