import { type Config, ConfigError, loadConfig } from '../infrastructure/config/config';
import { say, sayMade, sayText } from '../infrastructure/language/say';
import { createLogger } from '../infrastructure/logger';
import { examineDatabase, examineMachine, type Finding } from '../operations/doctor';
import { openDatabase } from '../operations/open-database';
import type { LoneCommand } from './command';
import { describeError } from './error-words';

/** Looks an installation over, whether or not it would start. */
export const doctorCommand: LoneCommand = {
  name: 'doctor',
  usage: 'doctor',
  summary: 'look over program, configuration, database, clocks, disk and data: one line each',
  details: [
    'Changes nothing, but that it starts the embedded PostgreSQL where there is no DATABASE_URL.',
    'Exit codes: 0 all is well, 1 there is a problem, 2 the configuration is faulty.',
  ],
  async runAlone(print, args) {
    if (args.length > 0) {
      print(say`usage: zhiyuan ${this.usage}`);
      return 2;
    }
    const config = readConfig(print);
    return config === null ? 2 : examine(config, print);
  },
};

function readConfig(print: (line: string) => void): Config | null {
  try {
    return loadConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const fault of error.faults)
      print(formatFinding({ about: 'configuration', state: 'problem', words: sayMade(fault) }));
    return null;
  }
}

/** Prints every finding. @returns the exit code */
export async function examine(config: Config, print: (line: string) => void): Promise<number> {
  const findings: Finding[] = [...(await examineMachine(config))];
  try {
    const database = await openDatabase(config, createLogger('silent'));
    try {
      findings.push(...(await examineDatabase(database.db, config)));
    } finally {
      await database.close();
    }
  } catch (error) {
    const words = describeError(error) ?? (error instanceof Error ? error.message : String(error));
    findings.push({ about: 'database', state: 'problem', words: say`cannot be opened: ${words}` });
  }
  for (const finding of findings) print(formatFinding(finding));
  const problems = findings.filter(({ state }) => state === 'problem').length;
  print(problems === 0 ? say`doctor: all is well` : say`doctor: ${problems} problem(s)`);
  return problems === 0 ? 0 : 1;
}

function formatFinding({ about, state, words }: Finding): string {
  return `${pad(sayText(state), 8)} ${pad(sayText(about), 13)} ${words}`;
}

/** A terminal shows a Chinese character two columns wide. */
function pad(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - text.replace(/[一-鿿]/g, '  ').length));
}
