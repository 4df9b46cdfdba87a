export { type BatchCalendar, createBatchCalendar, loadBatchCalendar } from './batch-calendar';
export { activateRulePack, getActiveRulePack, hasActiveRulePack } from './rule-pack.repository';
export { parseConditions, parseRulePack } from './rule-pack.schema';
export { deleteWindows, insertWindows, listWindows } from './window.repository';
