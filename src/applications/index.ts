export {
  type ApplicationGroup,
  type ApplicationVersion,
  abandonGroup,
  findGroup,
  findVersion,
} from './application.repository';
export { findArrangedSlot, readArrangement } from './arrangement.form';
export {
  formatCheckValue,
  type NamedCode,
  type SavedBody,
  type SavedSection,
  type SavedSlot,
} from './canonical-body';
export { readChoiceList } from './choice-list.form';
export { clearFiling } from './draft.repository';
export type { FilingService } from './filing.service';
export { presentSections } from './form.presenter';
export { EMPTY_SLOT, presentAdjustment, presentNamedCode } from './saved.presenter';
export {
  listSavedUndertakings,
  type SavedUndertaking,
  type UndertakingInstitution,
} from './saved-undertakings';
export { findStanding, findStandingForChange, groupCodesOf, listStandings, planScopeOf } from './standing';
export { listUnsavedDrafts } from './unsaved-draft.repository';
export { presentViolations, type ShownViolation } from './violation.presenter';
