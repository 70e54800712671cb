// Buttons that copy the text of another element. Without this module, or without a clipboard, they stay hidden.

const buttons = document.querySelectorAll("button[data-copy]");

for (const button of navigator.clipboard ? buttons : []) {
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  button.after(said);
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.querySelector(button.dataset.copy);
    const text = source.value ?? source.textContent.replace(/\s+/g, " ").trim();
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = button.dataset.copied ?? "";
    } catch {
      button.hidden = true;
    }
  });
}
