import { z } from 'zod';
import { isSignedBy, readNote, readVerifier } from '../../domain/ledger/checkpoint';
import { hashLeaf, rootByInclusion } from '../../domain/ledger/merkle-tree';
import { ask, type Stage } from './candidate-acts';
import type { Player } from './players';
import { createVirtualBrowser, readHidden } from './virtual-browser';

const receiptShape = z.object({
  format: z.literal('zhiyuan-receipt-1'),
  verifier: z.string(),
  checkValue: z.string(),
  checkpoint: z.string(),
  index: z.number().int().nonnegative(),
  leaf: z.string(),
  path: z.array(z.string()),
});

/** What is wrong with a 账本回执 that says so and so, by itself alone; null where nothing is. */
function findReceiptFault(text: string, ledgerKey: string): string | null {
  const parsed = receiptShape.safeParse(JSON.parse(text));
  if (!parsed.success) return 'shape';
  const { verifier, checkpoint, index, leaf, path, checkValue } = parsed.data;
  const [key, note] = [readVerifier(verifier), readNote(checkpoint)];
  if (verifier !== ledgerKey.trim() || key === null || note === null) return 'key';
  if (!isSignedBy(checkpoint, key.name, key.publicKey)) return 'signature';
  if (!leaf.toUpperCase().includes(plain(checkValue))) return 'check value';
  const hashes = path.map((hash) => Buffer.from(hash, 'base64'));
  return rootByInclusion(hashLeaf(leaf), index, note.size, hashes)?.equals(note.root) === true
    ? null
    : 'path';
}

const plain = (checkValue: string) => checkValue.replace(/\s/g, '').toUpperCase();

/** Asks /verify, as anybody may who holds a form, what has become of each save that a player was told of. @returns how many answers were right */
export async function verifyCheckValues(stage: Stage, players: readonly Player[]): Promise<number> {
  let right = 0;
  for (const player of players) {
    const visitor = createVirtualBrowser(stage.base, player.address);
    for (const [batch, checkValue] of player.told) {
      const lastDigits = player.candidate.candidateNumber.slice(-4);
      const page = await visitor.get('/verify');
      const fields = { ...readHidden(page.html, '/verify'), checkValue, lastDigits };
      const { html } = await visitor.post('/verify', fields);
      const said = /class="applies">● <strong>([^<]+)</.exec(html)?.[1] ?? '';
      if (said === (player.givenUp.has(batch) ? '已放弃' : '现行有效')) right += 1;
      else stage.journal.note('wrongAnswer', `${player.candidate.candidateNumber} ${batch} ${said}`);
    }
  }
  return right;
}

/** Downloads the 账本回执 of the players' saves and looks at each without the server. @returns how many are sound */
export async function checkReceiptFiles(
  stage: Stage,
  players: readonly Player[],
  ledgerKey: string,
): Promise<{ readonly sound: number; readonly of: number }> {
  let [sound, of] = [0, 0];
  for (const player of players) {
    const page = await ask(stage, player, 'my versions', (browser) => browser.get('/versions'));
    for (const [, version = ''] of (page?.html ?? '').matchAll(/href="\/versions\/(\d+)"/g)) {
      of += 1;
      if (await isSoundFile(stage, player, `/versions/${version}/receipt`, ledgerKey)) sound += 1;
    }
  }
  return { sound, of };
}

async function isSoundFile(stage: Stage, player: Player, path: string, ledgerKey: string): Promise<boolean> {
  const file = await ask(stage, player, 'receipt', (browser) => browser.get(path));
  if (file?.status !== 200 || !file.html.startsWith('{')) {
    stage.journal.note('noReceipt', `${path} ${file?.status ?? ''}`);
    return false;
  }
  const fault = findReceiptFault(file.html, ledgerKey);
  if (fault !== null) stage.journal.note('receiptFault', `${path} ${fault}`);
  return fault === null;
}
