// The sessions of a token by themselves: what is opened is closed, whenever something goes wrong.
import { describe, expect, test } from 'vitest';
import type { Handle } from '../../src/adapters/pkcs11/library.js';
import { Sessions } from '../../src/adapters/pkcs11/sessions.js';
import { rejection } from '../support/start.js';

/** Sessions that count themselves; from `failsAt` on none can be opened. */
function token(failsAt = Infinity): {
  opened: Handle[];
  closed: Handle[];
  open: () => Handle;
  close: (session: Handle) => void;
} {
  const [opened, closed]: Handle[][] = [[], []] as never;
  return {
    opened: opened as Handle[],
    closed: closed as Handle[],
    open: () => {
      if ((opened as Handle[]).length === failsAt) throw new Error('CKR_SESSION_COUNT');
      const session = Buffer.from([(opened as Handle[]).length]) as unknown as Handle;
      opened?.push(session);
      return session;
    },
    close: (session) => {
      closed?.push(session);
    },
  };
}

const never = new AbortController().signal;

test.each([0, 1, 2, 3])(
  'the session after %i others cannot be opened: those are closed',
  (count) => {
    const { close, closed, open, opened } = token(count);
    expect(() => new Sessions(4, open, close)).toThrow('CKR_SESSION_COUNT');
    expect(closed).toEqual(opened);
    expect(closed).toHaveLength(count);
  },
);

describe('closed in the turn when a session becomes free', () => {
  // at each of the microtasks between the end of one operation and the beginning of the next
  test.each(Array.from({ length: 12 }, (_, hops) => hops))(
    'after %i microtasks: nothing begins any more, and no session stays open',
    async (hops) => {
      const { close, closed, open, opened } = token();
      const sessions = new Sessions(1, open, close);
      let finish = (): void => undefined;
      const first = sessions.use(
        never,
        () =>
          new Promise<void>((resolve) => {
            finish = resolve;
          }),
      );
      let isClosed = false;
      let beganLate = false;
      const second = sessions
        .use(never, () => {
          beganLate ||= isClosed;
          return Promise.resolve('done');
        })
        .catch((error: unknown) => error);
      await Promise.resolve();
      finish();
      for (let hop = 0; hop < hops; hop++) await Promise.resolve();
      isClosed = true;
      const closing = sessions.close();
      const outcome = await second;
      await first.catch(() => undefined);
      await closing;
      expect(beganLate).toBe(false);
      if (outcome !== 'done') expect(outcome).toMatchObject({ code: 'closed' });
      expect(closed).toHaveLength(opened.length);
      expect(await rejection(sessions.use(never, () => Promise.resolve()))).toMatchObject({
        code: 'closed',
      });
    },
  );
});

test('a session that cannot be replaced fails its operation only, and the next tries again', async () => {
  let works = true;
  const { close, open } = token();
  const sessions = new Sessions(
    1,
    () => {
      if (!works) throw new Error('CKR_TOKEN_NOT_PRESENT');
      return open();
    },
    close,
  );
  expect(
    await rejection(sessions.use(never, () => Promise.reject(new Error('lost')))),
  ).toMatchObject({
    message: 'lost',
  });
  works = false;
  const failing = [1, 2].map(() => rejection(sessions.use(never, () => Promise.resolve(1))));
  for (const error of await Promise.all(failing))
    expect(error).toMatchObject({ message: 'CKR_TOKEN_NOT_PRESENT' });
  works = true;
  expect(await sessions.use(never, () => Promise.resolve('again'))).toBe('again');
  await sessions.close();
});
