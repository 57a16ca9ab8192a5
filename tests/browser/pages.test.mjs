// What pages do: that they do not move while they come, pages of the corpora, bytes, the timeline, the switch, cards.
import assert from "node:assert/strict";
import { appendFileSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { demo, firstVisit, launch, open, own, pages, samples, serve, shift, violations } from "./help.mjs";

let browser, site, shown;
before(async () => {
  [browser, site, shown] = await Promise.all([launch(), serve(own), serve(demo)]);
});
after(async () => {
  await browser.close();
  site.close();
  shown.close();
});

// As over a line that is slow, or when the browser reads a page in several goes.
for (const [sort, path] of samples(demo)) {
  test(`${sort}: a page that comes in parts does not move (${path})`, async () => {
    for (const [parts, width] of [[2, 1280], [3, 390], [5, 1280]]) {
      const slow = await serve(demo, { parts });
      const { page, close } = await open(browser, slow.address + path, { viewport: { width, height: 900 } });
      assert.equal(await page.evaluate(shift), 0, `layout shift at ${width}, in ${parts} parts`);
      await close();
      slow.close();
    }
  });
}

test("a page whose end does not come is shown all the same", async () => {
  const never = await serve(demo, { parts: 2, ends: false });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${never.address}/about/`, { waitUntil: "commit" });
  const painted = () => performance.getEntriesByName("first-contentful-paint").length;
  await page.waitForFunction(painted, undefined, { timeout: 10_000 });
  assert.notEqual(await page.evaluate(() => document.readyState), "complete");
  await context.close();
  never.close();
});

const corpora = readCorpora();
for (const { name, folder, paths } of corpora) {
  test(`${name}: an article and a person of a corpus are as the demonstration's`, async () => {
    const corpus = await serve(folder);
    for (const [at, path] of paths.entries()) {
      const [width, colorScheme] = at % 2 ? [390, "light"] : [1280, "dark"];
      const { page, faults, close } = await open(browser, corpus.address + path, { colorScheme, viewport: { width, height: 900 } });
      assert.equal(await page.evaluate(shift), 0, `layout shift on ${path}`);
      assert.deepEqual(await violations(page), [], path);
      assert.deepEqual(faults, []);
      await page.setViewportSize({ width: 320, height: 700 });
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320, `${path} is wider than 320 px`);
      await close();
    }
    corpus.close();
  });
}

/** Of each corpus that was built: an article, an index and a person from the middle of the list. */
function readCorpora() {
  const folder = process.env.ANNALS_CORPORA ?? "";
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".out")) : [];
  if (!names.length && process.env.ANNALS_NOT_RUN) appendFileSync(process.env.ANNALS_NOT_RUN, "pages of the corpora in a browser\n");
  const middle = (list) => list[Math.floor(list.length / 2)];
  return names.map((name) => {
    const all = pages(join(folder, name)).filter((path) => !path.includes("~"));
    const of = (kind) => middle(all.filter((path) => path.startsWith(`/${kind}/`) && path !== `/${kind}/`));
    return { name, folder: join(folder, name), paths: [of("articles"), of("people"), "/people/"].filter(Boolean) };
  });
}

test("an open list of passages, a card and a lit passage have no violation", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const { page, faults, close } = await open(browser, `${site.address}/articles/first/#words`, { colorScheme });
    assert.deepEqual(await violations(page), [], colorScheme);
    await page.locator("mark mark mark").first().click();
    assert.deepEqual(await violations(page), [], colorScheme);
    await page.keyboard.press("Escape");
    await page.locator(".named a.entity").first().hover();
    await page.getByRole("tooltip").waitFor();
    assert.deepEqual(await violations(page), [], colorScheme);
    assert.deepEqual(faults, []);
    await close();
  }
});

test("the first visit of the longest article moves less than 60 KB, and it can be read before any script", async () => {
  const bytes = await firstVisit(browser, shown.address + samples(demo).get("article"));
  console.log(`${bytes} bytes on the first visit of the longest article`);
  assert.ok(bytes > 5_000 && bytes < 60_000, `${bytes} bytes`);
  // Scripts that never come keep nothing from being read.
  const slow = await browser.newContext();
  const waiting = await slow.newPage();
  await waiting.route("**/{annals,article}*.js", () => {});
  await waiting.goto(shown.address + samples(demo).get("article"), { waitUntil: "commit" });
  await waiting.locator(".text p").first().waitFor({ state: "visible" });
  await slow.close();
});

