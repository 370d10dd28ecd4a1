"""The words that a person sent after she had been signed out, or had signed in anew elsewhere: are they kept?

The form carries a signed mark of who opened it. What she sends then waits in the session, which signing in keeps, and
only she finds it in the form again. Nobody without an account can fill sessions so, and whoever has an old mark can
make five: one that is there already is written into as often as she likes.
"""

from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, QueryDict

from practices.accounts import rate_limits
from practices.entries.takedown.outside import STASHED
from practices.models import User

WRITER = "writer"
"""The field of the form that holds the mark."""
LIFE = timedelta(days=14)
LONGEST_STASHED = 500_000  # signs as sent; the longest answers in a script of four bytes have fewer
PORTION = 200_000  # signs that one try of the limit pays for: five are 1 MB
signer = TimestampSigner(salt="practices.kept")


def mark(person: User) -> str:
    return signer.sign(str(person.pk))


def keep(request: HttpRequest) -> str:
    """Keep what was sent from a form of a person's own until she opens it again; return its address, "" if not kept."""
    try:
        writer = signer.unsign(request.POST.get(WRITER, ""), max_age=LIFE)
    except BadSignature:
        return ""
    sent, form = request.POST.urlencode(), request.path.replace("/autosave/", "/change/")
    if len(sent) > LONGEST_STASHED or str(request.user.pk) not in {writer, "None"}:
        return ""
    if request.session.is_empty() and not _pay(writer, sent):
        return ""
    request.session[STASHED] = {"writer": writer, "path": form, "sent": sent}
    return form


def _pay(writer: str, sent: str) -> bool:
    """Say whether one session more may be made with the marks of a person, for words of this length."""
    try:
        for _portion in range(0, len(sent), PORTION):
            rate_limits.spend("kept", account=writer)
    except rate_limits.TooMany:
        return False
    return True


def found(request: HttpRequest) -> QueryDict | None:
    """Return what this person sent to this address while she was signed out."""
    kept = request.session.get(STASHED)
    if not kept or (kept["writer"], kept["path"]) != (str(request.user.pk), request.path):
        return None
    return QueryDict(kept["sent"])


def waits_below(request: HttpRequest, address: str) -> str:
    """Return the address of the form, at this address or below it, in which words of this person wait; "" if none does."""
    kept = request.session.get(STASHED)
    if not kept or kept["writer"] != str(request.user.pk) or not kept["path"].startswith(address):
        return ""
    return str(kept["path"])


def drop(request: HttpRequest) -> None:
    request.session.pop(STASHED, None)
