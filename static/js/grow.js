/* Lets long answers grow with their text, where the browser does not do so by itself (`field-sizing: content`). */

const MOST_ROWS = 40;

function grow(area) {
  while (area.scrollHeight > area.clientHeight && area.rows < MOST_ROWS) area.rows += 1;
}

if (!CSS.supports("field-sizing", "content")) {
  for (const area of document.querySelectorAll("textarea")) {
    grow(area);
    area.addEventListener("input", () => grow(area));
  }
}
