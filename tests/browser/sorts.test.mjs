// Every sort of page: access, errors, width, shift. A file of its own, for files are run beside each other.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { demo, launch, open, samples, serve, shift, violations } from "./help.mjs";

let browser, shown;
before(async () => {
  [browser, shown] = await Promise.all([launch(), serve(demo)]);
});
after(async () => {
  await browser.close();
  shown.close();
});

for (const [sort, path] of samples(demo)) {
  test(`${sort}: no violation, no error, no shift, nothing from elsewhere, no scrolling to the side (${path})`, async () => {
    for (const [width, colorScheme, other] of [[1280, "light", "dark"], [390, "dark", "light"]]) {
      const { page, faults, close } = await open(browser, shown.address + path, { colorScheme, viewport: { width, height: 900 } });
      assert.equal(await page.evaluate(shift), 0, `layout shift at ${width}`);
      assert.deepEqual(await violations(page), [], `at ${width}, ${colorScheme}`);
      // In other colours the same things are named, ordered and marked.
      await page.emulateMedia({ colorScheme: other, reducedMotion: "reduce" });
      assert.deepEqual(await violations(page, { seen: true }), [], `at ${width}, ${other}`);
      assert.deepEqual(faults, []);
      if (width === 390) {
        await page.setViewportSize({ width: 320, height: 700 });
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320, "wider than 320 px");
      }
      await close();
    }
    const { page, close } = await open(browser, shown.address + path, { javaScriptEnabled: false, viewport: { width: 320, height: 700 } });
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320, "wider than 320 px without script");
    assert.ok(await page.locator("main").isVisible());
    await close();
  });
}
