import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A process told apart from a later one with the same number; `startedAt` is '' where the system has no answer. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

/** This process. */
export function identifyThisProcess(): ProcessIdentity {
  return { pid: process.pid, startedAt: findStart(process.pid) ?? '' };
}

/** Whether the process is still there and is the same one; a zombie counts as gone. */
export function isSameProcessRunning(identity: ProcessIdentity): boolean {
  return isProcessRunning(identity.pid) && (findStart(identity.pid) ?? '') === identity.startedAt;
}

/** Whether any process has this number; a zombie counts as gone. */
export function isProcessRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const state = process.platform === 'linux' ? findLinuxStatus(pid)?.[0] : 'R';
  return state !== undefined && state !== 'Z' && state !== 'X';
}

/**
 * Whether the process is a PostgreSQL server of this data directory.
 * @returns null where the system does not show the command lines of processes.
 */
export function isServerOf(pid: number, directory: string): boolean | null {
  if (!isProcessRunning(pid)) return false;
  try {
    if (process.platform === 'win32') return isImage(pid, 'postgres.exe') ? null : false;
    if (process.platform === 'linux') {
      const [program = '', ...rest] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      return path.basename(program) === 'postgres' && rest.includes(directory);
    }
    const line = execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
    return line.includes('postgres') && line.includes(` ${directory} `);
  } catch {
    return null;
  }
}

function isImage(pid: number, name: string): boolean {
  const list = execFileSync('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'], { encoding: 'utf8' });
  return list.toLowerCase().includes(`"${name}"`);
}

function findStart(pid: number): string | null {
  if (process.platform === 'linux') {
    const ticks = findLinuxStatus(pid)?.[19];
    return ticks === undefined ? null : `${findBootId()}/${ticks}`;
  }
  if (process.platform === 'win32') return null;
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', 'lstart='], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}

/** Fields of /proc/<pid>/stat from the third (the state) on; the name before them may hold blanks. */
function findLinuxStatus(pid: number): string[] | null {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

function findBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}
