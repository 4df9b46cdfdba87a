import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { BenchCandidate } from './population';
import type { ReplayedStatement, Source, Stage } from './recording';

const CLIENTS = 10;

/** Where pgbench is: on the path, or where Debian puts it; null when there is none. */
export function findPgbench(): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = existing(() => readdirSync(debian)) ?? [];
  const known = ['pgbench', ...versions.map((version) => path.join(debian, version, 'bin/pgbench'))];
  return known.find((file) => existing(() => execFileSync(file, ['--version'])) !== null) ?? null;
}

function existing<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/**
 * Runs the recorded statements of one request under pgbench, as prepared ones, once for each of the candidates (who
 * follow each other by id).
 * @returns how often a second
 */
export async function runUnderPgbench(
  program: string,
  databaseUrl: string,
  stages: readonly Stage[],
  candidates: readonly BenchCandidate[],
): Promise<number> {
  const each = Math.floor(candidates.length / CLIENTS);
  const script = writeScript(stages, candidates[0]?.id ?? 0, each);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-pgbench-'));
  try {
    const file = path.join(folder, 'request.sql');
    writeFileSync(file, script.text);
    const defined = script.constants.map((value, index) => `--define=c${index}=${value}`);
    const options = ['-n', '-M', 'prepared', '-c', String(CLIENTS), '-t', String(each), '-f', file];
    const { stdout } = await promisify(execFile)(program, [
      ...options,
      '-D',
      'i=-1',
      ...defined,
      databaseUrl,
    ]);
    const perSecond = Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]);
    const done = Number(/actually processed: (\d+)/.exec(stdout)?.[1]);
    if (done !== each * CLIENTS) throw new Error(`pgbench did ${done} of ${each * CLIENTS}:\n${stdout}`);
    return perSecond;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `:n` is the candidate: id, session id, form token and, as text, the bytes that must differ. */
function writeScript(
  stages: readonly Stage[],
  first: number,
  each: number,
): { text: string; constants: readonly string[] } {
  const constants: string[] = [];
  const statements = stages.flat();
  const asked = new Set(
    statements.flatMap(({ values }) => values.flatMap((value) => (isAsked(value) ? value.statement : []))),
  );
  const place = (source: Source): string => {
    if (isAsked(source)) return `:s${source.statement}_${source.path.at(-1)}`;
    if (source.kind !== 'constant') return ':n';
    if (source.value === null) return 'null';
    constants.push(writeConstant(source.value));
    return `:c${constants.length - 1}`;
  };
  const write = ({ number, text, values }: ReplayedStatement): string => {
    const placed = text.replace(/\$(\d+)/g, (_all, at: string) => {
      const source = values[Number(at) - 1];
      return source === undefined ? 'null' : place(source);
    });
    const sql = placed.replaceAll(/\s+/g, ' ').replace(/;?\s*$/, '');
    return asked.has(number) ? `${sql} \\gset s${number}_` : `${sql};`;
  };
  const head = ['\\set i :i + 1', `\\set n ${first} + :client_id * ${each} + :i`];
  return { text: [...head, ...statements.map(write), ''].join('\n'), constants };
}

/** A result other than who is asking: that one is `:n` itself. */
function isAsked(source: Source): source is Extract<Source, { kind: 'result' }> {
  return source.kind === 'result' && source.path[0] !== 'sess';
}

function writeConstant(value: unknown): string {
  if (Array.isArray(value)) return `{${value.map(writeElement).join(',')}}`;
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return `\\x${value.toString('hex')}`;
  return String(value);
}

function writeElement(value: unknown): string {
  return value === null ? 'null' : `"${writeConstant(value).replace(/[\\"]/g, '\\$&')}"`;
}
