export { createDraftSheetControllers } from './draft-sheet.controller';
export { findDraftSheet } from './draft-sheet.repository';
export { draftSheetRoutes } from './routes';
export { findSheetBatch } from './sheet-batch';
export { createSheetTarget } from './sheet-target';
