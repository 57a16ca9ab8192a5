// Reading an article: notes, marks, legend, overlapping passages, the walk by keyboard, paper.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { demo, launch, open, own, samples, serve, violations } from "./help.mjs";

let browser, site, shown;
before(async () => {
  [browser, site, shown] = await Promise.all([launch(), serve(own), serve(demo)]);
});
after(async () => {
  await browser.close();
  site.close();
  shown.close();
});

/** What lies over each other of the notes and the text's blocks. */
function overlaps() {
  const boxes = [...document.querySelectorAll(".notes > .note, .noted > :not(.notes), .text > :not(.noted)")].map((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return { name: element.id || element.textContent.slice(0, 30), left, right, top, bottom };
  });
  const found = [];
  for (const [at, one] of boxes.entries()) {
    for (const other of boxes.slice(at + 1)) {
      const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (wide > 0.5 && high > 0.5) found.push(`${one.name} / ${other.name}`);
    }
  }
  return { found, notes: document.querySelectorAll(".notes > .note").length };
}

for (const javaScriptEnabled of [true, false]) {
  test(`notes lie over nothing at any width, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
    for (const url of [`${site.address}/articles/first/`, shown.address + samples(demo).get("article")]) {
      const { page, faults, close } = await open(browser, url, { javaScriptEnabled });
      for (let width = 320; width <= 1680; width += 80) {
        await page.setViewportSize({ width, height: 800 });
        // Playwright evaluates in pages without script, too.
        const { found, notes } = await page.evaluate(overlaps);
        assert.ok(notes > 0);
        assert.deepEqual(found, [], `${url} at ${width}`);
      }
      assert.deepEqual(faults, []);
      await close();
    }
  });
}

test("notes stand beside their passage on a wide screen and under it on a narrow one, without script", async () => {
  const { page, close } = await open(browser, `${site.address}/articles/first/`, { javaScriptEnabled: false });
  const place = (selector) => page.locator(selector).boundingBox();
  let [block, note] = [await place(".noted > p >> nth=0"), await place("#n\\.week")];
  assert.ok(note.x > block.x + block.width && Math.abs(note.y - block.y) < 20);
  await page.setViewportSize({ width: 390, height: 800 });
  [block, note] = [await place(".noted > p >> nth=0"), await place("#n\\.week")];
  const next = await place(".noted > p >> nth=1");
  assert.ok(note.y >= block.y + block.height && note.y < next.y && note.x < block.x + 20);
  assert.equal(await page.locator(".reading button, .switch, .reading select").count(), 0);
  assert.ok(await page.locator(".legend").isVisible());
  await close();
});

test("the text is sixty to seventy-five characters wide", async () => {
  const { page, close } = await open(browser, shown.address + samples(demo).get("article"));
  const characters = await page.evaluate(() => {
    const paragraph = [...document.querySelectorAll(".text p")].sort((one, other) => other.textContent.length - one.textContent.length)[0];
    const column = paragraph.getBoundingClientRect().width;
    const line = document.createElement("span");
    line.textContent = paragraph.textContent.replace(/\s+/g, " ");
    document.querySelector(".text p").append(line);
    line.style.whiteSpace = "nowrap";
    line.style.position = "absolute";
    return (column * line.textContent.length) / line.getBoundingClientRect().width;
  });
  assert.ok(characters >= 60 && characters <= 75, String(characters));
  await close();
});

test("the legend switches the marks of a sort, and their notes, off and on", async () => {
  const { page, faults, close } = await open(browser, `${site.address}/articles/first/`);
  const line = () => page.locator("#week").evaluate((mark) => getComputedStyle(mark).textDecorationLine);
  const button = page.getByRole("button", { name: "Claim" });
  assert.equal(await button.getAttribute("aria-pressed"), "true");
  await button.focus();
  await page.keyboard.press("Space");
  assert.equal(await button.getAttribute("aria-pressed"), "false");
  assert.equal(await line(), "none");
  assert.equal(await page.locator("#n\\.week").isVisible(), false);
  assert.equal(await page.locator("#n\\.promise").isVisible(), true);
  await button.click();
  assert.equal(await line(), "underline");
  assert.equal(await page.locator("#n\\.week").isVisible(), true);
  assert.deepEqual(faults, []);
  await close();
});

test("the legend's own lines stay while one name is chosen, and that of a sort that is switched off is struck through", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const { page, faults, close } = await open(browser, `${site.address}/articles/sorts/`, { colorScheme });
    const lines = () => page.locator(".legend mark").evaluateAll((all) => all.map((mark) => getComputedStyle(mark).textDecorationLine));
    await page.getByLabel("Only").selectOption({ index: 1 });
    assert.equal(await page.locator("#fourth").evaluate((mark) => getComputedStyle(mark).textDecorationLine), "none");
    assert.deepEqual(await lines(), ["underline", "underline", "underline", "underline"]);
    for (const button of await page.locator(".legend button").all()) await button.click();
    assert.deepEqual(await lines(), ["line-through", "line-through", "line-through", "line-through"]);
    assert.deepEqual(await violations(page, { seen: true }), [], colorScheme);
    assert.deepEqual(faults, []);
    await close();
  }
});

test("the number of a note that is not shown is not shown either", async () => {
  const { page, faults, close } = await open(browser, `${site.address}/articles/first/`);
  const dead = () => page.locator(".noteref a:visible").evaluateAll((all) => all.map((link) => link.hash).filter((hash) => !document.getElementById(decodeURIComponent(hash.slice(1))).checkVisibility()));
  const numbers = page.locator(".noteref:visible");
  const all = await numbers.count();
  await page.getByRole("button", { name: "Claim" }).click();
  assert.deepEqual([await dead(), await numbers.count()], [[], all - 1]);
  await page.getByRole("button", { name: "Claim" }).click();
  assert.equal(await numbers.count(), all);
  await page.getByLabel("Only").selectOption({ label: "Ole Lund" });
  assert.deepEqual([await dead(), await numbers.count()], [[], 1]);
  // Without the name's own sort, nothing is left; and the choice goes along with the reader.
  await page.getByRole("button", { name: "About" }).click();
  assert.equal(await numbers.count(), 0);
  await page.reload();
  assert.deepEqual([await dead(), await numbers.count()], [[], 1]);
  await page.getByLabel("Only").selectOption({ index: 0 });
  assert.equal(await numbers.count(), all);
  assert.deepEqual(faults, []);
  await close();
});

test("marks of different sorts differ by more than colour", async () => {
  const { page, close } = await open(browser, `${site.address}/articles/first/`, { javaScriptEnabled: false });
  const styles = await page.locator(".legend mark").evaluateAll((all) => all.map((mark) => getComputedStyle(mark).textDecorationStyle));
  assert.equal(styles.length, 4);
  assert.equal(new Set(styles).size, 4);
  await close();
});

test("one name's passages alone, and on to the next article with it", async () => {
  const { page, faults, close } = await open(browser, `${site.address}/articles/first/`);
  await page.getByLabel("Only").selectOption({ label: "Anna Berg" });
  assert.equal(await page.locator("#n\\.nobody").isVisible(), false);
  assert.equal(await page.locator("#words").evaluate((mark) => getComputedStyle(mark).textDecorationLine), "underline");
  await page.keyboard.press("Escape");
  await page.locator("h1").click();
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("j");
  assert.equal(await page.evaluate(() => location.hash), "#words");
  await Promise.all([page.waitForURL("**/second/**"), page.keyboard.press("j")]);
  await page.waitForLoadState();
  assert.equal(await page.locator("select").evaluate((select) => select.selectedOptions[0].label), "Anna Berg");
  assert.equal(await page.locator("#n\\.rain").isVisible(), false);
  assert.deepEqual(faults, []);
  await close();
});

test("where several passages lie over one word, a click, a touch and Enter list each", async () => {
  for (const hasTouch of [false, true]) {
    const { page, faults, close } = await open(browser, `${site.address}/articles/first/`, hasTouch ? { hasTouch, viewport: { width: 390, height: 800 } } : {});
    const inner = page.locator("mark mark mark").first();
    await (hasTouch ? inner.tap() : inner.click());
    const list = page.getByRole("dialog", { name: "Passages here" });
    await list.waitFor();
    assert.deepEqual(await list.locator(":scope > ul > li").evaluateAll((all) => all.map((item) => item.dataset.of).sort()), ["promise", "week", "words"]);
    assert.equal(await list.locator("[id]").count(), 0);
    await page.keyboard.press("Escape");
    assert.equal(await list.count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "MARK");
    await page.keyboard.press("Enter");
    assert.equal(await list.locator(":scope > ul > li").count(), 3);
    assert.equal(await page.evaluate(() => document.activeElement.className), "over");
    await list.getByRole("button", { name: "Close" }).click();
    assert.equal(await list.count(), 0);
    assert.deepEqual(faults, []);
    await close();
  }
});

test("a list of passages goes when the reader goes on, and leaves nobody at a place out of sight", async () => {
  const { page, faults, close } = await open(browser, `${site.address}/articles/first/`, { viewport: { width: 700, height: 300 } });
  const list = page.getByRole("dialog");
  const at = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
  const seen = () => page.evaluate(() => {
    const { top, bottom } = document.activeElement.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  });
  // On with j, from the list itself.
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await list.waitFor();
  await page.keyboard.press("j");
  assert.deepEqual([await list.count(), await at()], [0, "words"]);
  await page.keyboard.press("Escape");
  assert.deepEqual([await at(), await seen()], ["words", true]);
  // Out of it with the tabulator: it lies at the end of the page.
  await page.keyboard.press("Enter");
  await list.waitFor();
  await page.keyboard.press("Shift+Tab");
  assert.deepEqual([await list.count(), await at()], [0, "Feed"]);
  await page.keyboard.press("Escape");
  assert.equal(await at(), "Feed");
  // Away with the mouse's wheel, and back with Escape.
  await page.locator("#words").focus();
  await page.keyboard.press("Enter");
  await list.waitFor();
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await page.keyboard.press("Escape");
  assert.deepEqual([await list.count(), await at(), await seen()], [0, "words", true]);
  assert.deepEqual(faults, []);
  await close();
});

test("j and k lead from passage to passage, say which, and can be turned off", async () => {
  const { page, faults, close } = await open(browser, `${site.address}/articles/first/`);
  // Both from the page itself and at once: what `page.url()` knows of a fragment comes by a way of its own, and may come later.
  const at = () => page.evaluate(() => [location.hash, document.querySelector(".reading [role=status]").textContent]);
  await page.keyboard.press("j");
  assert.deepEqual(await at(), ["#promise", "Passage 1 of 6: the printer had promised to come before the end of the week"]);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  assert.deepEqual(await at(), ["#week", "Passage 3 of 6: before the end of the week"]);
  assert.equal(await page.evaluate(() => document.activeElement.id), "week");
  await page.keyboard.press("k");
  assert.equal((await at())[0], "#words");
  for (let press = 0; press < 5; press += 1) await page.keyboard.press("j");
  assert.deepEqual(await at(), ["#nobody", "No further passage"]);
  await page.getByLabel("Keys j k").uncheck();
  await page.keyboard.press("k");
  assert.equal((await at())[0], "#nobody");
  await page.reload();
  assert.equal(await page.getByLabel("Keys j k").isChecked(), false);
  // No step back through all of them: the walk leaves no trace in the history.
  assert.ok((await page.evaluate(() => history.length)) <= 2);
  assert.deepEqual(faults, []);
  await close();
});

test("the passage that the address means is lit, all its pieces, with script and without", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const { page, close } = await open(browser, `${site.address}/articles/first/#words`, { javaScriptEnabled });
    const colours = await page.locator('mark[data-p="words"]').evaluateAll((all) => all.map((mark) => getComputedStyle(mark).backgroundColor));
    assert.ok(colours.length > 1);
    assert.deepEqual([...new Set(colours)], ["rgb(255, 237, 179)"]);
    await page.goto(`${site.address}/articles/first/#n.week`);
    assert.notEqual(await page.locator("#n\\.week").evaluate((note) => getComputedStyle(note).backgroundColor), "rgba(0, 0, 0, 0)");
    await close();
  }
});

