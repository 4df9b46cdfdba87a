export { createAskClassmateControllers } from './ask-classmate.controller';
export { type AskClassmateService, createAskClassmateService } from './ask-classmate.service';
export { createHelpClassmateControllers } from './help-classmate.controller';
export { createHelpClassmateService, type HelpClassmateService } from './help-classmate.service';
export { classmateHelpRoutes } from './routes';
