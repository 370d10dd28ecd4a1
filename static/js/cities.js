/* Cities are suggested while one types: the editable combobox with a list of the ARIA Authoring Practices Guide. */

const QUIET = 150; // milliseconds without a key after which the server is asked
const SHORTEST = 1;
const LONGEST = 200;

let number = 0;

function made(name, attributes = {}, text = "") {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}

/* Answers are kept by the browser, too: the address of a text is always spelt in one way. */
async function suggested(address, text, country, signal) {
  const asked = new URLSearchParams({ q: text.toLowerCase() });
  if (country) asked.set("country", country);
  const response = await fetch(`${address}?${asked}`, { signal, credentials: "omit" });
  if (!response.ok) throw new Error(response.status);
  return response.json();
}

/* Makes a combobox of a field; `choose` takes the city that is chosen, `enter` what Enter does when none is. */
function combobox(field, { choose, country, enter }) {
  number += 1;
  const id = `cities-${number}`;
  const list = made("ul", { id, role: "listbox", class: "suggestions", "aria-label": field.labels[0]?.textContent ?? "" });
  const status = made("p", { role: "status", class: "suggestions__said" });
  const frame = made("div", { class: "suggestions__frame" });
  let options = [];
  let active = -1;
  let waiting = 0;
  let running = null;
  let isTaking = false;

  list.hidden = true;
  field.removeAttribute("list");
  for (const [name, value] of Object.entries({
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": id,
  })) field.setAttribute(name, value);
  frame.append(list, status);
  field.after(frame);

  const isOpen = () => !list.hidden;

  function point(to) {
    options[active]?.element.setAttribute("aria-selected", "false");
    active = to;
    const now = options[active]?.element;
    if (!now) return field.removeAttribute("aria-activedescendant");
    now.setAttribute("aria-selected", "true");
    now.scrollIntoView({ block: "nearest" });
    return field.setAttribute("aria-activedescendant", now.id);
  }

  function open() {
    if (!options.length) return;
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
  }

  function close() {
    clearTimeout(waiting);
    running?.abort();
    point(-1);
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
  }

  function take(city) {
    close();
    options = [];
    list.replaceChildren();
    isTaking = true; // what is put into the field is no reason to look again
    status.textContent = choose(city);
    isTaking = false;
  }

  function fill({ cities, said }) {
    point(-1);
    options = cities.map((city, index) => {
      const element = made("li", { id: `${id}-${index}`, role: "option", class: "suggestions__one", "aria-selected": "false" });
      element.append(made("span", {}, city.name), " ", made("span", { class: "suggestions__where" }, city.where));
      element.addEventListener("click", () => take(city));
      return { element, city };
    });
    list.replaceChildren(...options.map(({ element }) => element));
    status.textContent = said;
    if (options.length) open();
    else close();
  }

  async function ask(text) {
    running?.abort();
    running = new AbortController();
    const { signal } = running;
    try {
      const found = await suggested(field.dataset.cities, text, country(), signal);
      if (!signal.aborted && document.activeElement === field) fill(found);
    } catch {
      if (!signal.aborted) close(); // nothing is suggested, and what is typed is taken as it is
    }
  }

  function look() {
    if (isTaking) return;
    clearTimeout(waiting);
    const text = field.value.trim().slice(0, LONGEST);
    if (text.length < SHORTEST) {
      close();
      options = [];
      status.textContent = "";
      return;
    }
    waiting = setTimeout(() => ask(text), QUIET);
  }

  const move = (step) => {
    if (!isOpen()) open();
    const places = options.length + 1; // the field itself is one of them
    point(((active + 1 + step + places) % places) - 1);
  };

  const keys = {
    ArrowDown: (event) => (event.altKey ? open() : move(1)),
    ArrowUp: (event) => (event.altKey ? close() : move(-1)),
    Escape: close,
    Home: () => {
      point(-1);
      field.setSelectionRange(0, 0);
    },
    End: () => {
      point(-1);
      field.setSelectionRange(field.value.length, field.value.length);
    },
  };

  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === "Enter") {
      const chosen = isOpen() ? options[active] : null;
      if (chosen) {
        event.preventDefault();
        take(chosen.city);
      } else if (enter) {
        event.preventDefault();
        close();
        enter();
      } else {
        close();
      }
    } else if (keys[event.key]) {
      event.preventDefault();
      keys[event.key](event);
    } else if (["ArrowLeft", "ArrowRight"].includes(event.key)) {
      point(-1);
    }
  });
  field.addEventListener("input", look);
  field.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  return status;
}

/* Says which of several cities of a name is meant: by the choice on the page, or by a hidden field of its name. */
function tellWhich(form, name, slug) {
  const there = [...form.querySelectorAll("input")].filter((each) => each.name === name && !each.matches(":disabled"));
  const choice = there.find((each) => each.type === "radio" && each.value === slug);
  if (choice) choice.checked = true;
  else if (there.some((each) => each.type === "radio")) return;
  else {
    const hidden = there[0] ?? form.appendChild(made("input", { type: "hidden", name }));
    hidden.value = slug;
  }
}

function changed(field) {
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/* The question which city of a name is meant is there only while that name, in that country, is in the field. */
function ask(field, country) {
  const part = field.dataset.which ? field.form : field.closest(".form-row");
  const questions = [...part.querySelectorAll("fieldset")].filter((each) => each.querySelector("[type=radio][name^=which]"));
  const typed = () => `${field.value.trim()}, ${country?.value}`;
  const asked = typed();
  const look = () => {
    for (const each of questions) each.hidden = each.disabled = typed() !== asked;
  };
  for (const each of [field, country]) each?.addEventListener("input", look);
}

/* One city in a line: its country follows it, which is said. */
function single(field) {
  const { form } = field;
  const country = form.elements.namedItem("country");
  ask(field, country);
  const said = combobox(field, {
    country: () => country?.value ?? "",
    choose(city) {
      const moves = country && country.value !== city.country;
      field.value = city.name;
      if (moves) {
        country.value = city.country;
        changed(country);
      }
      changed(field);
      tellWhich(form, field.dataset.which ?? city.which, city.slug);
      changed(field);
      said.classList.toggle("suggestions__said--shown", moves);
      const name = country?.selectedOptions[0]?.textContent ?? "";
      return `${city.name}, ${city.where}${moves ? `. ${field.dataset.moved.replace("{country}", () => name)}` : ""}`;
    },
  });
}

/* Several cities, one a line: a line of its own finds them and adds them. */
function several(area) {
  const { form } = area;
  const label = made("label", { for: `${area.id}-find`, class: "suggestions__label" }, area.dataset.find);
  const field = made("input", { type: "text", id: `${area.id}-find`, class: "vTextField", "data-cities": area.dataset.cities });
  const add = (line) => {
    const lines = area.value.split("\n").filter((each) => each.trim());
    if (!lines.includes(line)) area.value = [...lines, line].join("\n");
    changed(area);
    field.value = "";
    return area.dataset.added.replace("{city}", () => line);
  };
  area.before(label, field);
  combobox(field, {
    country: () => form.elements.namedItem("country")?.value ?? "",
    choose(city) {
      tellWhich(form, city.which_partner, city.slug);
      return add(city.typed);
    },
    enter() {
      if (field.value.trim()) add(field.value.trim());
    },
  });
}

for (const field of document.querySelectorAll("input[data-cities]")) single(field);
for (const area of document.querySelectorAll("textarea[data-cities]")) several(area);
