// A box above each long list of values that leaves only those with the letters typed, a form that agrees with the list
// after Back, and a word on what was found.

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function narrow(list) {
  const box = document.createElement("input");
  box.type = "search";
  box.placeholder = list.dataset.narrow;
  box.setAttribute("aria-label", list.dataset.narrow);
  const look = () => {
    for (const item of list.querySelectorAll("li")) {
      item.hidden = !fold(item.textContent).includes(fold(box.value.trim()));
    }
  };
  box.addEventListener("input", look);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  list.querySelector("summary").after(box);
  return look;
}

const looks = [...document.querySelectorAll("details[data-narrow]")].map(narrow);

// A page that the browser kept alive comes back with what was ticked last; the list follows the address.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelector(".filters").reset();
  looks.forEach((look) => look());
});

// What stands there already is not read out: say it once the page is there.
const said = document.querySelector("[data-say]");
if (said) setTimeout(() => (said.textContent = document.getElementById(said.dataset.say).textContent.trim()), 500);
