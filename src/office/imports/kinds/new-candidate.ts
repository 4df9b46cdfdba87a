import type { CandidateFacts } from '../../../rules/pack/rule-pack';

/** What is known of somebody new where the list does not say. */
export const DEFAULTS: CandidateFacts = {
  lists: [],
  artsProvincial: [],
  artsSchoolExams: [],
  vocationalCategory: '',
  registeredMajor: '',
  defaulter: false,
};
