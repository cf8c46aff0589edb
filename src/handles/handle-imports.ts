import type { Core } from '../module/core.js';
import { constants } from '../module/generated/boundary.js';
import type { Imports } from '../module/generated/boundary-exports.js';
import type { HandleTable } from './handle-table.js';

type HandleImports = Pick<Imports, Extract<keyof Imports, `handle_${string}`>>;

/** What C calls to use virtual handles. */
export function handleImports(core: Core, handles: HandleTable): HandleImports {
  return {
    handle_pipe: (fds) => {
      const ends = handles.pipe();
      if (typeof ends === 'number') return ends;
      core.memory.setInt(fds, ends[0]);
      core.memory.setInt(fds + 4, ends[1]);
      return 0;
    },
    handle_event: (initial, flags) => handles.event(initial >>> 0, flags),
    // not every scope has timers: an AudioWorklet's has none
    handle_timer: (milliseconds) =>
      core.guard(-constants.EINVAL, () => handles.timer(milliseconds)),
    handle_read: (fd, buffer, size) => handles.read(fd, core.memory.view(buffer, size)),
    handle_write: (fd, buffer, size) =>
      core.guard(-constants.EINVAL, () => handles.write(fd, core.memory.view(buffer, size))),
    handle_sync: (fd) => handles.sync(fd),
    handle_close: (fd) => core.guard(-constants.EINVAL, () => handles.close(fd)),
    handle_events: (fd) => handles.events(fd),
    handle_nonblock: (fd, set) => handles.nonblock(fd, set < 0 ? undefined : set !== 0),
  };
}
