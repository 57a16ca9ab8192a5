// What must not come between a reader and the text: cards, lists of passages, numbers of notes, what was chosen before.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { demo, launch, open, own, serve } from "./help.mjs";

let browser, site, shown;
before(async () => {
  [browser, site, shown] = await Promise.all([launch(), serve(own), serve(demo)]);
});
after(async () => {
  await browser.close();
  site.close();
  shown.close();
});

/** The boxes of the lines that an element stands on. */
const lines = (locator) => locator.evaluate((element) => [...element.getClientRects()].map(({ left, right, top, bottom }) => ({ left, right, top, bottom })));

test("a card does not lie over any line of its link", async () => {
  for (const height of [900, 420]) {
    const { page, faults, close } = await open(browser, `${site.address}/articles/bridge/`, { viewport: { width: 420, height } });
    const link = page.locator(".text a.name").first();
    await link.evaluate((link) => link.scrollIntoView({ block: "center" }));
    const all = await lines(link);
    assert.ok(all.length > 1);
    const [x, y] = [all.at(-1).left + 60, (all.at(-1).top + all.at(-1).bottom) / 2];
    await page.mouse.move(x, y, { steps: 3 });
    await page.getByRole("tooltip").waitFor();
    for (const line of all) {
      const at = await page.evaluate(([x, y]) => document.elementFromPoint(x, y).className, [line.left + 60, (line.top + line.bottom) / 2]);
      assert.equal(at, "name people");
    }
    assert.deepEqual(faults, []);
    await close();
  }
});

test("a list of passages that Enter opens lies below all of the passage", async () => {
  const { page, faults, close } = await open(browser, `${site.address}/articles/bridge/`, { viewport: { width: 420, height: 900 } });
  const mark = page.locator("#stood");
  await mark.focus();
  await page.keyboard.press("Enter");
  const list = await page.getByRole("dialog").boundingBox();
  const all = await lines(mark);
  assert.ok(all.length > 1);
  assert.ok(list.y >= all.at(-1).bottom, `${list.y} is above ${all.at(-1).bottom}`);
  assert.deepEqual(faults, []);
  await close();
});

test("a list of passages goes when the reader leaves it over the end of the page", async () => {
  const { page, faults, close } = await open(browser, `${site.address}/articles/bridge/`);
  await page.locator("#stood").focus();
  await page.keyboard.press("Enter");
  const where = () => page.evaluate(() => (document.activeElement === document.body ? "nowhere" : document.activeElement.closest(".over") ? "list" : "page"));
  assert.equal(await where(), "list");
  for (let press = 0; press < 20 && (await where()) !== "page"; press += 1) await page.keyboard.press("Tab");
  assert.deepEqual([await where(), await page.getByRole("dialog").count()], ["page", 0]);
  assert.deepEqual(faults, []);
  await close();
});

test("words that are copied from the text are the text's, without the numbers of notes and footnotes", async () => {
  const { page, close } = await open(browser, `${site.address}/articles/bridge/`);
  const copied = (first, last) => page.evaluate(([first, last]) => {
    getSelection().setBaseAndExtent(document.querySelector(first), 0, document.querySelector(last), document.querySelector(last).childNodes.length);
    return getSelection().toString().trim();
  }, [first, last]);
  const [one, other] = [".noted p:has(#agreed)", ".noted p:has(#stood)"];
  assert.equal(await copied(one, one), "She agreed at once.");
  assert.match(await copied(other, other), /^It was said that .* after that\.$/);
  const both = await copied(one, other);
  assert.doesNotMatch(both, /^\s*(\d|More)\s*$/m, both);
  // By itself a note can be copied.
  assert.match(await copied("#n\\.stood", "#n\\.stood"), /It did\./);
  await close();
});

test("what an address means is shown, though another name was chosen before", async () => {
  const { page, faults, close } = await open(browser, `${site.address}/articles/bridge/`);
  const only = page.getByLabel("Only");
  const chosen = () => only.evaluate((select) => select.selectedOptions[0].label);
  const seen = () => page.locator("#n\\.stood").evaluate((note) => note.checkVisibility() && note.getBoundingClientRect().top < innerHeight);
  await only.selectOption({ label: "Eva Holm" });
  assert.equal(await seen(), false);
  // By a link within the page, and from elsewhere.
  await page.setViewportSize({ width: 700, height: 250 });
  await page.evaluate(() => { location.hash = "#n.stood"; });
  await page.waitForFunction(() => document.querySelector(".reading select").value === "");
  assert.deepEqual([await seen(), await chosen()], [true, "all names"]);
  await page.reload();
  assert.deepEqual([await seen(), await chosen()], [true, "all names"]);
  // The choice itself is kept for the pages after.
  for (const hash of ["", "#agreed", "#n.agreed"]) {
    await page.goto("about:blank");
    await page.goto(`${site.address}/articles/bridge/${hash}`);
    assert.equal(await chosen(), "Eva Holm", hash);
  }
  await page.goto("about:blank");
  await page.goto(`${site.address}/articles/bridge/#stood`);
  assert.equal(await page.locator("#stood").evaluate((mark) => getComputedStyle(mark).textDecorationLine), "underline");
  assert.deepEqual(faults, []);
  await close();
});

test("no comma begins a line in tables of who is mentioned together", async () => {
  const { page, close } = await open(browser, `${shown.address}/people/jeff-sessions/`);
  for (let width = 320; width <= 1400; width += 45) {
    await page.setViewportSize({ width, height: 900 });
    const { commas, torn } = await page.locator(".ties td:nth-child(3)").evaluateAll((cells) => {
      let commas = 0;
      const torn = [];
      for (const cell of cells) {
        const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        for (let link; walker.nextNode();) {
          const text = walker.currentNode;
          if (text.parentElement.matches("a")) link = text.parentElement;
          else if (text.data.startsWith(",")) {
            commas += 1;
            const range = document.createRange();
            range.setStart(text, 0);
            range.setEnd(text, 1);
            if (range.getBoundingClientRect().left < link.getBoundingClientRect().right - 1) torn.push(link.textContent);
          }
        }
      }
      return { commas, torn };
    });
    assert.ok(commas > 0);
    assert.deepEqual(torn, [], `at ${width}`);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, `at ${width}`);
  }
  await close();
});
