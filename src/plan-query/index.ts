export { createCatalogueControllers } from './catalogue.controller';
export type { ChoiceTarget } from './choice-target';
export { createFormTarget } from './form-target';
export { createPlanQueryControllers, type PlanQueryControllers } from './plan-query.controller';
export { createPlanResults, type PlanResults } from './plan-results';
export { planQueryRoutes } from './routes';
export { setUpPlanSearch } from './search.controller';
