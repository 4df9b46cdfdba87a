export { rulePackRoutes } from './routes';
export { createRulePackControllers } from './rule-pack.controller';
export { createRulePackService, isUnfit, type RulePackService } from './rule-pack.service';
