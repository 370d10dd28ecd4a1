// A box above each long list of values that leaves only those with the letters typed, a list of all values in the place of
// the first ones, the numbers that what is ticked would bring, a form that agrees with the list after Back, and a word on
// what was found.

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const looks = [];

function narrow(facet, label) {
  const box = document.createElement("input");
  box.type = "search";
  box.placeholder = label;
  box.setAttribute("aria-label", label);
  const look = () => {
    for (const item of facet.querySelectorAll("li")) {
      item.hidden = !fold(item.textContent).includes(fold(box.value.trim()));
    }
  };
  box.addEventListener("input", look);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  facet.querySelector(".ticks").before(box);
  looks.push(look);
  return box;
}

// What was ticked and not sent yet stays ticked among all values.
async function open(link) {
  const answer = await fetch(link.href);
  if (!answer.ok) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const all = document.adoptNode(page.querySelector(".facet .ticks"));
  const facet = link.closest(".facet");
  const own = facet.querySelector(`.ticks:has([name="${all.querySelector("input").name}"])`);
  for (const box of own?.querySelectorAll("input") ?? []) {
    const same = all.querySelector(`[value="${CSS.escape(box.value)}"]`);
    if (same) same.checked = box.checked;
  }
  own?.remove();
  link.replaceWith(all);
  narrow(facet, link.dataset.narrow).focus();
}

for (const link of document.querySelectorAll("a[data-narrow]")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(link).catch(() => (location.href = link.href));
  });
}

for (const facet of document.querySelectorAll("fieldset[data-narrow]")) narrow(facet, facet.dataset.narrow);

// What is ticked says before it is sent what it would bring: on the button, and behind each value. Of a long list the page
// then shows the first values alone, and what the others would bring is not said.
const form = document.querySelector(".filters");
const show = form.querySelector(".filters__show button");
const written = new Map();
let latest = 0;

function write(element, text) {
  if (!written.has(element)) written.set(element, element.textContent);
  element.textContent = text;
}

function takeBack() {
  for (const [element, text] of written) element.textContent = text;
}

async function count() {
  const turn = ++latest;
  const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  const answer = await fetch(`${form.action}?${asked}`);
  if (turn !== latest) return;
  if (!answer.ok) return takeBack();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (turn !== latest) return;
  const [total] = page.getElementById("total").textContent.match(/\d[\d.,\s]*/) ?? ["0"];
  write(show, `${written.get(show) ?? show.textContent} (${total.trim()})`);
  const counts = new Map();
  for (const tick of page.querySelectorAll(".filters .ticks label")) {
    const { name, value } = tick.querySelector("input");
    counts.set(`${name}=${value}`, tick.querySelector("small").textContent);
  }
  const cut = new Set([...page.querySelectorAll(".facet:has(a[data-narrow]) .ticks input")].map((box) => box.name));
  for (const tick of form.querySelectorAll(".ticks label")) {
    const { name, value } = tick.querySelector("input");
    write(tick.querySelector("small"), counts.get(`${name}=${value}`) ?? (cut.has(name) ? "" : "0"));
  }
}

form.addEventListener("change", (event) => {
  if (event.target.name && event.target.name !== "q") count().catch(takeBack);
});

// A page that the browser kept alive comes back with what was ticked last; the list follows the address.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  latest += 1;
  form.reset();
  takeBack();
  looks.forEach((look) => look());
});

// What stands there already is not read out: say it once the page is there.
const said = document.querySelector("[data-say]");
if (said) setTimeout(() => (said.textContent = document.getElementById(said.dataset.say).textContent.trim()), 500);
