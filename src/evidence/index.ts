export { type ClosingControllers, createClosingControllers } from './closing.controller';
export { createEvidenceControllers } from './evidence.controller';
export { createEvidenceService, type EvidenceService } from './evidence.service';
export { evidenceRoutes } from './routes';
