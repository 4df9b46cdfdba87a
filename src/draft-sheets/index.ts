export { createDraftSheetControllers } from './draft-sheet.controller';
export { findDraftSheet } from './draft-sheet.repository';
export { draftSheetRoutes } from './routes';
export { createSheetTarget } from './sheet-target';
