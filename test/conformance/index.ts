import type { Suite } from '../support/suite.js';
import { fuzz } from './fuzz.js';
import { signatureOptions } from './signature-options.js';
import { fuzzObjects } from './fuzz-objects.js';
import { badChains } from './bad-chains.js';
import { wrongOptions } from './wrong-options.js';
import { heldKeys } from './held-keys.js';
import { heldDecryption } from './held-decryption.js';
import { heldFailures } from './held-failures.js';
import { postQuantum } from './post-quantum.js';
import { jobs } from './jobs.js';
import { jobArguments } from './job-arguments.js';
import { currentJob } from './current-job.js';
import { pool } from './pool.js';
import { misuse } from './misuse.js';
import { nestedStart } from './nested-start.js';
import { pauseBlock } from './pause-block.js';
import { isolation } from './isolation.js';
import { libraryContext } from './library-context.js';
import { memFunctions } from './mem-functions.js';
import { upstream } from './upstream.js';
import { model } from './model.js';
import { manyJobs } from './many-jobs.js';
import { runner } from './runner.js';
import { observeJobs } from './observe-jobs.js';
import { runPool } from './run-pool.js';
import { runCancel } from './run-cancel.js';
import { runDispose } from './run-dispose.js';
import { jsJobs } from './js-jobs.js';
import { jsJobErrors } from './js-job-errors.js';
import { loading } from './load.js';
import { facadeMisuse } from './facade-misuse.js';
import { keyGeneration } from './generate-key.js';
import { certificates } from './certificates.js';
import { revocation } from './revocation.js';
import { waitContext } from './wait-context.js';
import { waitContextC } from './wait-context-c.js';
import { callback } from './callback.js';
import { status } from './status.js';
import { errorQueue } from './error-queue.js';
import { handles } from './handles.js';
import { posixInC } from './posix.js';
import { posixC } from './posix-c.js';
import { dasync } from './dasync.js';
import { accounting } from './accounting.js';
import { random } from './random.js';
import { faults } from './faults.js';
import { stackOverflow } from './stack-overflow.js';
import { faultTable } from './fault-table.js';
import { secrets } from './secrets.js';
import { waitContextChanges } from './wait-context-changes.js';
import { waitContextMisuse } from './wait-context-misuse.js';
import { waitContextCMisuse } from './wait-context-c-misuse.js';
import { memoryGrowth } from './memory-growth.js';
import { exceptions } from './exceptions.js';
import { outOfMemory } from './out-of-memory.js';
import { outOfMemoryInOperations } from './out-of-memory-operations.js';
import { operationSecrets } from './operation-secrets.js';
import { digests } from './digest.js';
import { kdf } from './kdf.js';
import { slowSignatures } from './slow-signatures.js';
import { streams } from './streams.js';
import { largeStreams } from './large-streams.js';
import { posixPoll } from './posix-poll.js';
import { keyFormats } from './key-formats.js';
import { keyPasswords } from './key-passwords.js';
import { keySecrets } from './key-secrets.js';
import { jwks } from './jwk.js';
import { pkcs12 } from './pkcs12.js';
import { fuzzFormats } from './fuzz-formats.js';
import { publishedFixes } from './published-fixes.js';
import { relativePoints } from './relative-points.js';
import { deltaLists } from './delta-lists.js';
import { otherCurves } from './other-curves.js';

/** Every suite, by the behaviour that it is about. */
export const suites: Record<string, Suite> = {
  jobs,
  jobArguments,
  currentJob,
  pool,
  misuse,
  nestedStart,
  pauseBlock,
  libraryContext,
  isolation,
  memFunctions,
  upstream,
  waitContext,
  waitContextC,
  model,
  manyJobs,
  runner,
  observeJobs,
  runPool,
  runCancel,
  runDispose,
  jsJobs,
  jsJobErrors,
  loading,
  facadeMisuse,
  keyGeneration,
  'keys that JavaScript holds': heldKeys,
  'held keys that decrypt and derive': heldDecryption,
  'held keys that fail': heldFailures,
  postQuantum,
  signatureOptions,
  fuzz,
  fuzzObjects,
  certificates,
  badChains,
  wrongOptions,
  revocation,
  callback,
  status,
  errorQueue,
  handles,
  posixInC,
  posixC,
  dasync,
  accounting,
  random,
  faults,
  'stack overflow': stackOverflow,
  'table of faults': faultTable,
  secrets,
  waitContextChanges,
  waitContextMisuse,
  waitContextCMisuse,
  memoryGrowth,
  exceptions,
  'out of memory': outOfMemory,
  'out of memory in operations': outOfMemoryInOperations,
  posixPoll,
  digests,
  kdf,
  slowSignatures,
  streams,
  largeStreams,
  'key formats': keyFormats,
  'key passwords': keyPasswords,
  'key secrets': keySecrets,
  'operation secrets': operationSecrets,
  jwks,
  pkcs12,
  'fuzz of key formats': fuzzFormats,
  publishedFixes,
  relativePoints,
  deltaLists,
  otherCurves,
};
