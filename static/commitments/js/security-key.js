// Asks the browser for a security key or passkey, and sends what it signed.

const form = document.querySelector("[data-security-key]");

async function ask() {
  const options = JSON.parse(document.getElementById("key-options").textContent);
  const failure = form.querySelector("[role=alert]");
  failure.hidden = true;
  try {
    const answer =
      form.dataset.securityKey === "create"
        ? await window.webauthnJSON.create(options.creation_options)
        : await window.webauthnJSON.get(options.request_options);
    form.elements.credential.value = JSON.stringify(answer);
    form.submit();
  } catch {
    failure.hidden = false;
  }
}

if (form && window.PublicKeyCredential) {
  const button = form.querySelector("button");
  button.hidden = false;
  button.addEventListener("click", ask);
}
