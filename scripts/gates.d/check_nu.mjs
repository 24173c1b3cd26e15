/**
 * Check HTML files with the Nu checker, errors only, all in one run.
 *
 *     node check_nu.mjs FILE... -- JAVA... -jar VNU.JAR
 */

import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { report } from "./report.mjs";

// Namespaces that Outlook wants on <html>; HTML itself knows none.
const ALLOWED = /^Attribute “xmlns:[vo]” not allowed here\.$/;

const given = process.argv.slice(2);
const files = given.slice(0, given.indexOf("--"));
const [java, ...flags] = given.slice(files.length + 1);

const options = ["--errors-only", "--format", "json", "--stdout"];
const { stdout, stderr, error } = spawnSync(java, [...flags, ...options, ...files], {
  encoding: "utf8",
  maxBuffer: 2 ** 28,
});
const messages = readMessages();
for (const file of files) {
  const own = messages.filter(({ url }) => fileURLToPath(url) === resolve(file));
  const findings = own.map(
    ({ lastLine, lastColumn, message }) =>
      `line ${lastLine ?? 0}, column ${lastColumn ?? 0}: ${message}`,
  );
  report(file, "Nu checker", `${findings.length} errors`, findings);
}

// It writes JSON also when there is nothing to say; anything else means that it broke down.
function readMessages() {
  if (error) throw error;
  try {
    return JSON.parse(stdout).messages.filter(({ message }) => !ALLOWED.test(message));
  } catch {
    throw new Error(`the Nu checker did not answer: ${stdout}${stderr}`.slice(0, 2000));
  }
}
