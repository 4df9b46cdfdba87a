export { createCatalogueControllers } from './catalogue.controller';
export type { ChoiceTarget, OpenedList } from './choice-target';
export { createFormTarget, createListTarget } from './form-target';
export { createPlanQueryControllers, type PlanQueryControllers } from './plan-query.controller';
export { createPlanResults, type PlanResults } from './plan-results';
export { planQueryRoutes } from './routes';
export { setUpPlanSearch } from './search.controller';
