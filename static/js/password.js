/* Shows a password on demand. Without this module the field works as ever. */

for (const field of document.querySelectorAll("input[data-show]")) {
  const button = document.createElement("button");
  const words = field.dataset;
  button.type = "button";
  button.className = "field__show button button--quiet";
  button.setAttribute("aria-controls", field.id);
  const say = () => {
    button.textContent = field.type === "password" ? words.show : words.hide;
  };
  button.addEventListener("click", () => {
    field.type = field.type === "password" ? "text" : "password";
    say();
  });
  field.form.addEventListener("submit", () => {
    field.type = "password";
  });
  say();
  field.after(button);
}
