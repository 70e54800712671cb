// The form of filters, made quicker. Without this module it works the same, with longer lists and addresses.

const LONG = 12;

// fields left empty need not stand in an address that somebody may cite
for (const form of document.querySelectorAll("form.filter")) {
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) {
      if (value === "") formData.delete(name);
    }
  });
}

const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

// a long list gets a field that narrows it; what is ticked stays in sight
for (const list of document.querySelectorAll(".choices__list")) {
  const choices = [...list.querySelectorAll(".choice")];
  if (choices.length <= LONG) continue;
  const field = document.createElement("input");
  field.type = "search";
  field.className = "choices__narrow";
  field.autocomplete = "off";
  field.setAttribute("aria-label", list.closest("form").dataset.narrow ?? "");
  field.placeholder = field.getAttribute("aria-label");
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  field.addEventListener("input", () => {
    const words = folded(field.value.trim());
    for (const choice of choices) {
      choice.hidden = !choice.querySelector("input").checked && !folded(choice.textContent).includes(words);
    }
  });
  list.before(field);
}
