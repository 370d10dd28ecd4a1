// Shows what an address of the API answers beneath its form; without this module the button leads to the answer itself.

const LONGEST = 20000;

// Values without a name of their own in the path stand behind the address; empty ones nowhere.
function address(form) {
  const values = new FormData(form);
  const path = form.dataset.path.replace(/\{(\w+)\}/g, (_place, name) => {
    const value = encodeURIComponent(values.get(name).trim());
    values.delete(name);
    return value;
  });
  const asked = new URLSearchParams([...values].filter(([, value]) => value.trim()));
  return asked.size ? `${path}?${asked}` : path;
}

function made(name, className, text = "") {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

for (const form of document.querySelectorAll("[data-path]")) {
  const link = made("a", "operation__path");
  const where = made("p", "");
  where.append(link);
  const status = made("p", "small");
  status.role = "status";
  const body = made("pre", "operation__answer");
  body.tabIndex = 0;
  body.role = "region";
  body.setAttribute("aria-label", form.dataset.answer);
  const said = made("div", "operation__said");
  said.append(where, status);
  form.after(said);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    link.href = link.textContent = address(form);
    status.textContent = form.dataset.waiting;
    try {
      const answer = await fetch(link.href);
      const text = pretty(await answer.text());
      const tag = answer.headers.get("ETag");
      const type = answer.headers.get("Content-Type");
      status.textContent = [answer.status, answer.statusText, type, tag && `ETag ${tag}`].filter(Boolean).join(" · ");
      body.textContent = text.length > LONGEST ? `${text.slice(0, LONGEST)}\n${form.dataset.cut}` : text;
      said.append(body);
    } catch {
      status.textContent = form.dataset.failed;
    }
  });
}
