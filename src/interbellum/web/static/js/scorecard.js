// The scorecard: a choice takes effect at once; a command can be copied.

import { announce, read, write } from "./base.js";

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

// A backtest: started, followed and cancelled; a reload finds it again.
const box = document.querySelector(".backtest");
if (box) {
  const [start, stop, told, bar] = ["start", "stop", "told", "bar"].map((id) => document.getElementById(id));
  let job = box.dataset.job;

  const show = (now) => {
    const going = ["queued", "running"].includes(now.state);
    start.disabled = going;
    stop.hidden = bar.hidden = !going;
    told.textContent = now.error ? now.error.what : now.total ? `${now.stage}, ${now.done} of ${now.total}` : now.stage;
    if (now.total) bar.value = now.done / now.total; else bar.removeAttribute("value");
  };
  const follow = (now) => {
    job = now.id;
    show(now);
    const events = new EventSource(`/api/scorecard/jobs/${job}/events`);
    events.addEventListener("message", (event) => {
      const later = JSON.parse(event.data);
      show(later);
      if (["done", "failed", "cancelled"].includes(later.state)) events.close();
      if (later.state === "done") location.reload();
    });
  };
  const tried = (work) => work().catch((error) => { told.textContent = error.message; start.disabled = false; });
  start.addEventListener("click", () => tried(async () => {
    start.disabled = true;
    follow(await write("/api/scorecard/jobs", { case: box.dataset.case }));
  }));
  stop.addEventListener("click", () => tried(async () => show(await write(`/api/scorecard/jobs/${job}`, undefined, "DELETE"))));
  if (job) tried(async () => follow(await read(`/api/scorecard/jobs/${job}`)));
}
