import { foldName } from './typed-text';

/** A typed mailbox in its normal form: half width, no blanks, nothing unseen, small letters. Not checked. */
export function normaliseEmail(typed: string): string {
  return foldName(typed).replace(/\u3002/g, '.');
}

/** Whether a normalised mailbox can exist. */
export function isEmail(text: string): boolean {
  const [local = '', domain = '', ...rest] = text.split('@');
  return (
    rest.length === 0 &&
    /^[a-z0-9._%+-]{1,64}$/.test(local) &&
    domain.length <= 190 &&
    domain.split('.').length >= 2 &&
    domain.split('.').every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label))
  );
}

/** What stands after the @. */
export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1);
}
