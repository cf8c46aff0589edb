/** What a runtime may have; not all of it is in every type library. */
interface Host {
  document?: { readonly hidden: boolean };
  scheduler?: { postTask?: (task: () => void) => Promise<void> };
  setImmediate?: (task: () => void) => unknown;
}

type Schedule = (task: () => void) => void;

/**
 * The cheapest way of this runtime to let the event loop have its turn: `setImmediate`,
 * `scheduler.postTask` or a `MessageChannel`. In a page it rests now and then, so that frames are drawn; not while
 * something is urgent, nor while the page is hidden.
 */
export function macrotaskScheduler(isUrgent: () => boolean): Schedule {
  const { document, scheduler, setImmediate } = globalThis as Host;
  if (setImmediate) return (task) => void setImmediate(task);
  let schedule: Schedule;
  if (scheduler?.postTask) {
    const postTask = scheduler.postTask.bind(scheduler);
    schedule = (task) => void postTask(task);
  } else {
    schedule = channel ??= throughChannel();
  }
  return document ? withRests(schedule, document, isUrgent) : schedule;
}

// One for all instances: WebKit's ports cost each other time, and none is ever collected.
let channel: Schedule | undefined;

function throughChannel(): Schedule {
  const tasks: (() => void)[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => tasks.shift()?.();
  return (task) => {
    tasks.push(task);
    port2.postMessage(undefined);
  };
}

/** Milliseconds between two rests: half a frame. */
const RESTS = 8;

/**
 * A queue of tasks that is never empty keeps Firefox from drawing: a frame in five is what is left. While a timer is
 * awaited the queue is empty for a moment. It is set from a task that no timer made, or it would be stretched to 4 ms; and
 * never in a hidden page, where it would be a second.
 */
function withRests(
  schedule: Schedule,
  document: { readonly hidden: boolean },
  isUrgent: () => boolean,
): Schedule {
  let rested = 0;
  return (task) => {
    const asked = performance.now();
    schedule(() => {
      const now = performance.now();
      // an instance that asked, and then left the thread to others, needs none
      if (document.hidden || isUrgent() || now - asked < RESTS / 4 || now - rested < RESTS) {
        task();
      } else {
        rested = now;
        setTimeout(task, 1);
      }
    });
  };
}
