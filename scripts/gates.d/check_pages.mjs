/**
 * Look at pages as a reader's browser shows them: axe-core in light and dark, narrow and wide, no
 * sideways scroll at 320 px; keep pictures. The pages are opened as they are, with their policy.
 *
 *     node check_pages.mjs TOOLS SCRATCH PICTURES FILE...
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Browser } from "./browser.mjs";
import { nameOf, report } from "./report.mjs";

const WIDTHS = { axe: [320, 800], pictures: [320, 1280] };
const PICTURE = { height: 2_000, most: 3 }; // px; higher ones are shown too small to read
const [tools, scratch, pictures, ...files] = process.argv.slice(2);
const axe = readFileSync(join(tools, "node_modules/axe-core/axe.min.js"), "utf8");

const browser = new Browser(scratch);
try {
  for (const file of files)
    for (const scheme of ["light", "dark"])
      for (const width of new Set(Object.values(WIDTHS).flat())) await look(file, scheme, width);
} finally {
  await browser.close();
}

async function look(file, scheme, width) {
  const page = await browser.open(pathToFileURL(resolve(file)).href, { width, scheme });
  if (WIDTHS.pictures.includes(width)) {
    const name = `${nameOf(file).replaceAll("/", "-")}-${scheme}-${width}`;
    const shown = await page.pictures(PICTURE.height, PICTURE.most);
    shown.forEach((bytes, index) =>
      writeFileSync(join(pictures, `${name}-${index + 1}.png`), bytes),
    );
  }
  if (WIDTHS.axe.includes(width)) await judge(page, file, scheme, width);
  await page.close();
}

async function judge(page, file, scheme, width) {
  const scroll = await page.evaluate(`(${measureWidth})()`);
  await page.evaluate(axe);
  const { violations, incomplete } = await page.evaluate(
    "axe.run(document, { resultTypes: ['violations', 'incomplete'] })",
  );

  const contrast = violations.filter((rule) => rule.id === "color-contrast");
  const serious = violations.filter(
    (rule) => ["serious", "critical"].includes(rule.impact) && !contrast.includes(rule),
  );
  const lesser = violations.filter((rule) => !contrast.includes(rule) && !serious.includes(rule));
  const unsure = incomplete.filter((rule) => rule.id === "color-contrast");
  const sideways = width === 320 && scroll.page > scroll.window;

  const measure = [
    `${places(serious)} serious`,
    `${places(contrast)} contrast`,
    `${places(unsure)} contrast not measurable`,
    `${places(lesser)} lesser${lesser.map((rule) => ` ${rule.id}`).join("")}`,
    ...(width === 320 ? [`page is ${scroll.page} px wide`] : []),
  ];
  const findings = [...contrast, ...serious].flatMap(inWords);
  if (sideways) {
    findings.push(`scrolls sideways: ${scroll.page} px wide in a window of ${scroll.window} px`);
    findings.push(...scroll.outside.map((element) => `sticks out: ${element}`));
  }
  report(file, `axe ${scheme} ${width} px`, measure.join(", "), findings);
}

/** Runs in the page: how wide it is, and the innermost elements that stick out of the window. */
function measureWidth() {
  const { clientWidth: window, scrollWidth: page } = document.documentElement;
  const right = (element) => Math.round(element.getBoundingClientRect().right);
  const sticksOut = (element) => right(element) > window;
  const outside = [...document.querySelectorAll("body *")]
    .filter((element) => sticksOut(element) && ![...element.children].some(sticksOut))
    .map((element) => {
      const text = element.textContent.trim().slice(0, 60);
      return `${element.localName}.${element.className} to ${right(element)} px: ${text}`;
    });
  return { window, page, outside: outside.slice(0, 5) };
}

function places(rules) {
  return rules.reduce((sum, rule) => sum + rule.nodes.length, 0);
}

function inWords(rule) {
  return rule.nodes.map(
    (node) => `${rule.id} (${rule.impact}) ${node.target.join(" ")}: ${why(node)}`,
  );
}

function why({ any, all, none }) {
  const [first] = [...any, ...all, ...none];
  return first.message.replaceAll("\n", " ");
}
