/* Keeps what is typed: every ten seconds and on leaving, never over a text that the page has not seen. */

const EVERY = 10_000; // milliseconds
const PATIENCE = 20_000; // milliseconds
const REFUSED = 400;
const FORBIDDEN = 403;
const CONFLICT = 409;
const FAULT = 500; // and above: what was sent may have been saved all the same

const status = document.querySelector("[data-autosave]");
const form = status?.closest("form");

function content(data = new FormData(form)) {
  const fields = new URLSearchParams(data);
  fields.delete("seen");
  return fields.toString();
}

function clock() {
  const format = { hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat(document.documentElement.lang || undefined, format).format(new Date());
}

function tell(phrase) {
  if (status.textContent !== phrase) status.textContent = phrase;
}

function start() {
  const phrases = status.dataset;
  const seen = form.elements.namedItem("seen");
  let kept = content();
  let running = null;
  let unheard = null; // what was sent without an answer: it may have been saved, so it is sent again first
  let isAsked = false; // once before the button saves: else it would meet the words that this page sent itself
  let isLeaving = false;
  let isOver = false;

  function stop(phrase) {
    isOver = true;
    status.classList.add("autosave--over");
    tell(phrase);
  }

  async function hear(response, sent) {
    if (response.status < FAULT) unheard = null; // what is refused is not sent for ever in the place of later words
    if (response.status === CONFLICT) return stop(phrases.conflict);
    if (response.type === "opaqueredirect" || response.status === FORBIDDEN) return stop(phrases.signedOut);
    const why = response.status === REFUSED ? (await response.json()).why : "";
    if (why) return tell(phrases.refused.replace("{why}", () => why));
    if (!response.ok) return tell(phrases.failed);
    seen.value = (await response.json()).version;
    kept = sent;
    return tell(phrases.saved.replace("{time}", clock()));
  }

  async function send(options) {
    const body = unheard ?? new FormData(form);
    const isAgain = body === unheard;
    const signal = AbortSignal.timeout(PATIENCE);
    unheard = body;
    try {
      const response = await fetch(phrases.autosave, { method: "POST", body, redirect: "manual", signal, ...options });
      await hear(response, content(body));
    } catch {
      tell(phrases.failed);
    }
    running = null;
    if (isAgain && !unheard) save();
  }

  const isTooLong = () => content().length > Number(phrases.most);

  function save(options = {}) {
    if (isOver || isLeaving || running || content() === kept) return;
    if (isTooLong()) tell(phrases.tooLong);
    else running = send(options);
  }

  const leave = () => save({ keepalive: true });

  setInterval(save, EVERY);
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", () => { isLeaving = isAsked = false; });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave();
  });

  form.addEventListener("submit", (event) => {
    if (isTooLong()) {
      event.preventDefault(); // an answer that says so would take the place of what was typed
      tell(phrases.tooLong);
      return;
    }
    if (unheard && !running && !isAsked) {
      isAsked = true;
      running = send();
    }
    if (!running) {
      isLeaving = true; // the button saves: nothing else is sent beside it
      return;
    }
    event.preventDefault();
    running.finally(() => form.requestSubmit(event.submitter));
  });
}

if (form) start();
