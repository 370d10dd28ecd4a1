"""The kinds of mails: when, to whom, in which words, and where do they lead?

`KINDS` is the one declaration; `practices.mail.notify` writes them, `practices.mail.outbox` sends them.
"""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from practices.mail.mail_kind import BULK, MailKind
from practices.workflow import HAND_OVER, INVITE, JOIN, PART, RECOVER, TAKE_DOWN, TRASH, UNDO

ENTRY = "contribute:practices_practice_entry"
SAVED, RETURNED, UNDONE = "save", "returned", "undone"
DAILY, WAITING, VERIFY, VERIFIED = "daily", "waiting", "verify", "verified"
MANY = "many"
FAREWELL = "account_closed"
"""The last mail to a person who has closed her account: nothing is kept of it once it is sent."""


KINDS: dict[str, MailKind] = {
    kind.name: kind
    for kind in (
        MailKind(
            "submitted",
            ("submit",),
            _("the contributor"),
            _("Submitted: %(title)s (No. %(number)s)"),
            _("See where it stands"),
            ENTRY,
            to_doer=True,
            whole=True,
        ),
        MailKind(
            RETURNED,
            ("return",),
            _("the contributor"),
            _("Sent back with a note: %(title)s (No. %(number)s)"),
            _("Read the note and edit"),
            ENTRY,
        ),
        MailKind(
            "published",
            ("approve", "restore"),
            _("the contributor"),
            _("Published: %(title)s (No. %(number)s)"),
            _("See it as everybody sees it"),
            "practices:detail",
        ),
        MailKind(
            "rejected",
            ("reject",),
            _("the contributor"),
            _("Not accepted: %(title)s (No. %(number)s)"),
            _("Read the note"),
            ENTRY,
        ),
        MailKind(
            "reopened",
            ("reopen",),
            _("the contributor"),
            _("Reopened: %(title)s (No. %(number)s)"),
            _("Edit it"),
            ENTRY,
        ),
        MailKind(
            "withdrawn",
            ("withdraw",),
            _("the contributor"),
            _("Taken off line: %(title)s (No. %(number)s)"),
            _("See where it stands"),
            ENTRY,
        ),
        MailKind(
            "edited",
            (SAVED, "discard"),
            _("the contributor"),
            _("An editor changed your text: %(title)s (No. %(number)s)"),
            _("See the text"),
            ENTRY,
            of_others=True,
            after=timedelta(minutes=15),
        ),
        MailKind(
            UNDONE,
            (UNDO,),
            _("the contributor"),
            _("Undone: the last step of %(title)s (No. %(number)s)"),
            _("See where it stands"),
            ENTRY,
        ),
        MailKind(
            "trashed",
            (TRASH,),
            _("the contributor"),
            _("Removed: %(title)s (No. %(number)s)"),
            _("See where it stands"),
            ENTRY,
        ),
        MailKind(
            "recovered",
            (RECOVER,),
            _("the contributor"),
            _("Back from the trash: %(title)s (No. %(number)s)"),
            _("See where it stands"),
            ENTRY,
        ),
        MailKind(
            MANY,
            (BULK,),
            _("who wrote several entries that were moved at once, or put back"),
            "%(news)s",
            _("Your practices"),
            "contribute:index",
        ),
        MailKind(
            "taken_down",
            (TAKE_DOWN,),
            _("the contributor"),
            _("Taken down by law: words of No. %(number)s"),
            _("See where it stands"),
            ENTRY,
        ),
        MailKind(
            "invited",
            (INVITE,),
            _("the address that was typed"),
            _("You are invited to write: %(title)s (No. %(number)s)"),
            _("See the invitation"),
        ),
        MailKind(
            "joined",
            (JOIN,),
            _("the contributor"),
            _("An invitation was accepted: %(title)s (No. %(number)s)"),
            _("See who writes it"),
        ),
        MailKind(
            "parted",
            (PART,),
            _("who wrote the entry"),
            _("You no longer write: %(title)s (No. %(number)s)"),
            _("Your practices"),
        ),
        MailKind(
            "handed_over",
            (HAND_OVER,),
            _("the new contributor"),
            _("Handed over to you: %(title)s (No. %(number)s)"),
            _("See the entry"),
        ),
        MailKind(
            WAITING,
            (DAILY,),
            _("every editor, at most once on a working day"),
            _("Waiting for an editor: %(count)s"),
            _("Open what waits"),
            "admin:index",
        ),
        MailKind(
            VERIFIED,
            (VERIFY,),
            _("every admin, when the daily verification has found something"),
            _("Found by the daily verification: %(count)s"),
            _("Open the editors’ site"),
            "admin:index",
        ),
        MailKind(
            "confirm_account",
            ("confirm_account",),
            _("the address that was typed"),
            _("Confirm your e-mail address"),
            _("Confirm my address"),
        ),
        MailKind(
            "confirm_address",
            ("confirm_address",),
            _("the address that was typed"),
            _("Confirm your e-mail address"),
            _("Confirm my address"),
        ),
        MailKind(
            "has_account",
            ("has_account",),
            _("the address that was typed"),
            _("You have an account already"),
            _("Sign in"),
            "account_login",
        ),
        MailKind(
            "no_account",
            ("no_account",),
            _("the address that was typed"),
            _("There is no account with your address"),
            _("Create an account"),
            "account_signup",
        ),
        MailKind(
            "new_password",
            ("new_password",),
            _("the address that was typed"),
            _("Set a new password"),
            _("Set a new password"),
        ),
        MailKind(
            "password_changed",
            ("password_changed",),
            _("whose account it is"),
            _("Your password was changed"),
            _("Set a new password"),
            "account_reset_password",
        ),
        MailKind(
            "new_device",
            ("new_device",),
            _("whose account it is, when a browser signs in that the account does not know"),
            _("Your account was signed in to from a new device"),
            _("Set a new password"),
            "account_reset_password",
        ),
        MailKind(
            "person_invited",
            ("person_invited",),
            _("the address that an admin typed"),
            _("You are invited: choose your password"),
            _("Choose my password"),
        ),
        MailKind(
            "role_changed",
            ("role_changed",),
            _("whose account it is, at both addresses when that changed too"),
            _("What your account may do was changed"),
            _("Your account"),
            "account_details",
        ),
        MailKind(
            "address_changed",
            ("address_changed",),
            _("the earlier address; both when an admin changed it"),
            _("Your e-mail address was changed"),
            _("Your account"),
            "account_login",
        ),
        *(
            MailKind(name, (name,), _("whose account it is"), subject, _("Your account"), "account_details")
            for name, subject in (
                ("second_step_on", _("Signing in now takes two steps")),
                ("second_step_off", _("Signing in takes one step again")),
                ("new_codes", _("You have new recovery codes")),
                ("code_used", _("One of your recovery codes was used")),
                ("passkey_added", _("A passkey was added to your account")),
                ("passkey_removed", _("A passkey was removed from your account")),
            )
        ),
        MailKind(
            "account_idle",
            ("account_idle",),
            _("whose account nobody has used for years, twice before it is closed"),
            _("Your account will be closed: nobody uses it"),
            _("Sign in"),
            "account_login",
            is_recorded=True,
        ),
        MailKind(
            FAREWELL,
            (FAREWELL,),
            _("whose account it is"),
            _("Your account is closed"),
            _("See the practices"),
            "practices:list",
        ),
    )
}

BY_MOVE = {move: kind for kind in KINDS.values() for move in kind.when}

ACCOUNTS = {kind.name for kind in KINDS.values() if kind.when == (kind.name,)}
"""The mails about accounts: no move sends them, the pages of the accounts do."""
