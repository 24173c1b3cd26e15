"""What stops a run. Each error carries the exit code it ends with."""


class DigestError(Exception):
    """A run cannot go on; the message is one line for the user, lower case, no full stop."""

    exit_code = 70


class UsageError(DigestError):
    """An argument or a setting is wrong."""

    exit_code = 2


class InputError(DigestError):
    """There is no usable input."""

    exit_code = 65


class OutputError(DigestError):
    """An output cannot be written."""

    exit_code = 73


class TemporaryError(DigestError):
    """Trying again later may help: a lock, the network, a full mail queue."""

    exit_code = 75


class RefusedError(DigestError):
    """A login or a permission was refused."""

    exit_code = 77
