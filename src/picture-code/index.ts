export { createFactsControllers, type FactsControllers, type FactsPage } from './facts.controller';
export {
  type CandidateFactsTyped,
  type FactsErrors,
  type PersonFacts,
  readCandidateFacts,
  readPersonFacts,
} from './facts.form';
export { createPictureCodeController } from './picture-code.controller';
export { createPictureCodeService, type PictureCodeService } from './picture-code.service';
export { pictureCodeRoutes } from './routes';
export {
  createVisitorCheck,
  type MessageSending,
  type VisitorCheck,
  type VisitorCode,
  type VisitorResult,
} from './visitor-check';
