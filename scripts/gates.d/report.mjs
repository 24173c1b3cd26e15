/** One line for each check of a file, "ok" or "FAIL", and below it what was found. */

const MOST = 10; // findings in full for each check: a fault of a template is found at every event

/** Return the name of what is checked: the mail's where the file is a mail's HTML part. */
export function nameOf(file) {
  return file.replace(/\.eml\.html$/, ".eml");
}

/** Print a check, which any finding fails. */
export function report(file, check, measure, findings) {
  console.log(`${findings.length ? "FAIL" : "ok  "} ${nameOf(file)}: ${check}: ${measure}`);
  for (const finding of findings.slice(0, MOST)) console.log(`       ${finding}`);
  if (findings.length > MOST) console.log(`       and ${findings.length - MOST} more`);
}
