/**
 * Debian's Chromium without a window, over its debugging pipe: descriptor 3 takes commands, 4 gives
 * answers, a NUL ends each message. When we end, however we end, the pipe closes and Chromium ends.
 */

import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

const PATIENCE = 30_000; // ms for one command; the slowest, axe on a long page, takes a few seconds

const FLAGS = [
  "--headless",
  "--no-sandbox", // Chromium has no sandbox for root; it shows only files that we made
  "--remote-debugging-pipe",
  "--disable-gpu",
  "--disable-dev-shm-usage", // a container's /dev/shm is often too small
  "--hide-scrollbars", // a window of 320 px is to have 320 px for the page
  "--proxy-server=127.0.0.1:1", // nobody is there: nothing is fetched
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-breakpad",
];

export class Browser {
  #process;
  #said = "";
  #sent = 0;
  #waiting = new Map(); // by a command's number, or "session event"
  #gone = null; // why Chromium is no longer there
  #ended;

  /** Start Chromium with all its files below `folder`. */
  constructor(folder) {
    mkdirSync(folder, { recursive: true });
    this.#process = spawn(
      "chromium",
      [...FLAGS, `--user-data-dir=${join(folder, "profile")}`, "about:blank"],
      {
        stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"],
        env: { ...process.env, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder },
      },
    );
    this.#process.stderr.on("data", (text) => (this.#said = (this.#said + text).slice(-2000)));
    this.#ended = new Promise((resolve) => {
      const end = (reason) => resolve(this.#giveUp(reason));
      this.#process.on("error", (error) => end(`cannot start chromium: ${error.message}`));
      this.#process.on("exit", (code, signal) =>
        end(`chromium ended with ${code ?? signal}: ${this.#said}`),
      );
    });
    this.#process.stdio[3].on("error", () => {}); // "exit" tells
    this.#readAnswers();
  }

  #readAnswers() {
    let parts = [];
    this.#process.stdio[4].on("data", (bytes) => {
      for (let end = bytes.indexOf(0); end >= 0; end = bytes.indexOf(0)) {
        const message = Buffer.concat([...parts, bytes.subarray(0, end)]).toString();
        this.#take(JSON.parse(message));
        parts = [];
        bytes = bytes.subarray(end + 1);
      }
      parts.push(bytes);
    });
  }

  #take({ id, method, sessionId, params, result, error }) {
    const key = id ?? `${sessionId} ${method}`;
    const { resolve, reject } = this.#waiting.get(key) ?? {};
    this.#waiting.delete(key);
    if (error) reject?.(new Error(error.message));
    else resolve?.(result ?? params);
  }

  #giveUp(reason) {
    this.#gone = reason;
    for (const { reject } of this.#waiting.values()) reject(new Error(reason));
    this.#waiting.clear();
  }

  #expect(key, name) {
    if (this.#gone) return Promise.reject(new Error(this.#gone));
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`chromium did not answer ${name}`)), PATIENCE);
      const stop = (settle) => (value) => {
        clearTimeout(late);
        settle(value);
      };
      this.#waiting.set(key, { resolve: stop(resolve), reject: stop(reject) });
    });
  }

  send(method, params = {}, sessionId = undefined) {
    const id = ++this.#sent;
    const answer = this.#expect(id, method);
    this.#process.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + "\0");
    return answer;
  }

  /** Open `url` in a window of `width` px for a reader who wants `scheme`, "light" or "dark". */
  async open(url, { width, scheme }) {
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    const page = new Page(this, targetId, sessionId);
    await page.send("Emulation.setDeviceMetricsOverride", {
      width,
      height: 800,
      deviceScaleFactor: 1,
      mobile: false,
    });
    const features = [{ name: "prefers-color-scheme", value: scheme }];
    await page.send("Emulation.setEmulatedMedia", { features });
    await page.send("Page.enable");
    const [{ errorText }] = await Promise.all([
      page.send("Page.navigate", { url }),
      this.#expect(`${sessionId} Page.loadEventFired`, `with ${url}`),
    ]);
    if (errorText) throw new Error(`chromium cannot open ${url}: ${errorText}`);
    return page;
  }

  async close() {
    this.send("Browser.close").catch(() => {});
    const late = setTimeout(() => this.#process.kill("SIGKILL"), 5_000);
    await this.#ended;
    clearTimeout(late);
  }
}

class Page {
  constructor(browser, targetId, sessionId) {
    Object.assign(this, { browser, targetId, sessionId });
  }

  send(method, params) {
    return this.browser.send(method, params, this.sessionId);
  }

  /** Return the value of an expression in the page, which its policy on scripts does not forbid. */
  async evaluate(expression) {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails)
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Return the page from its top as PNGs of at most `height` px each, at most `most` of them. */
  async pictures(height, most) {
    const { cssContentSize } = await this.send("Page.getLayoutMetrics");
    const pictures = [];
    for (let y = 0; y < cssContentSize.height && pictures.length < most; y += height) {
      const clip = {
        x: 0,
        y,
        width: cssContentSize.width,
        height: Math.min(height, cssContentSize.height - y),
        scale: 1,
      };
      const { data } = await this.send("Page.captureScreenshot", {
        captureBeyondViewport: true,
        clip,
      });
      pictures.push(Buffer.from(data, "base64"));
    }
    return pictures;
  }

  close() {
    return this.browser.send("Target.closeTarget", { targetId: this.targetId });
  }
}
