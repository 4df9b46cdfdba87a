export { presentConsequence } from './consequence.presenter';
export { isUnfit, type PackReview } from './pack-review';
export { findWaitingRequest } from './request.repository';
export { rulePackRoutes } from './routes';
export { createRulePackControllers } from './rule-pack.controller';
export { createRulePackService, type RulePackService } from './rule-pack.service';
