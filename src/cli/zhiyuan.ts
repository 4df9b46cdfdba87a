import { seedReference } from '../../seeds/reference/seed-reference';
import { ConfigError, loadConfig } from '../config';
import { migrateToLatest } from '../db/migrate';
import { createLogger } from '../logger';
import { claimInstallation, StartRefused } from '../operations/installation';
import { normalisePeople } from '../operations/normalise-people';
import { openDatabase } from '../operations/open-database';
import { createCipher } from '../security/cipher';
import { accountCommand } from './account.command';
import { clockCommand } from './clock.command';
import type { Command, LoneCommand } from './command';
import { doctorCommand } from './doctor.command';
import { exportCommand } from './export.command';
import { generateCommand } from './generate.command';
import { importCommand } from './import.command';
import { officerCommand } from './officer.command';
import { platformCommand } from './platform.command';
import { rulePackCommand } from './rule-pack.command';
import { switchCommand } from './switch.command';
import { openTerminal } from './terminal';
import { verifyCommand } from './verify.command';
import { windowCommand } from './window.command';
import { wipeCommand } from './wipe.command';

const commands: readonly (Command | LoneCommand)[] = [
  doctorCommand,
  officerCommand,
  accountCommand,
  importCommand,
  rulePackCommand,
  windowCommand,
  switchCommand,
  exportCommand,
  platformCommand,
  verifyCommand,
  generateCommand,
  wipeCommand,
  clockCommand,
];

const print = (line: string) => console.log(line);

/** The operator's command: beside a running server on the same data, or alone. */
async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === 'help') return help(args[0]);
  const command = commands.find((one) => one.name === name);
  if (command === undefined) {
    console.error(`zhiyuan: there is no command "${name}"; zhiyuan help lists them`);
    return 2;
  }
  if ('runAlone' in command) return command.runAlone(print, args);
  const config = loadConfig();
  const log = createLogger('warn');
  const database = await openDatabase(config, log);
  try {
    await migrateToLatest(database.db);
    await claimInstallation(database.db, config.environment);
    await seedReference(database.db);
    const { dataKey, indexKey } = config.secrets;
    await normalisePeople(database.db, createCipher(dataKey, indexKey), log);
    return await command.run({ db: database.db, config, print, terminal: openTerminal() }, args);
  } finally {
    await database.close();
  }
}

function help(name: string | undefined): number {
  const listed = name === undefined ? commands : commands.filter((command) => command.name === name);
  if (listed.length === 0) {
    console.error(`zhiyuan: there is no command "${name}"`);
    return 2;
  }
  print('npm run zhiyuan -- <command>\n');
  for (const { usage, summary, details = [] } of listed) {
    print(`  ${usage}\n      ${summary}`);
    if (name !== undefined && details.length > 0) print(`\n${details.map((line) => `  ${line}`).join('\n')}`);
  }
  if (name === undefined) print('\nzhiyuan help <command> says more of one.');
  print('\nExit codes: 0 done, 1 refused or failed, 2 wrong words or configuration.');
  return 0;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const known = error instanceof ConfigError || error instanceof StartRefused;
    console.error(known ? error.message : error);
    process.exitCode = error instanceof ConfigError ? 2 : 1;
  },
);
