// Figures that are read and not asserted: what a first visit of an article moves, and how a very long dossier scrolls.
//
//   node tests/browser/figures.mjs bytes FOLDER...        each the output folder of a site
//   node tests/browser/figures.mjs scroll FOLDER PATH     one page, say /people/ID/, of a site with a large `page_size`
//
// Bytes are those of Chromium's network log with gzip -6 and an empty cache, pictures aside. Articles are put in order by
// their own compressed text, for all else that an article loads is the same files; the one in the middle, the largest, and
// those next to a limit of 60,000 bytes are visited. How it scrolls needs a machine that does nothing else.
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { firstVisit, launch, pages, serve } from "./help.mjs";

const LIMIT = 60_000;
const [what, ...rest] = process.argv.slice(2);
const browser = await launch();
if (what === "bytes") for (const folder of rest) await bytes(folder);
else if (what === "scroll" && rest.length === 2) await scroll(...rest);
else console.error("node tests/browser/figures.mjs bytes FOLDER... | scroll FOLDER PATH");
await browser.close();

async function bytes(folder) {
  const paths = pages(folder).filter((path) => /^\/articles\/(?!by-|page-).+/.test(path));
  const sized = paths.flatMap((path) => {
    const html = readFileSync(join(folder, path, "index.html"));
    if (!html.includes('<body class="article"')) return [];
    return [{ path, own: gzipSync(html, { level: 6 }).length }];
  }).sort((one, other) => one.own - other.own);
  const site = await serve(folder);
  const middle = sized[Math.floor(sized.length / 2)], largest = sized.at(-1);
  const [median, most] = [await firstVisit(browser, site.address + middle.path), await firstVisit(browser, site.address + largest.path)];
  const shared = median - middle.own;
  const over = sized.filter(({ own }) => own + shared > LIMIT);
  // Without what surrounds the text of an article nothing is too large: whatever is over the limit is so by its own text.
  console.log(`${basename(folder)}: ${sized.length} articles; median ${median} bytes, most ${most} (${largest.path}, its page alone ${largest.own}); ${shared} shared by all; over ${LIMIT}: ${over.length}`);
  for (const { path, own } of over.slice(-20)) console.log(`  ${path}: its page alone ${own}, of these its bare text ${bare(join(folder, path, "index.html"))}`);
  site.close();
}

/** The reader's text of an article, compressed. */
function bare(path) {
  const html = readFileSync(path, "utf8");
  const from = html.indexOf('class="text'), to = html.indexOf("</article>", from);
  return gzipSync(html.slice(from, to > from ? to : undefined).replace(/<aside[\s\S]*?<\/aside>|<[^>]*>/g, ""), { level: 6 }).length;
}

async function scroll(folder, path) {
  const site = await serve(folder);
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  await page.goto(site.address + path, { waitUntil: "networkidle" });
  await settle(page);
  const rows = await page.locator("section.mentions li").count();
  const loaded = await trace(page, async () => {
    await page.reload({ waitUntil: "networkidle" });
    await settle(page);
  });
  const scrolled = await trace(page, async () => {
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    for (let at = 0; at < height; at += 2_000) {
      await page.mouse.wheel(0, 2_000);
      await page.waitForTimeout(40);
    }
  });
  const say = (tasks) => `${tasks.length} tasks, the longest ${Math.max(0, ...tasks).toFixed(1)} ms, over 50 ms: ${tasks.filter((task) => task > 50).length}`;
  console.log(`${path}: ${rows} rows; loading: ${say(loaded)}; scrolling: ${say(scrolled)}`);
  site.close();
}

/** Waits until all of the page is parsed, laid out and painted: the network is idle before that. */
async function settle(page) {
  await page.evaluate(() => document.fonts.ready);
  for (let frame = 0; frame < 3; frame += 1) {
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestIdleCallback(done))));
  }
}

/** The lengths of the main thread's tasks, in milliseconds, while something is done; a task within another is not one. */
async function trace(page, work) {
  const session = await page.context().newCDPSession(page);
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  await session.send("Tracing.start", { categories: "devtools.timeline,disabled-by-default-devtools.timeline", transferMode: "ReportEvents" });
  await work();
  const done = new Promise((end) => session.once("Tracing.tracingComplete", end));
  await session.send("Tracing.end");
  await done;
  const main = events.find(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain");
  const tasks = events.filter(({ name, pid, tid }) => name === "RunTask" && (!main || (pid === main.pid && tid === main.tid)));
  return tasks.map(({ dur = 0 }) => dur / 1000);
}
