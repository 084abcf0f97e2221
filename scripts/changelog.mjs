// What the release road reads and changes in CHANGELOG.md: "## Unreleased" at the top, below it one
// "## X.Y.Z (date)" a release. Text in, text out; touches no file.

const UNRELEASED = '## Unreleased\n';

/** The body of "Unreleased", or null if it says nothing. */
export function unreleased(text) {
  return bodyAfter(text, text.indexOf(UNRELEASED), UNRELEASED.length);
}

/** The body of one version, or null if there is none or it says nothing. */
export function sectionOf(text, version) {
  const heading = new RegExp(`^## ${version.replaceAll('.', '\\.')} \\(.*\\)\\n`, 'm').exec(text);
  return heading === null ? null : bodyAfter(text, heading.index, heading[0].length);
}

/** The same text with everything unreleased under a version, and "Unreleased" empty above it. */
export function release(text, version, date) {
  return text.replace(UNRELEASED, `${UNRELEASED}\n## ${version} (${date})\n`);
}

function bodyAfter(text, at, headingLength) {
  if (at < 0) return null;
  const [body] = text.slice(at + headingLength).split(/^## /m);
  return /^- /m.test(body) ? body.trim() : null;
}
