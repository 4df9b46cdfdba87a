import type { Origin } from '../../infrastructure/origin';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { Batch, RulePack } from '../../rules/pack/rule-pack';
import { presentSaveCount } from '../batches/saves-left.presenter';
import { presentMail } from '../mailbox/mail.presenter';
import type { Contact } from '../messages/outbox.repository';
import { sealMessage } from '../messages/tell-owner';
import type { NewVersion } from './application.repository';
import { formatCheckValue, type SavedBody } from './canonical-body';
import { listSavedUndertakings } from './saved-undertakings';
import type { SaveWrite } from './write-version.repository';

/** A save that was just written. */
interface SaveTold {
  readonly pack: RulePack;
  readonly batch: Batch;
  readonly version: NewVersion;
  readonly body: SavedBody;
  readonly origin: Origin;
  /** Saves still to be had after this one; null: not limited. */
  readonly savesLeft: number | null;
  /** What the save changed, in a sentence. */
  readonly changes: string;
  /** The office that typed it in from paper; null where the owner saved it. */
  readonly office: string | null;
}

/**
 * What the owner of a save is told, to be written in its transaction: by mail and by WeChat or SMS that it was done
 * (P12), and by a mail for each 承诺书 it asks for (M11, figure 18).
 */
export function composeLetters(
  cipher: Cipher,
  candidateId: number,
  contact: Contact | null,
  { pack, batch, version, body, origin, savesLeft, changes, office }: SaveTold,
): Pick<SaveWrite, 'mails' | 'messages'> {
  const { saveNumber, savedAt: at } = version;
  const kind = office === null ? 'choiceListSaved' : 'paperListSaved';
  const values = {
    at,
    batch: batch.name,
    saveNumber,
    address: origin.address,
    device: origin.device.slice(0, 6),
    changes,
    checkValue: formatCheckValue(version.hash),
    left: presentSaveCount(savesLeft),
    office: office ?? '',
  };
  const reminders = listSavedUndertakings(pack, body).map(({ undertaking }) => {
    const reminded = { at, batch: batch.name, saveNumber, undertaking: undertaking.name };
    return { kind: 'undertakingReminder', ...presentMail('undertakingReminder', reminded) } as const;
  });
  return {
    mails: [{ kind, ...presentMail(kind, values) }, ...reminders],
    messages: contact === null ? [] : [sealMessage(cipher, candidateId, contact, kind, values)],
  };
}
