// The filter of the timeline: by who took part, where, and type. Without it the page is whole.
//
// Words come from the attributes of the box that it fills, the index of events from events.js beside the page. A choice is
// kept in the address, and links to other parts of the timeline carry it on.
(function () {
  "use strict";

  /** @typedef {{ who: [string, string][], places: [string, string][], types: string[], parts: number[], events: number[][][] }} Index */
  const index = /** @type {{ annalsTimeline?: Index }} */ (window).annalsTimeline;
  const box = /** @type {HTMLElement | null} */ (document.querySelector(".filter[data-who]"));
  const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".lines > ol > li")]);
  const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll('nav.parts a:not([href^="#"])')]);
  const bars = /** @type {SVGAElement[]} */ ([...document.querySelectorAll("svg.overview a[data-row]")]).map((bar) => {
    return { bar, row: Number(bar.dataset.row), group: (bar.getAttribute("href") ?? "").replace(/^[^#]*/, "") };
  });
  const part = Math.max(0, links.findIndex((link) => link.getAttribute("aria-current") === "page"));
  // A theme may show other rows than the index tells of.
  if (!index || !box || (index.parts[part + 1] ?? index.events.length) - index.parts[part] !== rows.length) return;
  const { parts, events } = index;
  const words = box.dataset;
  const asked = new URLSearchParams(location.search);

  /** @type {["who" | "places" | "types", HTMLSelectElement][]} */
  const controls = [];
  for (const [at, name] of /** @type {const} */ (["who", "places", "types"]).entries()) {
    const counts = new Map();
    events.forEach((event) => event[at].forEach((number) => counts.set(number, (counts.get(number) ?? 0) + 1)));
    // What is true of all divides nothing.
    if (![...counts.values()].some((count) => count < events.length)) continue;
    const select = document.createElement("select");
    select.append(new Option(words.any, ""));
    index[name].forEach((entry, number) => {
      const [key, text] = typeof entry === "string" ? [entry, entry] : entry;
      select.append(new Option(`${text} (${counts.get(number)})`, key));
    });
    select.value = asked.get(name) ?? "";
    if (select.selectedIndex < 0) select.value = "";
    const label = document.createElement("label");
    label.append(words[name] ?? name, select);
    box.append(label);
    controls.push([name, select]);
  }
  if (!controls.length) return;

  const told = document.createElement("p");
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  const further = document.createElement("span");
  const clear = document.createElement("button");
  clear.type = "button";
  clear.textContent = words.clear ?? "";
  told.append(status, further, clear);
  box.append(told);

  /** @param {string | undefined} text @param {Record<string, number>} values */
  const fill = (text, values) => (text ?? "").replace(/\{(\w+)\}/g, (_, key) => String(values[key]));

  const order = ["who", "places", "types"];
  function show() {
    const query = new URLSearchParams();
    const wanted = controls.filter(([, select]) => select.value).map(([name, select]) => {
      query.set(name, select.value);
      return /** @type {const} */ ([order.indexOf(name), select.selectedIndex - 1]);
    });
    const counts = parts.map(() => 0);
    /** The events that are left, each with its part. @type {[number, number][]} */
    const left = [];
    let at = 0;
    events.forEach((event, number) => {
      while (number >= (parts[at + 1] ?? Infinity)) at += 1;
      const fits = wanted.every(([which, value]) => event[which].includes(value));
      if (fits) counts[at] += 1;
      if (fits) left.push([number, at]);
      if (at === part) rows[number - parts[part]].hidden = !fits;
    });
    for (const group of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("section.group"))) {
      group.hidden = ![...group.querySelectorAll("li")].some((row) => !row.hidden);
      const link = document.querySelector(`nav.parts a[href="#${group.querySelector("h2")?.id}"]`);
      if (link?.parentElement) link.parentElement.hidden = group.hidden;
    }
    const shown = counts.reduce((sum, count) => sum + count, 0);
    const elsewhere = wanted.length > 0 && shown > counts[part];
    status.textContent = fill(words.shown, { shown, total: events.length }) + (elsewhere ? "; " + fill(words.here, { here: counts[part] }) : "");
    further.replaceChildren();
    const search = query.size ? `?${query}` : "";
    links.forEach((link, number) => {
      link.search = search;
      if (!elsewhere || number === part || !counts[number]) return;
      const to = document.createElement("a");
      to.href = link.href;
      to.textContent = link.textContent;
      further.append(" ", to, ` (${counts[number]})`);
    });
    for (const [number, { bar, row, group }] of bars.entries()) {
      const first = left.find(([event]) => event >= row && event < (bars[number + 1]?.row ?? Infinity));
      bar.toggleAttribute("hidden", !first);
      if (!first) continue;
      // To the first of its events that is left. Which group another part has it in is known of the first of all.
      const [event, there] = first;
      const own = rows[event - parts[part]]?.closest("section")?.querySelector("h2")?.id;
      bar.setAttribute("href", there === part ? (own ? `#${own}` : group) : `${links[there].href}${event === row ? group : ""}`);
    }
    clear.hidden = !wanted.length;
    try {
      history.replaceState(null, "", search + location.hash || location.pathname);
    } catch {
      // From a disk an address may not change: the filter works, and is not kept.
    }
  }

  controls.forEach(([, select]) => select.addEventListener("change", show));
  clear.addEventListener("click", () => {
    controls.forEach(([, select]) => (select.value = ""));
    show();
    controls[0][1].focus();
  });
  show();
})();
