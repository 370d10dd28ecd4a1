"""The rules for passwords: length, not composition, and nothing that is guessed first (NIST SP 800-63B-4, 3.1.1.2)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from practices.accounts.leaked import is_leaked
from practices.models import City, User
from practices.models.user import LONGEST_PASSWORD
from practices.text import fold

ALONE, WITH_SECOND_STEP = 15, 8
TOO_LONG = gettext_lazy("The password can have at most %(limit_value)d characters.")
FEWEST_SIGNS = 5
LEFT_OVER = 6  # so much must stay when the words that anybody would try are taken away
SHORTEST_WORD = 4


def shortest(user: User | None) -> int:
    """Return how many signs a person's password needs; a second step protects a shorter one."""
    return WITH_SECOND_STEP if user is not None and user.second_step else ALONE


def length_help(user: User | None) -> str:
    return _("At least %(least)d characters. Four or five words that you can remember are good.") % {
        "least": shortest(user)
    }


class LengthValidator:
    """15 signs, or 8 where a second step is asked for as well; at most 128."""

    def validate(self, password: str, user: User | None = None) -> None:
        least = shortest(user)
        if len(password) < least:
            raise ValidationError(
                ngettext(
                    "The password needs at least %(least)d character.",
                    "The password needs at least %(least)d characters.",
                    least,
                ),
                code="password_too_short",
                params={"least": least},
            )
        if len(password) > LONGEST_PASSWORD:
            raise ValidationError(
                TOO_LONG, code="password_too_long", params={"limit_value": LONGEST_PASSWORD}
            )

    def get_help_text(self) -> str:
        return length_help(None)


class GuessedFirstValidator:
    """Nothing repeated, and not only words of the site, of the person or of a city."""

    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) > LONGEST_PASSWORD:
            return  # refused by its length
        folded = fold(password)
        plain = folded.replace(" ", "")
        if len(set(password)) < FEWEST_SIGNS or _is_repeated(plain):
            raise ValidationError(_("The password repeats itself. Use several words."), code="repeated")
        rest = plain
        for word in sorted(_known_words(user), key=len, reverse=True):
            rest = rest.replace(word, "")
        if _is_left_over(plain, rest) or (folded and City.objects.called(folded).exists()):
            raise ValidationError(
                _("The password is made of words that others would guess first. Add some of your own."),
                code="guessed_first",
            )

    def get_help_text(self) -> str:
        return _("Not only the names of this site, your city or yourself.")


class LeakedValidator:
    """Not one of those that leaked from elsewhere most often: they are tried first."""

    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) <= LONGEST_PASSWORD and is_leaked(password):
            raise ValidationError(
                _("Many people have this password, so it is tried first. Use several words of your own."),
                code="password_too_common",
            )

    def get_help_text(self) -> str:
        return _("None of the 100,000 passwords that leaked most often elsewhere.")


def _is_repeated(plain: str) -> bool:
    """Say whether a text is one piece, said again and again."""
    return bool(plain) and plain in (plain + plain)[1:-1]


def _is_left_over(plain: str, rest: str) -> bool:
    letters = "".join(sign for sign in rest if not sign.isdigit())
    return rest != plain and len(letters) < LEFT_OVER


def _known_words(user: User | None) -> set[str]:
    """Return folded words that an attacker who knows the site and the person would try."""
    texts = [settings.SITE_NAME, settings.SITE_URL, "intercultural cities good practices catalogue password"]
    if user is not None:
        texts += [user.email, user.organisation, user.city_typed, user.country.name or ""]
        texts += [user.city.name, *user.city.aliases] if user.city else []
    return {word for text in texts for word in fold(text).split() if len(word) >= SHORTEST_WORD}
