import { setTimeout as sleep } from 'node:timers/promises';
import { insertAuditEntry, OPERATOR } from '../domain/audit/audit.repository';
import { wallClock } from '../infrastructure/clock';
import { ringPlaces } from '../infrastructure/config/secret-settings';
import { formatInstant } from '../infrastructure/format-time';
import { say } from '../infrastructure/language/say';
import { createCipher } from '../infrastructure/security/cipher';
import { type RingKey, type RingKind, ringKinds } from '../infrastructure/security/key-ring';
import { followKeys, listKeyTurns, markRewritten } from '../operations/key-turns';
import { countUnreadable, rewriteIndexes } from '../operations/rewrite-indexes';
import { rewriteSealed } from '../operations/rewrite-sealed';
import { beginRotation, findRotation, isStoring, listBehind, listLacking } from '../operations/rotate-key';
import { type ActWords, lacksReason, readActWords } from './act-words';
import type { Command, CommandContext } from './command';
import { createProgressLine } from './progress-line';
import { STOPPED, silentTerminal } from './terminal';

const WAIT_MS = 60_000;
const variables = ringKinds.map((kind) => ringPlaces[kind].variable);

/** One secret takes another's place while everything serves. */
export const rotateKeyCommand: Command = {
  name: 'rotate-key',
  usage: `rotate-key | rotate-key <${variables.join('|')}> --reason <text> [--at-once]`,
  summary: 'let a new secret take the place of one, while everything serves; alone: which are current',
  details: [
    'First write the new one behind the old, with a comma, DATA_KEY=old,new, wherever the program is started, and start each process anew, one after the other.',
    'Then run this: the new one becomes current in all processes within seconds, and of DATA_KEY and INDEX_KEY what is stored is written anew, in steps of moments. Stopped or killed, it goes on where it was when it is run again.',
    'Sessions, forms and cookies of the old secret are taken for 24 hours more; with --at-once not a moment, for a secret that got out: people sign in anew.',
    'The ledger keeps the public half of each key: the old key signs that the new one follows.',
    'While INDEX_KEY changes, people are found by both, and no list is imported.',
    'At the end it says when the old one can be taken out. Exit codes: 0 done, 1 refused or not done yet, 130 stopped.',
  ],
  async run(context, args) {
    if (args.length === 0) return show(context);
    const words = readActWords(args, [], 'at-once');
    const kind = ringKinds.find((one) => ringPlaces[one].variable === words?.positionals[0]);
    if (words === null || kind === undefined || words.positionals.length !== 1) {
      context.print(say`usage: zhiyuan ${this.usage}`);
      return 2;
    }
    if (lacksReason(context.print, words)) return 2;
    return rotate(context, kind, words);
  },
};

async function show({ db, config, print }: CommandContext): Promise<number> {
  const turns = await listKeyTurns(db);
  for (const kind of ringKinds) {
    const { variable, ringOf } = ringPlaces[kind];
    for (const { id } of ringOf(config.secrets).all()) {
      const turn = turns.find((one) => one.kind === kind && one.keyId === id);
      const state =
        turn === undefined
          ? say`new: rotate-key makes it current`
          : turn.formerAt === null
            ? say`current since ${formatInstant(turn.turnedAt)}`
            : turn.rewrittenAt === null
              ? say`former: something stands under it still`
              : say`former since ${formatInstant(turn.formerAt)}`;
      print([variable, id, state].join('\t'));
    }
  }
  return 0;
}

async function rotate(context: CommandContext, kind: RingKind, words: ActWords): Promise<number> {
  const { db, config, print } = context;
  const { variable } = ringPlaces[kind];
  const rotation = await findRotation(db, config.secrets, kind);
  if (rotation.state === 'several') {
    print(say`rotate-key: ${variable} has several new keys, ${rotation.ids.join(', ')}: leave one`);
    return 1;
  }
  if (rotation.state === 'settled') {
    print(
      say`rotate-key: ${variable} has no new key. Write one behind the old with a comma, start each process anew, and run this again`,
    );
    return 1;
  }
  const keyId = rotation.state === 'new' ? rotation.key.id : rotation.current.keyId;
  if (rotation.state === 'new' && !(await begin(context, kind, rotation.key, words))) return 1;
  await followKeys(db, config.secrets);
  if (!(await awaitProcesses(context, kind, keyId))) return 1;
  if (isStoring(kind)) {
    const code = await rewrite(context, kind, keyId);
    if (code !== 0) return code;
  }
  return tellEnd(context, kind);
}

