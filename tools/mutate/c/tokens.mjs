// C as tokens, as far as a mutation needs it: comments and preprocessor lines are left out.

const PATTERN =
  /(?<skip>\s+|\/\*[\s\S]*?\*\/|\/\/[^\n]*|^[ \t]*#(?:[^\n\\]|\\[\s\S])*)|(?<text>"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*')|(?<name>[A-Za-z_]\w*)|(?<number>\.?\d[\w.]*)|(?<mark>->|\+\+|--|<<=|>>=|\.\.\.|[-+*/%&|^<>=!]=|<<|>>|&&|\|\||[\s\S])/gmy;

const closing = { '(': ')', '[': ']', '{': '}' };

/**
 * Tokens with where they stand: `start` and `end` in the text, `kind`, `line`, and for a bracket `pair`, the index of
 * its other half.
 */
export function tokensOf(source) {
  const tokens = [];
  const open = [];
  PATTERN.lastIndex = 0;
  for (let match; (match = PATTERN.exec(source)) !== null;) {
    const { groups, index } = match;
    if (groups.skip !== undefined) continue;
    const kind = ['text', 'name', 'number', 'mark'].find((one) => groups[one] !== undefined);
    const token = { kind, text: match[0], start: index, end: index + match[0].length };
    if (kind === 'mark' && token.text in closing) open.push(tokens.length);
    if (kind === 'mark' && ')]}'.includes(token.text)) {
      const other = open.pop();
      if (other === undefined || closing[tokens[other].text] !== token.text)
        throw new Error(`a ${token.text} without its other half, at ${index}`);
      token.pair = other;
      tokens[other].pair = tokens.length;
    }
    tokens.push(token);
  }
  return tokens;
}

/** The bodies of functions, as pairs of the indexes of their braces. */
export function bodiesOf(tokens) {
  const bodies = [];
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at].text !== '{') continue;
    if (tokens[at - 1]?.text === ')') bodies.push([at, tokens[at].pair]);
    at = tokens[at].pair;
  }
  return bodies;
}
