"""What the DNS says of the site's mails: which servers may send them, and what becomes of those that others send?"""

from collections.abc import Iterator
from email.utils import parseaddr

from django.conf import settings
from dns.exception import DNSException
from dns.resolver import NXDOMAIN, resolve

from practices.health.conditions import Fault

SECONDS = 5


def missing_mail_records() -> Fault | None:
    """Find whether one SPF record (RFC 7208) and a DMARC record (RFC 7489) stand for the domain that mails come from.

    Of a site without https, which is nobody's but its maker's, nothing is asked. DKIM is not looked for: where its key
    stands is known to the mail server alone.
    """
    if not settings.SITE_URL.startswith("https:"):
        return None
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    try:
        policies = _count(domain, "v=spf1")
        is_told = any(_count(f"_dmarc.{name}", "v=dmarc1") for name in _with_those_above(domain))
    except DNSException as error:
        cure = "See that this machine can ask the DNS, or look for SPF and DMARC from another one."
        return Fault(f"{str(error).rstrip('.')}.", cure, is_grave=False)
    if policies > 1:
        says = f"{domain} has {policies} SPF records, and receivers heed none."
        return Fault(says, "Leave one of them.", is_grave=False)
    missing = [name for name, found in (("SPF", policies), ("DMARC", is_told)) if not found]
    if not missing:
        return None
    cure = "Add it where the DNS of the domain is kept, as your mail server's manual says."
    return Fault(f"{domain} has no {' and no '.join(missing)} record.", cure, is_grave=False)


def _with_those_above(domain: str) -> Iterator[str]:
    """Give the domain and those above it, but no top-level one: an organisation's policy holds for what is below it."""
    labels = domain.split(".")
    return (".".join(labels[start:]) for start in range(len(labels) - 1))


def _count(name: str, begins: str) -> int:
    """Count the texts of a name that begin so."""
    try:
        texts = resolve(name, "TXT", lifetime=SECONDS, raise_on_no_answer=False)
    except NXDOMAIN:
        return 0
    return sum(b"".join(text.strings).decode(errors="replace").lower().startswith(begins) for text in texts)
