// What tells builds apart: the package's version, and a fingerprint of each list of the boundary. A module carries it in a
// custom section of its own, and the JavaScript as a constant; they are compared when they meet.
//
//   node tools/boundary/mark.mjs FILE.wasm ship|test|sanitize VARIANT   adds the section; for wasm/build.sh
import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { listsOf, pathOf } from './boundary.mjs';

/** The section's name. */
export const SECTION = 'openssl-async';

const read = (path) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));

/** What has no part in how C and JavaScript meet. */
const comments = ['about', 'manual'];

function fingerprint(list) {
  const text = JSON.stringify(list, (key, value) => (comments.includes(key) ? undefined : value));
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** @param {readonly string[]} lists - names of the boundary's lists */
export function markOf(lists) {
  const prints = lists.map((name) => [name, fingerprint(read(pathOf(name)))]);
  return { version: read('package.json').version, lists: Object.fromEntries(prints) };
}

/** A number as WebAssembly writes it: seven bits a byte, the lowest first. */
function leb128(number) {
  return number < 0x80 ? [number] : [(number & 0x7f) | 0x80, ...leb128(number >>> 7)];
}

/** A custom section. */
export function customSection(name, text) {
  const [title, content] = [name, text].map((each) => Buffer.from(each));
  const body = Buffer.concat([Buffer.from(leb128(title.length)), title, content]);
  return Buffer.concat([Buffer.from([0, ...leb128(body.length)]), body]);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [file, build, variant] = process.argv.slice(2);
  appendFileSync(file, customSection(SECTION, JSON.stringify(markOf(listsOf(build, variant)))));
}
