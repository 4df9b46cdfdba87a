import type { Knex } from 'knex';
import type { Config } from '../infrastructure/config/config';
import { describeError } from './error-words';
import type { Terminal } from './terminal';

/** What a verb is given: the data of the installation, whether or not the server runs. */
export interface CommandContext {
  readonly db: Knex;
  readonly config: Config;
  print(line: string): void;
  /** Where progress goes and questions are asked; left out where nobody watches. */
  readonly terminal?: Terminal;
}

interface Described {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** What `help` says of this verb beyond its summary, in lines. */
  readonly details?: readonly string[];
}

/** One verb of the operator's command. */
export interface Command extends Described {
  /** @returns the exit code: 0 done, 1 refused, 2 wrong words */
  run(context: CommandContext, args: readonly string[]): Promise<number>;
}

/** A verb that opens what it needs by itself, since it looks at installations that may not start. */
export interface LoneCommand extends Described {
  runAlone(print: (line: string) => void, args: readonly string[]): Promise<number>;
}

/** Runs a verb; what the machine, the disk or the database refuse becomes a sentence. @returns the exit code */
export async function runVerb(
  command: Command,
  context: CommandContext,
  args: readonly string[],
): Promise<number> {
  try {
    return await command.run(context, args);
  } catch (error) {
    const words = describeError(error);
    if (words === null) throw error;
    context.print(`${command.name}: ${words}`);
    return 1;
  }
}
