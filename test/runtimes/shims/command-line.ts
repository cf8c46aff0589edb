// Node, Deno and Bun: the options are the first argument.
import { type Options, runSuites } from '../harness/run.js';
import { hostFromFiles } from './from-files.js';

await runSuites(await hostFromFiles(JSON.parse(process.argv[2] as string) as Options));
