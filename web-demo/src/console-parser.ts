/** A value of the console: what C's functions take and give, and the job functions that the page has. */
export type Value = number | string | undefined | ((...args: never[]) => unknown);

export interface Callable {
  readonly name: string;
  /** As a manual page writes them, such as `ASYNC_WAIT_CTX *ctx`; one in brackets may be left out. */
  readonly parameters: readonly string[];
  readonly call: (...args: Value[]) => Value;
}

/** What a line may name. */
export interface Scope<F extends Callable = Callable> {
  readonly functions: ReadonlyMap<string, F>;
  readonly constants: ReadonlyMap<string, Value>;
  readonly variables: Map<string, Value>;
}

/** What a line came to, with the function that gave it last. */
export interface Result {
  readonly value: Value;
  readonly from: string | undefined;
  readonly variable: string | undefined;
}

const TOKEN = /\s*(?:(0x[\da-f]+|-?\d+)|("[^"]*"|'[^']*')|([a-z_]\w*)|([(),=;]))/iy;

interface Token {
  readonly kind: 'number' | 'string' | 'name' | 'sign' | 'end';
  readonly text: string;
}

function tokens(line: string): Token[] {
  const list: Token[] = [];
  TOKEN.lastIndex = 0;
  const text = line.trim();
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match)
      throw new SyntaxError(`“${text.slice(at).trim().slice(0, 12)}” is no part of a call`);
    const kinds = ['number', 'string', 'name', 'sign'] as const;
    const index = kinds.findIndex((_, group) => match[group + 1] !== undefined);
    list.push({ kind: kinds[index] as Token['kind'], text: match[index + 1] as string });
  }
  return list;
}

/**
 * Runs one line: `name(argument, …)`, or that with `variable =` before it. There is no more to it, and no eval.
 * @throws SyntaxError, ReferenceError or TypeError for a line that makes no sense; whatever the function throws
 */
export function run(line: string, scope: Scope): Result {
  const list = tokens(line);
  let at = 0;
  let from: string | undefined;
  const end: Token = { kind: 'end', text: 'the end' };
  const peek = (ahead = 0): Token => list[at + ahead] ?? end;
  const expect = (text: string): void => {
    if (peek().text !== text) throw new SyntaxError(`“${text}” is expected before ${peek().text}`);
    at++;
  };

  function expression(): Value {
    const token = peek();
    at++;
    if (token.kind === 'number') return Number(token.text);
    if (token.kind === 'string') return token.text.slice(1, -1);
    if (token.kind !== 'name') throw new SyntaxError(`A value is expected before ${token.text}`);
    if (peek().text === '(') return call(token.text);
    for (const names of [scope.variables, scope.constants])
      if (names.has(token.text)) return names.get(token.text);
    const isFunction = scope.functions.has(token.text);
    throw new ReferenceError(
      isFunction
        ? `${token.text} is called with (…)`
        : `There is no variable ${token.text}; vars() lists them`,
    );
  }

  function call(name: string): Value {
    const callee = scope.functions.get(name);
    if (!callee) throw new ReferenceError(`There is no function ${name}; help() lists them`);
    expect('(');
    const args: Value[] = [];
    while (peek().text !== ')') {
      args.push(expression());
      if (peek().text !== ')') expect(',');
    }
    expect(')');
    checkCount(callee, args.length);
    const value = callee.call(...args);
    from = name;
    return value;
  }

  const variable = peek().kind === 'name' && peek(1).text === '=' ? peek().text : undefined;
  if (variable !== undefined) {
    if (scope.constants.has(variable) || scope.functions.has(variable))
      throw new TypeError(`${variable} has a meaning already; choose another name`);
    at += 2;
  }
  const value = expression();
  if (peek().text === ';') at++;
  if (peek().kind !== 'end')
    throw new SyntaxError(`Nothing is expected after the call, but ${peek().text}`);
  if (variable !== undefined) scope.variables.set(variable, value);
  return { value, from, variable };
}

function checkCount({ name, parameters }: Callable, count: number): void {
  const most = parameters.length;
  const least = parameters.filter((parameter) => !parameter.startsWith('[')).length;
  if (count <= most && count >= least) return;
  const list = most > 0 ? `: ${parameters.join(', ')}` : '';
  throw new TypeError(`${name} takes ${most} argument${most === 1 ? '' : 's'}${list}`);
}
