import { chosenSubject, sortSubjects } from './rule-names';
import { ValueFault } from './value-fault';

/** 选科要求 as a list says it. */
export interface SaidRequirement {
  /** What it says of 首选 by that word: subjects of which one must be chosen, none for 不限; null where it does not. */
  readonly firsts: readonly string[] | null;
  readonly mode: 'all' | 'any';
  /** In the order of the examination; none: 不限. */
  readonly subjects: readonly string[];
}

const FREE = /^(不限(选考)?(科目)?|无|无要求|均可|不(提|作|做)(再选|选考)?(科目)?要求|再选(科目)?不限)$/;
const FIRST = /^首选(?:科目)?(?:要求)?:?(.+?)[,;、+]?(?:再选(?:科目)?(?:要求)?:?(.+))?$/;
const BEFORE = /^(?:(?:选考?科?|再选)(?:科目)?要求?:|再选(?:科目)?:?|须?必?须?选考(?=[^科]))/;
const REMARK = /^(.*?)\(([^()]*)\)$/;
const ALL_SAID = /必选|必考|必须|[均都](须|需|要|选考)|全部/;
const ANY_SAID = /其中(一|1)|任(选|意)?(一|1)?|选(一|1)|(一|1)门即可|之一/;

const UNREADABLE = new ValueFault('malformed', '选科要求，例如“不限”“化学”“化学和生物学”“化学或生物学”');

/**
 * Reads 选科要求: 不限, 化学, 化学和生物学, 首选物理,再选不限, 化学,生物学(2科必选),
 * 物理(1门科目考生必须选考方可报考). Several subjects with neither a word between them nor a remark behind them are
 * refused: whether all are meant or one of them is not to be guessed.
 */
export function readRequirement(found: string): SaidRequirement | ValueFault {
  const text = found.normalize('NFKC').replace(/[\s。.]/g, '');
  const [, first, second] = FIRST.exec(text) ?? [];
  if (first === undefined) return readSubjects(text);
  const firsts = FREE.test(first) ? { mode: 'any' as const, subjects: [] } : readSubjects(first);
  if (firsts instanceof ValueFault) return firsts;
  if (firsts.mode === 'all' && firsts.subjects.length > 1) return UNREADABLE;
  const others =
    second === undefined ? { mode: 'all' as const, subjects: [] } : readSubjects(second.replace(/^:/, ''));
  return others instanceof ValueFault ? others : { ...others, firsts: firsts.subjects };
}

function readSubjects(said: string): SaidRequirement | ValueFault {
  const text = said.replace(BEFORE, '');
  if (FREE.test(text)) return { firsts: null, mode: 'all', subjects: [] };
  const [, before = text, remark = ''] = REMARK.exec(text) ?? [];
  const bare = before.replace(/(必选|均须选考|必须选考)$/, '');
  const words = `${remark}${before.slice(bare.length)}`;
  const [all, any] = [
    ALL_SAID.test(words) || /[和与及并且+]/.test(bare),
    ANY_SAID.test(words) || bare.includes('或'),
  ];
  // A remark of which it is not known what it says.
  if (remark !== '' && !all && !any) return UNREADABLE;
  if (all && any) return UNREADABLE;
  const subjects: string[] = [];
  for (const part of bare.split(/[和与及并且+或、,;/|]/)) {
    const subject = chosenSubject(part);
    if (subject instanceof ValueFault) return UNREADABLE;
    subjects.push(subject);
  }
  const different = sortSubjects(subjects);
  if (different.length > 1 && !all && !any) return new ValueFault('allOrAny');
  return { firsts: null, mode: any && different.length > 1 ? 'any' : 'all', subjects: different };
}
