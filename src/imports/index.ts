export type { ColumnDefinition } from './column';
export { insertApproval } from './effects/approval.repository';
export type { Stake } from './effects/effect';
export { findListVersion, listListVersions } from './effects/list-version.repository';
export { findOperatorConsent } from './effects/operator-consent';
export { readTable } from './effects/read-table';
export { type Fault, type FaultCode, MAX_LISTED_FAULTS } from './fault';
export { presentFault, type ShownFault, sayFault } from './fault.presenter';
export type { ImportProgress, ImportReport } from './import-report';
export { createImportJobs, type ImportJobs } from './jobs/import-jobs.service';
export { type RunningImportJobs, startImportJobs } from './jobs/start-import-jobs';
export { type ImportCounts, type ImportKind, KIND_CODES, type KindCode } from './kind';
export { findImportKind, importKinds } from './kinds';
export { type PlanCells, type PlanRowToWrite, planCells, type TypedPlanRow } from './kinds/plan-cells';
export { listListNames } from './kinds/plan-requirements';
export { createApprovalControllers } from './pages/approval.controller';
export { createImportControllers } from './pages/import.controller';
export { presentStake } from './pages/job.presenter';
export { createListControllers } from './pages/lists.controller';
export { readCsv } from './reading/read-csv';
export type { SourceRow, SourceRows } from './reading/source-row';
export { openZip, type ZipFile } from './reading/zip';
export { ImportRefused, ImportStopped, type RefusalCode } from './refusal';
export { presentRefusal } from './refusal.presenter';
export { importRoutes } from './routes';
export {
  type ImportParts,
  type ImportRequest,
  importFile,
  importRows,
  type RowsRequest,
} from './writing/import-file';
export { putVersionBack } from './writing/put-version-back';
