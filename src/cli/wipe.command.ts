import os from 'node:os';
import { say } from '../infrastructure/language/say';
import { wipeCandidates } from '../operations/wipe';
import type { Command } from './command';
import { silentTerminal } from './terminal';

const CONFIRMATION = '--yes-wipe-drill';

/** Ends a drill: its candidates and all they did go. */
export const wipeCommand: Command = {
  name: 'wipe',
  usage: `wipe [${CONFIRMATION}]`,
  summary: "delete a drill's candidates and all that they did (drill only)",
  details: [
    "Asks for the installation's name, the host of PUBLIC_URL; who cannot be asked gives the flag.",
    'Rule packs, windows, plan, statistics of former years and officers stay. Nothing brings the rest back.',
  ],
  async run({ db, config, print, terminal = silentTerminal }, args) {
    if (args.some((arg) => arg !== CONFIRMATION)) {
      print(say`usage: zhiyuan ${this.usage}`);
      return 2;
    }
    if (config.environment !== 'drill') {
      print(say`wipe: refused, this is ${config.environment}; only a drill is wiped`);
      return 1;
    }
    const name = config.publicUrl.host;
    const said = args.includes(CONFIRMATION)
      ? name
      : await terminal.ask(
          say`This deletes all candidates of ${name} and their lists. Type ${name} to go on: `,
        );
    if (said.trim() !== name) {
      print(say`wipe: the name was not typed, nothing was deleted`);
      return 1;
    }
    const candidates = await wipeCandidates(db, os.userInfo().username);
    print(say`wipe: ${candidates} candidates and all that they did are gone`);
    return 0;
  },
};
