import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  identifyThisProcess,
  isProcessRunning,
  isSameProcessRunning,
} from '../../../src/infrastructure/database/embedded/process-identity';

const testOnLinux = process.platform === 'linux' ? test : test.skip;
const spawned: ChildProcess[] = [];

afterAll(() => {
  for (const child of spawned) child.kill('SIGKILL');
});

test('a process is itself, and not a later one with its number', () => {
  const identity = identifyThisProcess();
  expect(isSameProcessRunning(identity)).toBe(true);
  expect(isSameProcessRunning({ ...identity, startedAt: `${identity.startedAt}1` })).toBe(false);
});

testOnLinux(
  'a zombie counts as gone, as a container whose first process reaps nobody is full of them',
  async () => {
    // It ends after the shell has become a program that waits for no child.
    const parent = spawn('/bin/sh', ['-c', 'sleep 1 & echo $!; exec sleep 60']);
    spawned.push(parent);
    const pid = await new Promise<number>((resolve) => {
      parent.stdout.once('data', (line) => resolve(Number(line)));
    });
    while (!readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')) await sleep(10);
    expect(process.kill(pid, 0)).toBe(true);
    expect(isProcessRunning(pid)).toBe(false);
  },
);
