// The timeline's filter and bars, and drawings where the system gives the colours.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, own, serve } from "./help.mjs";

let browser, site;
before(async () => {
  [browser, site] = await Promise.all([launch(), serve(own)]);
});
after(async () => {
  await browser.close();
  site.close();
});

test("a year of which no event is left is not seen at any width", async () => {
  for (const width of [1280, 700, 390]) {
    const { page, faults, close } = await open(browser, `${site.address}/timeline/?types=fair`, { viewport: { width, height: 900 } });
    assert.deepEqual(await page.locator("section.group h2:visible").allTextContents(), ["1850", "1851"], `at ${width}`);
    assert.deepEqual(faults, []);
    await close();
  }
});

test("bars keep the filter, lead to what is left, and are not there for what is not", async () => {
  const { page, faults, close } = await open(browser, `${site.address}/timeline/`);
  const bars = () => page.locator("svg.overview a:visible").evaluateAll((all) => all.map((bar) => bar.getAttribute("href")));
  const whole = await bars();
  assert.deepEqual(whole, ["#group-1", "#group-3", "#group-5"]);
  await page.locator(".filter select").first().selectOption("war");
  assert.deepEqual(await bars(), ["#group-2", "#group-5"]);
  await page.locator("svg.overview a:visible").last().click();
  assert.equal(await page.evaluate(() => location.search + location.hash), "?types=war#group-5");
  assert.ok(await page.locator("#group-5").evaluate((heading) => heading.matches(":target")));
  await page.locator(".filter button").click();
  assert.deepEqual(await bars(), whole);
  assert.deepEqual(faults, []);
  await close();
});

test("that a bar goes on can be seen on a solid one and on an empty one", async () => {
  for (const [colorScheme, forcedColors] of [["light", "none"], ["dark", "none"], ["light", "active"]]) {
    const { page, close } = await open(browser, `${site.address}/events/reign/`, { colorScheme, forcedColors });
    const arrows = await page.locator("svg.strip .on path").evaluateAll((all) => all.map((path) => [getComputedStyle(path).stroke, getComputedStyle(path.closest("svg.strip").querySelector("rect")).fill]));
    assert.equal(arrows.length, 1);
    assert.notEqual(arrows[0][0], arrows[0][1], colorScheme);
    await close();
  }
});

test("with forced colours coasts are drawn, and what is certain of an office differs from what is not", async () => {
  const { page, close } = await open(browser, `${site.address}/organizations/office/`, { forcedColors: "active" });
  const fill = (selector) => page.locator(`svg.bars ${selector}`).first().evaluate((part) => getComputedStyle(part).fill);
  assert.notEqual(await fill(".maybe"), await fill(".sure"));
  await page.goto(`${site.address}/places/pole/`);
  const land = await page.locator("svg.map:visible .land").evaluate((land) => [getComputedStyle(land).stroke, getComputedStyle(land).fill]);
  assert.ok(land[0] !== "none" && land[0] !== land[1], String(land));
  await close();
});
