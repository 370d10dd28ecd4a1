/* Asks the browser for a passkey, and sends it with the form that waits for it. Without this module codes work as ever. */

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
const known = (keys = []) => keys.map((key) => ({ ...key, id: bytes(key.id) }));

const made = async ({ publicKey }) => {
  const key = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: known(publicKey.excludeCredentials),
    },
  });
  return {
    attestationObject: text(key.response.attestationObject),
    clientDataJSON: text(key.response.clientDataJSON),
    key,
  };
};

const shown = async ({ publicKey }) => {
  const key = await navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      allowCredentials: known(publicKey.allowCredentials),
    },
  });
  return {
    authenticatorData: text(key.response.authenticatorData),
    clientDataJSON: text(key.response.clientDataJSON),
    signature: text(key.response.signature),
    key,
  };
};

/* A key that the site then refused would stay on the device for nothing: so the site looks first at what was typed. It answers
   what is wrong as plain words; any other page (signed out, too many tries) is one to be shown. */
const wrong = async (form) => {
  const typed = new FormData(form);
  typed.set("looks", "first");
  const answer = await fetch(form.action, { method: "POST", body: typed });
  if (answer.status === 204) {
    return "";
  }
  return answer.headers.get("Content-Type").startsWith("text/plain") ? answer.text() : null;
};

const can = Boolean(window.PublicKeyCredential);
for (const said of document.querySelectorAll("[data-without-passkeys]")) {
  said.hidden = can;
}
for (const form of document.querySelectorAll("form[data-passkey]")) {
  const { passkey, options } = form.dataset;
  const field = form.elements.credential;
  const failed = form.querySelector("[data-failed]");
  const gaveNone = failed.textContent;
  form.hidden = !can;
  form.addEventListener("submit", async (event) => {
    const isIncomplete = [...form.querySelectorAll("input:not([type=hidden])")].some((each) => !each.value);
    if (field.value || !can || isIncomplete) {
      return;
    }
    event.preventDefault();
    failed.hidden = true;
    failed.textContent = gaveNone;
    try {
      const said = passkey === "add" ? await wrong(form) : "";
      if (said === null) {
        form.submit();
        return;
      }
      if (said) {
        failed.textContent = said;
        throw new Error(said);
      }
      const { key, ...response } = await (passkey === "add" ? made : shown)(JSON.parse(options));
      field.value = JSON.stringify({
        id: key.id,
        rawId: text(key.rawId),
        type: key.type,
        clientExtensionResults: key.getClientExtensionResults(),
        response,
      });
      form.submit();
    } catch {
      failed.hidden = false;
      failed.focus();
    }
  });
}
