import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type DefaultTreeAdapterMap, parse } from 'parse5';

/** A page as a test got it: one state of it. */
export interface KeptPage {
  readonly path: string;
  readonly status: number;
  readonly html: string;
}

/** Attributes that say nothing new of a state. */
const passedBy = /^(value|href|src|action|content|name|title|alt|d|points|x\d?|y\d?|data-.*)$/;

/** The shape of what lies below a node; siblings of one shape count once, words only by how long they are. */
function shapeOf(node: DefaultTreeAdapterMap['node']): string {
  if ('value' in node) {
    const { length } = node.value.trim();
    return length === 0 ? '' : `t${length > 200 ? 3 : length > 30 ? 2 : 1}`;
  }
  if (!('childNodes' in node)) return '';
  const own =
    'attrs' in node
      ? node.attrs.map(({ name, value }) =>
          passedBy.test(name) ? name : `${name}=${value.replace(/\d+/g, '')}`,
        )
      : [];
  const parts = new Set(node.childNodes.map(shapeOf));
  return `${node.nodeName}[${own.sort().join('|')}](${[...parts].join('')})`;
}

/** Keeps what a test was answered for the look at the end of a long run; a shape that is kept already is not kept twice. */
export function keepPage({ path: address, status, html }: KeptPage): void {
  const folder = process.env.TEST_KEPT_PAGES;
  if (!folder || !/^<!doctype html>/i.test(html)) return;
  const file = path.join(
    folder,
    `${createHash('sha256')
      .update(shapeOf(parse(html)))
      .digest('hex')}.json`,
  );
  if (!existsSync(file)) writeFileSync(file, JSON.stringify({ path: address, status, html }));
}

/** Makes the folder that pages are kept in. */
export function openKeptPages(folder: string): void {
  mkdirSync(folder, { recursive: true });
  process.env.TEST_KEPT_PAGES = folder;
}

/** Adds the pages of this run to those that other runs left in a folder. */
export function addKeptPages(folder: string): void {
  const own = process.env.TEST_KEPT_PAGES;
  if (own) cpSync(own, folder, { recursive: true });
}

/** Every page that was kept in a folder, by its address. */
export function readKeptPages(folder: string): readonly KeptPage[] {
  const pages = readdirSync(folder).map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')));
  return (pages as KeptPage[]).sort((one, other) => one.path.localeCompare(other.path));
}
