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

const secrets = ['SESSION_SECRET', 'DATA_KEY', 'INDEX_KEY', 'FORM_TOKEN_SECRET', 'OIDC_KEY'];
const hex = '0123456789abcdef'.repeat(4);

/** Configuration of a drill or live installation, with secrets of its own. */
export function outsideDemo(environment: 'drill' | 'live'): Record<string, string> {
  return {
    ENVIRONMENT: environment,
    SMS_GATEWAY: 'smpp',
    SMPP_URL: 'smpp://zhiyuan:password@127.0.0.1:2775',
    OUTBOUND_ALLOW: '127.0.0.1:2775',
    ...Object.fromEntries(secrets.map((name, index) => [name, hex.slice(index) + hex.slice(0, index)])),
  };
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
