/* What is understood of a title, a period, cities and documents, said while they are typed: the server reads, here nothing is understood. */

const QUIET = 500; // milliseconds without a key after which the server is asked
const ASKED = ["title", "country", "period", "city", "partner_cities", "documents", "csrfmiddlewaretoken"];
const WHICH = "which-"; // how the names of the choices between cities of one name begin

const address = document.querySelector("[data-reading-address]")?.dataset.readingAddress;
const shown = [...document.querySelectorAll("[data-reading]")];
const form = shown[0]?.closest("form");
let waiting = 0;
let running = null;

const isAsked = (name) => ASKED.includes(name) || name.startsWith(WHICH);

/* What was wrong when the page came is mended, or said by the reading. */
function forget(row) {
  row?.querySelector(".errorlist")?.remove();
  row?.querySelector(".errors")?.classList.remove("errors");
  row?.querySelector("[aria-invalid]")?.removeAttribute("aria-invalid");
}

function show(found) {
  for (const line of shown) {
    const { text = "", doubtful = false } = found[line.dataset.reading] ?? {};
    if (line.textContent !== text) {
      line.textContent = text;
      if (line.dataset.reading !== "documents") forget(line.closest(".form-row"));
    }
    line.classList.toggle("reading--doubtful", doubtful);
  }
}

async function ask() {
  running?.abort();
  running = new AbortController();
  const body = new FormData();
  for (const [name, value] of new FormData(form)) {
    if (isAsked(name)) body.append(name, value);
  }
  try {
    const response = await fetch(address, { method: "POST", body, redirect: "error", signal: running.signal });
    if (response.ok) show(await response.json());
  } catch {
    // nothing is lost: the next save says it, and so does every page
  }
}

if (address && form) {
  form.addEventListener("input", (event) => {
    if (!isAsked(event.target.name ?? "")) return;
    clearTimeout(waiting);
    waiting = setTimeout(ask, QUIET);
  });
}
