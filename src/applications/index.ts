export { type ApplicationVersion, findGroup, findVersion } from './application.repository';
export {
  formatCheckValue,
  type NamedCode,
  type SavedBody,
  type SavedSection,
  type SavedSlot,
} from './canonical-body';
export { EMPTY_SLOT, presentAdjustment, presentNamedCode } from './saved.presenter';
export { groupCodesOf } from './standing';
