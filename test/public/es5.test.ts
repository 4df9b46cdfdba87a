import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from '@swc/core';
import { projectRoot } from '../../src/infrastructure/paths';

const folder = path.join(projectRoot, 'public');

/** Every kind of node that a script of ES5 may be made of. */
const es5 = new Set(
  `Module FunctionBody Identifier StringLiteral NumericLiteral BooleanLiteral NullLiteral RegExpLiteral
   FunctionDeclaration FunctionExpression Parameter BlockStatement ReturnStatement VariableDeclaration
   VariableDeclarator ExpressionStatement IfStatement ForStatement ForInStatement WhileStatement DoWhileStatement
   SwitchStatement SwitchCase BreakStatement ContinueStatement LabeledStatement EmptyStatement ThrowStatement
   TryStatement CatchClause DebuggerStatement CallExpression NewExpression MemberExpression Computed
   AssignmentExpression BinaryExpression UnaryExpression UpdateExpression ConditionalExpression
   SequenceExpression ThisExpression ParenthesisExpression ArrayExpression ObjectExpression KeyValueProperty
   GetterProperty SetterProperty`.split(/\s+/),
);

/** What IE 11 lacks though it parses. */
const missing =
  /\b(Promise|fetch|Symbol|Map|Set|Object\.(assign|entries|values)|Array\.(from|of))\b|\.(closest|matches|includes|startsWith|endsWith|padStart|repeat|find|findIndex|append|prepend|remove|replaceWith|normalize)\(|querySelectorAll\([^)]*\)\.forEach|classList\.toggle\([^)]*,/g;

interface SyntaxNode {
  readonly [key: string]: unknown;
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null;
}

/** Every node below a value, with the kind of the node that holds it. */
function listNodes(value: unknown, holder = ''): { node: SyntaxNode; holder: string }[] {
  if (Array.isArray(value)) return value.flatMap((each) => listNodes(each, holder));
  if (!isNode(value)) return [];
  const kind = typeof value.type === 'string' ? value.type : '';
  const children = Object.entries(value).filter(([key]) => key !== 'span');
  return [{ node: value, holder }, ...children.flatMap(([, child]) => listNodes(child, kind))];
}

/** Whether a node is one that ES5 does not know. */
function isNewer(node: SyntaxNode, holder: string): boolean {
  const { type, key } = node;
  return (
    (typeof type === 'string' && !es5.has(type)) ||
    (type === 'Identifier' && holder === 'ObjectExpression') ||
    (type === 'VariableDeclaration' && node.kind !== 'var') ||
    (type === 'CatchClause' && !isNode(node.param)) ||
    (type === 'KeyValueProperty' && isNode(key) && key.type === 'Computed') ||
    node.async === true ||
    node.generator === true ||
    isNode(node.spread) ||
    node.operator === '**' ||
    node.operator === '??'
  );
}

/** Kinds of syntax in a script that IE 11 does not parse. */
function listNewerSyntax(source: string): string[] {
  const nodes = listNodes(parseSync(source, { syntax: 'ecmascript', script: true }));
  const found = nodes.filter(({ node, holder }) => isNewer(node, holder)).map(({ node }) => `${node.type}`);
  return /,\s*\)/.test(source) ? [...found, 'comma after the last argument'] : found;
}

function read(file: string): string {
  return readFileSync(path.join(folder, file), 'utf8');
}

describe('the scripts of the pages', () => {
  const scripts = readdirSync(path.join(folder, 'js'));

  it.each(scripts)('%s parses as ES5 and calls nothing that IE 11 lacks', (name) => {
    const source = read(`js/${name}`);
    expect(listNewerSyntax(source)).toEqual([]);
    expect(source.replace(/\/\*[\s\S]*?\*\//g, '').match(missing)).toBeNull();
  });

  it.each([
    ['an arrow', 'var a = () => 1;'],
    ['let', 'let a = 1;'],
    ['a template', 'var a = `b`;'],
    ['a shorthand', 'var a = { b };'],
    ['a method', 'var a = { b() {} };'],
    ['a computed name', 'var a = { [b]: 1 };'],
    ['destructuring', 'var { a } = b;'],
    ['a default', 'function a(b = 1) {}'],
    ['spread', 'a(...b);'],
    ['for-of', 'for (var a of b) {}'],
    ['a class', 'class A {}'],
    ['an optional chain', 'a?.b;'],
    ['a nullish default', 'a = b ?? c;'],
    ['a power', 'a = b ** 2;'],
    ['a generator', 'function* a() {}'],
    ['catch without a name', 'try {} catch {}'],
    ['a comma after the last argument', 'a(b,\n);'],
  ])('would not pass with %s', (_, source) => {
    expect(listNewerSyntax(source)).not.toEqual([]);
  });
});

describe('the style sheets', () => {
  const sheets = readdirSync(path.join(folder, 'css'));

  it.each(sheets)('%s lays out by floats and tables, without custom properties', (name) => {
    const css = read(`css/${name}`).replace(/\/\*[\s\S]*?\*\//g, '');
    expect(
      css.match(
        /var\(|--[a-z]|display:\s*(inline-)?grid|@layer|@container|:(has|is|where)\(|\binset:|\bgap:/g,
      ),
    ).toBeNull();
    // A selector that an engine does not know makes it skip the whole rule.
    expect(css.match(/:focus-visible/g)).toBeNull();
  });
});
