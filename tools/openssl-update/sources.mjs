// Which of upstream's files this project leans on closely enough to read their changes.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Relied on without being named in an #include: their behaviour, or that of what stands in their place here. */
const relied = [
  'include/openssl/async.h',
  'include/crypto/async.h',
  'crypto/mem.c', // wasm/upstream/wiping
  'crypto/err/err.c', // error_state.c: one queue per job
  'crypto/err/err_local.h',
  'crypto/err/err_save.c',
  'crypto/threads_none.c', // its thread-local slots
  'crypto/rand/rand_lib.c', // random numbers that jobs share
  'doc/man3/ASYNC_start_job.pod',
  'doc/man3/ASYNC_WAIT_CTX_new.pod',
];

/** One text per file of upstream's that is relied on and that a release has not, with what to do. */
export function missingSources(upstream) {
  return relied
    .filter((file) => !existsSync(join(upstream, file)))
    .map(
      (file) =>
        `${file} is gone from upstream: find where its code went, and name that in tools/openssl-update/sources.mjs`,
    );
}

function filesBelow(folder, ending) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => join(folder, name));
}

/** All of crypto/async, what our C includes of upstream's internals, and what is relied on; relative paths. */
export function watchedSources(upstream) {
  const found = new Set(
    filesBelow(join(upstream, 'crypto/async'), /\.[ch]$/).map((file) =>
      file.slice(upstream.length + 1),
    ),
  );
  for (const file of filesBelow('wasm', /\.[ch]$/))
    for (const [, name] of readFileSync(file, 'utf8').matchAll(/^\s*#\s*include\s+"([^"]+)"/gm))
      for (const candidate of [name, `include/${name}`])
        if (
          /^(crypto|providers|internal|include)\//.test(candidate) &&
          existsSync(join(upstream, candidate))
        )
          found.add(candidate);
  for (const [, name] of readFileSync('wasm/build.sh', 'utf8').matchAll(
    /\$OPENSSL_SOURCE\/([\w/.-]+\.[ch])\b/g,
  ))
    found.add(name);
  for (const name of relied) found.add(name);
  return [...found].sort();
}
