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
import { accountCommand } from './account.command';
import { backupCommand } from './backup.command';
import { clockCommand } from './clock.command';
import { type Command, type LoneCommand, runVerb } from './command';
import { doctorCommand } from './doctor.command';
import { describeError } from './error-words';
import { exportCommand } from './export.command';
import { generateCommand } from './generate.command';
import { importCommand } from './import.command';
import { listCommand } from './list.command';
import { officerCommand } from './officer.command';
import { platformCommand } from './platform.command';
import { rehearseCommand } from './rehearse.command';
import { restoreCommand } from './restore.command';
import { rolesCommand } from './roles.command';
import { rotateKeyCommand } from './rotate-key.command';
import { rulePackCommand } from './rule-pack.command';
import { switchCommand } from './switch.command';
import { openTerminal } from './terminal';
import { verifyCommand } from './verify.command';
import { watchCommand } from './watch.command';
import { windowCommand } from './window.command';
import { wipeCommand } from './wipe.command';
import { witnessCommand } from './witness.command';

const commands: readonly (Command | LoneCommand)[] = [
  doctorCommand,
  officerCommand,
  accountCommand,
  importCommand,
  listCommand,
  rulePackCommand,
  windowCommand,
  switchCommand,
  exportCommand,
  platformCommand,
  rolesCommand,
  rotateKeyCommand,
  verifyCommand,
  backupCommand,
  restoreCommand,
  witnessCommand,
  watchCommand,
  generateCommand,
  rehearseCommand,
  wipeCommand,
  clockCommand,
];

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
  const command = commands.find((one) => one.name === name);
  if (command === undefined) {
    console.error(say`zhiyuan: there is no command "${name}"; zhiyuan help lists them`);
    return 2;
  }
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

function help(name: string | undefined): number {
  const listed = name === undefined ? commands : commands.filter((command) => command.name === name);
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
