// Every runtime that the suites run in, and how it is started there.
import { existsSync } from 'node:fs';
import { CHROMIUM_FLAGS, findChromium } from '../support/chromium.mjs';
import { eventsOfBrowser } from './drivers/browser.mjs';
import { eventsOfCommand } from './drivers/command.mjs';
import { eventsOfWorkerd } from './drivers/workerd.mjs';
import { program } from './npm/packages.mjs';

const chromium = (url, profile) => [
  findChromium(),
  '--headless',
  ...CHROMIUM_FLAGS,
  `--user-data-dir=${profile}`,
  url,
];
const firefox = (url, profile) => [
  'firefox-esr',
  '--headless',
  '--no-remote',
  '--profile',
  profile,
  url,
];
const webkit = (url) => ['xvfb-run', '-a', miniBrowser(), url];

/** It is not on the PATH, and its folder has the name of WebKitGTK's interface. */
function miniBrowser() {
  const folders = ['4.1', '4.0', '6.0'].flatMap((version) =>
    ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/libexec', '/usr/lib'].map(
      (folder) => `${folder}/webkit2gtk-${version}/MiniBrowser`,
    ),
  );
  return folders.find((file) => existsSync(file)) ?? 'MiniBrowser';
}

function node(version) {
  return commandLine(program(`node-${version}/bin/node`));
}

function commandLine(command, ...args) {
  return {
    npm: true,
    version: () => [command, '--version'],
    events: (run) => eventsOfCommand([command, ...args, run.files.bundle('command-line')], run),
  };
}

function browser(command, entry, versionCommand) {
  return {
    version: () => versionCommand ?? [command('')[0], '--version'],
    events: (run) => eventsOfBrowser(command, entry, run),
  };
}

const node26 = program('node-26/bin/node');
const workerd = program('@cloudflare/workerd-linux-64/bin/workerd');

export const runtimes = {
  'node-20': node(20),
  'node-22': node(22),
  'node-24': node(24),
  'node-26': node(26),
  'worker-thread': {
    npm: true,
    version: () => [node26, '--version'],
    events: (run) => eventsOfCommand([node26, run.files.bundle('worker-thread')], run),
  },
  deno: commandLine(program('@deno/linux-x64-glibc/deno'), 'run', '-A', '--no-config'),
  bun: commandLine(program('@oven/bun-linux-x64-baseline/bin/bun'), 'run'),
  workerd: {
    npm: true,
    differs: { compilesBytes: false },
    version: () => [workerd, '--version'],
    events: (run) => eventsOfWorkerd(workerd, run),
  },
  chromium: browser(chromium, 'page'),
  'web-worker': browser(chromium, 'web-worker'),
  firefox: browser(firefox, 'page'),
  webkit: browser(webkit, 'page', ['xvfb-run', '-a', miniBrowser(), '--version']),
};
