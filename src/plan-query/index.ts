export { createCatalogueController } from './catalogue.controller';
export { createPlanQueryControllers } from './plan-query.controller';
export { createPlanResults, type PlanResults } from './plan-results';
export { planQueryRoutes } from './routes';
export { setUpPlanSearch } from './search.controller';
