// The console works without this script. It keeps a form from being sent twice and brings what was found into view.
for (const form of document.querySelectorAll("form[method=post]"))
  form.addEventListener("submit", () => {
    // A file is downloaded without leaving the page: its buttons must stay usable.
    if (form.getAttribute("action")?.endsWith("/export")) return;
    // After the browser has read which button was pressed.
    setTimeout(() => {
      for (const button of form.querySelectorAll("button")) button.disabled = true;
    }, 0);
  });

// Going back shows a page as it was left: its buttons work again.
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button:disabled")) button.disabled = false;
});

const trouble = document.querySelector("[role=alert]");
if (trouble) {
  trouble.tabIndex = -1;
  trouble.focus();
}
