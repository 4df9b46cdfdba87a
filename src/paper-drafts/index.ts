export { createPaperDraftControllers } from './paper-draft.controller';
export { createPaperDraftService, type PaperDraftParts, type PaperDraftService } from './paper-draft.service';
export { createPaperFormControllers } from './paper-form.controller';
export { paperDraftRoutes } from './routes';
