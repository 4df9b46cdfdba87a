/** How a candidate proves who they are, strongest first (manual, chapters five and eight; M10, M14, M16). */
export type Rung = 'totp' | 'wechat' | 'sms' | 'phrase';

/** What is bound, and since when. */
export interface Factors {
  readonly totpBoundAt: Date | null;
  readonly wechatBoundAt: Date | null;
  readonly phoneBoundAt: Date | null;
  readonly hasPhrase: boolean;
}

interface RungRequest {
  /** 密码验证信息 serves for 放弃 and reset alone. */
  readonly phraseServes: boolean;
  /** Only factors bound before this instant count (解冻 after a disputed act); null: all do. */
  readonly boundBefore: Date | null;
  /** Whether what was bound at an instant proves nothing yet; left out where all of it does. */
  readonly isUnripe?: (boundAt: Date) => boolean;
}

/**
 * The one rung that is asked for: 动态密码, else a code by WeChat to those who follow the account, else by SMS,
 * else the phrase. A bound higher factor switches the lower ones off. Null when nothing serves.
 *
 * Worked cases: 动态密码 and phone bound: 动态密码; phone and phrase: SMS; phrase alone: the phrase for 放弃, nothing
 * for a risk step; phone bound at 10:00 and an act disputed of 09:59: nothing.
 */
export function findRung(factors: Factors, request: RungRequest): Rung | null {
  const counts = (boundAt: Date | null) =>
    boundAt !== null &&
    request.isUnripe?.(boundAt) !== true &&
    (request.boundBefore === null || boundAt.getTime() < request.boundBefore.getTime());
  if (counts(factors.totpBoundAt)) return 'totp';
  if (counts(factors.wechatBoundAt)) return 'wechat';
  if (counts(factors.phoneBoundAt)) return 'sms';
  const better = [factors.totpBoundAt, factors.wechatBoundAt, factors.phoneBoundAt].some((at) => at !== null);
  return request.phraseServes && factors.hasPhrase && !better ? 'phrase' : null;
}
