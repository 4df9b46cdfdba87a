import { randomBytes } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLedgerKey, shortenRoot, writeVerifier } from '../domain/ledger/checkpoint';
import { say, sayText } from '../infrastructure/language/say';
import { createOutbound } from '../infrastructure/security/outbound';
import { parseAllowedTarget } from '../infrastructure/security/special-address';
import { type Inconsistency, lookAtLedger, type Sight } from '../operations/witness';
import type { LoneCommand } from './command';
import { describeError } from './error-words';

const INCONSISTENT = 3;
const UNREACHED = 1;
const ANSWER_MS = 20_000;
const MOST_BYTES = 1_000_000;

const sentences: Readonly<Record<Inconsistency, string>> = {
  note: 'what is shown has not the form of a checkpoint',
  signature: 'the checkpoint is not signed with the key that was seen first',
  otherLedger: 'it is the checkpoint of another ledger',
  otherRoot: 'the same number of leaves has another root than before',
  shorter: 'leaves that were there are gone',
  proof: 'the leaves that were there are not those of then',
};

/** Runs on a machine of somebody else than the platform's operators, who can then not change what was saved unseen. */
export const witnessCommand: LoneCommand = {
  name: 'witness',
  usage: 'witness URL FILE [--every SECONDS] [--name NAME]',
  summary:
    "look at a platform's checkpoints from elsewhere, keep them, and countersign what goes with those before",
  details: [
    'URL: where people find the platform. FILE: what was seen, a line each; FILE.key is made beside it and signs.',
    '--every: goes on looking, every so many seconds, 10 at least. --name: of the witness; by default of the machine.',
    'Needs no configuration and no database. Give FILE to zhiyuan verify --witness.',
    'Exit codes: 0 all goes with what was seen, 1 the platform cannot be reached, 3 it does NOT go with what was seen.',
  ],
  async runAlone(print, args) {
    const asked = readWords(args);
    if (asked === null) {
      print(say`usage: zhiyuan ${this.usage}`);
      return 2;
    }
    return watch(print, asked);
  },
};

interface Asked {
  readonly url: URL;
  readonly file: string;
  /** Null: looks once. */
  readonly everySeconds: number | null;
  readonly name: string;
}

function readWords(args: readonly string[]): Asked | null {
  const [address = '', file = '', ...rest] = args;
  if (!URL.canParse(address) || file === '' || file.startsWith('--')) return null;
  const url = new URL(address);
  const flags = new Map<string, string>();
  for (let at = 0; at < rest.length; at += 2) {
    const [flag = '', value] = rest.slice(at);
    if (!['--every', '--name'].includes(flag) || value === undefined) return null;
    flags.set(flag, value);
  }
  const every = flags.get('--every');
  const name = flags.get('--name') ?? os.hostname();
  if (!/^https?:$/.test(url.protocol) || !/^[^\s+]+$/.test(name)) return null;
  if (every !== undefined && !/^[1-9]\d{1,5}$/.test(every)) return null;
  return { url, file, everySeconds: every === undefined ? null : Number(every), name };
}

async function watch(
  print: (line: string) => void,
  { url, file, everySeconds, name }: Asked,
): Promise<number> {
  const key = openKey(`${file}.key`);
  print(say`witness: ${writeVerifier(name, key.publicKey)}`);
  const look = async (): Promise<number> => {
    try {
      const fetchText = await createFetchText(url);
      const sight = await lookAtLedger({ fetchText, file, signer: { name, key } });
      print(describeSight(url, sight));
      return sight.state === 'inconsistent' ? INCONSISTENT : 0;
    } catch (error) {
      const words = describeError(error) ?? (error instanceof Error ? error.message : String(error));
      print(say`witness: ${url.host} cannot be looked at: ${words}`);
      return UNREACHED;
    }
  };
  let code = await look();
  while (everySeconds !== null && code !== INCONSISTENT) {
    await sleep(everySeconds * 1000);
    code = await look();
  }
  return code;
}

/** The witness's own key, made at its first look. */
function openKey(file: string) {
  if (!existsSync(file))
    writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  return openLedgerKey(Buffer.from(readFileSync(file, 'utf8').trim(), 'hex'));
}

/** Calls the platform that was named at the terminal, wherever it is, and nothing else. */
async function createFetchText(url: URL): Promise<(path: string) => Promise<string | null>> {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const found = await lookup(url.hostname.replace(/^\[|\]$/g, ''), { all: true });
  const allowed = found.flatMap(
    ({ address, family }) =>
      parseAllowedTarget(family === 6 ? `[${address}]:${port}` : `${address}:${port}`) ?? [],
  );
  const outbound = createOutbound(allowed);
  return async (path) => {
    const response = await outbound.fetch(new URL(path, url), { signal: AbortSignal.timeout(ANSWER_MS) });
    if (response.status === 404) return null;
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    const text = await response.text();
    if (text.length > MOST_BYTES) throw new Error(`${path}: ${text.length} bytes`);
    return text;
  };
}

function describeSight({ host }: URL, sight: Sight): string {
  switch (sight.state) {
    case 'empty':
      return say`witness: ${host} has no checkpoint yet`;
    case 'same':
      return say`witness: ${host} shows nothing new, ${sight.size} leaves, ${shortenRoot(sight.root)}`;
    case 'grown':
      return say`witness: ${host} has ${sight.size} leaves, ${shortenRoot(sight.root)}: goes with what was seen, countersigned`;
    case 'inconsistent':
      return say`witness: NOT CONSISTENT, ${host}: ${sayText(sentences[sight.why])}. What was shown is kept in the file; keep a copy of it, and tell those who answer for the platform.`;
  }
}
