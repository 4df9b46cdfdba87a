import type { Knex } from 'knex';
import type { Account } from '../accounts';
import type { Cipher } from '../security/cipher';
import { neededKinds, type PictureFaults, type PictureKind } from './picture';
import { type DrawnPicture, readPicture } from './read-picture';
import type { ReviewCase } from './review-case';
import { indexContent, isUsedByOthers, listContents, putPicture } from './review-picture.repository';

/** What came with a form: the files as they were sent, and those that were too long to be taken. */
export interface SentForm {
  readonly files: ReadonlyMap<PictureKind, Buffer>;
  readonly tooLong: readonly PictureKind[];
  readonly note: string;
  readonly token: string;
  /** Something else of the form is wrong: the pictures are kept, and nothing is sent. */
  readonly heldBack: boolean;
}

export interface DrawnForm {
  readonly drawn: ReadonlyMap<PictureKind, DrawnPicture>;
  readonly faults: PictureFaults;
}

/** Draws every file anew; each that cannot be has its fault. */
export async function drawForm({ files, tooLong }: SentForm): Promise<DrawnForm> {
  const faults: PictureFaults = Object.fromEntries(tooLong.map((kind) => [kind, 'tooLong' as const]));
  const drawn = new Map<PictureKind, DrawnPicture>();
  for (const [kind, file] of files) {
    const read = await readPicture(file);
    if (typeof read === 'string') faults[kind] = read;
    else drawn.set(kind, read);
  }
  return { drawn, faults };
}

/**
 * Keeps the pictures that may be kept, so that nobody chooses a right one twice.
 * @returns every fault, and what is still missing
 */
export async function keepPictures(
  transaction: Knex.Transaction,
  cipher: Cipher,
  { id: caseId }: Pick<ReviewCase, 'id'>,
  { id: accountId }: Pick<Account, 'id'>,
  { drawn, faults }: DrawnForm,
): Promise<PictureFaults> {
  const found: PictureFaults = { ...faults };
  const contents = new Map(await listContents(transaction, caseId, accountId));
  for (const kind of drawn.keys()) contents.delete(kind);
  for (const [kind, one] of drawn) {
    const content = indexContent(cipher, one);
    if ([...contents.values()].some((other) => other.equals(content))) found[kind] = 'twice';
    else if (await isUsedByOthers(transaction, content, accountId)) found[kind] = 'used';
    else {
      await putPicture(transaction, cipher, { caseId, accountId, kind }, one);
      contents.set(kind, content);
    }
  }
  for (const kind of neededKinds) if (!contents.has(kind)) found[kind] ??= 'missing';
  return found;
}
