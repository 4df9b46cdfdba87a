export {
  type ApplicationGroup,
  type ApplicationVersion,
  abandonGroup,
  findGroup,
  findVersion,
} from './application.repository';
export {
  formatCheckValue,
  type NamedCode,
  type SavedBody,
  type SavedSection,
  type SavedSlot,
} from './canonical-body';
export { clearFiling } from './draft.repository';
export { EMPTY_SLOT, presentAdjustment, presentNamedCode } from './saved.presenter';
export {
  listSavedUndertakings,
  type SavedUndertaking,
  type UndertakingInstitution,
} from './saved-undertakings';
export { findStanding, findStandingForChange, groupCodesOf } from './standing';
export { listUnsavedDrafts } from './unsaved-draft.repository';
