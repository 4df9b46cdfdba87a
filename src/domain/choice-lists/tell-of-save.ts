import type { Knex } from 'knex';
import type { Origin } from '../../infrastructure/origin';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { Batch, RulePack } from '../../rules/rule-pack';
import { sendMail } from '../mailbox/mail.repository';
import { tellOwner } from '../messages/tell-owner';
import type { NewVersion } from './application.repository';
import { formatCheckValue, type SavedBody } from './canonical-body';
import { listSavedUndertakings } from './saved-undertakings';

/** A save that was just written. */
interface SaveTold {
  readonly pack: RulePack;
  readonly batch: Batch;
  readonly version: NewVersion;
  readonly body: SavedBody;
  readonly origin: Origin;
  /** Saves still to be had after this one. */
  readonly savesLeft: number;
  /** What the save changed, in a sentence. */
  readonly changes: string;
  /** The office that typed it in from paper; null where the owner saved it. */
  readonly office: string | null;
}

/**
 * Tells the owner of a save, in its transaction: by mail and by WeChat or SMS that it was done (P12), and by a mail
 * for each 承诺书 it asks for (M11, figure 18).
 */
export async function tellOfSave(
  transaction: Knex.Transaction,
  cipher: Cipher,
  { pack, batch, version, body, origin, savesLeft, changes, office }: SaveTold,
): Promise<void> {
  const { candidateId, saveNumber, savedAt: at } = version;
  const owner = tellOwner(transaction, cipher, {
    candidateId,
    kind: office === null ? 'choiceListSaved' : 'paperListSaved',
    at,
    values: {
      batch: batch.name,
      saveNumber,
      address: origin.address,
      device: origin.device.slice(0, 6),
      changes,
      checkValue: formatCheckValue(version.hash),
      left: savesLeft,
      office: office ?? '',
    },
  });
  const reminders = listSavedUndertakings(pack, body).map(({ undertaking }) =>
    sendMail(transaction, {
      candidateId,
      kind: 'undertakingReminder',
      at,
      values: { batch: batch.name, saveNumber, undertaking: undertaking.name },
    }),
  );
  await Promise.all([owner, ...reminders]);
}
