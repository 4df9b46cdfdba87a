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

/** What IE 11 skips a declaration for: it has to stand behind one that it knows, or not to matter. */
const newerCss =
  /var\(|--[a-z]|display:\s*(?:inline-)?grid|display:\s*(?:contents|flow-root)|@layer|@container|:(?:has|is|where)\(|\binset:|\b(?:row-|column-)?gap:|\b(?:min|max|clamp)\(|[0-9](?:svh|lvh|dvh|vmax|rlh|lh|cap|ic)\b|\b(?:unset|revert)\b|rgba?\([^),]*\)|#(?:[0-9a-f]{8}|[0-9a-f]{4})\b|:focus-visible|::(?:marker|backdrop)|(?:margin|padding|border)-(?:inline|block)|\b(?:inline|block)-size:/gi;

/** Pseudo-classes that make IE 11 skip their whole rule; alone they skip what no old engine needs. */
const skipsItsRule = /:(?:focus-within|any-link|placeholder-shown|read-only|not\([^)]*[ ,>+~][^)]*\))/;

/** Rules that share a selector list with one that an old engine does not know: the whole list is lost to it. */
function listLostRules(css: string): string[] {
  return [...css.matchAll(/([^{}]+)\{/g)]
    .map(([, selectors = '']) => selectors.trim())
    .filter((selectors) => selectors.includes(',') && skipsItsRule.test(selectors));
}

describe('the style sheets', () => {
  const sheets = readdirSync(path.join(folder, 'css'));

  it.each(sheets)('%s lays out by floats and tables, with nothing that IE 11 needs and lacks', (name) => {
    const css = read(`css/${name}`).replace(/\/\*[\s\S]*?\*\//g, '');
    expect(css.match(newerCss)).toBeNull();
    expect(listLostRules(css)).toEqual([]);
    // `anywhere` stands behind what old engines break words by, sticky behind a place that it has without.
    expect(css.match(/(?<!word-wrap: break-word;\s*)overflow-wrap: anywhere/g)).toBeNull();
  });

  it.each([
    '.a { color: var(--b); }',
    '.a { display: grid; }',
    '.a { display: flex; column-gap: 2px; }',
    '.a { width: min(10px, 2em); }',
    '.a { height: 100dvh; }',
    '.a:is(.b) { color: red; }',
    '.a { color: rgb(0 0 0 / 50%); }',
    '.a { color: #11223344; }',
    '.a { margin-inline: 2px; }',
  ])('would not pass with %s', (css) => {
    expect(css.match(newerCss)).not.toBeNull();
  });

  it('would not pass with a rule that is lost for what stands beside it', () => {
    expect(
      listLostRules('.a:hover, .a:focus-within { color: red; } .b:focus-within { color: red; }'),
    ).toEqual(['.a:hover, .a:focus-within']);
  });
});

describe('the pages', () => {
  /** Elements and types of fields that IE 11 shows as something else, buttons that stand outside their form. */
  const newerHtml =
    /<(?:dialog|template|picture|output|meter)\b|\bpopover\b=?"|\binert\b[ >]|type="(?:date|time|datetime-local|month|week|color|range|module)"|<(?:button|input|select|textarea)\b[^>]*\sform="/g;
  const listViews = (below: string): string[] =>
    readdirSync(below, { withFileTypes: true }).flatMap((entry) => {
      const at = path.join(below, entry.name);
      if (entry.isDirectory()) return listViews(at);
      return entry.name.endsWith('.njk') ? [at] : [];
    });

  it('have no element, no field and no button that IE 11 does not know', () => {
    const views = listViews(path.join(projectRoot, 'views'));
    expect(views.length).toBeGreaterThan(150);
    const found = views.flatMap((file) =>
      (readFileSync(file, 'utf8').match(newerHtml) ?? []).map((text) => `${path.basename(file)}: ${text}`),
    );
    expect(found).toEqual([]);
  });

  it.each([
    '<dialog open>',
    '<input type="date" name="day">',
    '<button form="other">',
    '<script type="module">',
  ])('would not pass with %s', (html) => {
    expect(html.match(newerHtml)).not.toBeNull();
  });
});
