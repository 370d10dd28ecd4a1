// Maps come nearer in their place: buttons, keys, wheel and fingers change what of a map is seen, and a card says what a dot is.
// Nothing is asked of the server. Without this module each dot says the same by its title, and leads nearer.

const MOST = 12;
const STEP = 1.6;
const SHIFT = 0.15;
const DRAGGED = 4;
const MILLISECONDS = 200;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

function spot(link) {
  const dot = link.querySelector("circle");
  const cities = Number(link.querySelector("text")?.textContent || 1);
  return { x: Number(dot.getAttribute("cx")), y: Number(dot.getAttribute("cy")), cities };
}

// One sheet of a map: how near it is, and which point of it is at its left and top.
class Sheet {
  constructor(svg) {
    this.svg = svg;
    [, , this.width, this.height] = svg.getAttribute("viewBox").split(" ").map(Number);
    this.view = { x: 0, y: 0, near: 1 };
    this.links = [...svg.querySelectorAll("a")];
    this.fixed = [...svg.querySelectorAll("circle, .map__dots text, .map__names text, .map__lands text")];
  }

  get isShown() {
    return this.svg.getClientRects().length > 0;
  }

  // The point of the map under a point of the window.
  at(event) {
    const box = this.svg.getBoundingClientRect();
    const { x, y, near } = this.view;
    return {
      x: x + ((event.clientX - box.left) / box.width) * (this.width / near),
      y: y + ((event.clientY - box.top) / box.height) * (this.height / near),
    };
  }

  sees({ x, y }, { x: left, y: top, near } = this.view) {
    return x >= left && y >= top && x <= left + this.width / near && y <= top + this.height / near;
  }

  // What buttons and keys come nearer to: the dot that has the focus, or the one about which the most cities stay in the view.
  aim(times) {
    const { x, y, near } = this.view;
    const chosen = this.svg.contains(document.activeElement) ? [document.activeElement] : this.links;
    const spots = chosen.map(spot).filter((each) => this.sees(each));
    if (times <= 1 || !spots.length) return { x: x + this.width / near / 2, y: y + this.height / near / 2 };
    const kept = (point) => {
      const view = this.nearer(times, point);
      return spots.reduce((sum, each) => sum + (this.sees(each, view) ? each.cities : 0), 0);
    };
    return spots.map((point) => ({ point, most: kept(point) })).reduce((best, each) => (each.most > best.most ? each : best)).point;
  }

  // Bring what has the focus into the view.
  find(link) {
    const point = spot(link);
    if (this.sees(point)) return;
    const { near } = this.view;
    this.go({ x: point.x - this.width / near / 2, y: point.y - this.height / near / 2, near }, true);
  }

  // The view that is nearer by so many times, the point staying where it is.
  nearer(times, point) {
    const { x, y, near } = this.view;
    const wanted = Math.min(Math.max(near * times, 1), MOST);
    const share = near / wanted;
    return { x: point.x - (point.x - x) * share, y: point.y - (point.y - y) * share, near: wanted };
  }

  zoom(times, point = this.aim(times)) {
    this.go(this.nearer(times, point));
  }

  // Move by shares of what is seen.
  move(right, down, isAtOnce = false) {
    const { x, y, near } = this.view;
    this.go({ x: x + (right * this.width) / near, y: y + (down * this.height) / near, near }, isAtOnce);
  }

  go(wanted, isAtOnce = false) {
    const most = (size) => size - size / wanted.near;
    const to = {
      x: Math.min(Math.max(wanted.x, 0), most(this.width)),
      y: Math.min(Math.max(wanted.y, 0), most(this.height)),
      near: wanted.near,
    };
    const from = this.shown ?? this.view;
    this.view = to;
    cancelAnimationFrame(this.frame);
    if (isAtOnce || calm.matches) return this.show(to);
    const began = performance.now();
    const step = (now) => {
      const share = Math.min((now - began) / MILLISECONDS, 1);
      const between = (name) => from[name] + (to[name] - from[name]) * share;
      this.show({ x: between("x"), y: between("y"), near: between("near") });
      if (share < 1) this.frame = requestAnimationFrame(step);
    };
    this.frame = requestAnimationFrame(step);
  }

  // Dots and names keep their size, so that what lies close together parts.
  show(view) {
    this.shown = view;
    const { x, y, near } = view;
    this.svg.setAttribute("viewBox", `${x} ${y} ${this.width / near} ${this.height / near}`);
    this.svg.classList.toggle("map__sheet--near", near > 1);
    for (const each of this.fixed) {
      const [u, v] = each.localName === "circle" ? ["cx", "cy"] : ["x", "y"];
      const [left, top] = [each.getAttribute(u), each.getAttribute(v)];
      each.setAttribute("transform", `translate(${left} ${top}) scale(${1 / near}) translate(${-left} ${-top})`);
    }
  }
}