test("what the address means is lit in any sort of place, and can be read", async () => {
  for (const path of ["/articles/arabic/#fn-1", "/articles/first/#n.week", "/articles/sorts/#whole", "/articles/first/#words"]) {
    for (const colorScheme of ["light", "dark"]) {
      const { page, close } = await open(browser, site.address + path, { colorScheme });
      assert.notEqual(await page.locator(":target").evaluate((lit) => getComputedStyle(lit).backgroundColor), "rgba(0, 0, 0, 0)", path);
      assert.deepEqual(await violations(page, { seen: true }), [], `${path}, ${colorScheme}`);
      await close();
    }
  }
});

test("keyboard alone reaches everything in an article with three overlapping passages, in the order of the page", async () => {
  const { page, close } = await open(browser, `${site.address}/articles/first/`);
  const stops = [];
  for (let press = 0; press < 60; press += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const at = document.activeElement;
      return at === document.body ? "" : (at.getAttribute("aria-label") ?? at.textContent.trim().replace(/\s+/g, " ").slice(0, 40)) || at.type;
    });
    if (!stop) break;
    stops.push(stop);
  }
  assert.deepEqual(stops.slice(0, 2), ["Skip to the text", "Browser tests"]);
  const text = stops.slice(stops.indexOf("About"));
  assert.deepEqual(text.slice(0, 6), ["About", "Quotation", "Claim", "Note", "all namesAnna BergOle Lund", "checkbox"]);
  assert.deepEqual(text.slice(6, 18), [
    "Anna Berg",
    "1",
    "2",
    "3",
    "“before the end of the week”",
    "More",
    "“the printer had promised to come before",
    "More",
    "“the proofs”",
    "4",
    "“A short line.”",
    "5",
  ]);
  await close();
});

