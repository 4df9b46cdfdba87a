import type { Cipher, RowContext } from '../../infrastructure/security/cipher';
import type { Channel } from './outbox.repository';

/** Whom a message is about; nobody's: to a phone or a mailbox that no account has yet. */
interface MessageOwner {
  readonly candidateId: number | null;
  readonly accountId: number | null;
}

/** With what names the candidate's row, of which their phone is copied as it stands. */
type AddressedOwner = MessageOwner & { readonly candidateNumber: string | null };

const nameOwner = ({ candidateId, accountId }: MessageOwner): string =>
  candidateId !== null ? `candidate ${candidateId}` : accountId !== null ? `account ${accountId}` : 'nobody';

const TEXT = 'outbox_messages.text';
/** One text that goes to many: it says nothing of anybody. */
export const SHARED_TEXT: RowContext = { column: TEXT, row: 'everybody' };

/** The code in a text is of use to whoever reads it: moved to a message to somebody else it does not open. */
export const textContext = (owner: MessageOwner): RowContext => ({ column: TEXT, row: nameOwner(owner) });

export function sealText(cipher: Cipher, text: string, owner: MessageOwner): Buffer {
  return cipher.encrypt(text, textContext(owner));
}

export function sealSharedText(cipher: Cipher, text: string): Buffer {
  return cipher.encrypt(text, SHARED_TEXT);
}

/** @throws Error where a text was changed, or is of somebody else's message */
export function openText(cipher: Cipher, sealed: Buffer, owner: MessageOwner): string {
  try {
    return cipher.decrypt(sealed, textContext(owner));
  } catch {
    return cipher.decrypt(sealed, SHARED_TEXT);
  }
}

/** For which a destination is sealed; phones and WeChat ids of candidates are copied from their rows. */
export function destinationContext(channel: Channel, owner: AddressedOwner): RowContext {
  const { candidateId, candidateNumber } = owner;
  if (channel === 'wechat') return { column: 'credentials.wechat_open_id', row: candidateId ?? '' };
  if (channel === 'sms') return { column: 'candidates.phone', row: candidateNumber ?? nameOwner(owner) };
  return { column: 'outbox_messages.email', row: nameOwner(owner) };
}

/** Seals where a message of the account centre goes: 11 digits or a mailbox. */
export function sealDestination(
  cipher: Cipher,
  channel: 'sms' | 'email',
  destination: string,
  accountId: number | null,
): Buffer {
  const owner = { candidateId: null, candidateNumber: null, accountId };
  return cipher.encrypt(destination, destinationContext(channel, owner));
}
