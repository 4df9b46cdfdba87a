import type { Knex } from 'knex';
import type { Cipher } from '../../infrastructure/security/cipher';
import { isSameIndex } from '../../infrastructure/security/keyed-hash';
import type { Account } from '../accounts/account';
import { neededKinds, type PictureFaults, type PictureKind } from './picture';
import { isAlike } from './picture-likeness';
import { type DrawnPicture, readPicture } from './read-picture';
import type { ReviewCase } from './review-case';
import {
  indexContent,
  isAlikeOthers,
  isUsedByOthers,
  listContents,
  type PictureContent,
  putPicture,
} from './review-picture.repository';

/** What came with a form: the files as they were sent, and those that were too long to be taken. */
export interface SentForm {
  readonly files: ReadonlyMap<PictureKind, Buffer>;
  readonly tooLong: readonly PictureKind[];
  readonly note: string;
  readonly token: string;
  /** Something else of the form is wrong: the pictures are kept, and nothing is sent. */
  readonly heldBack: boolean;
}

interface DrawnForm {
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
    const index = indexContent(cipher, one);
    const alike = await isAlikeOthers(transaction, kind, one.likeness, accountId);
    if ([...contents.values()].some((other) => isSame(other, { index, likeness: one.likeness })))
      found[kind] = 'twice';
    else if ((await isUsedByOthers(transaction, index, accountId)) || (alike && tellsPersonsApart(kind)))
      found[kind] = 'used';
    else {
      await putPicture(transaction, cipher, { caseId, accountId, kind }, one, alike);
      contents.set(kind, { index, likeness: one.likeness });
    }
  }
  for (const kind of neededKinds) if (!contents.has(kind)) found[kind] ??= 'missing';
  return found;
}

function isSame(one: PictureContent, other: PictureContent): boolean {
  if (isSameIndex(one.index, other.index)) return true;
  return one.likeness !== null && other.likeness !== null && isAlike(one.likeness, other.likeness);
}

/**
 * The side with the emblem looks the same on everybody's card: a scan that resembles another's is for the reviewers to
 * see, not to be refused.
 */
const tellsPersonsApart = (kind: PictureKind) => kind !== 'emblem';
