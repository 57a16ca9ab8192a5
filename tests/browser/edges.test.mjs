// Names and addresses that are long, or run the other way, and what only some articles have.
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
