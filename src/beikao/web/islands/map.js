// The map's comforts: zoom by button and key, arrows from box to box, what leads here and from here, the small map.
const map = document.getElementById("map");
if (map) start(map);

function start(root) {
  const scroll = root.querySelector(".map-scroll");
  const picture = root.querySelector(".map-picture");
  const [, , width, height] = picture.getAttribute("viewBox").split(" ").map(Number);
  const boxes = [...picture.querySelectorAll("a.c")];
  const byId = new Map(boxes.map((box) => [box.id.slice(2), box]));
  const opens = new Map();
  for (const box of boxes) for (const need of needs(box)) (opens.get(need) || opens.set(need, []).get(need)).push(box.id.slice(2));
  let scale = 1;

  function zoom(next) {
    const bounds = [scroll.clientWidth / width, 1];
    const wanted = Math.min(2, Math.max(Math.min(...bounds, 0.3), next));
    const x = (scroll.scrollLeft + scroll.clientWidth / 2) / scale, y = (scroll.scrollTop + scroll.clientHeight / 2) / scale;
    scale = wanted;
    picture.setAttribute("width", width * scale);
    picture.setAttribute("height", height * scale);
    scroll.scrollTo(x * scale - scroll.clientWidth / 2, y * scale - scroll.clientHeight / 2);
    window_();
  }
  const fit = () => zoom(Math.min(scroll.clientWidth / width, scroll.clientHeight / height));
  document.querySelectorAll("[data-zoom]").forEach((button) => button.addEventListener("click", () => {
    if (button.dataset.zoom === "fit") fit();
    else zoom(scale * (button.dataset.zoom === "in" ? 1.25 : 0.8));
  }));

  function needs(box) { return box.dataset.needs.split(" ").filter(Boolean); }
  function walk(slug, next, seen) {
    for (const other of next(slug)) if (!seen.has(other)) { seen.add(other); walk(other, next, seen); }
    return seen;
  }
  function light(box) {
    picture.querySelectorAll(".lit").forEach((e) => e.classList.remove("lit"));
    picture.classList.toggle("lit", Boolean(box));
    if (!box) return;
    const slug = box.id.slice(2);
    const before = walk(slug, (s) => (byId.get(s) ? needs(byId.get(s)) : []), new Set([slug]));
    const after = walk(slug, (s) => opens.get(s) || [], new Set([slug]));
    for (const s of [...before, ...after]) byId.get(s)?.classList.add("lit");
    for (const path of picture.querySelectorAll(".lines path")) {
      const { a, b } = path.dataset;
      if ((before.has(a) && before.has(b)) || (after.has(a) && after.has(b))) path.classList.add("lit");
    }
  }
  picture.addEventListener("focusin", (event) => light(event.target.closest("a.c")));
  picture.addEventListener("focusout", () => light(null));
  picture.addEventListener("pointerover", (event) => light(event.target.closest("a.c") || document.activeElement.closest("a.c")));

  const middle = (box) => { const r = box.firstElementChild.getBBox(); return [r.x + r.width / 2, r.y + r.height / 2]; };
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  function neighbour(box, [dx, dy]) {
    const [x, y] = middle(box);
    let best = null, least = Infinity;
    for (const other of boxes) {
      const [u, v] = middle(other);
      const along = (u - x) * dx + (v - y) * dy, across = Math.abs((u - x) * dy) + Math.abs((v - y) * dx);
      const cost = along + 2 * across;
      if (other !== box && along > 1 && cost < least) [best, least] = [other, cost];
    }
    return best;
  }
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const box = event.target.closest("a.c");
    if (event.key in way && box) {
      const next = neighbour(box, way[event.key]);
      if (next) next.focus();
      event.preventDefault();
    } else if (event.key === "+" || event.key === "=") zoom(scale * 1.25);
    else if (event.key === "-") zoom(scale * 0.8);
    else if (event.key === "0") fit();
  });

  const small = root.querySelector(".minimap svg"), frame = small.querySelector(".window");
  function window_() {
    frame.setAttribute("x", scroll.scrollLeft / scale);
    frame.setAttribute("y", scroll.scrollTop / scale);
    frame.setAttribute("width", Math.min(width, scroll.clientWidth / scale));
    frame.setAttribute("height", Math.min(height, scroll.clientHeight / scale));
    root.querySelector(".minimap").hidden = scroll.clientWidth >= width * scale && scroll.clientHeight >= height * scale;
  }
  scroll.addEventListener("scroll", window_, { passive: true });
  window.addEventListener("resize", window_);
  small.addEventListener("pointerdown", (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(small.getScreenCTM().inverse());
    scroll.scrollTo(point.x * scale - scroll.clientWidth / 2, point.y * scale - scroll.clientHeight / 2);
  });

  const first = document.getElementById(root.dataset.focus);
  if (first) {
    const [x, y] = middle(first);
    scroll.scrollTo(x - Math.min(scroll.clientWidth / 3, x), y - scroll.clientHeight / 2);
  }
  window_();
}
