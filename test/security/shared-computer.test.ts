import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const views = path.resolve(__dirname, '../../views');

/** Templates that candidates and accounts fill in: fifty of them, one after the other, at one computer of a school. */
const templates = ['candidate', 'account'].flatMap((wing) =>
  readdirSync(path.join(views, wing), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.njk'))
    .map((file) => path.join(wing, file)),
);

/** What a browser keeps by itself: it would offer the number or the phone of one to the next. */
const KEPT = /autocomplete(?:="|: ')(?!off|one-time-code|current-password|new-password|\{\{)([^"'{]*)/g;

it('leaves no number, name, phone or mailbox in the browser of a shared computer', () => {
  const found = templates.flatMap((file) =>
    [...readFileSync(path.join(views, file), 'utf8').matchAll(KEPT)].map(([, kind]) => `${file} ${kind}`),
  );
  expect(found).toEqual([]);
});