test("the timeline is filtered by person under the headers that sites are made for, and the choice is kept in the address", async () => {
  const { page, faults, close } = await open(browser, `${shown.address}/timeline/`);
  const rows = page.locator(".lines > ol > li:visible");
  const all = await rows.count();
  const who = page.locator(".filter select").first();
  const option = who.locator("option").nth(1);
  const [, name, count] = (await option.textContent()).match(/^(.*) \((\d+)\)$/);
  await who.selectOption({ index: 1 });
  assert.equal(await rows.count(), Number(count));
  assert.ok(Number(count) < all, "not all of them");
  assert.match(await page.getByRole("status").textContent(), new RegExp(`\\b${count}\\b.*\\b${all}\\b`));
  const asked = () => page.evaluate(() => location.search);
  assert.equal(new URLSearchParams(await asked()).get("who"), await option.getAttribute("value"));
  // Whoever took part says so on the page of each that is left, and of none that is hidden.
  const addresses = (selector) => page.locator(selector).evaluateAll((links) => links.map((link) => link.href));
  const took = async (address) => (await (await page.request.get(address)).text()).split('id="participants"')[1]?.split("</section>")[0].includes(`>${name}<`) ?? false;
  for (const address of await addresses(".lines > ol > li:visible .what > a.entity")) assert.ok(await took(address), `${name} at ${address}`);
  for (const address of await addresses(".lines > ol > li[hidden] .what > a.entity")) assert.ok(!(await took(address)), `${name} not at ${address}`);
  await page.reload();
  assert.equal(await rows.count(), Number(count));
  await page.locator(".filter button").click();
  assert.equal(await rows.count(), all);
  assert.equal(await asked(), "");
  assert.deepEqual(faults, []);
  await close();
});

test("on a narrow screen rows of tables stand one below the other, and are a table to a screen reader", async () => {
  for (const [path, table] of [["/organizations/us-senate/", "#members table"], ["/people/jeff-sessions/", "#together table >> nth=0"], ["/events/convention-talk/", "#accounts table"]]) {
    const { page, close } = await open(browser, shown.address + path, { viewport: { width: 390, height: 900 } });
    const found = page.locator(table);
    assert.ok(await found.evaluate((table) => table.parentElement.scrollWidth <= table.parentElement.clientWidth), `${path} scrolls to the side`);
    const below = (row) => [...row.children].filter((cell) => cell.offsetParent).map((cell) => cell.getBoundingClientRect().left);
    const edges = await found.locator("tbody tr").first().evaluate(below);
    assert.equal(edges[0], edges.at(-1), `${path}: the last cell stands under the first`);
    const heard = await found.ariaSnapshot();
    for (const role of ["table", "row", "rowheader", "columnheader", "cell"]) assert.match(heard, new RegExp(`- ${role}\\b`), `${path}: ${heard.slice(0, 400)}`);
    await close();
  }
});

test("the class that says a page's sort changes nothing of its look by itself", async () => {
  const { page, close } = await open(browser, `${shown.address}/`);
  const changed = await page.evaluate((sorts) => {
    const look = () => JSON.stringify([...getComputedStyle(document.body)].map((name) => getComputedStyle(document.body).getPropertyValue(name)));
    document.body.className = "";
    const bare = look();
    return sorts.filter((sort) => ((document.body.className = sort), look() !== bare));
  }, [...samples(demo).keys(), "mentions", "together", "rows", "redirect"].map((sort) => sort.split(" ")[0]));
  assert.deepEqual(changed, []);
  await close();
});

test("the switch changes the colours, is remembered, and gives way to the system again", async () => {
  const { page, faults, close } = await open(browser, `${shown.address}/`, { colorScheme: "light" });
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const button = page.getByRole("button", { name: "Dark colours" });
  const light = await ground();
  assert.equal(await button.getAttribute("aria-pressed"), "false");
  await button.click();
  const dark = await ground();
  assert.notEqual(dark, light);
  assert.equal(await button.getAttribute("aria-pressed"), "true");
  await page.goto(`${shown.address}/people/`);
  assert.equal(await ground(), dark);
  await page.getByRole("button", { name: "Dark colours" }).click();
  assert.equal(await ground(), light);
  assert.equal(await page.evaluate(() => localStorage.getItem("annals.theme")), null);
  await page.emulateMedia({ colorScheme: "dark" });
  assert.equal(await ground(), dark);
  assert.deepEqual(faults, []);
  await close();
  const plain = await open(browser, `${shown.address}/`, { colorScheme: "dark", javaScriptEnabled: false });
  assert.equal(await plain.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), dark);
  assert.equal(await plain.page.locator(".switch").count(), 0);
  await plain.close();
});

