export { type Evaluation, insertEvaluations } from './evaluation.repository';
export type { FactGroup } from './fact-group';
export { createFactsControllers, type FactsControllers } from './facts.controller';
export { presentQualifications } from './qualification.presenter';
export { factsRoutes } from './routes';
