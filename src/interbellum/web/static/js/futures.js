// The scenario lab: put choices together, run them, follow the run, come back to it.
import { announce, read, write } from "./base.js";

const at = (id) => document.getElementById(id);
const form = at("lab");
const catalogue = JSON.parse(at("catalogue").dataset.choices);
const own = [];

// Choices of one's own
function options(select, pairs) {
  select.replaceChildren(...pairs.map(([value, words]) => new Option(words, value)));
}

function entry() {
  return catalogue[at("op").value].find((one) => one.target === at("target").value);
}

function showTargets() {
  options(at("target"), catalogue[at("op").value].map((one) => [one.target, one.words]));
  const timeless = at("op").value === "parameter";
  for (const id of ["from", "until", "unit"]) at(id).disabled = timeless;
  showUnits();
}

function showUnits() {
  const one = entry();
  options(at("unit"), [["", "all"], ...(one ? one.units : []).map((unit) => [unit.id, unit.name])]);
  at("values").replaceChildren(...(one ? one.values : []).map((value) => new Option(value)));
  const bounds = [one?.low, one?.high].map((bound) => (bound === null || bound === undefined ? "any" : bound));
  at("range").textContent = !one ? "" : one.values.length
    ? `Value: ${one.values.join(", ")}.`
    : at("op").value === "shift" ? "Value: log-odds; 0.7 doubles the odds." : `Value: from ${bounds[0]} to ${bounds[1]}.`;
}

function words(choice) {
  const one = catalogue[choice.op].find((entry) => entry.target === choice.target);
  const unit = one.units.find((each) => each.id === choice.unit);
  const when = [choice.from && `from ${choice.from}`, choice.until && `until ${choice.until}`].filter(Boolean).join(" ");
  const verb = { clamp: "held at", draw: "decided as", shift: "log-odds shifted by", parameter: "set to" }[choice.op];
  return `${one.words}${unit ? ` of ${unit.name}` : ""}: ${verb} ${choice.value} ${when}`.trim();
}

function showOwn() {
  at("own").replaceChildren(...own.map((choice, number) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Remove";
    button.setAttribute("aria-label", `Remove: ${words(choice)}`);
    button.addEventListener("click", () => { own.splice(number, 1); showOwn(); at("add").focus(); });
    item.append(words(choice), button);
    return item;
  }));
}

function add() {
  const value = at("value").value.trim();
  if (!value || !at("target").value) { at("said").textContent = "Give the choice a value first."; at("value").focus(); return; }
  const number = Number(value);
  const choice = { op: at("op").value, target: at("target").value, value: Number.isFinite(number) ? number : value };
  for (const [key, id] of [["unit", "unit"], ["from", "from"], ["until", "until"]]) {
    if (!at(id).disabled && at(id).value.trim()) choice[key] = at(id).value.trim();
  }
  own.push(choice);
  at("said").textContent = "";
  announce(`Added: ${words(choice)}`);
  showOwn();
}

at("op").addEventListener("change", showTargets);
at("target").addEventListener("change", showUnits);
at("add").addEventListener("click", add);
at("find")?.addEventListener("input", () => {
  const wanted = at("find").value.trim().toLowerCase();
  for (const item of form.querySelectorAll(".picks > li")) item.hidden = !item.dataset.words.includes(wanted);
});
showTargets();

// The run
function here(run) {
  const url = new URL(location.href);
  url.searchParams.set("case", form.dataset.case);
  url.searchParams.set("run", run);
  url.searchParams.delete("rivalry");
  return url;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const asked = {
    case: form.dataset.case,
    scenarios: [...form.querySelectorAll('input[name="scenario"]:checked')].map((box) => box.value),
    together: at("together")?.checked ?? false,
    choices: own,
    start: at("start").value || null,
    months: Number(at("months").value),
    members: Number(at("members").value),
    seed: Number(at("seed").value),
  };
  at("go").disabled = true;
  at("said").textContent = "";
  try {
    const job = await write("/api/futures/runs", asked);
    history.pushState(null, "", here(job.id));
    follow(job);
  } catch (error) {
    at("said").textContent = error.message;
    at("go").disabled = false;
  }
});

function show(job) {
  at("progress").hidden = false;
  at("progress").dataset.run = job.id;
  at("progress-name").textContent = job.title;
  at("stage").textContent = job.total ? `${job.stage}, ${job.done} of ${job.total}` : job.stage;
  if (job.total) at("bar").value = job.done / job.total; else at("bar").removeAttribute("value");
}

function follow(job) {
  show(job);
  announce(`Running ${job.title}`);
  const events = new EventSource(`/api/futures/runs/${job.id}/events`);
  events.addEventListener("message", (event) => {
    const now = JSON.parse(event.data);
    show(now);
    if (["done", "failed", "cancelled"].includes(now.state)) {
      events.close();
      location.replace(here(now.id));
    }
  });
  events.addEventListener("error", async () => {
    if (events.readyState === EventSource.CLOSED) {
      at("stage").textContent = "the app no longer answers; reload the page once it does";
    }
  });
}

at("cancel").addEventListener("click", async () => {
  try {
    await write(`/api/futures/runs/${at("progress").dataset.run}`, undefined, "DELETE");
  } catch (error) {
    at("said").textContent = error.message;
  }
});

const running = at("progress");
if (running.dataset.run && ["queued", "running"].includes(running.dataset.state)) {
  at("go").disabled = true;
  read(`/api/futures/runs/${running.dataset.run}`).then(follow);
}