/** @returns false where a process could not read what the new key writes */
async function begin(
  { db, config, print }: CommandContext,
  kind: RingKind,
  key: RingKey,
  { reason, values }: ActWords,
): Promise<boolean> {
  const { variable } = ringPlaces[kind];
  const lacking = await listLacking(db, kind, key.id);
  if (lacking.length > 0) {
    print(
      say`rotate-key: these processes do not have the new ${variable} yet: ${lacking.join(', ')}. Start them anew with it, and run this again`,
    );
    return false;
  }
  const atOnce = values['at-once'] !== undefined;
  await db.transaction(async (transaction) => {
    await beginRotation(transaction, config.secrets, { kind, key, atOnce });
    await insertAuditEntry(transaction, {
      ...OPERATOR,
      action: 'rotateKey',
      subjectKind: 'installation',
      subjectId: variable,
      detail: { reason, key: key.id, atOnce },
    });
  });
  print(say`rotate-key: ${key.id} is current for ${variable}`);
  return true;
}

/** Nobody writes with the key before when what it wrote is looked for. */
async function awaitProcesses(
  { db, print }: CommandContext,
  kind: RingKind,
  keyId: string,
): Promise<boolean> {
  for (const until = wallClock() + WAIT_MS; ; await sleep(500)) {
    const behind = await listBehind(db, kind, keyId);
    if (behind.length === 0) return true;
    if (wallClock() < until) continue;
    print(
      say`rotate-key: these processes do not follow: ${behind.map(({ node }) => node).join(', ')}. End them, and run this again`,
    );
    return false;
  }
}

async function rewrite(
  { db, config, print, terminal = silentTerminal }: CommandContext,
  kind: RingKind,
  keyId: string,
): Promise<number> {
  const line = createProgressLine(terminal);
  const cipher = createCipher(config.secrets.dataKey, config.secrets.indexKey);
  const work = kind === 'data' ? rewriteSealed : rewriteIndexes;
  const { written, left } = await work(db, cipher, keyId, {
    signal: terminal.signal,
    onProgress: (count, share) => line.show(say`${count} values written anew`, share),
  });
  line.end();
  if (terminal.signal.aborted) {
    print(say`rotate-key: stopped after ${written} values; run it again to go on`);
    return STOPPED;
  }
  if (left > 0) {
    print(say`rotate-key: values came under the old key meanwhile; run it again`);
    return 1;
  }
  await markRewritten(db, kind);
  print(say`rotate-key: ${written} values written anew, nothing stands under another key`);
  return 0;
}

/** Until when the key before is needed: what browsers and sessions hold lives a day at most. */
async function tellEnd({ db, print }: CommandContext, kind: RingKind): Promise<number> {
  const { variable } = ringPlaces[kind];
  const turns = (await listKeyTurns(db)).filter((turn) => turn.kind === kind);
  const last = turns
    .flatMap(({ formerAt }) => (formerAt === null ? [] : [formerAt.getTime()]))
    .sort()
    .at(-1);
  const until = new Date((last ?? wallClock()) + 24 * 3600_000);
  if (kind === 'ledger')
    print(
      say`rotate-key: take the old key out of ${variable} when you like: checkpoints of before keep its public half`,
    );
  else print(say`rotate-key: take the old key out of ${variable} after ${formatInstant(until)}`);
  if (kind === 'index') {
    const { firstSecrets, officerSecrets, counterCodes, usedMailboxes } = await countUnreadable(db);
    print(
      say`rotate-key: of ${firstSecrets + officerSecrets} first secrets, ${counterCodes} codes of the counter and ${usedMailboxes} mailboxes given up only a hash is kept: those of before serve, and are known again, for as long as the old key stands behind the new one`,
    );
  }
  if (kind === 'data')
    print(
      say`rotate-key: keep a copy for as long as there are backups of before: restore reads them with DATA_KEY=new,old`,
    );
  return 0;
}
