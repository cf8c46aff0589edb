/** The element with an id that index.html has. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as querySelector's
export function $<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no #${id}`);
  return element as T;
}

/** Runs something from a click; what it throws is shown, not lost. */
export function onClick(id: string, action: () => unknown): void {
  $(id).addEventListener('click', () => {
    void attempt(action);
  });
}

export async function attempt(action: () => unknown, tell = sayError): Promise<void> {
  try {
    await action();
  } catch (error) {
    tell(error);
  }
}

function sayError(error: unknown): void {
  $('status').textContent = describe(error);
}

export function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Makes a link that gives a text to the user as a file. */
export function offer(id: string, name: string, text: string): void {
  const link = $<HTMLAnchorElement>(id);
  URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/x-pem-file' }));
  link.download = name;
}

export const nextFrame = (): Promise<number> => new Promise((done) => requestAnimationFrame(done));

export function milliseconds(value: number): string {
  if (value >= 1000) return `${(value / 1000).toFixed(1)} s`;
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`;
}

export function bytes(value: number): string {
  if (value >= 2 ** 20) return `${(value / 2 ** 20).toFixed(1)} MB`;
  return value >= 1024 ? `${(value / 1024).toFixed(1)} KB` : `${value} B`;
}
