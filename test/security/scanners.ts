import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Sighting } from './scan-way';

/** The programs of Debian that attack; what is missing, in one sentence, or null. */
export function findMissingScanners(): string | null {
  const missing = ['wapiti', 'sqlmap'].filter((name) => spawnSync('which', [name]).status !== 0);
  return missing.length === 0
    ? null
    : `${missing.join(' and ')} not installed: apt-get install ${missing.join(' ')}, and run it again`;
}

/** Of a report: where and what. */
interface Finding {
  readonly tool: 'wapiti' | 'sqlmap';
  readonly what: string;
}

interface ScanEnd {
  readonly findings: readonly Finding[];
  /** Whether the tool came to its end, with a report. */
  readonly ended: boolean;
  readonly output: string;
}

/*
 * What reads answers. Left out: what only names software or asks servers of others for help (wapp, nikto, ssrf, xxe:
 * outbound.test.ts and uploads stand for these), and what guesses folders (buster).
 */
const MODULES =
  'backup,blindsql,cookieflags,crlf,csp,exec,file,htaccess,http_headers,methods,permanentxss,redirect,shellshock,sql,xss';
/** Medium, high and critical. */
const LEAST_LEVEL = 2;

const reportShape = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.array(z.object({ method: z.string(), path: z.string(), info: z.string(), level: z.coerce.number() })),
  ),
});

interface ScanRun {
  /** A folder for what the tool writes. */
  readonly folder: string;
  readonly seconds: number;
}

/** Crawls from `start` and attacks what it found. */
export async function runWapiti(
  start: string,
  { folder, seconds }: ScanRun,
  modules = MODULES,
): Promise<ScanEnd> {
  mkdirSync(folder, { recursive: true });
  const report = path.join(folder, 'wapiti.json');
  const each = Math.max(2, Math.round((seconds * 0.7) / modules.split(',').length));
  const words = [
    ...['-u', start, '--scope', 'folder', '-m', modules, '-f', 'json', '-o', report, '--no-bugreport'],
    ...['--max-scan-time', String(Math.round(seconds * 0.3)), '--max-attack-time', String(each)],
    ...['--max-links-per-page', '60', '-d', '5', '-t', '10', '-S', 'normal', '-v', '1', '--flush-session'],
    ...['--store-session', folder, '--store-config', folder],
  ];
  const output = await runTool('wapiti', words, { home: folder, seconds: seconds * 3, env: NO_WAY_OUT });
  if (!existsSync(report)) return { findings: [], ended: false, output };
  const { vulnerabilities } = reportShape.parse(JSON.parse(readFileSync(report, 'utf8')));
  const findings = Object.entries(vulnerabilities).flatMap(([kind, all]) =>
    all
      .filter(({ level }) => level >= LEAST_LEVEL)
      .map(({ method, path: where, info }) => ({
        tool: 'wapiti' as const,
        what: `${kind}: ${method} ${where} ${info}`,
      })),
  );
  return { findings, ended: true, output };
}

/** Tries every field of one request. */
export async function runSqlmap(
  way: string,
  { method, address, type, body }: Sighting,
  { folder, seconds }: ScanRun,
): Promise<ScanEnd> {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'request.txt');
  const head = [
    `${method} ${address} HTTP/1.1`,
    `Host: ${new URL(way).host}`,
    ...(body === '' ? [] : [`Content-Type: ${type}`]),
  ];
  writeFileSync(file, `${head.join('\r\n')}\r\n\r\n${body}`, 'latin1');
  const words = [
    // Where no terminal is, it would read its targets from its input.
    ...[
      '-r',
      file,
      '--batch',
      '--ignore-stdin',
      '--ignore-proxy',
      '--level',
      '1',
      '--risk',
      '1',
      '--dbms',
      'postgresql',
    ],
    ...['--technique', 'BET', '--time-sec', '2', '--timeout', '10', '--retries', '0', '--threads', '2'],
    ...['--ignore-code', '401', '--drop-set-cookie', '--skip', '_csrf', '--flush-session'],
    ...['--disable-coloring', '--output-dir', folder],
  ];
  const output = await runTool('sqlmap', words, { home: folder, seconds, env: {} });
  const found = output.includes('identified the following injection point');
  return {
    findings: found ? [{ tool: 'sqlmap', what: `${method} ${address} ${body.slice(0, 200)}` }] : [],
    ended: /ending @|CRITICAL/.test(output),
    output,
  };
}

/** It would look for newer lists of its own: what it attacks is on this machine, and nobody else is asked. */
const NO_WAY_OUT = {
  http_proxy: 'http://127.0.0.1:9',
  https_proxy: 'http://127.0.0.1:9',
  no_proxy: '127.0.0.1',
};

/** @returns what it said, to the end or until its time was over */
function runTool(
  name: string,
  words: readonly string[],
  { home, seconds, env }: { readonly home: string; readonly seconds: number; readonly env: object },
): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(name, words, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, HOME: home, LANG: 'C.UTF-8', ...env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => {
        output += part.toString();
      });
    const timer = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
    child.on('error', (error) => {
      output += String(error);
    });
    child.on('close', () => {
      clearTimeout(timer);
      resolve(output);
    });
  });
}
