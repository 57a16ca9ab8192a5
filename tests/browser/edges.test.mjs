// Names and addresses that are long, or run the other way, and what only some articles have.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { launch, open, own, serve, shift } from "./help.mjs";

let browser, site;
before(async () => {
  [browser, site] = await Promise.all([launch(), serve(own)]);
});
after(async () => {
  await browser.close();
  site.close();
});

test("a long address or name in a list of facts is broken on a phone", async () => {
  for (const path of ["/people/al/", "/articles/names/"]) {
    for (const width of [320, 400, 480]) {
      const { page, close } = await open(browser, site.address + path, { viewport: { width, height: 800 } });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${path} is ${wide} px wide at ${width}`);
      await close();
    }
  }
});

/** Whether what stands one after the other in the page, by these selectors, is also seen so: each after all of the one before. */
function inOrder([row, selectors]) {
  const [within] = [...document.querySelectorAll("main :is(li, p, .card)")].filter((element) => element.textContent.includes(row));
  const boxes = selectors.map((selector) => {
    const [one, first] = selector.split(" first ");
    const element = one ? within.querySelector(one) : within;
    if (!first) return element.getBoundingClientRect();
    // The first place of these characters in the text.
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode.data.indexOf(first);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + first.length);
      return range.getBoundingClientRect();
    }
  });
  const backwards = getComputedStyle(within).direction === "rtl";
  const follows = (one, next) => (backwards ? next.right <= one.left + 1 : next.left >= one.right - 1);
  return boxes.slice(1).every((box, at) => follows(boxes[at], box)) || boxes.map((box) => [box?.left, box?.right]);
}

test("a name in the other direction does not draw what follows it to its other side", async () => {
  const { page, faults, close } = await open(browser, `${site.address}/people/`);
  const seen = (row, ...selectors) => page.evaluate(inOrder, [row, selectors]);
  assert.equal(await seen("محمد", "a.entity", ".aside first 4", ".aside first passages"), true, "a person and the count");
  await page.evaluate(() => { document.documentElement.dir = "rtl"; });
  assert.equal(await seen("Anna Berg", "a.entity", ".aside first 4"), true, "in a page from right to left");
  await page.goto(`${site.address}/sources/`);
  assert.equal(await seen("الأهرام", "a", ".aside first 1"), true, "a publisher and the count");
  await page.goto(`${site.address}/articles/`);
  assert.equal(await seen("الأهرام", ".aside bdi", ".aside time"), true, "a publisher and the date, in brackets");
  await page.goto(`${site.address}/articles/names/`);
  assert.equal(await seen("الأهرام", "bdi", "a", "time", " first 4–5"), true, "a title, a publisher, a date and pages");
  assert.equal(await page.getByText("الأهرام").evaluate((link) => getComputedStyle(link).unicodeBidi), "plaintext");
  // In a sentence of an author the order is that of the sentence.
  assert.equal(await page.locator(".text a.name").first().evaluate((link) => getComputedStyle(link).unicodeBidi), "normal");
  await page.locator(".text").getByText("محمد عبد الله").first().hover();
  await page.getByRole("tooltip").waitFor();
  const card = page.getByRole("tooltip").locator("p").nth(1);
  assert.equal(await card.textContent(), "Person · كاتب · 1900 – 1950");
  assert.deepEqual(await card.evaluate((line) => {
    const lefts = [...line.querySelectorAll("bdi")].map((part) => part.getBoundingClientRect().left);
    return [lefts.length, lefts.every((left, at) => !at || left > lefts[at - 1])];
  }), [3, true]);
  assert.deepEqual(faults, []);
  await close();
});

test("words that run the other way than the page end at their own end", async () => {
  const { page, close } = await open(browser, `${site.address}/articles/arabic/`);
  // What is cut of a note's words is cut where they end.
  assert.equal(await page.locator("aside > .quoted").first().evaluate((words) => getComputedStyle(words).direction), "rtl");
  await page.goto(`${site.address}/people/anna-berg/`);
  await page.evaluate(() => { document.documentElement.dir = "rtl"; });
  assert.equal(await page.locator(".lead").evaluate((lead) => {
    const words = lead.firstChild;
    const left = (at) => {
      const range = document.createRange();
      range.setStart(words, at);
      range.setEnd(words, at + 1);
      return range.getBoundingClientRect().left;
    };
    return left(words.length - 1) > left(words.length - 2);
  }), true, "the full stop of a description");
  await close();
});

/** What the legend says, in another language: pairs of English words as they stand in the page, and the others. */
function legendIn(language) {
  const [english, other] = ["en", language].map((tag) => {
    const words = readFileSync(new URL(`../../src/words/${tag}.yaml`, import.meta.url), "utf8");
    const one = (key) => words.match(new RegExp(`^${key}: "(.*)"$`, "m"))[1];
    const marks = words.match(/^marks:\n(?:  \w+: .*\n){4}/m)[0].trim().split("\n").slice(1).map((line) => line.split(": ")[1]);
    return [`lang="${tag}"`, `<label>${one("only")} `, `>${one("all_names")}<`, `> ${one("keys")} <`, ...marks.map((mark) => `>${mark}</mark></li>`)];
  });
  return english.map((words, at) => [words, other[at]]);
}

for (const language of ["en", "de", "fr", "es", "ar"]) {
  test(`what a script adds to the legend finds its room, with all sorts and a long name, in ${language}`, async () => {
    for (const width of [1440, 1060, 900, 720, 480, 390, 320]) {
      const { page, close } = await open(browser, `${site.address}/`, { viewport: { width, height: 900 } });
      await page.route("**/sorts/", async (route) => {
        const body = await (await route.fetch()).text();
        for (const [words] of legendIn(language)) assert.ok(body.includes(words), words);
        await route.fulfill({ contentType: "text/html; charset=utf-8", body: legendIn(language).reduce((html, [words, other]) => html.replace(words, other), body) });
      });
      await page.goto(`${site.address}/articles/sorts/`);
      assert.equal(await page.locator(".legend button").count(), 4);
      assert.equal(await page.locator(".reading select option").count(), 2);
      // As high as before the script: it says nothing of its own height.
      const [high, least] = await page.locator(".reading").evaluate((box) => [box.getBoundingClientRect().height, parseFloat(getComputedStyle(box).minHeight)]);
      assert.ok(Math.abs(high - least) < 0.6, `${high} px and not ${least} at ${width}`);
      assert.equal(await page.evaluate(shift), 0, `at ${width}`);
      await close();
    }
  });
}

test("footnotes that are read from right to left have their numbers in the column", async () => {
  for (const width of [1280, 390, 320]) {
    const { page, close } = await open(browser, `${site.address}/articles/arabic/`, { viewport: { width, height: 900 } });
    const found = await page.locator(".footnotes ol").evaluate((list) => [getComputedStyle(list).direction, document.documentElement.scrollWidth]);
    assert.deepEqual(found, ["rtl", width]);
    await close();
  }
});

test("a tall picture is seen whole, in its own proportions, and does not move what is below it when it comes", async () => {
  for (const [path, selector] of [["/people/al/", ".picture img"], ["/articles/names/", ".text img"]]) {
    for (const [width, height] of [[1280, 800], [390, 640]]) {
      const { page, faults, close } = await open(browser, `${site.address}/`, { viewport: { width, height } });
      let come;
      const waited = new Promise((done) => { come = done; });
      await page.route(/\.png$/, async (route) => { await waited; await route.continue(); });
      await page.goto(site.address + path, { waitUntil: "domcontentloaded" });
      const picture = page.locator(selector);
      const before = await picture.boundingBox();
      come();
      await picture.evaluate((image) => image.decode());
      const after = await picture.boundingBox();
      assert.deepEqual(after, before, `${path} at ${width}`);
      assert.ok(after.height <= height * 0.8 + 1, `${after.height} px of ${height}`);
      assert.equal(await picture.evaluate((image) => getComputedStyle(image).objectFit), "contain");
      await page.emulateMedia({ media: "print" });
      assert.ok((await picture.boundingBox()).height <= 14 * 96 / 2.54 + 1, "on paper");
      assert.deepEqual(faults, []);
      await close();
    }
  }
});
