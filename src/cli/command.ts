import type { Knex } from 'knex';
import type { Config } from '../config';

/** What a verb is given: the data of the installation, whether or not the server runs. */
export interface CommandContext {
  readonly db: Knex;
  readonly config: Config;
  print(line: string): void;
}

/** One verb of the operator's command. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** @returns the exit code: 0 done, 1 refused, 2 wrong words */
  run(context: CommandContext, args: readonly string[]): Promise<number>;
}
