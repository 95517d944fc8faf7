// The brief: its frame is kept and shown; an empty day asks for no look back.

import { write } from "./base.js";
import { work } from "./jobs.js";

const page = document.querySelector(".brief-page");
const form = document.getElementById("framing");
if (form) {
  const said = document.getElementById("framing-said");
  const keep = async (fields) => {
    said.textContent = "";
    try {
      await write("/api/brief/framing", { case: page.dataset.case, ...fields }, "PUT");
      location.reload();
    } catch (error) {
      said.textContent = error.message;
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep(Object.fromEntries(new FormData(form)));
  });
  document.getElementById("clear").addEventListener("click", () => keep({}));
}
document.querySelector("form.since")?.addEventListener("submit", (event) => {
  const day = event.target.elements.since;
  if (!day.value) day.disabled = true;
});

const update = document.querySelector(".update-run");
if (update) work(update, "/api/brief/updates", () => ({ case: update.dataset.case, since: update.dataset.since }));
