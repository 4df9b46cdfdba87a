import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';

/** A Debian package the tests use, and how to see that it, or its like on another system, is there. */
interface SystemPackage {
  readonly name: string;
  isPresent(): boolean;
}

const redisServer = 'redis-server';
const browsers = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

const packages: readonly SystemPackage[] = [
  { name: redisServer, isPresent: () => findProgram(redisServer) !== null },
  { name: 'chromium-headless-shell', isPresent: () => findBrowser() !== null },
  { name: 'fonts-wqy-microhei', isPresent: hasChineseFont },
  { name: 'python3', isPresent: () => findProgram('python3') !== null },
  { name: 'poppler-utils', isPresent: () => findProgram('pdftotext') !== null },
];

/**
 * Installs the packages that are missing where it may (root on Debian).
 * @returns null, or one line that names what is missing and how to get it
 */
export function installSystemPackages(): string | null {
  const missing = listMissing();
  if (missing.length === 0) return null;
  const allowed = process.getuid?.() === 0 && existsSync('/etc/debian_version');
  if (allowed) {
    console.log(`Installing for the tests: ${missing.join(' ')}`);
    runApt(['update']);
    runApt(['install', '--yes', '--no-install-recommends', ...missing]);
  }
  const remaining = listMissing();
  if (remaining.length === 0) return null;
  const advice = allowed ? 'apt-get could not install them' : 'as root: apt-get install';
  return `The tests need system packages that are missing (${advice}): ${remaining.join(' ')}`;
}

/**
 * Gets the path of a program the tests need.
 * @throws with the line that names the missing packages
 */
export function getProgram(name: 'redis-server' | 'pdftotext' | 'pdftoppm' | 'python3'): string {
  return findProgram(name) ?? failMissing(name);
}

/**
 * Gets the path of the browser the tests drive.
 * @throws with the line that names the missing packages
 */
export function getBrowserProgram(): string {
  if (!hasChineseFont()) failMissing('a font with Chinese characters');
  return findBrowser() ?? failMissing('chromium');
}

function failMissing(what: string): never {
  throw new Error(`${what} is missing. ${process.env.TEST_MISSING_PACKAGES ?? ''}`.trim());
}

function listMissing(): string[] {
  return packages.filter((entry) => !entry.isPresent()).map((entry) => entry.name);
}

function findBrowser(): string | null {
  for (const name of browsers) {
    const found = findProgram(name);
    if (found !== null) return found;
  }
  return null;
}

function findProgram(name: string): string | null {
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(path.delimiter)];
  for (const folder of folders) {
    const file = path.join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Look in the next folder.
    }
  }
  return null;
}

function hasChineseFont(): boolean {
  const list = spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' });
  return (list.stdout ?? '').trim() !== '';
}

function runApt(args: readonly string[]): void {
  const result = spawnSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    encoding: 'utf8',
  });
  if (result.status !== 0) console.error(`apt-get ${args[0]}: ${(result.stderr ?? '').trim()}`);
}