test("a screen reader hears text, marks and notes in this order", async () => {
  const { page, close } = await open(browser, `${site.address}/articles/first/`, { javaScriptEnabled: false });
  const tree = await page.locator(".noted").first().ariaSnapshot();
  assert.equal(tree.trim(), TREE.trim());
  await close();
});

test("on paper notes follow the text in order, addresses are spelled out, and nothing waits to be pressed", async () => {
  const { page, close } = await open(browser, `${site.address}/articles/first/`);
  await page.emulateMedia({ media: "print" });
  const tops = await page.evaluate(() => {
    const top = (element) => element.getBoundingClientRect().top;
    return { text: [...document.querySelectorAll(".text p:not(aside p)")].map(top), notes: [...document.querySelectorAll("aside.note")].map(top) };
  });
  assert.ok(Math.min(...tops.notes) > Math.max(...tops.text));
  assert.deepEqual(tops.notes, [...tops.notes].sort((one, other) => one - other));
  const address = await page.locator(".source a[rel=external]").first().evaluate((link) => getComputedStyle(link, "::after").content);
  assert.match(address, /https:\/\/example.org\/papers/);
  assert.equal(await page.locator(".more >> nth=0").evaluate((more) => more.scrollHeight > 0 && more.querySelector("p, div").getBoundingClientRect().height > 0), true);
  assert.equal(await page.locator(".switch, .reading select, header nav").locator("visible=true").count(), 0);
  await close();
});

const TREE = `
- paragraph:
  - link "Anna Berg":
    - /url: ../../people/anna-berg/
  - text: wrote that
  - mark:
    - text: the printer
    - mark:
      - text: had promised to come
      - mark: before the end of the week
  - superscript:
    - link "1":
      - /url: "#n.week"
  - superscript:
    - link "2":
      - /url: "#n.promise"
  - mark: and to bring
  - mark: the proofs
  - superscript:
    - link "3":
      - /url: "#n.proofs"
  - text: .
- note:
  - paragraph:
    - text: "1"
    - link "“before the end of the week”":
      - /url: "#week"
  - paragraph: "A claim, with a note that is so long that it is taller than the paragraph beside which it stands: it goes on, and on, and on, for it has to be longer than what it stands beside, or the test of it would be no test at all."
  - paragraph: Claim He was to come within the week. Inaccurate
  - group: + More
- note:
  - paragraph:
    - text: "2"
    - link "“the printer had promised to come before the end of the week”":
      - /url: "#promise"
  - paragraph: He came on Monday.
  - group: + More
- note:
  - paragraph:
    - text: "3"
    - link "“the proofs”":
      - /url: "#proofs"
  - paragraph: Lost.
`;
