/* Shows on the map what the pointer or the keyboard is at: a line of the legend, or a State in the lists below. */

const picture = document.querySelector(".map__picture");

function shapesFor(target) {
  const line = target.closest("[data-shows]");
  if (line) {
    return picture.querySelectorAll(`.${line.dataset.shows}.map__state`);
  }
  const link = target.closest(".map-states a");
  return link ? picture.querySelectorAll(`.map__state[href="${CSS.escape(link.getAttribute("href"))}"]`) : [];
}

function show({ target }) {
  const found = [...shapesFor(target)];
  for (const shape of picture.querySelectorAll(".map__state--found")) {
    shape.classList.remove("map__state--found");
  }
  for (const shape of found) {
    shape.classList.add("map__state--found");
  }
  picture.classList.toggle("map__picture--finding", found.length > 0);
}

if (picture) {
  document.addEventListener("pointerover", show);
  document.addEventListener("focusin", show);
}
