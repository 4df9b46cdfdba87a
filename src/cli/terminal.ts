import { createInterface } from 'node:readline/promises';

/** Exit code of a verb that was stopped, as of any program that SIGINT ends. */
export const STOPPED = 130;

/** Where progress goes and questions are asked: the results go to standard output, these to standard error. */
export interface Terminal {
  /** Whether somebody watches, so that a line can be drawn again in its place. */
  readonly interactive: boolean;
  write(text: string): void;
  /** Asks for a line; '' where nobody can answer. */
  ask(question: string): Promise<string>;
  /** Given once somebody presses Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Nobody watches and nobody stops. */
export const silentTerminal: Terminal = {
  interactive: false,
  write: () => undefined,
  ask: async () => '',
  signal: new AbortController().signal,
};

/** The terminal of this process. A first Ctrl-C stops the verb, which leaves nothing half done; a second ends the process. */
export function openTerminal(): Terminal {
  const controller = new AbortController();
  process.once('SIGINT', () => {
    controller.abort();
    process.once('SIGINT', () => process.exit(STOPPED));
  });
  return {
    interactive: process.stderr.isTTY === true,
    signal: controller.signal,
    write: (text) => {
      process.stderr.write(text);
    },
    async ask(question) {
      if (process.stdin.isTTY !== true) return '';
      const line = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return await line.question(question, { signal: controller.signal });
      } finally {
        line.close();
      }
    },
  };
}
