// ASYNC_start_job(3): starting, pausing, resuming, finishing.
import { ASYNC_FINISH, ASYNC_PAUSE } from '../../src/index.js';
import { ints, type Suite } from '../support/suite.js';
import { Script } from '../support/script.js';

export const jobs: Suite = ({ expect, load, test }) => {
  test('2 a job without a pause finishes with its value and no handle', async () => {
    const { jobs, ossl } = await load();
    const script = new Script(ossl, [['return', 7]]);
    const outcome = ossl.startJob({ func: jobs.script, args: script.args });
    expect(outcome).toMatchObject({ result: ASYNC_FINISH, ret: 7, job: null });
  });

  test('3 locals live through a pause', async () => {
    const { jobs, ossl } = await load();
    const first = ossl.startJob({ func: jobs.deep, args: ints(10, 1) });
    expect(first.result).toBe(ASYNC_PAUSE);
    const second = ossl.startJob({ job: first.job });
    expect(second).toMatchObject({ result: ASYNC_FINISH, ret: 1 });
  });
};
