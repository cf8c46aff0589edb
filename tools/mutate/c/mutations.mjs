// The small faults that are put into our C. Each stands behind a switch, so that one build has them all: OSA_MUTANT(n) is
// true when number n is switched on, and notes that it was asked.
//
//   A && B           A left out                 (OSA_MUTANT(1) || (A)) && B
//   if (A)           never, always              if (OSA_MUTANT(1) ? 0 : OSA_MUTANT(2) ? 1 : (A))
//   A < B            the other edge             (OSA_MUTANT(1) ? (A <= B) : (A < B))
//   A + B            one more                   A + (B + OSA_MUTANT(1))
//   return 1;        the other answer           return OSA_MUTANT(1) ? 0 : 1;
//   f(x);  a = b;    not done                   { if (!OSA_MUTANT(1)) f(x); }
import { bodiesOf, tokensOf } from './tokens.mjs';

const others = { '<': '<=', '<=': '<', '>': '>=', '>=': '>', '==': '!=', '!=': '==' };
const assignments = ['=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<=', '>>='];
const keywords = new Set(
  'return case goto if while for switch do else default break continue static const'.split(' '),
);

/** What ends the operand of an operator: whatever binds no closer, and the edges of the expression. */
const weaker = {
  '&&': ['&&', '||'],
  '||': ['||'],
  compare: ['&&', '||', '&', '|', '^', '==', '!=', '<', '>', '<=', '>='],
  plus: ['&&', '||', '&', '|', '^', '==', '!=', '<', '>', '<=', '>=', '<<', '>>', '+', '-'],
};
const edges = ['?', ':', ',', ';', ...assignments];

