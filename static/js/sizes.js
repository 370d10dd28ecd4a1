/* Says before a form is sent that its files are too much together: the server would let them go. */

const MEGABYTE = 2 ** 20;

for (const input of document.querySelectorAll("input[type=file][data-most]")) {
  const note = document.getElementById(`${input.id}_size`);
  const { most, over } = input.dataset;

  function isTooMuch() {
    const sent = [...input.form.querySelectorAll("input[type=file]")].flatMap((each) => [...each.files]);
    const size = sent.reduce((sum, file) => sum + file.size, 0);
    const tooMuch = input.files.length > 0 && size > Number(most) * MEGABYTE;
    const phrase = over.replace("{size}", Math.ceil(size / MEGABYTE)).replace("{most}", most);
    if (note.hidden === tooMuch) note.hidden = !tooMuch;
    note.textContent = tooMuch ? phrase : "";
    input.setAttribute("aria-invalid", tooMuch);
    return tooMuch;
  }

  input.form.addEventListener("change", isTooMuch); // of any field with files: they are sent together
  input.form.addEventListener(
    "submit",
    (event) => {
      if (!isTooMuch()) return;
      event.preventDefault();
      event.stopImmediatePropagation(); // the script that saves words is to go on
      input.focus();
    },
    { capture: true },
  );
}
