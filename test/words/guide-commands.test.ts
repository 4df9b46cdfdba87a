import type { Command, LoneCommand } from '../../src/cli/command';
import { exportCommand } from '../../src/cli/export.command';
import { importCommand } from '../../src/cli/import.command';
import { officerCommand } from '../../src/cli/officer.command';
import { platformCommand } from '../../src/cli/platform.command';
import { rehearseCommand } from '../../src/cli/rehearse.command';
import { rolesCommand } from '../../src/cli/roles.command';
import { switchCommand } from '../../src/cli/switch.command';
import { windowCommand } from '../../src/cli/window.command';
import { loadConfig } from '../../src/infrastructure/config/config';
import { listHits, readTracked } from './tracked-files';

/*
 * Every command that a guide has people type is read by the command itself, with a database that nobody gets to: words
 * that it does not know end in its usage, all others where the database is asked for. What has no options of its own
 * but words that `guides.test.ts` knows is left to it.
 */

const guides = [
  'docs/operator.md',
  'docs/operator.zh-CN.md',
  'docs/reviewers.zh-CN.md',
  'README.md',
  'README.zh-CN.md',
];
const commands = new Map<string, Command | LoneCommand>(
  [
    ...[exportCommand, importCommand, officerCommand, platformCommand, rehearseCommand, rolesCommand],
    ...[switchCommand, windowCommand],
  ].map((command) => [command.name, command]),
);
/** Looked at by `guides.test.ts`: without options, or acting on this machine or another whatever is said. */
const others = ['clock', 'doctor', 'restore', 'verify', 'watch', 'witness'];

/** Lines of shell examples that call the command, as words. */
function listTyped(file: string): readonly (readonly string[])[] {
  const lines = listHits(readTracked(file), /```sh\n([\s\S]*?)```/g)
    .join('\n')
    .replace(/\\\n\s*/g, '')
    .split('\n');
  return lines.flatMap((line) => {
    const said = /(?:npm run zhiyuan --|(?:^|\d \* \* \* |zhiyuan )zhiyuan) ([a-z-]+.*?)(?: \|\| .*)?$/.exec(
      line,
    )?.[1];
    return said === undefined ? [] : [splitWords(said.replace(/ --lang zh$/, ''))];
  });
}

const splitWords = (line: string): readonly string[] =>
  (line.match(/(?:"[^"]*"|[^\s"])+/g) ?? []).map((word) => word.replaceAll('"', ''));

class Reached extends Error {}

const nobody = new Proxy(() => undefined, {
  get: () => {
    throw new Reached();
  },
  apply: () => {
    throw new Reached();
  },
});

/** What the command prints of these words; '' where it came as far as the database, or a file that is not there. */
async function readWords([name = '', ...args]: readonly string[]): Promise<string> {
  const command = commands.get(name);
  if (command === undefined) return `there is no ${name}`;
  const printed: string[] = [];
  const print = (line: string) => printed.push(line);
  const config = loadConfig({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
  try {
    if ('runAlone' in command)
      await command.runAlone(print, [...args, '--database', 'postgres://nobody@127.0.0.1:1/none']);
    else await command.run({ db: nobody as never, config, print }, args);
  } catch {
    // It went further than its words.
  }
  return printed.filter((line) => /^usage|is required|missing|not the right shape/.test(line)).join('\n');
}

describe('what the guides have people type', () => {
  const typed = guides.flatMap((file) => listTyped(file).map((words) => ({ file, words })));

  it('is found', () => {
    expect(typed.length).toBeGreaterThan(20);
    const named = new Set(typed.map(({ words: [name = ''] }) => name));
    expect([...named].filter((name) => !commands.has(name) && !others.includes(name))).toEqual([]);
  });

  it.each(
    typed
      .filter(({ words: [name = ''] }) => commands.has(name))
      .map(({ file, words }) => [file, words.join(' '), words] as const),
  )('%s: %s', async (_file, _line, words) => {
    expect(await readWords(words)).toBe('');
  });

  it.each([
    'window lengthen early-other --minutes many --reason x',
    'window open early-other --from "2021-06-26" --until "2021-06-28 18:00" --reason x',
    'switch set stopSaves maybe --reason x',
    'officer create --role province --sign-in-name province-1 --place x',
    'export open lists-1.zyexp',
    'platform add --code library --name 图书馆',
    'rehearse --candidates none',
  ])('would find %s', async (line) => {
    expect(await readWords(splitWords(line))).not.toBe('');
  });
});
