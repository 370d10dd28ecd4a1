/* Keeps what is typed: every ten seconds and on leaving, never over a text that the page has not seen. */

const EVERY = 10_000; // milliseconds
const PATIENCE = 20_000; // milliseconds
const SOON = 1_000; // milliseconds
const MOST_ON_LEAVING = 60_000; // bytes: browsers send no more than 64 KiB once a page is left
const OF_A_PART = 200; // bytes around each answer
const REFUSED = 400;
const FORBIDDEN = 403;
const CONFLICT = 409;
const FAULT = 500; // and above: what was sent may have been saved all the same

const status = document.querySelector("[data-autosave]");
const form = status?.closest("form");

/* Files are sent by the buttons alone. */
function written() {
  const data = new FormData();
  for (const [name, value] of new FormData(form)) if (!(value instanceof File)) data.append(name, value);
  return data;
}

function content(data = written()) {
  const fields = new URLSearchParams(data);
  fields.delete("seen");
  return fields.toString();
}

function longAnswers() {
  return new Map([...form.querySelectorAll("textarea[data-words]")].map((field) => [field.name, field.value]));
}

function state() {
  return { text: content(), long: longAnswers() };
}

/* What is to be saved: long answers that are as the server has them are named and left out. */
function changed(kept) {
  const body = written();
  for (const [name, value] of longAnswers()) {
    if (value !== kept.long.get(name)) continue;
    body.delete(name);
    body.append("same", name);
  }
  return body;
}

function size(body) {
  const encoder = new TextEncoder();
  return [...body].reduce((sum, [name, value]) => sum + encoder.encode(name + value).length + OF_A_PART, 0);
}

function clock() {
  const format = { hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat(document.documentElement.lang || undefined, format).format(new Date());
}

function tell(phrase) {
  status.setAttribute("aria-live", "polite");
  if (status.textContent !== phrase) status.textContent = phrase;
}

/* Is seen, but not read out: it would interrupt every pause. */
function show(phrase) {
  status.setAttribute("aria-live", "off");
  status.textContent = phrase;
}

function start() {
  const phrases = status.dataset;
  const seen = form.elements.namedItem("seen");
  let kept = state();
  let running = null;
  let unheard = null; // what was sent without an answer: it may have been saved, so it is sent again first
  let isAsked = false; // once before the button saves: else it would meet the words that this page sent itself
  let isLeaving = false;
  let isOver = false;
  let early = 0;
  let calm = ""; // what is said while all is saved; null from a trouble until the next save

  function warn(phrase) {
    calm = null;
    tell(phrase);
  }

  function stop(phrase) {
    isOver = true;
    status.classList.add("autosave--over");
    warn(phrase);
  }

  async function hear(response, sent) {
    if (response.status < FAULT) unheard = null; // what is refused is not sent for ever in the place of later words
    if (response.status === CONFLICT) return stop(phrases.conflict);
    if (response.type === "opaqueredirect" || response.status === FORBIDDEN) return stop(phrases.signedOut);
    const why = response.status === REFUSED ? (await response.json()).why : "";
    if (why) return warn(phrases.refused.replace("{why}", () => why));
    if (!response.ok) return warn(phrases.failed);
    seen.value = (await response.json()).version;
    kept = sent;
    calm = phrases.saved.replace("{time}", clock());
    tell(calm);
    if (isUnsaved()) show(phrases.unsaved);
    return undefined;
  }

  async function send(isLast = false) {
    const sent = unheard ?? { body: changed(kept), state: state() };
    const isAgain = sent === unheard;
    const { body } = sent;
    const keepalive = isLast && size(body) <= MOST_ON_LEAVING;
    const signal = AbortSignal.timeout(PATIENCE);
    unheard = sent;
    try {
      const response = await fetch(phrases.autosave, { method: "POST", body, redirect: "manual", signal, keepalive });
      await hear(response, sent.state);
    } catch {
      warn(phrases.failed);
    }
    running = null;
    if (isAgain && !unheard) save();
  }

  const isTooLong = () => content().length > Number(phrases.most);

  const isUnsaved = () => !isOver && !isLeaving && content() !== kept.text;
  const isMuch = () => size(changed(kept)) > MOST_ON_LEAVING;

  function save(isLast = false) {
    if (running || !isUnsaved()) return;
    if (isTooLong()) warn(phrases.tooLong);
    else running = send(isLast);
  }

  const leave = () => save(true);

  setInterval(() => save(), EVERY);
  form.addEventListener("input", () => {
    if (calm !== null) show(isUnsaved() ? phrases.unsaved : calm);
    if (early || !isMuch()) return;
    early = setTimeout(() => {
      early = 0;
      save();
    }, SOON);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isUnsaved() || !isMuch()) return;
    save();
    event.preventDefault(); // the browser asks, and what is too much to be sent on leaving is sent meanwhile
  });
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", () => { isLeaving = isAsked = false; });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave();
  });

  form.addEventListener("submit", (event) => {
    if (isTooLong()) {
      event.preventDefault(); // an answer that says so would take the place of what was typed
      warn(phrases.tooLong);
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

if (form) {
  start();
}
