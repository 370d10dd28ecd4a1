// A box above each long list of values that leaves only those with the letters typed, and a word on what was found.

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function narrow(list) {
  const box = document.createElement("input");
  box.type = "search";
  box.placeholder = list.dataset.narrow;
  box.setAttribute("aria-label", list.dataset.narrow);
  box.addEventListener("input", () => {
    for (const item of list.querySelectorAll("li")) {
      item.hidden = !fold(item.textContent).includes(fold(box.value.trim()));
    }
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  list.querySelector("summary").after(box);
}

document.querySelectorAll("details[data-narrow]").forEach(narrow);

// What stands there already is not read out: say it once the page is there.
const said = document.querySelector("[data-say]");
if (said) setTimeout(() => (said.textContent = document.getElementById(said.dataset.say).textContent.trim()), 500);
