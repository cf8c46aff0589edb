/** What a runtime may have; not all of it is in every type library. */
interface Host {
  setImmediate?: (task: () => void) => unknown;
  scheduler?: { postTask?: (task: () => void) => Promise<void> };
}

/**
 * The cheapest way of this runtime to let the event loop have its turn: `setImmediate`,
 * `scheduler.postTask` or a `MessageChannel`. Never `setTimeout(0)`, which browsers stretch to 4 ms.
 */
export function macrotaskScheduler(): (task: () => void) => void {
  const { scheduler, setImmediate } = globalThis as Host;
  if (setImmediate) return (task) => void setImmediate(task);
  if (scheduler?.postTask) {
    const postTask = scheduler.postTask.bind(scheduler);
    return (task) => void postTask(task);
  }
  channel ??= throughChannel();
  return channel;
}

// One for all instances: WebKit's ports cost each other time, and none is ever collected.
let channel: ((task: () => void) => void) | undefined;

function throughChannel(): (task: () => void) => void {
  const tasks: (() => void)[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => tasks.shift()?.();
  return (task) => {
    tasks.push(task);
    port2.postMessage(undefined);
  };
}