test("a card comes by mouse, can be gone over, and goes with Escape and when the mouse leaves", async () => {
  const { page, faults, close } = await open(browser, `${site.address}/articles/second/`);
  const card = page.getByRole("tooltip");
  const link = page.locator(".text a.name").first();
  await link.hover();
  await card.waitFor();
  assert.deepEqual(await card.locator("p").allTextContents(), ["Anna Berg", "Person · editor · 1850 – 1921", "She edited the paper.", "4 passages in 2 articles"]);
  assert.equal(await link.getAttribute("aria-describedby"), "s.card");
  const place = await card.boundingBox();
  await page.mouse.move(place.x + place.width / 2, place.y + place.height / 2, { steps: 4 });
  await page.waitForTimeout(500);
  assert.ok(await card.isVisible());
  await page.keyboard.press("Escape");
  assert.equal(await card.isVisible(), false);
  assert.equal(await link.getAttribute("aria-describedby"), null);
  await page.mouse.move(5, 5);
  await link.hover();
  await card.waitFor();
  await page.mouse.move(5, 700);
  await card.waitFor({ state: "hidden" });
  assert.deepEqual(faults, []);
  await close();
});

test("a card comes and goes with the keyboard; articles have one, too", async () => {
  const { page, faults, close } = await open(browser, `${site.address}/people/anna-berg/`);
  const card = page.getByRole("tooltip");
  const link = page.locator("section.mentions h3 a").last();
  // What the keyboard reaches is shown; a focus that a script sets is so, too, once a key was pressed.
  await page.keyboard.press("Tab");
  await link.focus();
  await card.waitFor();
  assert.deepEqual(await card.locator("p").allTextContents(), ["The first letter", "Papers · 1 March 1901", "What Anna wrote first.", "6 passages"]);
  await page.keyboard.press("Escape");
  await card.waitFor({ state: "hidden" });
  await page.keyboard.press("Shift+Tab");
  await link.focus();
  await card.waitFor();
  await page.locator("h1").evaluate((heading) => { heading.tabIndex = -1; heading.focus(); });
  await card.waitFor({ state: "hidden" });
  assert.deepEqual(faults, []);
  await close();
});

test("whoever touches gets the link and no card; from a disk a link is a link", async () => {
  const touched = await open(browser, `${site.address}/articles/second/`, { hasTouch: true, viewport: { width: 390, height: 800 } });
  await Promise.all([touched.page.waitForURL("**/people/anna-berg/**"), touched.page.locator(".text a.name").first().tap()]);
  assert.equal(await touched.page.getByRole("tooltip").count(), 0);
  await touched.close();
  const disk = await open(browser, `${pathToFileURL(own)}/articles/second/index.html`);
  await disk.page.locator(".text a.name").first().hover();
  await disk.page.waitForTimeout(400);
  assert.equal(await disk.page.locator(".card").count(), 0);
  assert.ok(await disk.page.getByRole("button", { name: "Dark colours" }).isVisible());
  assert.deepEqual(disk.faults, []);
  await disk.close();
});

test("with forced colours the passage that is meant has an outline", async () => {
  const { page, close } = await open(browser, `${site.address}/articles/first/#promise`, { forcedColors: "active" });
  assert.equal(await page.locator("#promise").evaluate((mark) => getComputedStyle(mark).outlineStyle), "solid");
  await close();
});

test("nothing moves for whoever wants it so", async () => {
  const { page, close } = await open(browser, `${shown.address}/`, { reducedMotion: "reduce" });
  const moving = await page.evaluate(() => [...document.querySelectorAll("*")].filter((element) => {
    const style = getComputedStyle(element);
    return style.transitionDuration.split(", ").some((time) => time !== "0s") || style.animationName !== "none" || style.scrollBehavior === "smooth";
  }).length);
  assert.equal(moving, 0);
  await close();
});