/** A file with its mutations: the new text, and a list of `{ kind, line, was, becomes }`, the first numbered `first`. */
export function mutate(source, first) {
  const tokens = tokensOf(source);
  const inserts = [];
  const mutations = [];
  const lineOf = (at) => source.slice(0, at).split('\n').length;
  const textOf = (from, to) => source.slice(tokens[from].start, tokens[to].end);
  const number = (at, kind, was, becomes) => {
    const squeezed = (text) => text.replace(/\s+/g, ' ').slice(0, 100);
    const place = {
      line: lineOf(tokens[at].start),
      was: squeezed(was),
      becomes: squeezed(becomes),
    };
    mutations.push({ kind, ...place });
    return `OSA_MUTANT(${first + mutations.length - 1})`;
  };
  /** Around the tokens from … to; the narrower of two that begin or end at one place is inside. */
  const wrap = (from, to, before, after) => {
    const width = to - from;
    inserts.push({ at: tokens[from].start, text: before, width, isEnd: false });
    inserts.push({ at: tokens[to].end, text: after, width, isEnd: true });
  };

  const isEdge = (at, stops) => {
    const { kind, text } = tokens[at];
    return (
      (kind === 'mark' && (edges.includes(text) || stops.includes(text))) || keywords.has(text)
    );
  };
  const leftOperand = (at, stops, low) => {
    let from = at;
    while (from - 1 > low) {
      const before = tokens[from - 1];
      if (before.kind === 'mark' && '([{'.includes(before.text)) break;
      if (before.kind === 'mark' && ')]}'.includes(before.text)) from = before.pair;
      else if (isEdge(from - 1, stops)) break;
      else from--;
    }
    return from < at ? [from, at - 1] : undefined;
  };
  const rightOperand = (at, stops) => {
    let to = at;
    for (;;) {
      const after = tokens[to + 1];
      if (after.kind === 'mark' && ')]}'.includes(after.text)) break;
      // the sign of a number is a part of it
      if (to > at && isEdge(to + 1, stops)) break;
      if (to === at && isEdge(to + 1, []) && after.text !== 'sizeof') break;
      to = after.kind === 'mark' && '([{'.includes(after.text) ? after.pair : to + 1;
    }
    return to > at ? [at + 1, to] : undefined;
  };

  const conjunction = (at, low) => {
    const { text } = tokens[at];
    const [open, close] = text === '&&' ? ['(X || (', '))'] : ['(!X && (', '))'];
    const left = leftOperand(at, weaker[text], low);
    const right = rightOperand(at, weaker[text]);
    // the left operand of a row is the right one of what stands before it
    const isFirst = left && tokens[left[0] - 1]?.text !== text;
    for (const operand of [isFirst ? left : undefined, right]) {
      if (!operand) continue;
      const was = textOf(...operand);
      const name = number(operand[0], 'operand', was, text === '&&' ? '1' : '0');
      wrap(...operand, open.replace('X', name), close);
    }
  };

  const comparison = (at, low) => {
    const left = leftOperand(at, weaker.compare, low);
    const right = rightOperand(at, weaker.compare);
    if (!left || !right) return;
    const { text } = tokens[at];
    const becomes = `${textOf(...left)} ${others[text]} ${textOf(...right)}`;
    const name = number(at, 'comparison', textOf(left[0], right[1]), becomes);
    wrap(left[0], right[1], `(${name} ? (${becomes}) : (`, '))');
  };

  const sum = (at) => {
    const before = tokens[at - 1];
    const isBinary =
      (before.kind !== 'mark' && !keywords.has(before.text)) || [')', ']'].includes(before.text);
    const right = isBinary ? rightOperand(at, weaker.plus) : undefined;
    if (!right || before.kind === 'text' || tokens[at + 1].kind === 'text') return;
    const was = textOf(at, right[1]);
    const name = number(at, 'one more', was, `${was} + 1`);
    wrap(...right, '(', ` + ${name})`);
  };

  const condition = (at) => {
    const open = at + 1;
    const close = tokens[open].pair;
    if (tokens[at].text === 'for' || close === open + 1) return;
    const was = textOf(open + 1, close - 1);
    if (was === '1') return;
    const never = `${number(at, 'never', was, '0')} ? 0 : `;
    const always = tokens[at].text === 'if' ? `${number(at, 'always', was, '1')} ? 1 : ` : '';
    wrap(open + 1, close - 1, `${never}${always}(`, ')');
  };

  const answer = (at) => {
    const negative = tokens[at + 1].text === '-' ? 1 : 0;
    const value = tokens[at + 1 + negative];
    if (value.kind !== 'number' || tokens[at + 2 + negative].text !== ';') return;
    const other = value.text === '0' ? '1' : '0';
    const was = textOf(at + 1, at + 1 + negative);
    wrap(at + 1, at + 1 + negative, `${number(at, 'answer', was, other)} ? ${other} : `, '');
  };

  /** Only calls and assignments: a declaration has two names side by side. */
  const statement = (at) => {
    if (tokens[at].kind !== 'name' && tokens[at].text !== '*') return;
    if (keywords.has(tokens[at].text) || tokens[at].text.startsWith('va_')) return;
    // STACK_OF(X509) *list = …
    const { pair } = tokens[at + 1];
    if (pair > at && (tokens[pair + 1].text === '*' || tokens[pair + 1].kind === 'name')) return;
    let end = at;
    let isAssignment = false;
    for (; tokens[end].text !== ';'; end++) {
      const { kind, pair, text } = tokens[end];
      if (['}', ')', ':'].includes(text) || keywords.has(text)) return;
      if (text === '[' && pair === end + 1) return; // … list[] = {…}
      if (!isAssignment && kind === 'name' && tokens[end + 1].kind === 'name') return;
      if (!isAssignment && kind === 'name' && tokens[end + 1].text === '*') return;
      if (kind === 'mark' && assignments.includes(text)) isAssignment = true;
      if (kind === 'mark' && '([{'.includes(text)) end = pair;
    }
    const isCall = tokens[at + 1].text === '(' && tokens[at + 1].pair === end - 1;
    if (!isCall && !isAssignment) return;
    const name = number(at, 'not done', textOf(at, end), ';');
    wrap(at, end, `{ if (!${name}) `, ' }');
  };

  const inBody = (low, high) => {
    for (let at = low + 1; at < high; at++) {
      const { kind, text } = tokens[at];
      const before = tokens[at - 1];
      const begins =
        [';', '{', '}'].includes(before.text) ||
        before.text === 'else' ||
        (before.text === ':' && ['case', 'default'].includes(tokens[at - 3]?.text ?? '')) ||
        (before.text === ')' && ['if', 'while', 'for'].includes(tokens[before.pair - 1]?.text));
      // what has to be a constant: of a static, a label, the size of an array
      if (begins && text === 'static') {
        while (tokens[at].text !== ';') at = tokens[at].pair > at ? tokens[at].pair : at + 1;
        continue;
      }
      if (kind === 'name' && text === 'case') {
        while (tokens[at].text !== ':') at++;
        continue;
      }
      if (text === '[') {
        at = tokens[at].pair;
        continue;
      }
      const isInitialiser = text === '{' && ['=', ',', ')', '{'].includes(before.text);
      if (isInitialiser && before.text !== ')' && before.text !== '{') {
        at = tokens[at].pair;
        continue;
      }
      if (begins && !isInInitialiser(at)) statement(at);
      if (kind === 'mark' && (text === '&&' || text === '||')) conjunction(at, low);
      else if (kind === 'mark' && Object.hasOwn(others, text)) comparison(at, low);
      else if (kind === 'mark' && (text === '+' || text === '-')) sum(at);
      else if (kind === 'name' && (text === 'if' || text === 'while')) condition(at);
      else if (kind === 'name' && text === 'return') answer(at);
    }
  };
  const isInInitialiser = (at) =>
    tokens[at - 1].text === '{' && ['=', ','].includes(tokens[at - 2]?.text);

  for (const [open, close] of bodiesOf(tokens)) inBody(open, close);
  return { text: inserted(source, inserts), mutations };
}

/** The text with what goes in: at one place first what ends there, the narrowest first, then what begins, the widest first. */
function inserted(source, inserts) {
  const sorted = inserts
    .map((insert, order) => ({ ...insert, order }))
    .sort(
      (a, b) =>
        a.at - b.at ||
        Number(b.isEnd) - Number(a.isEnd) ||
        (a.isEnd ? a.width - b.width : b.width - a.width) ||
        (a.isEnd ? b.order - a.order : a.order - b.order),
    );
  let text = '';
  let done = 0;
  for (const { at, text: added } of sorted) {
    text += source.slice(done, at) + added;
    done = at;
  }
  return text + source.slice(done);
}
