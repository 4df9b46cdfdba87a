import { performance } from 'node:perf_hooks';
import { answerPicture } from '../support/picture-code';
import type { TestApp } from '../support/test-app';
import { createTestClient, type TestClient, type TestPage } from '../support/test-client';

/** As many tries of one account as are let through at once. */
export const MAX_AT_ONCE = 4;
/** By how much the medians may differ (P21). */
export const MAX_MS = 5;

/** The same try for somebody who exists and for nobody, in one browser. */
export interface Question {
  readonly path: string;
  readonly picture: boolean;
  /** Pairs under way at once: one where the work itself takes the time, else they wait for each other. */
  readonly atOnce: number;
  readonly existing: Readonly<Record<string, string>>;
  readonly unknown: Readonly<Record<string, string>>;
}

interface Answer {
  readonly ms: number;
  /** Status, headers and length, as an onlooker sees them. */
  readonly shape: string;
}

export interface Comparison {
  /** Medians in milliseconds. */
  readonly existing: number;
  readonly unknown: number;
  /** What answers looked like; one, if they are alike. */
  readonly shapes: readonly string[];
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, two) => one - two);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function describeShape({ status, headers, html }: TestPage): string {
  const told = [...headers]
    .filter(([name]) => !['date', 'content-length', 'etag', 'x-request-id'].includes(name))
    .map(([name, value]) => `${name}: ${name === 'set-cookie' ? value.replace(/=[^;]+/, '') : value}`);
  return [status, Buffer.byteLength(html), ...told.toSorted()].join('\n');
}

async function ask(
  app: TestApp,
  client: TestClient,
  { path, picture }: Question,
  typed: Readonly<Record<string, string>>,
): Promise<Answer> {
  const page = await client.get(path);
  const answer = picture ? await answerPicture(app, page) : {};
  const began = performance.now();
  const told = await client.post(path, { ...typed, ...answer });
  return { ms: performance.now() - began, shape: describeShape(told) };
}

/** Both tries in one browser; which of the two comes first must not matter. */
async function askBoth(app: TestApp, question: Question, existingFirst: boolean) {
  const client = createTestClient(app.url);
  const { existing, unknown } = question;
  const one = await ask(app, client, question, existingFirst ? existing : unknown);
  const two = await ask(app, client, question, existingFirst ? unknown : existing);
  return existingFirst ? { existing: one, unknown: two } : { existing: two, unknown: one };
}

/** Asks for somebody and for nobody, `tries` times each, in turns. */
export async function compareTiming(app: TestApp, question: Question, tries: number): Promise<Comparison> {
  const pairs: { readonly existing: Answer; readonly unknown: Answer }[] = [];
  while (pairs.length < tries) {
    await app.database.knex('throttles').delete();
    const orders = Array.from({ length: question.atOnce }, (_none, at) => (pairs.length + at) % 2 === 0);
    pairs.push(...(await Promise.all(orders.map((first) => askBoth(app, question, first)))));
  }
  const shapes = pairs.flatMap(({ existing, unknown }) => [existing.shape, unknown.shape]);
  return {
    existing: median(pairs.map(({ existing }) => existing.ms)),
    unknown: median(pairs.map(({ unknown }) => unknown.ms)),
    shapes: [...new Set(shapes)],
  };
}
