export { type BatchCalendar, createBatchCalendar, loadBatchCalendar, withAudiences } from './batch-calendar';
export { hasClosed } from './has-closed';
export { activateRulePack, getActiveRulePack, hasActiveRulePack } from './rule-pack.repository';
export { parseConditions, parseRulePack, RulePackError } from './rule-pack.schema';
export { listRulePackFaults } from './rule-pack-faults';
export {
  findRulePackVersion,
  insertRulePackVersion,
  listRulePackVersions,
  type RulePackVersion,
  switchRulePack,
} from './rule-pack-version.repository';
export { deleteWindow, listStoredWindows, lockWindows, updateWindow } from './stored-window.repository';
export { deleteWindows, insertWindows, listWindows } from './window.repository';
