export { type Evaluation, insertEvaluations } from './evaluation.repository';
export { createFactsControllers, type FactsControllers } from './facts.controller';
export { factsRoutes } from './routes';
