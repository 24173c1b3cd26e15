"""Where a rendered digest goes: today into a file."""
