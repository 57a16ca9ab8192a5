// What the browser tests share: a server that sends the very headers that a site is made for, and a browser that is watched.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";

const root = resolve(fileURLToPath(import.meta.url), "../../..");
/** The demonstration site, and the one of this folder, as script/test builds them. */
export const demo = resolve(root, process.env.ANNALS_DEMO ?? "target/script-test/demo");
export const own = resolve(root, process.env.ANNALS_BROWSER ?? "target/script-test/browser");

const types = { html: "text/html; charset=utf-8", css: "text/css", js: "text/javascript", json: "application/json", svg: "image/svg+xml", png: "image/png", xml: "application/xml" };
const wasm = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Serves a folder. With `parts`, pages come in so many over two fifths of a second; without `ends`, the last never comes. */
export async function serve(folder, { parts = 1, ends = true } = {}) {
  const server = createServer(async (request, answer) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const path = decodeURIComponent(pathname).replace(/\/$/, "/index.html");
    const headers = { "Content-Security-Policy": path.startsWith("/search/") ? wasm : "default-src 'self'", "X-Content-Type-Options": "nosniff" };
    try {
      const file = await readFile(join(folder, path));
      if (parts > 1 && path.endsWith(".html")) {
        answer.writeHead(200, { ...headers, "Content-Type": types.html });
        const cut = inParts(file.toString(), parts);
        for (const part of ends ? cut : cut.slice(0, -1)) {
          answer.write(part);
          await sleep(400 / parts);
        }
        if (ends) answer.end();
        return;
      }
      const bytes = gzipSync(file, { level: 6 });
      answer.writeHead(200, { ...headers, "Content-Type": types[path.split(".").pop()] ?? "application/octet-stream", "Content-Encoding": "gzip", "Content-Length": bytes.length });
      answer.end(bytes);
    } catch {
      answer.writeHead(path === "/favicon.ico" ? 204 : 404, headers);
      answer.end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  // A test that fails may leave it open: the run ends all the same.
  server.unref();
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => { server.closeAllConnections(); server.close(); } };
}

/** The text of a page cut into parts between two tags of what it has in <main>: a parser that pauses has read whole tags. */
function inParts(html, parts) {
  const from = html.indexOf("<main");
  const at = (part) => html.indexOf("<", from + ((html.length - from) * part) / parts);
  const cuts = [0, ...Array.from({ length: parts - 1 }, (_, part) => at(part + 1)), html.length];
  return cuts.slice(1).map((cut, part) => html.slice(cuts[part], cut));
}

/** Starts Chromium. */
export function launch() {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"] });
}

/** A page that is watched: what it says on the console, what fails, and what it asks others for, stands in `faults`. */
export async function open(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const faults = [];
  const host = new URL(url).origin;
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && faults.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("request", (request) => request.url().startsWith(host) || request.url().startsWith("data:") || url.startsWith("file:") || faults.push(`asks ${request.url()}`));
  page.on("response", (response) => response.status() >= 400 && faults.push(`${response.status()} ${response.url()}`));
  await page.goto(url);
  return { page, faults, close: () => context.close() };
}

/** What a first visit of a page moves, in bytes: by the network log, with an empty cache, pictures aside. */
export async function firstVisit(browser, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const network = await context.newCDPSession(page);
  await network.send("Network.enable");
  let moved = 0;
  const pictures = new Set();
  network.on("Network.responseReceived", ({ requestId, type }) => type === "Image" && pictures.add(requestId));
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => { if (!pictures.has(requestId)) moved += encodedDataLength; });
  await page.goto(url, { waitUntil: "networkidle" });
  await context.close();
  return moved;
}

/** Every page of a site, by the path that its address has. */
export function pages(folder) {
  const found = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith("index.html"));
  return found.map((path) => `/${path.replace(/index\.html$/, "")}`).sort();
}

/** The first page of each sort (the class of its body) and kind, and the longest article. */
export function samples(folder) {
  const sorts = new Map();
  let longest = ["", 0];
  for (const path of pages(folder)) {
    const html = readFileSync(join(folder, path, "index.html"), "utf8");
    const sort = html.match(/<body class="([^"]*)"/)?.[1] ?? "";
    // A redirect is gone before anything can be asked of it.
    if (!sort || html.includes('http-equiv="refresh"')) continue;
    const kind = sort === "entity" ? `${sort} ${path.split("/")[1]}` : sort;
    if (!sorts.has(kind)) sorts.set(kind, path);
    if (sort === "article" && html.length > longest[1]) longest = [path, html.length];
  }
  sorts.set("article", longest[0]);
  sorts.set("not found", "/404.html");
  return sorts;
}

const { source: axe } = createRequire(import.meta.url)("axe-core");
/** The rules of WCAG 2.2 at level AA. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** Those of them that ask for what is seen, and so another answer in other colours. */
const SEEN = ["color-contrast", "link-in-text-block", "target-size"];

/** What axe-core finds wrong with a page, by all rules or by those of what is seen. */
export async function violations(page, { seen = false } = {}) {
  // The debugger's own evaluation is not bound by the page's policy.
  await page.evaluate(axe);
  const runOnly = seen ? { type: "rule", values: SEEN } : { type: "tag", values: TAGS };
  const { violations } = await page.evaluate((only) => window.axe.run(document, { runOnly: only, resultTypes: ["violations"] }), runOnly);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

/** By how much what is drawn of a page moved, in the page: the sum of its layout shifts. */
export const shift = () => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => { sum += entry.value; })).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 60);
});
