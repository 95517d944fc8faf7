// Long work by a button: started, followed by server-sent events, cancelled; a reload finds it again.

import { read, write } from "./base.js";

const OVER = ["done", "failed", "cancelled"];

/** Let the button of a box start work at `path` with what `asked()` returns, and reload the page once it is done. */
export function work(box, path, asked) {
  const [start, stop, told, bar] = ["start", "stop", "told", "bar"].map((id) => document.getElementById(id));
  let job = box.dataset.job;

  const show = (now) => {
    const going = !OVER.includes(now.state);
    start.disabled = going;
    stop.hidden = bar.hidden = !going;
    told.textContent = now.error ? now.error.what : now.total ? `${now.stage}, ${now.done} of ${now.total}` : now.stage;
    if (now.total) bar.value = now.done / now.total; else bar.removeAttribute("value");
  };
  const follow = (now) => {
    job = now.id;
    show(now);
    const events = new EventSource(`${path}/${job}/events`);
    events.addEventListener("message", (event) => {
      const later = JSON.parse(event.data);
      show(later);
      if (OVER.includes(later.state)) events.close();
      if (later.state === "done") location.reload();
    });
  };
  const tried = (step) => step().catch((error) => { told.textContent = error.message; start.disabled = false; });
  start.addEventListener("click", () => tried(async () => {
    start.disabled = true;
    follow(await write(path, asked()));
  }));
  stop.addEventListener("click", () => tried(async () => show(await write(`${path}/${job}`, undefined, "DELETE"))));
  if (job) tried(async () => follow(await read(`${path}/${job}`)));
}
