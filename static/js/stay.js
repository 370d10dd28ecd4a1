/* Tells an editor before her session ends, and lets her stay. The server knows when: other tabs count, and drafts that are
   kept while she types. */

const AGAIN = 20_000; // milliseconds until the server is asked again when it does not answer, or while it is nearly over
const LATER = 60_000; // and once it is over: she may have signed in in another tab

const dialog = document.querySelector("[data-stay]");

function start() {
  const { stay: address, left, last, warning } = dialog.dataset;
  const form = dialog.querySelector("form");
  let stage = "";
  let waiting;

  const wait = (milliseconds) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => ask({}), milliseconds);
  };

  function time(seconds) {
    const format = { hour: "2-digit", minute: "2-digit" };
    return new Intl.DateTimeFormat(document.documentElement.lang, format).format(Date.now() + seconds * 1000);
  }

  function say(next, seconds) {
    if (stage === next) return;
    stage = next;
    for (const each of dialog.querySelectorAll("[data-stage]")) each.hidden = each.dataset.stage !== stage;
    for (const each of dialog.querySelectorAll("[data-time]")) each.textContent = time(seconds);
    dialog.setAttribute("aria-labelledby", `stay-${stage}`);
    dialog.setAttribute("aria-describedby", `stay-${stage}-more`);
    if (!dialog.open) dialog.showModal();
    dialog.querySelector(`[data-stage="${stage}"] button`).focus();
  }

  function plan(seconds, isLast) {
    if (seconds <= 0) {
      say("over", 0);
      return wait(LATER);
    }
    const rest = (seconds - warning) * 1000;
    if (rest > 0) {
      stage = "";
      dialog.close(); // she stayed, or signed in anew, in another tab
      return wait(rest);
    }
    say(isLast ? "last" : "soon", seconds);
    return wait(Math.min(AGAIN, seconds * 1000 + 1000));
  }

  async function ask(options) {
    try {
      const response = await fetch(address, { redirect: "manual", ...options });
      if (response.status >= 500) throw new Error(response.status);
      if (response.status === 403 && options.method) return ask({}); // the token was old, which says nothing of the time
      const stay = response.ok ? await response.json() : { left: 0, is_last: true };
      if (stay.token) form.elements.csrfmiddlewaretoken.value = stay.token;
      plan(stay.left, stay.is_last);
    } catch {
      wait(AGAIN);
    }
  }

  dialog.addEventListener("close", () => {
    if (stage !== "soon") return;
    stage = ""; // so she is asked again if the answer gets lost
    ask({ method: "POST", body: new FormData(form) });
  });

  plan(Number(left), last === "true");
}

if (dialog) start();
