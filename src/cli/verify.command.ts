import { type LedgerFault, type LedgerFaultCode, verifyVersions } from '../domain/ledger/verify-versions';
import { wallClock } from '../infrastructure/clock';
import { say, sayText } from '../infrastructure/language/say';
import type { Command, CommandContext } from './command';
import { createProgressLine } from './progress-line';
import { STOPPED, silentTerminal } from './terminal';

const sentences: Readonly<Record<LedgerFaultCode, string>> = {
  hash: 'the stored header or body is not what was hashed',
  chain: 'does not build upon the version before it',
  gap: 'the version before it is gone',
  end: "the group's row does not end with this version",
  untraced: 'no attempt on record has saved this form and body',
  standing: "the group's row says another version in force, count or batch than this, its last",
  abandonment: 'given up without an act of its owner on record, or not given up though there is one',
  lost: 'a save is on record, and its version is gone',
};

/**
 * Shows that no saved list was changed, taken out or put in, and that what is in force, counted and given up follows
 * from what was done. Whoever alters versions, groups, attempts and audit lines all alike is not found by it.
 */
export const verifyCommand: Command = {
  name: 'verify',
  usage: 'verify',
  summary: "compute every saved version's hash anew, follow every chain, and compare groups and evidence",
  details: ['Prints each fault. Exit codes: 0 all is right, 1 there are faults, 130 stopped.'],
  async run(context, args) {
    if (args.length === 0) return verify(context);
    context.print(say`usage: zhiyuan ${this.usage}`);
    return 2;
  },
};

async function verify({ db, print, terminal = silentTerminal }: CommandContext): Promise<number> {
  const line = createProgressLine(terminal);
  const began = wallClock();
  const describe = (versions: number) => {
    const seconds = Math.max(1, wallClock() - began) / 1000;
    return say`${versions} versions, ${Math.round(versions / seconds)} a second`;
  };
  let faults = 0;
  const versions = await verifyVersions(db, {
    signal: terminal.signal,
    onFault(fault) {
      faults += 1;
      print(describeFault(fault));
    },
    onProgress: (count) => line.show(describe(count), null),
  });
  line.end();
  if (terminal.signal.aborted) {
    print(say`verify: stopped after ${versions} versions, ${faults} fault(s) so far`);
    return STOPPED;
  }
  print(
    faults === 0
      ? say`verify: ${describe(versions)}, all is right`
      : say`verify: ${describe(versions)}, ${faults} fault(s)`,
  );
  return faults === 0 ? 0 : 1;
}

function describeFault({ candidateNumber, group, ordinal, code }: LedgerFault): string {
  return ordinal === null
    ? say`${candidateNumber} ${group}: ${sayText(sentences[code])}`
    : say`${candidateNumber} ${group} version ${ordinal}: ${sayText(sentences[code])}`;
}
