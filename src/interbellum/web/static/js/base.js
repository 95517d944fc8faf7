// What every page does: the clock submits itself, and writes carry the token of the session.

/** Send a write (POST by default) with the token of the page; resolves to the answer's data, rejects with its error. */
export async function write(path, body, method = "POST") {
  const token = document.querySelector('meta[name="write-token"]').content;
  const headers = { "x-write-token": token };
  const form = body instanceof FormData;
  if (body !== undefined && !form) headers["content-type"] = "application/json";
  const answer = await fetch(path, { method, headers, body: form || body === undefined ? body : JSON.stringify(body) });
  return told(answer);
}

/** Fetch data; resolves to it, rejects with an Error whose message says what is wrong and what to do. */
export async function read(path, options = {}) {
  return told(await fetch(path, options));
}

async function told(answer) {
  const data = await answer.json().catch(() => ({}));
  if (answer.ok) return data;
  const error = data.error || { what: `the app answered ${answer.status}` };
  throw new Error(error.hint ? `${error.what} (${error.hint})` : error.what);
}

/** Say something to those who cannot see it. */
export function announce(words) {
  let region = document.getElementById("announcer");
  if (!region) {
    region = document.createElement("div");
    region.id = "announcer";
    region.className = "unseen";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  region.textContent = words;
}

const clock = document.querySelector("form.clock");
if (clock) {
  clock.addEventListener("submit", () => {
    for (const field of clock.querySelectorAll("input, select")) if (!field.value) field.disabled = true;
  });
  clock.querySelector("select")?.addEventListener("change", () => {
    clock.querySelectorAll('input:not([name="case"])').forEach((field) => { field.disabled = true; });
    clock.submit();
  });
}
