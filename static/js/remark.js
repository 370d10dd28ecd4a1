/* “Remark” at an answer leads to the form without a new page, so that a note that was begun is still there. */

for (const link of document.querySelectorAll("[data-about]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const form = document.getElementById("remark_form");
    form.elements.field.value = link.dataset.about;
    form.elements.text.focus();
  });
}
