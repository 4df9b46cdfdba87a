import type { CodePurpose, RulePack } from '../pack/rule-pack';

/** Life of a message code in seconds. Packs of before final confirmations were said name none for them: as for 放弃. */
export const codeLifeOf = ({ codeLifeSeconds }: RulePack['identity'], purpose: CodePurpose): number =>
  codeLifeSeconds[purpose] ?? codeLifeSeconds.abandon;
