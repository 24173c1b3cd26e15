"""Getting things over HTTP, safely and politely: see docs/web.md."""
