// What is printed: all of the text, on as many sheets as it needs.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, own, serve } from "./help.mjs";

/** The width in pixels of the text on a sheet of A4. */
const WIDTH = 627;

let browser, site;
before(async () => {
  [browser, site] = await Promise.all([launch(), serve(own)]);
});
after(async () => {
  await browser.close();
  site.close();
});

/** A page as it is printed. */
async function printed(path) {
  const opened = await open(browser, site.address + path, { viewport: { width: WIDTH, height: 900 } });
  await opened.page.emulateMedia({ media: "print" });
  return opened;
}

test("a wide table is printed whole", async () => {
  const { page, close } = await printed("/articles/bridge/");
  const edges = await page.locator(".text :is(th, td)").evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().right));
  assert.equal(edges.length, 28);
  assert.ok(Math.max(...edges) <= WIDTH, `to ${Math.max(...edges)} of ${WIDTH}`);
  const cut = await page.locator(".text :is(th, td)").evaluateAll((cells) => cells.filter((cell) => cell.scrollWidth > cell.clientWidth).length);
  assert.equal(cut, 0);
  const lines = await page.getByText("November", { exact: true }).evaluate((cell) => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return range.getClientRects().length;
  });
  assert.equal(lines, 1, "a word of a narrow column is not torn");
  await close();
});

test("what an author has folded up is printed", async () => {
  const { page, close } = await printed("/articles/bridge/");
  const answer = page.locator(".text details:not(.more) p");
  assert.equal(await answer.evaluate((line) => line.checkVisibility({ contentVisibilityAuto: true }) && line.getBoundingClientRect().height > 0), true);
  await close();
});

test("no sheet is printed for the room below the text", async () => {
  const { page, close } = await printed("/articles/bridge/");
  const sheets = async () => (await page.pdf({ format: "A4" })).toString("latin1").match(/\/Type\s*\/Page\b/g).length;
  // Text that ends ten pixels above the end of the first sheet.
  await page.evaluate(() => {
    const main = document.querySelector("main");
    const sheet = ((297 - 40) * 96) / 25.4;
    const room = document.createElement("div");
    main.replaceChildren(room);
    document.querySelectorAll("body > :not(main, script)").forEach((other) => other.remove());
    room.style.height = `${sheet - main.getBoundingClientRect().top - parseFloat(getComputedStyle(main).paddingTop) - 10}px`;
  });
  assert.equal(await sheets(), 1);
  await close();
});

test("the heading of a year and its axis stay with its events", async () => {
  const { page, close } = await printed("/timeline/");
  const style = (selector, name) => page.locator(selector).first().evaluate((element, name) => getComputedStyle(element)[name], name);
  assert.equal(await style(".lines .scales", "breakAfter"), "avoid");
  assert.equal(await style(".lines li", "breakInside"), "avoid");
  await close();
});
