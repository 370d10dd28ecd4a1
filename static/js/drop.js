/* Lets files be dropped onto a field that chooses them, beside what is chosen already, and names them all. */

const isOfFiles = (event) => event.dataTransfer?.types.includes("Files");

for (const input of document.querySelectorAll("input[type=file][data-chosen]")) {
  const zone = input.parentElement;
  const names = document.getElementById(`${input.id}_names`);
  document.getElementById(`${input.id}_drop`).hidden = false;
  zone.classList.add("file-more--drop");

  zone.addEventListener("dragover", (event) => {
    if (!isOfFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    zone.classList.add("file-more--over");
  });
  zone.addEventListener("dragleave", (event) => {
    if (!zone.contains(event.relatedTarget)) zone.classList.remove("file-more--over");
  });
  zone.addEventListener("drop", (event) => {
    zone.classList.remove("file-more--over");
    if (!isOfFiles(event)) return;
    const all = new DataTransfer();
    for (const file of [...input.files, ...event.dataTransfer.files]) all.items.add(file);
    input.files = all.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("change", () => {
    const chosen = [...input.files].map((file) => file.name).join(", ");
    names.textContent = chosen && input.dataset.chosen.replace("{names}", () => chosen);
  });
}

// a file that misses its field would take the place of the page, and of what was typed
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => {
    if (!isOfFiles(event)) return;
    if (!event.defaultPrevented) event.dataTransfer.dropEffect = "none";
    event.preventDefault();
  });
}
