// Looks in Chromium at the drawings of finished sites: no label lies over another, over a dot or bar that is not its own, or
// beyond its drawing; no line lies over a label; nothing is wider than the screen. At 400 and 1,400 pixels, in light and dark.
//
//   node tests/drawings.mjs [--pages N] [--shots FOLDER] SITE…
//
// All pages of timeline and network are looked at, and of the others that have a drawing at most N of each folder (40), evenly
// over their names. --shots keeps pictures of timeline and network. Needs playwright-core (npm ci) and Chromium.
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";

const { values, positionals: sites } = parseArgs({
  allowPositionals: true,
  options: { pages: { type: "string", default: "40" }, shots: { type: "string" } },
});
const WHOLE = ["timeline", "network"];

/** The pages of a site to look at: path and folder. */
function pages(site) {
  const byFolder = new Map();
  for (const entry of readdirSync(site, { recursive: true })) {
    if (!entry.endsWith("index.html")) continue;
    const folder = entry.split("/")[0];
    if (/<svg class="(drawing|scale|map)/.test(readFileSync(join(site, entry), "utf8"))) {
      byFolder.set(folder, [...(byFolder.get(folder) ?? []), entry]);
    }
  }
  return [...byFolder].flatMap(([folder, all]) => {
    all.sort();
    const step = WHOLE.includes(folder) ? 1 : Math.max(1, all.length / Number(values.pages));
    return Array.from({ length: Math.ceil(all.length / step) }, (_, at) => all[Math.floor(at * step)]);
  });
}

/** In the page: what is wrong, and how much was looked at. */
function look() {
  const faults = [];
  const counts = { drawings: 0, labels: 0, crossed: 0 };
  const ground = getComputedStyle(document.documentElement).backgroundColor;
  // A line of text is higher than its letters, and a letter may reach a little beyond its place.
  const letters = (element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return { left, right, top: top + 2.5, bottom: bottom - 2.5 };
  };
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.5;
  const runsThrough = (line, box) => {
    const to = line.getScreenCTM();
    const at = (x, y) => new DOMPoint(line[x].baseVal.value, line[y].baseVal.value).matrixTransform(to);
    const [from, end] = [at("x1", "y1"), at("x2", "y2")];
    let [begin, stop] = [0, 1];
    for (const [start, by, low, high] of [[from.x, end.x - from.x, box.left, box.right], [from.y, end.y - from.y, box.top, box.bottom]]) {
      if (Math.abs(by) < 1e-6) {
        if (start < low || start > high) return false;
        continue;
      }
      const [one, other] = [(low - start) / by, (high - start) / by];
      begin = Math.max(begin, Math.min(one, other));
      stop = Math.min(stop, Math.max(one, other));
    }
    return begin < stop;
  };
  for (const drawing of document.querySelectorAll("svg.drawing, svg.scale, svg.map")) {
    const whole = drawing.getBoundingClientRect();
    if (!whole.width) continue;
    counts.drawings += 1;
    const labels = [...drawing.querySelectorAll("text")].filter((text) => text.getBoundingClientRect().width);
    const boxes = labels.map(letters);
    const name = (at) => `“${labels[at].textContent}”`;
    labels.forEach((label, at) => {
      const box = boxes[at];
      counts.labels += 1;
      if (box.left < whole.left - 2.5 || box.right > whole.right + 2.5 || box.top < whole.top - 3 || box.bottom > whole.bottom + 3) {
        faults.push(`${name(at)} stands out of its drawing`);
      }
      for (let other = at + 1; other < labels.length; other++) {
        if (meet(box, boxes[other])) faults.push(`${name(at)} and ${name(other)} overlap`);
      }
      for (const mark of drawing.querySelectorAll("circle, rect:not(.ground, .sea, .plain)")) {
        const own = mark.closest("a") && mark.closest("a") === label.closest("a");
        if (!own && meet(box, mark.getBoundingClientRect())) faults.push(`${name(at)} lies over a ${mark.tagName} ${mark.getAttribute("class") ?? ""}`);
      }
      for (const line of drawing.querySelectorAll("line.tie, line.between")) {
        if (!runsThrough(line, box)) continue;
        counts.crossed += 1;
        const style = getComputedStyle(label);
        const over = line.compareDocumentPosition(label) & Node.DOCUMENT_POSITION_PRECEDING;
        if (over || parseFloat(style.strokeWidth) < 6 || style.stroke !== ground || !style.paintOrder.startsWith("stroke")) {
          faults.push(`a line runs through ${name(at)}, which has no ground of its own`);
        }
      }
    });
  }
  for (const row of document.querySelectorAll(".lines li")) {
    const [one, other] = [...row.children].map((child) => child.getBoundingClientRect());
    if (one && other && meet(one, other)) faults.push(`the strip lies over “${row.textContent.trim().slice(0, 30)}”`);
  }
  if (document.documentElement.scrollWidth > innerWidth) faults.push(`the page is ${document.documentElement.scrollWidth} pixels wide`);
  return { faults, counts };
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
});
let wrong = 0;
if (values.shots) mkdirSync(values.shots, { recursive: true });
for (const site of sites) {
  const all = pages(site);
  const sum = { drawings: 0, labels: 0, crossed: 0 };
  for (const colorScheme of ["light", "dark"]) {
    const page = await browser.newPage({ colorScheme });
    // Places do not change with the colours: in the dark only what shows most.
    for (const entry of colorScheme === "light" ? all : all.filter((path) => WHOLE.includes(path.split("/")[0]))) {
      await page.goto(pathToFileURL(resolve(site, entry)).href);
      for (const width of [400, 1400]) {
        await page.setViewportSize({ width, height: 900 });
        const { faults, counts } = await page.evaluate(look);
        for (const fault of faults) console.log(`${site}/${entry} at ${width}, ${colorScheme}: ${fault}`);
        wrong += faults.length;
        for (const key of Object.keys(sum)) sum[key] += counts[key];
        if (values.shots && WHOLE.some((folder) => entry === `${folder}/index.html`)) {
          const path = join(values.shots, `${basename(site)}-${entry.split("/")[0]}-${width}-${colorScheme}.png`);
          await page.screenshot({ path, fullPage: true });
        }
      }
    }
    await page.close();
  }
  console.log(`${site}: ${all.length} pages, ${sum.drawings} drawings and ${sum.labels} labels looked at, ${sum.crossed} lines behind labels.`);
}
await browser.close();
console.log(wrong ? `${wrong} faults` : "No label overlaps anything.");
process.exitCode = wrong || !sites.length ? 1 : 0;
