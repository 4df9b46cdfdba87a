export { adviseOnChoices } from './advice.presenter';
export {
  type ApplicationGroup,
  type ApplicationVersion,
  abandonGroup,
  findGroup,
  findVersion,
  listGroups,
  listVersions,
} from './application.repository';
export { findArrangedSlot, readArrangement } from './arrangement.form';
export {
  computeCheckValue,
  FIRST_HASH,
  formatCheckValue,
  type NamedCode,
  type SavedBody,
  type SavedSection,
  type SavedSlot,
  toChoiceList,
} from './canonical-body';
export { fieldName, readChoiceList } from './choice-list.form';
export { compareSaved, type SavedDifference } from './compare-saved';
export { clearFiling } from './draft.repository';
export type { FilingService, OpenedForm } from './filing.service';
export { presentSections } from './form.presenter';
export type { FormPages } from './form-pages.controller';
export { presentIneligibility, presentRefusal } from './home.presenter';
export { findNextField } from './next-field';
export type { Overtaken, PaperFiling } from './paper-filing';
export { findRestorable, type RestoreRefusal, restoreVersion } from './restore-version';
export type { SaveService } from './save.service';
export {
  EMPTY_SLOT,
  listSavedRows,
  presentAdjustment,
  presentNamedCode,
  presentSaved,
} from './saved.presenter';
export { findSavedDetails, NO_DETAILS, type SavedDetails } from './saved-details';
export {
  listSavedUndertakings,
  type SavedUndertaking,
  type UndertakingInstitution,
} from './saved-undertakings';
export { findStanding, findStandingForChange, groupCodesOf, listStandings, planScopeOf } from './standing';
export { listUnsavedDrafts } from './unsaved-draft.repository';
export {
  isStillToCome,
  majorLabel,
  presentPlace,
  presentViolations,
  type ShownViolation,
  slotTitle,
} from './violation.presenter';
