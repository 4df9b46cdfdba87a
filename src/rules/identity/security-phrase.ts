export type PhraseFault = 'empty' | 'tooShort' | 'tooLong' | 'notHan' | 'ownName' | 'common';

/** What a new phrase is held against. */
interface PhraseCircumstances {
  /** Longest phrase in characters: `phraseMaxLength` of the pack. */
  readonly maxLength: number;
  /** 姓名 of the owner. */
  readonly name: string;
  /** How many others of the owner's school have the same phrase. */
  readonly sameInSchool: number;
  /** How many of them are too many: `phraseSameSchoolLimit` of the pack. */
  readonly sameSchoolLimit: number;
}

const MIN_LENGTH = 2;

/**
 * Faults of a new 密码验证信息 (manual, figure 26; M16): 2 to `maxLength` Chinese characters and nothing else, not
 * one's own name or a part of it, and not what a whole class was told to set. Empty when it may be set. `phrase` is
 * normalised already (NFC, no outer blanks). An old phrase is never held against this.
 *
 * Worked cases, of 阿卜杜·热合曼, longest 15: 书山有路勤为径: none; 春: tooShort; 16 characters: tooLong; 书山有路，勤为径:
 * notHan; 热合曼 and 我是阿卜杜热合曼: ownName; the phrase of three others of the school: common.
 */
export function findPhraseFaults(
  phrase: string,
  { maxLength, name, sameInSchool, sameSchoolLimit }: PhraseCircumstances,
): readonly PhraseFault[] {
  const length = [...phrase].length;
  if (length === 0) return ['empty'];
  const faults: PhraseFault[] = [];
  if (length < MIN_LENGTH) faults.push('tooShort');
  if (length > maxLength) faults.push('tooLong');
  if (!/^[\p{Unified_Ideograph}\u3007]+$/u.test(phrase)) faults.push('notHan');
  const bare = name.normalize('NFC').replace(/[^\p{Unified_Ideograph}\u3007]/gu, '');
  const own = bare !== '' && (phrase.includes(bare) || bare.includes(phrase));
  if (own && length >= MIN_LENGTH) faults.push('ownName');
  if (sameInSchool >= sameSchoolLimit) faults.push('common');
  return faults;
}
