// The network: what belongs to an actor lights up; arrows move to the nearest actor in a direction.

const cone = 0.7; // how far off its direction an actor may lie to count as being in it

for (const drawing of document.querySelectorAll("svg.network")) {
  const actors = [...drawing.querySelectorAll("a.actor")];
  const ties = [...drawing.querySelectorAll("a.tie")];

  const light = (id) => {
    drawing.classList.toggle("dimmed", id !== null);
    const near = new Set([id]);
    for (const tie of ties) {
      const touches = id !== null && (tie.dataset.actor === id || tie.dataset.other === id);
      tie.classList.toggle("lit", touches);
      if (touches) near.add(tie.dataset.actor).add(tie.dataset.other);
    }
    for (const actor of actors) actor.classList.toggle("near", near.has(actor.dataset.id));
  };

  const chosen = drawing.querySelector("a.actor.chosen");
  const mark = drawing.querySelector("a.tie.chosen");
  const rest = () => {
    light(chosen ? chosen.dataset.id : null);
    if (chosen || !mark) return;
    drawing.classList.add("dimmed");
    mark.classList.add("lit");
    for (const actor of actors) {
      actor.classList.toggle("near", [mark.dataset.actor, mark.dataset.other].includes(actor.dataset.id));
    }
  };
  const stop = chosen || actors[0];
  for (const actor of actors) {
    actor.setAttribute("tabindex", actor === stop ? "0" : "-1");
    actor.addEventListener("mouseenter", () => light(actor.dataset.id));
    actor.addEventListener("mouseleave", rest);
    actor.addEventListener("focus", () => light(actor.dataset.id));
    actor.addEventListener("blur", rest);
  }
  rest();

  drawing.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const from = document.activeElement?.closest?.("a.actor");
    if (!way || !from || event.metaKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    const next = nearest(from, way);
    if (!next) return;
    for (const actor of actors) actor.setAttribute("tabindex", actor === next ? "0" : "-1");
    next.focus();
  });

  function nearest(from, [wx, wy]) {
    let best = null;
    let least = Infinity;
    for (const actor of actors) {
      const dx = actor.dataset.x - from.dataset.x;
      const dy = actor.dataset.y - from.dataset.y;
      const along = dx * wx + dy * wy;
      const off = Math.abs(dx * wy) + Math.abs(dy * wx);
      if (actor === from || along <= 0 || along < cone * off * 0.6) continue;
      const length = along + 2 * off;
      if (length < least) [best, least] = [actor, length];
    }
    return best;
  }
}

// A change of type takes effect at once; the button is for those without a mouse or a script.
const legend = document.querySelector("form.legend");
legend?.addEventListener("submit", () => {
  const boxes = [...legend.querySelectorAll('input[name="types"]')];
  if (boxes.every((box) => box.checked)) boxes.forEach((box) => { box.disabled = true; });
  for (const field of legend.querySelectorAll('input[type="date"]')) if (!field.value) field.disabled = true;
});
