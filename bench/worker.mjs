// Runs in each of the Nodes that are measured: does one task after the other as it is told to.
import { signatures } from './signatures.mjs';
import * as timed from './tasks.mjs';

const tasks = { ...timed, signatures };

process.on('message', async ({ task, options }) => {
  try {
    process.send({ result: await tasks[task](options) });
  } catch (error) {
    process.send({ error: error.stack });
  }
});
process.on('disconnect', () => process.exit());
