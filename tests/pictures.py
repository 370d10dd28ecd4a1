"""Which pictures do the guides show? `python -m tests.browser.guides` makes them, all of one size."""

SIZE = (1000, 860)
LARGEST = 150_000  # bytes
PICTURES = (
    "home",
    "sign-up",
    "add",
    "form",
    "tasks",
    "check",
    "submitted",
    "desk",
    "review",
    "your-practices",
)
"""Their names, in the order in which a walk from signing up to an editor's answer meets them."""
