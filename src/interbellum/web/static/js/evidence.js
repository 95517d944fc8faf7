// The evidence page: filters leave empty fields out; the review queue by keyboard; documents handed in.

import { announce, write } from "./base.js";

const page = document.querySelector(".evidence");
const filters = document.querySelector("form.filters");
if (filters) {
  filters.addEventListener("submit", () => {
    for (const field of filters.elements) if (field.name && !field.value) field.disabled = true;
  });
  if (matchMedia("(max-width: 68rem)").matches) filters.querySelector("details").open = false;
}

const review = document.querySelector(".review");
if (review) {
  const proposals = [...review.querySelectorAll(".proposal")];
  const place = document.getElementById("place");
  const failed = document.getElementById("review-error");
  const readOnly = review.dataset.readOnly === "yes";
  let at = 0;
  let busy = false;

  const show = (index, focus = true) => {
    if (!proposals.length) return;
    at = Math.min(Math.max(index, 0), proposals.length - 1);
    proposals.forEach((one, i) => { one.hidden = i !== at; });
    place.textContent = `${at + 1} of ${proposals.length} shown`;
    if (focus) proposals[at].focus({ preventScroll: true });
  };
  const fail = (error) => {
    failed.hidden = false;
    failed.textContent = error.message;
  };
  const sent = async (path, body) => {
    if (busy) return;
    busy = true;
    failed.hidden = true;
    try {
      await write(path, { case: page.dataset.case, ...body });
      sessionStorage.setItem("review-place", String(at));
      location.reload();
    } catch (error) {
      fail(error);
      busy = false;
    }
  };
  const decide = (decision, changes) =>
    sent("/api/evidence/review", { claim: proposals[at].dataset.claim, decision, ...(changes ? { changes } : {}) });
  const undo = (claim) => claim && sent("/api/evidence/undo", { claim });
  const open = () => {
    const form = proposals[at].querySelector("form.edit");
    form.hidden = false;
    form.querySelector("textarea").focus();
  };
  const close = () => {
    const form = proposals[at].querySelector("form.edit");
    form.reset();
    form.hidden = true;
    proposals[at].focus();
  };
  const actions = {
    next: () => show(at + 1),
    previous: () => show(at - 1),
    ...(readOnly ? {} : {
      accept: () => decide("accept"),
      reject: () => decide("reject"),
      edit: open,
      undo: () => undo(review.querySelector("[data-undo]")?.dataset.undo),
    }),
  };
  const keys = { a: "accept", e: "edit", r: "reject", u: "undo", j: "next", k: "previous" };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest("form.edit")) return close();
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    const action = keys[event.key];
    if (!action || !actions[action] || (!proposals.length && action !== "undo")) return;
    event.preventDefault();
    actions[action]();
  });
  review.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.do) actions[button.dataset.do]?.();
    if (button?.dataset.undo) undo(button.dataset.undo);
    if (button?.classList.contains("cancel")) close();
  });
  for (const form of review.querySelectorAll("form.edit")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const changes = {};
      for (const field of form.elements) {
        if (field.name) changes[field.name] = field.type === "checkbox" ? field.checked : field.value;
      }
      decide("edit", changes);
    });
  }
  const upload = document.getElementById("upload");
  const said = document.getElementById("upload-said");
  upload.addEventListener("submit", async (event) => {
    event.preventDefault();
    const file = upload.elements.file.files[0];
    if (!file) return;
    if (file.size > Number(upload.dataset.most)) {
      said.textContent = `${file.name} is too large; split it.`;
      return;
    }
    const form = new FormData(upload);
    form.append("case", page.dataset.case);
    if (!form.get("published")) form.delete("published");
    said.textContent = "Reading …";
    upload.querySelector("button").disabled = true;
    try {
      const read = await write("/api/evidence/documents", form);
      sessionStorage.setItem("review-said", `${read.name}: ${read.claims === 1 ? "1 claim" : `${read.claims || "no"} claims`} proposed.`);
      location.reload();
    } catch (error) {
      said.textContent = error.message;
      upload.querySelector("button").disabled = false;
    }
  });

  const records = document.getElementById("records");
  records?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const told = document.getElementById("records-said");
    records.querySelector("button").disabled = true;
    told.textContent = "Writing …";
    try {
      const made = await write("/api/evidence/records", {
        case: page.dataset.case,
        deaths: records.elements.deaths?.checked ?? false,
        states: records.elements.states?.checked ?? false,
      });
      sessionStorage.setItem("records-said", `${made.events} ${made.events === 1 ? "event" : "events"} and ${made.ties} ${made.ties === 1 ? "tie" : "ties"} written.`);
      location.reload();
    } catch (error) {
      told.textContent = error.message;
      records.querySelector("button").disabled = false;
    }
  });

  const kept = sessionStorage.getItem("review-place");
  sessionStorage.removeItem("review-place");
  show(Number(kept || 0), kept !== null);
  const told = sessionStorage.getItem("review-said");
  sessionStorage.removeItem("review-said");
  if (told) said.textContent = told;
  const wrote = sessionStorage.getItem("records-said");
  sessionStorage.removeItem("records-said");
  if (wrote) document.getElementById("records-said").textContent = wrote;
  if (kept !== null) announce(`${document.getElementById("queue-head").textContent}`);
}
