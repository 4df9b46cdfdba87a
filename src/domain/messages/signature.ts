import { composeSms, readWhole } from './one-segment';

/** What of a message decides how it leaves. */
interface Leaving {
  readonly kind: string;
  readonly channel: 'sms' | 'wechat' | 'email';
}

export interface SignatureSettings {
  /** The office that speaks to candidates. */
  readonly office: string;
  /** Whether the SMS gateway adds the signature that is registered with it. */
  readonly addedByGateway: boolean;
}

const ACCOUNT_CENTRE = '学信网账号';
/** The kinds of what goes to an account; `accountLinked` is told to a candidate. */
const OF_ACCOUNTS = /^account(Code)?\./;

/**
 * The text as it leaves: signed in front 【…】, the one place where that is done, and an SMS made to fit one segment.
 * WeChat shows whose account speaks; an e-mail carries the signature whatever SMS gateway there is.
 */
export function signText({ kind, channel }: Leaving, text: string, settings: SignatureSettings): string {
  if (channel === 'wechat') return readWhole(text);
  const signature = `【${OF_ACCOUNTS.test(kind) ? ACCOUNT_CENTRE : settings.office}】`;
  return channel === 'email'
    ? signature + readWhole(text)
    : composeSms(signature, text, settings.addedByGateway);
}
