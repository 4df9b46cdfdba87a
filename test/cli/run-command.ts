import { type Command, runVerb } from '../../src/cli/command';
import type { Terminal } from '../../src/cli/terminal';
import { loadConfig } from '../../src/infrastructure/config/config';
import type { TestDatabase } from '../support/test-database';

/** What a verb of the command gave. */
export interface CommandResult {
  readonly code: number;
  /** Standard output. */
  readonly text: string;
}

/** Runs a verb on a database of the test's. */
export async function runCommand(
  command: Command,
  database: TestDatabase,
  args: readonly string[],
  options: { readonly env?: Record<string, string>; readonly terminal?: Terminal } = {},
): Promise<CommandResult> {
  const printed: string[] = [];
  const { terminal } = options;
  const code = await runVerb(
    command,
    {
      db: database.knex,
      config: loadConfig(options.env ?? {}),
      print: (line) => printed.push(line),
      ...(terminal && { terminal }),
    },
    args,
  );
  return { code, text: printed.join('\n') };
}
