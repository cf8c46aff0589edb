import { loadOpenSSL } from 'openssl-async';
import { type Entry, makeScope, show, usage } from './console-functions.js';
import { run, type Scope } from './console-parser.js';
import { $, describe } from './dom.js';

/** The manual page's example, line by line. */
const example = [
  'ctx = ASYNC_WAIT_CTX_new()',
  'job = new_job()',
  'ret = new_int(0)',
  'ASYNC_start_job(job, ctx, ret, waits_for_fd, NULL, 0)',
  'n = new_size()',
  'ASYNC_WAIT_CTX_get_all_fds(ctx, NULL, n)',
  'get_size(n)',
  'fd = new_int(0)',
  'ASYNC_WAIT_CTX_get_all_fds(ctx, fd, n)',
  'signal(get_int(fd))',
  'ASYNC_start_job(job, ctx, ret, waits_for_fd, NULL, 0)',
  'get_int(ret)',
  'ASYNC_WAIT_CTX_free(ctx)',
];

/** At most so many lines are kept. */
const MAX_LINES = 400;

/** The console. It has an instance of its own: nothing that is tried here disturbs the rest of the page. */
export async function startConsolePanel(): Promise<void> {
  const output = $('console-output');
  const input = $<HTMLInputElement>('console-input');
  const print = (text: string, kind = 'answer'): void => {
    const line = document.createElement('div');
    line.className = kind;
    line.textContent = text;
    output.append(line);
    while (output.childElementCount > MAX_LINES) output.firstElementChild?.remove();
    output.scrollTop = output.scrollHeight;
  };
  const scope = makeScope(await loadOpenSSL(), print);
  const history: string[] = [];
  let at = 0;

  const execute = (line: string): void => {
    if (line.trim() === '') return;
    history.push(line);
    at = history.length;
    print(`> ${line}`, 'call');
    try {
      const { from, value, variable } = run(line, scope);
      const text = show(value, from === undefined ? undefined : scope.functions.get(from));
      if (text !== undefined) print(variable === undefined ? text : `${variable} = ${text}`);
    } catch (error) {
      print(describe(error), 'bad');
    }
  };

  $('console-form').addEventListener('submit', (event) => {
    event.preventDefault();
    execute(input.value);
    input.value = '';
    hint(scope, input);
  });
  input.addEventListener('input', () => {
    hint(scope, input);
  });
  input.addEventListener('keydown', (event) => {
    if (event.code === 'Space' && event.ctrlKey) {
      event.preventDefault();
      complete(scope, input);
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      at = Math.min(Math.max(at + (event.key === 'ArrowUp' ? -1 : 1), 0), history.length);
      input.value = history[at] ?? '';
    }
  });
  startExample(execute);
  $('console-clear').addEventListener('click', () => {
    output.replaceChildren();
  });
  fillList(scope.functions, input);
  input.disabled = false;
}

function startExample(execute: (line: string) => void): void {
  const next = $<HTMLButtonElement>('console-next');
  let line = 0;
  next.disabled = false;
  next.addEventListener('click', () => {
    execute(example[line] as string);
    line = (line + 1) % example.length;
    next.textContent = line === 0 ? 'The example again' : 'Next line of the example';
  });
}

function fillList(functions: ReadonlyMap<string, Entry>, input: HTMLInputElement): void {
  const list = $<HTMLSelectElement>('console-function');
  list.append(new Option('choose …', ''));
  const groups = new Map<string, HTMLOptGroupElement>();
  for (const { group, name } of functions.values()) {
    let element = groups.get(group);
    if (!element) {
      element = document.createElement('optgroup');
      element.label = group;
      groups.set(group, element);
      list.append(element);
    }
    element.append(new Option(name, name));
  }
  list.addEventListener('change', () => {
    const entry = functions.get(list.value);
    if (!entry) return;
    input.value = `${entry.name}(${entry.parameters.length > 0 ? '' : ')'}`;
    $('console-hint').textContent = usage(entry);
    input.focus();
    list.value = '';
  });
}

/** Shows the function that the cursor is in, or what the name so far may become. */
function hint(scope: Scope<Entry>, input: HTMLInputElement): void {
  const before = input.value.slice(0, input.selectionStart ?? undefined);
  const inside = /(\w+)\s*\([^()]*$/.exec(before);
  const entry = inside && scope.functions.get(inside[1] as string);
  const names = candidates(scope, word(before));
  const fallback = 'Ctrl+Space completes a name, arrow up brings back earlier lines.';
  $('console-hint').textContent =
    entry && (names.length === 0 || word(before) === '')
      ? usage(entry)
      : names.slice(0, 8).join('   ') || fallback;
}

function word(text: string): string {
  return /\w*$/.exec(text)?.[0] ?? '';
}

function candidates(scope: Scope<Entry>, start: string): string[] {
  if (start === '') return [];
  const names = [...scope.functions.keys(), ...scope.constants.keys(), ...scope.variables.keys()];
  return names.filter((name) => name.toLowerCase().startsWith(start.toLowerCase()));
}

/** Completes as far as all candidates agree. */
function complete(scope: Scope<Entry>, input: HTMLInputElement): void {
  const end = input.selectionStart ?? input.value.length;
  const start = word(input.value.slice(0, end));
  const names = candidates(scope, start);
  const [first] = names;
  if (first === undefined) return;
  let common = first;
  while (!names.every((name) => name.startsWith(common))) common = common.slice(0, -1);
  if (names.length === 1 && scope.functions.has(common)) common += '(';
  if (common.length < start.length) common = first;
  input.setRangeText(common, end - start.length, end, 'end');
  hint(scope, input);
}
