import type { Knex } from 'knex';
import type { Cipher } from '../../infrastructure/security/cipher';
import { everyHash } from '../../infrastructure/security/keyed-hash';
import type { PictureKind } from './picture';
import { COLOUR_TOLERANCE, type Likeness, SHAPE_TOLERANCE } from './picture-likeness';
import type { DrawnPicture } from './read-picture';

/** A picture of a case, without the picture. */
export interface ReviewPicture {
  readonly id: number;
  readonly accountId: number;
  readonly kind: PictureKind;
  readonly receivedAt: Date;
  /** Almost the same picture came from another account. */
  readonly resembles: boolean;
}

/** Whose picture it is; all of it is authenticated, so none can be put in another's place. */
interface PicturePlace {
  readonly caseId: number;
  readonly accountId: number;
  readonly kind: PictureKind;
}

export type PictureSize = 'picture' | 'blurred';

const contextOf = (size: PictureSize, { caseId, accountId, kind }: PicturePlace) =>
  `review_pictures.${size}|${caseId}|${accountId}|${kind}`;

/** Keyed hash of what is seen on a picture. */
export function indexContent(cipher: Cipher, { content }: DrawnPicture): Buffer {
  return cipher.blindIndex(content.toString('hex'), 'review_pictures.content');
}

/** Keeps a picture encrypted, in place of the one that was there. */
export async function putPicture(
  transaction: Knex,
  cipher: Cipher,
  place: PicturePlace,
  drawn: DrawnPicture,
  resembles: boolean,
): Promise<void> {
  await transaction('review_pictures')
    .insert({
      case_id: place.caseId,
      account_id: place.accountId,
      kind: place.kind,
      content_index: indexContent(cipher, drawn),
      shape_bits: drawn.likeness.shape,
      colour_bits: drawn.likeness.colour,
      resembles,
      picture_cipher: cipher.encryptBytes(drawn.picture, contextOf('picture', place)),
      blurred_cipher: cipher.encryptBytes(drawn.blurred, contextOf('blurred', place)),
      received_at: transaction.raw('clock_timestamp()'),
      deleted_at: null,
    })
    .onConflict(['case_id', 'account_id', 'kind'])
    .merge();
}

/** Whether another account has ever sent this picture, deleted ones too. */
export async function isUsedByOthers(db: Knex, content: Buffer, accountId: number): Promise<boolean> {
  const row = await db('review_pictures')
    .whereIn('content_index', everyHash(content))
    .whereNot({ account_id: accountId })
    .first('id');
  return row !== undefined;
}

/** Whether another account has ever sent almost the same picture of this side, deleted ones too. */
export async function isAlikeOthers(
  db: Knex,
  kind: PictureKind,
  { shape, colour }: Likeness,
  accountId: number,
): Promise<boolean> {
  const row = await db('review_pictures')
    .where({ kind })
    .whereNot({ account_id: accountId })
    .whereRaw('bit_count(shape_bits # ?::bit varying::bit(3840)) <= ?', [shape, SHAPE_TOLERANCE])
    .whereRaw('bit_count(colour_bits # ?::bit varying::bit(372)) <= ?', [colour, COLOUR_TOLERANCE])
    .first('id');
  return row !== undefined;
}

/** The pictures of a case that were not deleted. */
export async function listPictures(db: Knex, caseId: number): Promise<readonly ReviewPicture[]> {
  return db('review_pictures').where({ case_id: caseId }).whereNull('deleted_at').orderBy('id').select({
    id: 'id',
    accountId: 'account_id',
    kind: 'kind',
    receivedAt: 'received_at',
    resembles: 'resembles',
  });
}

/** What a picture shows. */
export interface PictureContent {
  readonly index: Buffer;
  /** Null: it came before likeness was noted. */
  readonly likeness: Likeness | null;
}

/** What the pictures of a side show, by kind. */
export async function listContents(
  db: Knex,
  caseId: number,
  accountId: number,
): Promise<ReadonlyMap<PictureKind, PictureContent>> {
  const rows = await db('review_pictures')
    .where({ case_id: caseId, account_id: accountId })
    .whereNull('deleted_at')
    .select({ kind: 'kind', index: 'content_index', shape: 'shape_bits', colour: 'colour_bits' });
  return new Map(
    rows.map(({ kind, index, shape, colour }) => [
      kind,
      { index, likeness: shape === null ? null : { shape, colour } },
    ]),
  );
}

/** A JPEG of a case; null where it is not the case's, or was deleted. */
export async function findPicture(
  db: Knex,
  cipher: Cipher,
  caseId: number,
  id: number,
  size: PictureSize,
): Promise<Buffer | null> {
  const row = await db('review_pictures')
    .where({ id, case_id: caseId })
    .whereNull('deleted_at')
    .first({ accountId: 'account_id', kind: 'kind', sealed: `${size}_cipher` });
  if (row === undefined) return null;
  return cipher.decryptBytes(row.sealed, contextOf(size, { ...row, caseId }));
}

interface PictureLife {
  /** Days since it came. */
  readonly pictureDays: number;
  /** Days since its case was decided. */
  readonly decidedPictureDays: number;
}

/** Deletes every picture whose days are over; of a form that was never finished after a day. @returns how many. */
export async function deletePictures(db: Knex, life: PictureLife): Promise<number> {
  const { rowCount } = await db.raw<{ rowCount: number }>(
    `update review_pictures set picture_cipher = null, blurred_cipher = null, deleted_at = clock_timestamp()
       from review_cases
      where review_cases.id = review_pictures.case_id and deleted_at is null
        and (received_at <= clock_timestamp() - make_interval(days => ?)
          or decided_at <= clock_timestamp() - make_interval(days => ?)
          or (received_at <= clock_timestamp() - interval '1 day'
              and not exists (select from review_sides
                               where review_sides.case_id = review_pictures.case_id
                                 and review_sides.account_id = review_pictures.account_id
                                 and sent_at is not null)))`,
    [life.pictureDays, life.decidedPictureDays],
  );
  return rowCount;
}
