// The scorecard: a choice takes effect at once; a command can be copied.

import { announce } from "./base.js";
import { work } from "./jobs.js";

for (const select of document.querySelectorAll("form.shown select")) {
  select.addEventListener("change", () => select.form.submit());
}
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
    announce("The command was copied.");
  });
}

// A backtest is started, followed and cancelled.
const box = document.querySelector(".backtest");
if (box) work(box, "/api/scorecard/jobs", () => ({ case: box.dataset.case }));
