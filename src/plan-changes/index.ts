export { grantSavesWhileOpen, type ListOwner, SAVE_GRANTED } from './grant-saves';
export { grantSaves } from './holder.repository';
export { createPlanAdditionControllers } from './plan-addition.controller';
export { createPlanChangeControllers } from './plan-change.controller';
export { createPlanChangeService, type PlanChangeService } from './plan-change.service';
export { planChangeRoutes } from './routes';
