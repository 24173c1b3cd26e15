/**
 * Check HTML without showing it: html-validate's accessibility rules for pages and mails, and for
 * mails (NAME.eml.html) what mail programs support, from the data of caniemail.com.
 *
 *     node check_markup.mjs TOOLS ALLOWED FILE...
 *
 * ALLOWED names what may be used although a mail program lacks it: "title: reason", one a line.
 */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { report } from "./report.mjs";

const [tools, allowedFile, ...files] = process.argv.slice(2);
const { HtmlValidate, StaticConfigLoader } = createRequire(join(tools, "/"))("html-validate");
const { caniemail } = await import(
  pathToFileURL(join(tools, "node_modules/caniemail/dist/index.js"))
);

// caniemail leaves out a program that it does not know without a word; the names are its own.
const PROGRAMS = [
  "apple-mail.ios",
  "apple-mail.macos",
  "gmail.android",
  "gmail.desktop-webmail",
  "gmail.ios",
  "outlook.android",
  "outlook.ios",
  "outlook.macos",
  "outlook.windows",
  "thunderbird.macos",
  "yahoo.desktop-webmail",
];

const PAGE_RULES = { root: true, extends: ["html-validate:a11y"] };
const MAIL_RULES = {
  ...PAGE_RULES,
  // Gmail, Outlook and Yahoo take <main> away and most keep a role: in a mail the role is better.
  rules: { "prefer-native-element": ["error", { exclude: ["main"] }] },
};

const allowed = readAllowed(allowedFile);
for (const file of files) {
  const isMail = file.endsWith(".eml.html");
  const html = readFileSync(file, "utf8");
  await checkRules(file, html, isMail ? MAIL_RULES : PAGE_RULES);
  if (isMail) checkPrograms(file, html);
}

function readAllowed(path) {
  const lines = readFileSync(path, "utf8").split("\n");
  const entries = lines.filter((line) => line.trim() && !line.startsWith("#"));
  for (const line of entries)
    if (!/^\S.*?: +\S/.test(line))
      throw new Error(`${path}: expected 'title: reason', got '${line}'`);
  return new Set(entries.map((line) => line.slice(0, line.indexOf(": "))));
}

async function checkRules(file, html, rules) {
  const validator = new HtmlValidate(new StaticConfigLoader(rules));
  const { results } = await validator.validateString(html, file);
  const errors = results
    .flatMap((result) => result.messages)
    .filter((message) => message.severity === 2);
  const findings = errors.map(({ ruleId, selector, line, column, message }) => {
    return `${ruleId} ${selector ?? ""} (${line}:${column}): ${message}`;
  });
  report(file, "html-validate a11y", `${errors.length} errors`, findings);
}

function checkPrograms(file, html) {
  const lacking = new Map(); // what is used: the mail programs without it
  for (const [program, issues] of caniemail({ clients: PROGRAMS, html }).issues.errors)
    for (const { title } of issues)
      lacking.set(title, (lacking.get(title) ?? new Set()).add(program));
  const found = [...lacking].filter(([title]) => !allowed.has(title));
  const findings = found.map(
    ([title, programs]) => `${title}: not in ${[...programs].sort().join(", ")}`,
  );
  const measure = `${found.length} unsupported, ${lacking.size - found.length} allowed`;
  report(file, `caniemail ${PROGRAMS.length} programs`, measure, findings);
}
