import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { exportLedger } from '../domain/ledger/export-ledger';
import { openLedgerRing } from '../domain/ledger/ledger-ring';
import { createTakeLeaves } from '../domain/ledger/take-leaves';
import { verifyLedger } from '../domain/ledger/verify-ledger';
import type { TreeFault, TreeFaultCode } from '../domain/ledger/verify-tree';
import type { VersionFault, VersionFaultCode } from '../domain/ledger/verify-versions';
import { databaseClock, wallClock } from '../infrastructure/clock';
import { say, sayText } from '../infrastructure/language/say';
import { readWitnessed } from '../operations/witness-file';
import type { Command, CommandContext } from './command';
import { createProgressLine } from './progress-line';
import { STOPPED, silentTerminal } from './terminal';

const versionSentences: Readonly<Record<VersionFaultCode, string>> = {
  hash: 'the stored header or body is not what was hashed',
  chain: 'does not build upon the version before it',
  gap: 'the version before it is gone',
  end: "the group's row does not end with this version",
  untraced: 'no attempt on record has saved this form and body',
  standing: "the group's row says another version in force, count or batch than this, its last",
  closing: 'says that it closed a list which there is not',
  abandonment: 'given up without an act of its owner on record, or not given up though there is one',
  acts: "the group's row says otherwise what was given up or granted than the acts on record",
  lost: 'a save is on record, and its version is gone',
  leaf: 'the ledger has taken another version in its place',
};

const treeSentences: Readonly<Record<TreeFaultCode, string>> = {
  missing: 'is gone',
  content: 'what stands in it is not what was hashed',
  orphan: 'what it was taken from is gone',
  act: 'the act that it was taken from is another',
  signature: 'is not signed with the key of this ledger',
  note: 'what is kept of it is not what it says',
  root: 'the leaves below are not those of then',
  beyond: 'leaves that it covers are gone',
};

const FLAGS = ['--witness', '--export'] as const;

interface Asked {
  readonly witness: string | null;
  readonly export: string | null;
}

/**
 * Shows that no saved list was changed, taken out or put in, and that what is in force, counted and given up follows
 * from what was done: against the ledger, and against checkpoints that were kept elsewhere.
 */
export const verifyCommand: Command = {
  name: 'verify',
  usage: 'verify [--witness FILE] [--export FILE]',
  summary:
    'compute every saved version and the ledger anew, and compare them with groups, evidence and checkpoints',
  details: [
    'First takes into the ledger what was saved since the last checkpoint.',
    '--witness: also against the checkpoints that zhiyuan witness has kept in FILE.',
    '--export: writes all that deploy/verify-ledger.py needs into FILE instead; it holds choices in clear.',
    'Prints each fault. Exit codes: 0 all is right, 1 there are faults, 130 stopped.',
  ],
  async run(context, args) {
    const asked = readWords(args);
    if (asked === null) {
      context.print(say`usage: zhiyuan ${this.usage}`);
      return 2;
    }
    await takeWhatIsNew(context);
    return asked.export === null ? verify(context, asked) : writeExport(context, asked.export);
  },
};

function readWords(args: readonly string[]): Asked | null {
  const found: Record<string, string> = {};
  for (let at = 0; at < args.length; at += 2) {
    const [flag = '', value] = args.slice(at);
    if (!FLAGS.some((one) => one === flag) || value === undefined || flag in found) return null;
    found[flag] = value;
  }
  return { witness: found['--witness'] ?? null, export: found['--export'] ?? null };
}

async function takeWhatIsNew({ db, config }: CommandContext): Promise<void> {
  const keys = openLedgerRing(config.secrets.ledgerKey);
  await createTakeLeaves({ db, clock: databaseClock, keys, host: config.publicUrl.host })();
}

async function verify(
  { db, print, terminal = silentTerminal }: CommandContext,
  { witness }: Asked,
): Promise<number> {
  const published = witness === null ? [] : readWitnessed(witness).notes;
  const line = createProgressLine(terminal);
  const began = wallClock();
  const describe = (versions: number) => {
    const seconds = Math.max(1, wallClock() - began) / 1000;
    return say`${versions} versions, ${Math.round(versions / seconds)} a second`;
  };
  let faults = 0;
  const tell = (sentence: string) => {
    faults += 1;
    print(sentence);
  };
  const { versions, free, leaves, checkpoints } = await verifyLedger(db, {
    signal: terminal.signal,
    published,
    onVersionFault: (fault) => tell(describeVersionFault(fault)),
    onTreeFault: (fault) => tell(describeTreeFault(fault)),
    onProgress: (count) => line.show(describe(count), null),
  });
  line.end();
  if (terminal.signal.aborted) {
    print(say`verify: stopped after ${versions} versions, ${faults} fault(s) so far`);
    return STOPPED;
  }
  print(say`ledger: ${leaves} leaves under ${checkpoints} checkpoint(s), ${free} version(s) not taken yet`);
  print(
    faults === 0
      ? say`verify: ${describe(versions)}, all is right`
      : say`verify: ${describe(versions)}, ${faults} fault(s)`,
  );
  return faults === 0 ? 0 : 1;
}

/** The file appears whole or not at all, for its owner alone. */
async function writeExport(
  { db, print, terminal = silentTerminal }: CommandContext,
  file: string,
): Promise<number> {
  if (existsSync(file)) {
    print(say`verify: ${file} is there already`);
    return 1;
  }
  const unfinished = `${file}.unfinished`;
  const stream = createWriteStream(unfinished, { mode: 0o600 });
  const line = createProgressLine(terminal);
  const versions = await exportLedger(
    db,
    async (text) => {
      if (!stream.write(text)) await once(stream, 'drain');
    },
    { signal: terminal.signal, onProgress: (count) => line.show(say`${count} versions`, null) },
  );
  stream.end();
  await finished(stream);
  line.end();
  if (terminal.signal.aborted) {
    print(say`verify: stopped after ${versions} versions, ${0} fault(s) so far`);
    return STOPPED;
  }
  await rename(unfinished, file);
  print(say`verify: ${versions} versions are in ${file}`);
  return 0;
}

function describeVersionFault({ candidateNumber, group, ordinal, code }: VersionFault): string {
  return ordinal === null
    ? say`${candidateNumber} ${group}: ${sayText(versionSentences[code])}`
    : say`${candidateNumber} ${group} version ${ordinal}: ${sayText(versionSentences[code])}`;
}

function describeTreeFault({ place, code, content }: TreeFault): string {
  if (content === null) return say`checkpoint of ${place} leaves: ${sayText(treeSentences[code])}`;
  return say`leaf ${place} ${nameLeaf(content)}: ${sayText(treeSentences[code])}`;
}

/** Whom and what a leaf is about, as far as it can be read. */
function nameLeaf(content: string): string {
  try {
    const [, , kind, , number, group, ordinal] = JSON.parse(content) as readonly unknown[];
    return kind === 'version' ? `(${number} ${group} ${ordinal})` : `(${number} ${group} ${kind})`;
  } catch {
    return '';
  }
}
