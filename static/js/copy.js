// Buttons that copy the link of a page and how to cite it; without this module the text is there to be selected.

for (const text of document.querySelectorAll("[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet";
  button.textContent = text.dataset.copy;
  const said = document.createElement("span");
  said.className = "small";
  said.role = "status";
  const row = document.createElement("p");
  row.className = "colophon__copy";
  row.append(button, " ", said);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent.trim().replace(/\s+/g, " "));
      said.textContent = text.dataset.copied;
    } catch {
      getSelection().selectAllChildren(text);
      said.textContent = text.dataset.select;
    }
  });
  text.after(row);
}
