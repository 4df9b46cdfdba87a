import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from '@swc/core';

const root = path.resolve(__dirname, '..');
const MAX_LINES = 80;
/** Plain lists. */
const LISTS = ['src/app.ts createApp'];

const KINDS = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ClassMethod',
  'MethodProperty',
]);

interface Node {
  readonly type?: string;
  readonly span?: { readonly start: number; readonly end: number };
  readonly identifier?: { readonly value: string } | null;
}

/** Functions of a source with their lines, nested ones too. */
function listFunctions(file: string): { name: string; lines: number }[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  const bytes = Buffer.from(text);
  const found: { name: string; lines: number }[] = [];
  const { body, span } = parseSync(text, { syntax: 'typescript' });
  // Places count on from file to file, in bytes, and a file begins with its first statement.
  const first =
    text.length === 0 ? 0 : bytes.indexOf(text.trimStart().replace(/^(\/\*[\s\S]*?\*\/|\/\/.*\n|\s)*/, ''));
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, span: place, identifier } = node as Node;
    if (type !== undefined && KINDS.has(type) && place !== undefined) {
      const from = place.start - span.start + first;
      const lines = bytes
        .subarray(from, from + place.end - place.start)
        .toString()
        .split('\n').length;
      found.push({ name: `${file} ${identifier?.value ?? '(no name)'}`, lines });
    }
    Object.values(node).forEach(visit);
  };
  visit(body);
  return found;
}

describe('a function', () => {
  const sources = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => path.join('src', name))
    .sort();
  const functions = sources.flatMap(listFunctions);

  it('can be read on one screen', () => {
    expect(functions.length).toBeGreaterThan(5000);
    const long = functions.filter(({ name, lines }) => lines > MAX_LINES && !LISTS.includes(name));
    expect(long).toEqual([]);
  });
});
