import { seedReference } from '../../seeds/reference/seed-reference';
import { ConfigError, loadConfig, readLanguage } from '../infrastructure/config/config';
import { COMMAND_LIMITS } from '../infrastructure/database/knex';
import { bringUpSchema } from '../infrastructure/database/roles';
import { type Language, languages, say, sayText, speak } from '../infrastructure/language/say';
import { createLogger } from '../infrastructure/logger';
import { createCipher } from '../infrastructure/security/cipher';
import { claimInstallation } from '../operations/installation';
import { claimKeys } from '../operations/key-check';
import { normalisePeople } from '../operations/normalise-people';
import { openDatabase } from '../operations/open-database';
import { type Command, type LoneCommand, runVerb } from './command';
import { describeError } from './error-words';
import { openTerminal } from './terminal';

/** The verbs in the order of `help`. One is read when it is called: a command that starts every minute reads its own part of the program. */
const commands: Readonly<Record<string, () => Promise<Command | LoneCommand>>> = {
  doctor: async () => (await import('./doctor.command.js')).doctorCommand,
  officer: async () => (await import('./officer.command.js')).officerCommand,
  account: async () => (await import('./account.command.js')).accountCommand,
  import: async () => (await import('./import.command.js')).importCommand,
  list: async () => (await import('./list.command.js')).listCommand,
  'rule-pack': async () => (await import('./rule-pack.command.js')).rulePackCommand,
  window: async () => (await import('./window.command.js')).windowCommand,
  switch: async () => (await import('./switch.command.js')).switchCommand,
  export: async () => (await import('./export.command.js')).exportCommand,
  platform: async () => (await import('./platform.command.js')).platformCommand,
  roles: async () => (await import('./roles.command.js')).rolesCommand,
  'rotate-key': async () => (await import('./rotate-key.command.js')).rotateKeyCommand,
  verify: async () => (await import('./verify.command.js')).verifyCommand,
  backup: async () => (await import('./backup.command.js')).backupCommand,
  restore: async () => (await import('./restore.command.js')).restoreCommand,
  witness: async () => (await import('./witness.command.js')).witnessCommand,
  watch: async () => (await import('./watch.command.js')).watchCommand,
  generate: async () => (await import('./generate.command.js')).generateCommand,
  rehearse: async () => (await import('./rehearse.command.js')).rehearseCommand,
  wipe: async () => (await import('./wipe.command.js')).wipeCommand,
  clock: async () => (await import('./clock.command.js')).clockCommand,
};

const print = (line: string) => console.log(line);

/** The operator's command: beside a running server on the same data, or alone. */
async function main(words: readonly string[]): Promise<number> {
  const { language, rest } = readLanguageFlag(words);
  if (language === null) {
    console.error('zhiyuan: --lang zh | --lang en');
    return 2;
  }
  speak(language);
  const [name, ...args] = rest;
  if (name === undefined || name === 'help') return help(args[0]);
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) {
    console.error(say`zhiyuan: there is no command "${name}"; zhiyuan help lists them`);
    return 2;
  }
  const command = await load();
  if ('runAlone' in command) return command.runAlone(print, args);
  const config = loadConfig();
  const log = createLogger('warn');
  const database = await openDatabase(config, log, COMMAND_LIMITS);
  try {
    await bringUpSchema(database.db, database.applicationRole);
    await claimInstallation(database.db, config.environment);
    await claimKeys(database.db, config.secrets);
    await seedReference(database.db, config.firstPack ?? undefined);
    const { dataKey, indexKey } = config.secrets;
    await normalisePeople(database.db, createCipher(dataKey, indexKey), log);
    return await runVerb(command, { db: database.db, config, print, terminal: openTerminal() }, args);
  } finally {
    await database.close();
  }
}

/** Takes `--lang zh` out of the words, wherever it stands; null where it names no language. */
function readLanguageFlag(words: readonly string[]): {
  readonly language: Language | null;
  readonly rest: readonly string[];
} {
  const at = words.findIndex((word) => /^--lang(=|$)/.test(word));
  if (at < 0) return { language: readLanguage(), rest: words };
  const [, inline] = (words[at] ?? '').split('=');
  const named = inline ?? words[at + 1];
  return {
    language: languages.find((one) => one === named) ?? null,
    rest: words.toSpliced(at, inline === undefined ? 2 : 1),
  };
}

async function help(name: string | undefined): Promise<number> {
  const read = Object.entries(commands).filter(([known]) => name === undefined || known === name);
  const listed = await Promise.all(read.map(([, load]) => load()));
  if (listed.length === 0) {
    console.error(say`zhiyuan: there is no command "${name ?? ''}"`);
    return 2;
  }
  print('npm run zhiyuan -- <command>\n');
  for (const { usage, summary, details = [] } of listed) {
    print(`  ${usage}\n      ${sayText(summary)}`);
    if (name !== undefined && details.length > 0)
      print(`\n${details.map((line) => `  ${sayText(line)}`).join('\n')}`);
  }
  if (name === undefined)
    print(`\n${say`zhiyuan help <command> says more of one; --lang zh | en chooses the language.`}`);
  print(`\n${say`Exit codes: 0 done, 1 refused or failed, 2 wrong words or configuration.`}`);
  return 0;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(describeError(error) ?? error);
    process.exitCode = error instanceof ConfigError ? 2 : 1;
  },
);
