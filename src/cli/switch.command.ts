import { findSwitchName, switchNames } from '../domain/switches/switch';
import { listSwitches } from '../domain/switches/switch.repository';
import { createSwitchService } from '../domain/switches/switch.service';
import { formatInstant } from '../infrastructure/format-time';
import { say } from '../infrastructure/language/say';
import { switchWords } from '../office/switches/switch.controller';
import { lacksReason, readActWords } from './act-words';
import type { Command, CommandContext } from './command';

/** Emergency switches of the candidates' platform; a running server follows within 5 seconds. */
export const switchCommand: Command = {
  name: 'switch',
  usage: `switch show | switch set <${switchNames.join('|')}> <on|off> --reason <text>`,
  summary: 'show or turn the switches: read-only, stop saves, no new sign-ins (officers are not concerned)',
  async run(context, [verb, ...args]) {
    if (verb === 'show' && args.length === 0) return show(context);
    const words = verb === 'set' ? readActWords(args) : null;
    const name = findSwitchName(words?.positionals[0] ?? '');
    const to = words?.positionals[1] ?? '';
    if (words === null || name === null || !['on', 'off'].includes(to) || words.positionals.length !== 2) {
      context.print(say`usage: zhiyuan ${this.usage}`);
      return 2;
    }
    if (lacksReason(context.print, words)) return 2;
    const standing = (await listSwitches(context.db)).find((one) => one.name === name);
    if (standing?.on === (to === 'on')) {
      context.print(say`switch set: ${name} is ${to} already`);
      return 1;
    }
    const author = { kind: 'operator', reason: words.reason } as const;
    await createSwitchService(context.db, null).set(author, name, to === 'on');
    return show(context);
  },
};

async function show({ db, print }: CommandContext): Promise<number> {
  for (const { name, on, changedAt } of await listSwitches(db)) {
    const since = changedAt === null ? say`never turned` : say`turned ${formatInstant(changedAt)}`;
    print([name, on ? say`on` : say`off`, since, switchWords[name].label].join('\t'));
  }
  return 0;
}
