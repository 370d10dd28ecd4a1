"""A key made of software: what a browser and a security key would send, for tests without a browser."""

import json
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from practices.accounts import passkeys
from practices.models import User
from tests.builders import PASSWORD
from tests.doors import stepping_editor
from tests.pages import client_of

PAGE = "/accounts/passkeys/"
SITE = "http://localhost:8000"
PRESENT = AuthenticatorData.FLAG.UP


class Key:
    """One credential; `origin` is the site that its browser believes to be on."""

    def __init__(
        self, name: bytes = b"a key of software", origin: str = SITE, host: str = "localhost"
    ) -> None:
        self.name, self.origin, self.host = name, origin, sha256(host.encode())
        self.secret = ec.generate_private_key(ec.SECP256R1())

    def made(self, ask: dict[str, str]) -> str:
        """Return what a browser sends of a new passkey."""
        public = ES256.from_cryptography_key(self.secret.public_key())  # type: ignore[no-untyped-call]  # fido2 says none
        data = AttestedCredentialData.create(b"\0" * 16, self.name, public)
        about = AuthenticatorData.create(self.host, PRESENT | AuthenticatorData.FLAG.AT, 0, data)
        attested = AttestationObject.create("none", about, {})
        said = self._said(CollectedClientData.TYPE.CREATE, ask)
        return self._sent({"attestationObject": websafe_encode(attested), "clientDataJSON": said.b64})

    def shown(self, ask: dict[str, str]) -> str:
        """Return what a browser sends when it has asked for this passkey."""
        about = AuthenticatorData.create(self.host, PRESENT, 1)
        said = self._said(CollectedClientData.TYPE.GET, ask)
        signature = self.secret.sign(about + said.hash, ec.ECDSA(SHA256()))
        return self._sent(
            {
                "authenticatorData": websafe_encode(about),
                "clientDataJSON": said.b64,
                "signature": websafe_encode(signature),
            }
        )

    def _said(self, kind: Any, ask: dict[str, str]) -> CollectedClientData:
        challenge = json.loads(ask["options"])["publicKey"]["challenge"]
        return CollectedClientData.create(kind, challenge, self.origin)

    def _sent(self, response: dict[str, str]) -> str:
        name = websafe_encode(self.name)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def give(person: User) -> int:
    """Let a person have a passkey already; return its number."""
    made = json.loads(Key().made(passkeys.to_add(person)))
    data = {"name": "My phone", "credential": made}
    return int(Authenticator.objects.create(user=person, type=passkeys.KIND, data=data).pk)


def adds_a_passkey() -> User:
    person = stepping_editor()
    client = client_of(person)
    ask = client.get(PAGE).context["ask"]
    sent = {"name": "My phone", "password": PASSWORD, "state": ask["state"]}
    client.post(PAGE, sent | {"credential": Key().made(ask)})
    return person


def changes_a_passkey(page: str, **sent: str) -> Callable[[], User]:
    """Return an act: a person sends a form about a passkey of hers."""

    def act() -> User:
        person = stepping_editor()
        client_of(person).post(f"{PAGE}{give(person)}/{page}", sent)
        return person

    return act
