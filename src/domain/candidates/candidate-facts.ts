import type { CandidateFacts } from '../../rules/pack/rule-pack';
import type { Candidate } from './candidate';
import { type FileState, FREE } from './file-state';

const majorityEthnicity = '汉';

/** The part of a candidate that the rules may look at. */
export type FactsSource = Pick<
  Candidate,
  'kind' | 'track' | 'sex' | 'bornOn' | 'ethnicity' | 'countyCode' | 'schoolCode' | 'facts'
> & {
  /** As the table of file states has it; nobody's file is taken before that table says so. */
  readonly fileState?: FileState;
};

/**
 * Merges the candidate's columns and recorded facts into the flat vocabulary of the rules.
 * The columns win: a recorded fact can never change sex, birth date, ethnicity, kind, 科类 or 档案状态.
 */
export function toFacts(candidate: FactsSource): CandidateFacts {
  const known = merged.get(candidate);
  if (known !== undefined) return known;
  const facts = mergeFacts(candidate);
  merged.set(candidate, facts);
  return facts;
}

/** By record: a page asks for its candidate's several times. */
const merged = new WeakMap<FactsSource, CandidateFacts>();

function mergeFacts(candidate: FactsSource): CandidateFacts {
  return {
    ...candidate.facts,
    kind: candidate.kind,
    track: candidate.track,
    sex: candidate.sex,
    bornOn: candidate.bornOn,
    ethnicity: candidate.ethnicity,
    minority: candidate.ethnicity !== majorityEthnicity,
    // What the scopes of windows are compared with (rules/phase.ts).
    registrationCounty: candidate.countyCode,
    school: candidate.schoolCode,
    fileState: candidate.fileState ?? FREE,
  };
}
