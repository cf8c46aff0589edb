// Sets the pinned release, in openssl-src/pin.sh and openssl-src/pins/.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareReleases, hasPin, PIN_LIST, pinFile, pinNames } from '../openssl-pin.mjs';

/**
 * The release is the tested pin from now on. Without fixes, unless it has a pin already, which then stays as it is. Newer
 * pins stay as alternatives; older ones go.
 */
export function setPin(version, sha256, folder = '.') {
  if (!hasPin(version, folder))
    writeFileSync(
      join(folder, pinFile(version)),
      [
        '# shellcheck shell=bash disable=SC2034 # see pin.sh',
        `OPENSSL_VERSION=${version}`,
        `OPENSSL_SHA256=${sha256}`,
        '',
      ].join('\n'),
    );
  const names = pinNames(folder);
  const newer = names.filter((name) => compareReleases(name, version) > 0);
  const pins = [version, ...newer.sort(compareReleases)];
  for (const name of names) if (!pins.includes(name)) rmSync(join(folder, pinFile(name)));
  const list = join(folder, PIN_LIST);
  writeFileSync(
    list,
    readFileSync(list, 'utf8').replace(/^OPENSSL_PINS=.*$/m, `OPENSSL_PINS=(${pins.join(' ')})`),
  );
}
