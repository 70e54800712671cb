// Offers States, promises and pages while somebody types into the search box, as a combobox with a list of choices
// (the pattern of the ARIA Authoring Practices Guide). Without this module the box sends its form as it is.

const WAIT = 150;
const field = document.querySelector("[data-suggestions]");

if (field) {
  const list = document.createElement("ul");
  list.id = `${field.id}-suggestions`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.suggestionsLabel);
  list.hidden = true;
  field.after(list);
  for (const [name, value] of Object.entries({
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-controls": list.id,
    "aria-expanded": "false",
  })) {
    field.setAttribute(name, value);
  }

  const answers = new Map();
  let chosen = -1;
  let timer;
  let request;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };

  const choose = (place) => {
    const options = [...list.children];
    chosen = place;
    options.forEach((option, number) => option.setAttribute("aria-selected", String(number === place)));
    if (place < 0) {
      field.removeAttribute("aria-activedescendant");
    } else {
      field.setAttribute("aria-activedescendant", options[place].id);
      options[place].scrollIntoView({ block: "nearest" });
    }
  };

  const option = ({ words, kind, address }, number) => {
    const item = document.createElement("li");
    item.id = `${list.id}-${number}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.address = address;
    const told = document.createElement("bdi");
    told.textContent = words;
    const about = document.createElement("span");
    about.className = "suggestions__kind";
    about.textContent = kind;
    item.append(told, " ", about);
    return item;
  };

  const show = (suggestions) => {
    list.replaceChildren(...suggestions.map(option));
    if (suggestions.length === 0 || document.activeElement !== field) return close();
    list.hidden = false;
    chosen = -1;
    field.setAttribute("aria-expanded", "true");
    field.removeAttribute("aria-activedescendant");
  };

  const ask = async () => {
    request?.abort();
    const typed = field.value.trim();
    if (!typed) return close();
    // the hidden fields of the form are the clocks
    const query = new URLSearchParams(new FormData(field.form));
    query.delete("stay");
    query.set(field.name, typed);
    const address = `${field.dataset.suggestions}?${query}`;
    if (!answers.has(address)) {
      request = new AbortController();
      try {
        const answer = await fetch(address, { signal: request.signal });
        if (!answer.ok) return close();
        answers.set(address, (await answer.json()).suggestions);
      } catch {
        return; // a later letter took its place, or there is no network: the form works as ever
      }
    }
    show(answers.get(address));
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(list.children[chosen].dataset.address);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) {
        ask();
      } else {
        const step = event.key === "ArrowDown" ? 1 : -1;
        const places = list.children.length + 1; // one of them is the field itself
        choose(((chosen + 1 + step + places) % places) - 1);
      }
      event.preventDefault();
    }
  });
  field.addEventListener("blur", close);
  // the field keeps the focus, or the list would close before the click
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) location.assign(item.dataset.address);
  });
}
