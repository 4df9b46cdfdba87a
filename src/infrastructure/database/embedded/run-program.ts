import { spawn } from 'node:child_process';
import type { ServerAccount } from './server-account';

/** The server and its tools see none of this program's variables: those hold keys and passwords. */
export const programEnvironment =
  process.platform === 'win32' ? {} : { env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } };

/**
 * Runs a program to its end as the server's account.
 * @returns what it wrote to its standard output
 * @throws with its messages when it cannot be started or fails.
 */
export function runProgram(
  account: ServerAccount,
  file: string,
  args: readonly string[],
  input = '',
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...programEnvironment, ...account, cwd: '/', windowsHide: true });
    let output = '';
    let messages = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      messages += chunk;
    });
    // The program may end before it has read everything; its exit tells more than a broken pipe.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', (error) => reject(new Error(`${file} cannot be run: ${error.message}`)));
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${file} failed with ${code}: ${messages.trim() || output.trim()}`));
    });
  });
}

/** Whether the account may go into the folder. */
export async function canEnter(account: ServerAccount, directory: string): Promise<boolean> {
  if (account === null) return true;
  return runProgram(account, '/bin/sh', ['-c', 'cd -- "$1"', 'sh', directory]).then(
    () => true,
    () => false,
  );
}
