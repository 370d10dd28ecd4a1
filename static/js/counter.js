/* How long is a text while it is typed? The rule is that of practices.text.count_words. */

const IDEOGRAPH = "[\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff]";
const SIGN = "[\\p{L}\\p{N}]";
const WORD = new RegExp(
  `${IDEOGRAPH}|(?:(?!${IDEOGRAPH})${SIGN})+(?:['\\u2019\\u2010-\\u2011-]${SIGN}+)*`,
  "gu",
);
const JOINING = /[\p{M}\u00ad\u200c\u200d]/gu;
const QUIET = 1000; // milliseconds without a key after which the count is said

export function countWords(text) {
  return (text.replace(JOINING, "").match(WORD) ?? []).length;
}

export function countCharacters(text) {
  return [...text.trim()].length;
}

function say(phrase, count, limit) {
  return phrase
    .replace("{count}", count)
    .replace("{limit}", limit)
    .replace("{over}", count - limit);
}

/* `field` is what is listened to and stands before the count; `size` says how long or many its answer is. */
function watch(field, size, limit, within, over) {
  const shown = document.createElement("p");
  const said = document.createElement("p");
  shown.className = "count";
  shown.setAttribute("aria-hidden", "true");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  field.after(shown, said);
  document.querySelector(`#${field.id}_helptext [data-limit]`)?.classList.add("visually-hidden"); // one count, not two
  let waiting;
  const update = () => {
    const number = size();
    shown.textContent = say(number > limit ? over : within, number, limit);
    shown.classList.toggle("count--over", number > limit);
  };
  field.addEventListener("input", () => {
    update();
    clearTimeout(waiting);
    waiting = setTimeout(() => { said.textContent = shown.textContent; }, QUIET);
  });
  update();
}

const phrases = document.querySelector("[data-counting]")?.dataset;

if (phrases) {
  for (const field of document.querySelectorAll("[data-words]")) {
    watch(field, () => countWords(field.value), Number(field.dataset.words), phrases.within, phrases.over);
  }
  for (const field of document.querySelectorAll("[data-characters]")) {
    watch(field, () => countCharacters(field.value), Number(field.dataset.characters), phrases.fits, phrases.exceeds);
  }
  const first = document.querySelector("[data-ticks]");
  if (first) {
    const group = document.getElementById(first.id.replace(/_0$/, ""));
    const ticked = () => group.querySelectorAll(":checked").length;
    watch(group, ticked, Number(first.dataset.ticks), phrases.chosen, phrases.surplus);
  }
}
