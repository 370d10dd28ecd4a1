// Keeps what is chosen for the comparison while one goes from page to page: behind the # of each address, nowhere else.
// Without this module each link leads to the comparison, which has a search of its own.

const words = document.querySelector("script[data-compare]").dataset;
const most = Number(words.most);
const CHOSEN = /^#compare=([\d,]+)$/;
const NOT_HERE = /^\/(accounts|admin|api|contribute|compare|preview)\//;
const isComparison = location.pathname === words.compare;

function read() {
  const named = isComparison
    ? new URLSearchParams(location.search).getAll("p")
    : (CHOSEN.exec(location.hash)?.[1].split(",") ?? []);
  return [...new Set(named.filter((number) => /^[1-9]\d{0,17}$/.test(number)))].slice(0, most);
}

let chosen = read();

function made(name, className, text = "") {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
}

const bar = made("section", "chosen");
const inner = made("div", "within");
const said = made("p", "");
const way = made("a", "button", words.way);
const none = made("button", "button button--quiet", words.none);
bar.setAttribute("aria-label", words.way);
said.role = "status";
none.type = "button";
inner.append(said, way, none);
bar.append(inner);

// A page that is left takes the choice along; a place within a page keeps its own #.
function carried(address) {
  const url = new URL(address, location.href);
  const hasOwn = url.hash && !CHOSEN.test(url.hash);
  const isPage = url.origin === location.origin && url.pathname.endsWith("/") && !NOT_HERE.test(url.pathname);
  if (isPage && !hasOwn) url.hash = chosen.length ? `compare=${chosen}` : "";
  return url.href;
}

function show(text = "") {
  for (const button of document.querySelectorAll("button[data-number]")) {
    button.setAttribute("aria-pressed", chosen.includes(button.dataset.number));
  }
  for (const link of document.querySelectorAll("a[href]")) {
    const before = link.getAttribute("href"); // those of a map have no other
    const address = carried(before);
    if (address !== new URL(before, location.href).href) link.setAttribute("href", address);
  }
  for (const form of document.querySelectorAll('form:not([method="post"])')) form.action = carried(form.action);
  if (isComparison) return;
  said.textContent = text || words.said.replace("0", chosen.length);
  way.href = `${words.compare}?${chosen.map((number) => `p=${number}`).join("&")}`;
  bar.hidden = !chosen.length;
}

function toggle(number) {
  const isIn = chosen.includes(number);
  if (!isIn && chosen.length >= most) return show(words.full);
  chosen = isIn ? chosen.filter((each) => each !== number) : [...chosen, number];
  history.replaceState(history.state, "", chosen.length ? `#compare=${chosen}` : location.pathname + location.search);
  show();
}

for (const link of document.querySelectorAll("a.compare")) {
  const button = made("button", link.className, link.textContent);
  const sign = made("span", "compare__sign");
  sign.ariaHidden = "true";
  button.prepend(sign);
  button.type = "button";
  button.dataset.number = new URL(link.href).searchParams.get("p");
  if (link.hasAttribute("aria-describedby")) {
    button.setAttribute("aria-describedby", link.getAttribute("aria-describedby"));
  }
  button.addEventListener("click", () => toggle(button.dataset.number));
  link.replaceWith(button);
}

none.addEventListener("click", () => {
  chosen = [];
  history.replaceState(history.state, "", location.pathname + location.search);
  show();
});

addEventListener("hashchange", () => {
  if (CHOSEN.test(location.hash)) chosen = read();
  show();
});

if (!isComparison) document.querySelector(".footer").before(bar);
if (chosen.length || document.querySelector("[data-number]")) show();
else bar.hidden = true;
