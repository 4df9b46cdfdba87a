import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from '@swc/core';

const root = path.resolve(__dirname, '../..');
/** Stands for a value of a template. */
const VALUE = '{}';
const HAN = /[㐀-鿿]/;

/** A sentence that somebody may read, and where it is written. */
export interface Sentence {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

function listTracked(...folders: string[]): string[] {
  const found = execFileSync('git', ['ls-files', '-co', '--exclude-standard', ...folders], {
    cwd: root,
    encoding: 'utf8',
  });
  return found.trim().split('\n');
}

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

interface Node {
  readonly type?: string;
  readonly value?: unknown;
  readonly quasis?: readonly { readonly cooked: string }[];
}

/** The Chinese literals of a program in their order; `{}` where a template has a value. */
function listLiterals(source: string): string[] {
  const found: string[] = [];
  (function walk(node: unknown): void {
    if (typeof node !== 'object' || node === null) return;
    const { type, value, quasis } = node as Node;
    if (type === 'StringLiteral' && typeof value === 'string') found.push(value);
    if (type === 'TemplateLiteral' && quasis !== undefined)
      found.push(quasis.map(({ cooked }) => cooked).join(VALUE));
    for (const child of Object.values(node)) walk(child);
  })(parseSync(source, { syntax: 'typescript', target: 'es2022' }));
  return found.filter((text) => HAN.test(text));
}

/** Sentences of src/**: what stands in quotes, comments left out. */
export function listSourceSentences(): Sentence[] {
  return listTracked('src')
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .flatMap((file) => {
      const source = read(file);
      if (!HAN.test(source)) return [];
      const lines = source.split('\n');
      return listLiterals(source).map((text) => {
        const head = text.split(/\{\}|\n|'/).sort((a, b) => b.length - a.length)[0] ?? text;
        return { file, line: lines.findIndex((one) => one.includes(head)) + 1, text };
      });
    });
}

/** Lines of views/**, as a reader meets them: comments and marks of nunjucks and HTML taken out, values as `{}`. */
export function listTemplateSentences(): Sentence[] {
  return listTracked('views')
    .filter((file) => /\.(njk|typ)$/.test(file))
    .flatMap((file) =>
      read(file)
        .replace(/\{#[\s\S]*?#\}/g, (comment) => comment.replace(/[^\n]/g, ''))
        .split('\n')
        .map((text, index) => ({ file, line: index + 1, text }))
        .filter(({ text }) => HAN.test(text)),
    );
}

/** Sentences that scripts of the browser say. */
export function listScriptSentences(): Sentence[] {
  return listTracked('public/js')
    .filter((file) => file.endsWith('.js'))
    .flatMap((file) => {
      const source = read(file);
      const lines = source.split('\n');
      return listLiterals(source).map((text) => ({
        file,
        line: lines.findIndex((one) => one.includes(text.split(VALUE)[0] ?? text)) + 1,
        text,
      }));
    });
}
