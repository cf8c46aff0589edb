/** Tests that make no sense with the sanitized module, and run with the others. */
export const elsewhere = [
  // its recursion is so much slower here that it takes minutes
  "C that runs over the engine's stack: dead with the reason, every promise rejects, another instance goes on",
  // linked with the test build of libcrypto, which has engines
  'the module that ships has no engines, and works',
  // ASan gives no address twice soon
  'c: a freed context is stale even when its address is in use again',
  'c: a context of the facade is stale when it is freed, also where another one has its address',
  'c: no cleanup of a context runs for the next one at its address',
  // ASan keeps what was freed for a while, so how far the memory grows says nothing of what was held
  ...[
    ...['verified itself', 'an issuer', 'one in a key store', 'an intermediate', 'a root'],
    ...['an issuer of lists', 'a signer of a message', 'the certificate with a signed message'],
    'a recipient',
  ].map(
    (use) => `a certificate of thousands of relative distribution points takes no memory: ${use}`,
  ),
  // the shadow alone is more than the limit that they set
  'the same when the memory limit is reached, and it passes when there is room',
  'memoryLimit is kept: the call that would pass it is refused, and all goes on',
  'when the memory may grow no more, the call is refused and paused jobs go on',
];
