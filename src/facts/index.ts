export { type Evaluation, insertEvaluations } from './evaluation.repository';
export { createFactsControllers, type FactsControllers } from './facts.controller';
export type { FileState, FileStateRecord } from './file-state';
export { listFileStates, putFileStates } from './file-state.repository';
export { factsRoutes } from './routes';
