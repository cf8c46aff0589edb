// Where the suites and sanitizers can't agree.

/** Tests that overwrite memory on purpose, with what must be reported of them. */
export const faulty = new Map([
  ['83 a blown C stack is found at the next switch: dead, with the reason', 'heap-buffer-overflow'],
  ...[
    'C that calls itself',
    'C that calls itself, and pauses at the end',
    'C that calls itself after it has paused',
  ].map((way): [string, string] => [
    `83 ${way}: dead with the reason, every promise rejects, another instance goes on`,
    'heap-buffer-overflow',
  ]),
]);

/** Tests that make no sense with this module, and run with the others. */
export const elsewhere = [
  // its recursion is so much slower here that it takes minutes
  "83 C that runs over the engine's stack: dead with the reason, every promise rejects, another instance goes on",
  // linked with the test build of libcrypto, which has engines
  'the module that ships has no engines, and works',
  // ASan gives no address twice soon
  'c: a freed context is stale even when its address is in use again',
  // the shadow alone is more than the limit that they set
  '22 the same when the memory limit is reached, and it passes when there is room',
  'memoryLimit is kept: the call that would pass it is refused, and all goes on',
  '82 when the memory may grow no more, the call is refused and paused jobs go on',
];
