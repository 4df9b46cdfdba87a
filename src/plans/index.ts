export { listNearCodes, type NearCode } from './near-codes';
export {
  findPlanVersion,
  insertInstitutions,
  insertPlanEntries,
  listBatchEntries,
  listInstitutions,
  listPlanAudiences,
  listPlanEntries,
  listWithdrawnRows,
  markBatchPlans,
  markInstitutions,
} from './plan.repository';
export {
  createPlanCatalogue,
  createPlanRows,
  type PlanCatalogue,
  type PlanRows,
  type PlanScope,
} from './plan-catalogue';
export type { Institution, PlanEntry } from './plan-entry';
export {
  listNamesakes,
  listNotes,
  presentCategory,
  presentEntryDetail,
  presentTuition,
} from './plan-entry.presenter';
export type { FoundInstitution, PlanFilter, PlanRange, PlanSearch } from './plan-search';
export { isFilterTooLong, MAX_FILTER, MAX_WORDS } from './search-words';