// What a dot says, beside it; it stays while the pointer is on it, and Escape takes it away.
class Card {
  constructor(figure) {
    this.box = document.createElement("p");
    this.box.className = "map__card";
    this.box.hidden = true;
    this.box.setAttribute("aria-hidden", "true");
    figure.append(this.box);
    this.figure = figure;
    this.box.addEventListener("pointerenter", () => clearTimeout(this.leaving));
    this.box.addEventListener("pointerleave", () => this.leave());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.hide();
    });
  }

  say(link) {
    clearTimeout(this.leaving);
    const dot = link.querySelector("circle:last-of-type").getBoundingClientRect();
    const frame = this.figure.getBoundingClientRect();
    this.box.textContent = link.getAttribute("aria-label");
    this.box.hidden = false;
    const left = dot.left + dot.width / 2 - frame.left - this.box.offsetWidth / 2;
    const room = frame.width - this.box.offsetWidth;
    this.box.style.insetInlineStart = `${Math.min(Math.max(left, 0), Math.max(room, 0))}px`;
    this.box.style.insetBlockStart = `${dot.bottom - frame.top}px`;
  }

  leave() {
    this.leaving = setTimeout(() => this.hide(), 150);
  }

  hide() {
    clearTimeout(this.leaving);
    this.box.hidden = true;
  }
}

function listen(sheet, card) {
  const { svg } = sheet;
  const fingers = new Map();
  let moved = 0;
  for (const link of sheet.links) {
    const title = link.querySelector("title");
    link.setAttribute("aria-label", title.textContent);
    title.remove();
    link.addEventListener("pointerenter", () => card.say(link));
    link.addEventListener("pointerleave", () => card.leave());
    link.addEventListener("focus", () => {
      sheet.find(link);
      card.say(link);
    });
    link.addEventListener("blur", () => card.hide());
  }
  // The wheel scrolls the page, unless it is asked to zoom, as everywhere.
  svg.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      card.hide();
      sheet.zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, sheet.at(event));
    },
    { passive: false },
  );
  svg.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, event);
    moved = 0;
  });
  svg.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const box = svg.getBoundingClientRect();
    const apart = (some) => {
      const [one, other] = some;
      return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) || 1;
    };
    const was = [...fingers.values()];
    fingers.set(event.pointerId, event);
    const are = [...fingers.values()];
    if (are.length === 2) {
      moved = DRAGGED;
      sheet.zoom(apart(are) / apart(was), sheet.at(event));
    } else if (sheet.view.near > 1) {
      moved += Math.abs(event.clientX - before.clientX) + Math.abs(event.clientY - before.clientY);
      if (moved >= DRAGGED && !svg.hasPointerCapture(event.pointerId)) svg.setPointerCapture(event.pointerId);
      const right = (before.clientX - event.clientX) / box.width;
      sheet.move(right, (before.clientY - event.clientY) / box.height, true);
      card.hide();
    }
  });
  for (const end of ["pointerup", "pointercancel"]) {
    svg.addEventListener(end, (event) => fingers.delete(event.pointerId));
  }
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("click", (event) => {
    if (moved >= DRAGGED) event.preventDefault();
    moved = 0;
  });
}

const KEYS = {
  "+": (sheet) => sheet.zoom(STEP),
  "=": (sheet) => sheet.zoom(STEP),
  "-": (sheet) => sheet.zoom(1 / STEP),
  0: (sheet) => sheet.zoom(0),
  ArrowLeft: (sheet) => sheet.move(-SHIFT, 0),
  ArrowRight: (sheet) => sheet.move(SHIFT, 0),
  ArrowUp: (sheet) => sheet.move(0, -SHIFT),
  ArrowDown: (sheet) => sheet.move(0, SHIFT),
};

function enliven(figure) {
  const sheets = [...figure.querySelectorAll(".map__sheet")].map((svg) => new Sheet(svg));
  const card = new Card(figure);
  const act = (key) => {
    card.hide();
    sheets.filter((sheet) => sheet.isShown).forEach(KEYS[key]);
  };
  sheets.forEach((sheet) => listen(sheet, card));
  const row = document.createElement("div");
  row.className = "map__nearer";
  for (const [key, text, sign] of [
    ["+", figure.dataset.nearer, "+"],
    ["-", figure.dataset.farther, "−"],
    ["0", figure.dataset.whole, "⤢"],
  ]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", text);
    button.addEventListener("click", () => act(key));
    row.append(button);
  }
  figure.prepend(row);
  // Arrows go on scrolling the page while all of the map is seen.
  figure.addEventListener("keydown", (event) => {
    const isNear = sheets.some((sheet) => sheet.isShown && sheet.view.near > 1);
    if (!(event.key in KEYS) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.startsWith("Arrow") && !isNear) return;
    event.preventDefault();
    act(event.key);
  });
}

for (const figure of document.querySelectorAll("[data-nearer]")) enliven(figure);
